import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { BaseCommand } from './base.ts'
import { day, today } from './day.ts'
import { writeDrafts } from './draft-register.ts'

export class Init extends BaseCommand {
  static override summary = '構成図の最初のファイルを作る / write the first files of a network'
  static override args = {
    path: Args.string({ default: '.', description: 'フォルダー（既定: .） / folder (default: .)' }),
  }
  static override flags = {
    'draft-register': Flags.boolean({ default: false, description: '許可されているのに登録のない通信を、通信要件一覧の下書きにする / draft register entries for what is permitted and not registered' }),
    'as-of': Flags.string({ helpValue: 'YYYY-MM-DD', description: '判定日（既定: 今日） / the day to judge by (default: today)' }),
    force: Flags.boolean({ default: false, description: '既にあるファイルを書き換える / overwrite files that are there' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Init)
    const lang = this.language(flags.lang)
    const color = process.stdout.isTTY && !flags['no-color'] && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
    const asOf = flags['as-of'] === undefined ? today() : day(flags['as-of'])
    if (flags['draft-register']) return writeDrafts(args.path, { asOf, force: flags.force, lang, color }, this.library())
  }
}
