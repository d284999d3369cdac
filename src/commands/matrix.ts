import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { outputs, writeAll } from './outputs.ts'
import { QuestionCommand } from './question.ts'
import { UsageError } from './usage.ts'

export class Matrix extends QuestionCommand {
  static override summary = '領域どうしの通信の一覧表 / what passes between every two zones'
  static override args = {
    path: Args.string({ ignoreStdin: true, description: '構成図のファイルまたはフォルダー（--in と同じ） / the network: a file or folder (the same as --in)' }),
  }
  static override flags = {
    by: Flags.string({ default: 'zone', options: ['zone', 'segment'], description: '領域ごと、またはセグメントごと / by zone or by segment' }),
    format: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'name[=file]', description: 'text（既定）, markdown, csv, json, html。複数可 / repeatable' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Matrix)
    if (args.path !== undefined && flags.in !== undefined) throw new UsageError({ ja: `構成図は一つだけ指定してください: ${args.path} と --in ${flags.in}`, en: `name one network: ${args.path}, or --in ${flags.in}` })
    const { matrixIn, MATRIX_FORMATS, renderMatrix } = await this.library()
    const wanted = outputs(flags.format ?? [], MATRIX_FORMATS)
    const answered = await this.answer({ ...flags, in: args.path ?? flags.in }, (root, files) => matrixIn(root, files, flags.by === 'segment' ? 'segment' : 'zone'))
    if (answered) await writeAll(wanted, (format, color) => renderMatrix(answered.answer, format, { lang: answered.lang, color }), this.colored(flags['no-color']))
  }
}
