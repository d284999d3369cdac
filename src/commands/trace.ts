import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { pick, QuestionCommand } from './question.ts'

const END = 'ホストなどの ID、またはアドレス / id of a host and the like, or an address'

export class Trace extends QuestionCommand {
  static override summary = '一つのパケットをたどる / follow one packet, hop by hop'
  static override args = { from: Args.string({ ignoreStdin: true, required: true, description: END }), to: Args.string({ ignoreStdin: true, required: true, description: END }) }
  static override flags = {
    service: Flags.string({ helpValue: 'tcp/443', description: 'サービス（既定: ありふれたもの） / service (default: a usual one)' }),
    format: Flags.string({ default: 'text', helpValue: 'text|json', description: '出力の形式 / format' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Trace)
    const { followIn, EXPLANATION_FORMATS, renderFollowed } = await this.library()
    const format = pick(flags.format, EXPLANATION_FORMATS)
    const services = flags.service === undefined ? [] : [flags.service]
    const answered = await this.answer(flags, (root, files) => followIn(root, files, { ...args, services }))
    if (answered) process.stdout.write(renderFollowed(answered.answer, answered.locate, format, { lang: answered.lang, color: this.colored(flags['no-color']) }))
  }
}
