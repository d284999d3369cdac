import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { pick, QuestionCommand } from './question.ts'

const END = '領域・セグメント・ホスト・相手先・機器の ID、またはアドレス / id of a zone, segment, host, party or device; or addresses'

export class Explain extends QuestionCommand {
  static override summary = '通る理由、または止めている箇所のすべてを示す / why it gets through, or everything that stops it'
  static override args = { from: Args.string({ ignoreStdin: true, required: true, description: END }), to: Args.string({ ignoreStdin: true, required: true, description: END }) }
  static override flags = {
    service: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'tcp/443', description: 'サービス（既定: すべて）。複数可 / service (default: any), repeatable' }),
    format: Flags.string({ default: 'text', helpValue: 'text|json', description: '出力の形式 / format' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain)
    const { explainIn, EXPLANATION_FORMATS, renderExplanation } = await this.library()
    const format = pick(flags.format, EXPLANATION_FORMATS)
    const answered = await this.answer(flags, (root, files) => explainIn(root, files, { ...args, services: flags.service ?? [] }))
    if (answered) process.stdout.write(renderExplanation(answered.answer, answered.locate, format, { lang: answered.lang, color: this.colored(flags['no-color']) }))
  }
}
