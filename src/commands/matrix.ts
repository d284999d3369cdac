import * as Flags from '@oclif/core/flags'
import { pick, QuestionCommand } from './question.ts'

export class Matrix extends QuestionCommand {
  static override summary = '領域どうしの通信の一覧表 / what passes between every two zones'
  static override flags = {
    by: Flags.string({ default: 'zone', options: ['zone', 'segment'], description: '領域ごと、またはセグメントごと / by zone or by segment' }),
    format: Flags.string({ default: 'text', helpValue: 'text|markdown|csv|json|html', description: '出力の形式 / format' }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parse(Matrix)
    const lang = this.language(flags.lang)
    const { matrixIn, MATRIX_FORMATS, renderMatrix } = await this.library()
    const format = pick(flags.format, MATRIX_FORMATS)
    const answered = await this.answer(flags.in, lang, (root, files) => matrixIn(root, files, flags.by === 'segment' ? 'segment' : 'zone'))
    if (answered) process.stdout.write(renderMatrix(answered.answer, format, { lang, color: this.colored(flags['no-color']) }))
  }
}
