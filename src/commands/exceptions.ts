import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { ListedPermits } from '../index.ts'
import { NetworkCommand } from './base.ts'
import { day, today } from './day.ts'
import { reading } from './files.ts'
import { outputs, writeAll } from './outputs.ts'
import { roots } from './roots.ts'
import { secretOf } from './secret.ts'
import { nextNetwork } from './supervised.ts'
import { UsageError } from './usage.ts'

const EXIT_INVALID = 3

export class Exceptions extends NetworkCommand {
  static override summary = '例外と、期限の近い登録を一覧にする / list the exceptions, and what of the register ends soon'
  static override description = [
    '終了コード / exit codes:',
    '  0  対応が必要なものはない / nothing to act on',
    '  1  期限切れ・記載不足・不要な例外、または --within の日数で切れて後継のないものがある / something is expired, incomplete or unused, or ends within those days with nothing to follow it',
    '  2  使い方の誤り / usage    3  入力の誤り、または対象なし / invalid input, or nothing to list',
  ].join('\n')
  static override strict = false
  static override args = {
    paths: Args.string({ ignoreStdin: true, description: 'ファイル、フォルダー、グロブ（既定: .） / files, folders or globs (default: .)' }),
  }
  static override flags = {
    within: Flags.string({ helpValue: '30d', description: 'この日数のうちに切れる登録と例外も挙げる / also what ends within so many days' }),
    'as-of': Flags.string({ helpValue: 'YYYY-MM-DD', description: '判定日（既定: 今日） / the day to judge by (default: today)' }),
    format: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'name[=file]', description: 'text（既定）, json, csv。複数可 / repeatable' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(Exceptions)
    const { lang, settings, key } = await this.settings(flags)
    const { exceptionsIn, PERMIT_FORMATS, permitsExitCode, renderPermits, renderProblems } = await this.library()
    const wanted = outputs(flags.format ?? [], PERMIT_FORMATS)
    const options = { asOf: flags['as-of'] === undefined ? today() : day(flags['as-of']), ...(flags.within !== undefined && { within: days(flags.within) }) }
    const { files: found, empty } = await roots(argv.length > 0 ? (argv as string[]) : settings.paths ?? ['.'])
    const lists: ListedPermits[] = []
    for (const path of empty) process.stderr.write(`${lang === 'ja' ? `構成図がありません: ${path}` : `no network in ${path}`}\n`)
    for (const file of found) {
      nextNetwork()
      const answered = await reading([file], (files) => exceptionsIn(file, files, options), key === undefined ? undefined : secretOf(key))
      if (answered.is === 'answer') lists.push(answered.answer)
      else if (answered.is === 'problems') process.stderr.write(renderProblems(answered.problems, answered.locate, lang))
    }
    await writeAll(wanted, (format, color) => renderPermits(lists, format, { lang, color }), this.colored(flags['no-color']))
    process.exitCode ??= lists.length < found.length || found.length === 0 || empty.length > 0 ? EXIT_INVALID : permitsExitCode(lists)
  }
}

function days(typed: string): number {
  const [, count] = /^(\d{1,4})d?$/.exec(typed) ?? []
  if (count === undefined) throw new UsageError({ ja: `--within は日数です（30d など）: ${typed}`, en: `--within is a number of days, such as 30d: ${typed}` })
  return Number(count)
}
