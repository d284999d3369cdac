import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { NetworkResult, Severity } from '../index.ts'
import { baselineOf, renewedBaseline } from './baseline.ts'
import { BaseCommand } from './base.ts'
import { day, today } from './day.ts'
import { applyFixes, showFixes } from './fix.ts'
import { outputs, writeWhole } from './outputs.ts'
import { roots } from './roots.ts'
import { UsageError } from './usage.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

export class Check extends BaseCommand {
  static override summary = '三層の分離を検証する / prove or refute that the three tiers are kept apart'
  static override description = [
    '終了コード / exit codes:',
    '  0  適合 / everything proved, not applicable or under valid exceptions',
    '  1  違反 / refuted at or over --fail-on',
    '  2  使い方の誤り / usage',
    '  3  入力の誤り、または対象なし / invalid input, or nothing to check',
    '  4  判定不能あり / nothing refuted, but something unknown',
    '  70 本ソフトの不具合 / a bug of ours    130 中断 / interrupted',
  ].join('\n')
  static override strict = false
  static override args = {
    paths: Args.string({ description: 'ファイル、フォルダー、グロブ（既定: .） / files, folders or globs (default: .)' }),
  }
  static override flags = {
    format: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'name[=file]', description: 'text, json, sarif, junit。複数可 / repeatable' }),
    'as-of': Flags.string({ helpValue: 'YYYY-MM-DD', description: '判定日（既定: 今日） / the day to judge by (default: today)' }),
    'fail-on': Flags.string({ default: 'warning', helpValue: 'error|warning|note', description: '失敗とする最小の重大度 / least severity that fails' }),
    'allow-unknown': Flags.boolean({ default: false, description: '判定不能でも失敗としない / accept what is unknown' }),
    baseline: Flags.string({ helpValue: 'FILE', description: '既知の違反のファイル。そこにある違反では失敗としない / known violations, which fail no run' }),
    'update-baseline': Flags.boolean({ dependsOn: ['baseline'], description: 'いまの違反と判定不能をすべて既知とする / from now on everything that is wrong is known' }),
    'prune-baseline': Flags.boolean({ dependsOn: ['baseline'], exclusive: ['update-baseline'], description: '解消した項目を除く / take out what is no longer so' }),
    fix: Flags.boolean({ default: false, description: 'YAML のフィルタを狭める修正案を適用してから検証する / apply the proposals that tighten YAML filters, then check' }),
    'fix-dry-run': Flags.boolean({ default: false, description: '修正案を示す（ファイルは変えない） / show the proposals, change nothing' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(Check)
    const lang = this.language(flags.lang)
    const { FORMATS, assemble, renderer, verify } = await this.library()
    const baseline = flags.baseline === undefined ? undefined : await baselineOf(flags.baseline, this.library(), flags['update-baseline'])
    const wanted = outputs(flags.format ?? [], FORMATS)
    const failOn = SEVERITIES.find((severity) => severity === flags['fail-on'])
    if (failOn === undefined) {
      throw new UsageError({ ja: `--fail-on は error、warning、note のいずれかです: ${flags['fail-on']}`, en: `--fail-on is error, warning or note: ${flags['fail-on']}` })
    }
    const asOf = flags['as-of'] === undefined ? today() : day(flags['as-of'])
    const { files: found, empty } = await roots(argv.length > 0 ? (argv as string[]) : ['.'])
    const { reading } = await import('./files.ts')
    if (flags.fix) await applyFixes(found, asOf, this.library())
    const how = flags['update-baseline'] ? 'update' : flags['prune-baseline'] ? 'prune' : undefined
    const known = baseline && how ? await renewedBaseline(baseline, found, asOf, how, this.library()) : baseline
    if (known && how) writeWhole(flags.baseline!, (await this.library()).writeBaseline(known))
    const results: NetworkResult[] = []
    for (const file of found) results.push(await naming(file, () => reading((files) => verify(file, files, { asOf, ...(known && { baseline: known }) }))))
    const report = assemble(results, { asOf, failOn, allowUnknown: flags['allow-unknown'], version: this.config.version, empty })
    for (const { format, file } of wanted) {
      const render = await renderer(format)
      if (file === undefined) process.stdout.write(render(report, { lang, color: this.colored(flags['no-color']) }))
      else writeWhole(file, render(report, { lang, color: false }))
    }
    if (flags['fix-dry-run']) await showFixes(found, asOf, this.library(), { lang, color: this.colored(flags['no-color']) }, wanted.some(({ format, file }) => format === 'text' && file === undefined))
    // Never `process.exit`: it would cut off what a pipe has not taken yet. A code that is set says that writing failed.
    process.exitCode ??= report.exitCode
  }

  private colored(refused: boolean): boolean {
    return process.stdout.isTTY && !refused && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  }
}

/** A bug says which of many networks it met. */
async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
