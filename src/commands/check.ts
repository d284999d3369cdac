import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Severity } from '../index.ts'
import { baselineOf, renewedBaseline } from './baseline.ts'
import { NetworkCommand } from './base.ts'
import { day, today } from './day.ts'
import { writeWhole } from './disk/write.ts'
import { applyFixes, showFixes } from './fix.ts'
import { checkAll } from './jobs.ts'
import { outputs, writeAll } from './outputs.ts'
import { roots } from './roots.ts'
import { secretOf } from './secret.ts'
import { excess, tell } from './supervised.ts'
import { UsageError } from './usage.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

export class Check extends NetworkCommand {
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
    paths: Args.string({ ignoreStdin: true, description: 'ファイル、フォルダー、グロブ（既定: .） / files, folders or globs (default: .)' }),
  }
  static override flags = {
    format: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'name[=file]', description: 'text（既定）, json, sarif, junit, github, gitlab, markdown。複数可 / repeatable' }),
    'as-of': Flags.string({ helpValue: 'YYYY-MM-DD', description: '判定日（既定: 今日） / the day to judge by (default: today)' }),
    'fail-on': Flags.string({ helpValue: 'error|warning|note', description: '失敗とする最小の重大度（既定: warning） / least severity that fails (default: warning)' }),
    'allow-unknown': Flags.boolean({ allowNo: true, description: '判定不能でも失敗としない / accept what is unknown' }),
    baseline: Flags.string({ helpValue: 'FILE', description: '既知の違反のファイル（git:main:FILE なら過去の版）。そこにある違反では失敗としない / known violations, which fail no run (git:main:FILE: as of a revision)' }),
    'update-baseline': Flags.boolean({ description: 'いまの違反と判定不能をすべて既知とする / from now on everything that is wrong is known' }),
    'prune-baseline': Flags.boolean({ exclusive: ['update-baseline'], description: '解消した項目を除く / take out what is no longer so' }),
    fix: Flags.boolean({ default: false, description: 'YAML のフィルタを狭める修正案を適用してから検証する / apply the proposals that tighten YAML filters, then check' }),
    'fix-dry-run': Flags.boolean({ default: false, description: '修正案を示す（ファイルは変えない） / show the proposals, change nothing' }),
    jobs: Flags.integer({ min: 1, helpValue: 'N', description: '同時に検証するネットワークの数（既定: コアの数） / networks checked at a time (default: cores)' }),
    'print-config': Flags.boolean({ default: false, description: 'sanso.config.yaml とオプションを合わせた指定を表示して終わる / print what the settings and flags amount to' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(Check)
    const { lang, settings, key, budget } = await this.settings(flags)
    const paths = argv.length > 0 ? (argv as string[]) : settings.paths ?? ['.']
    const failOn = severity(flags['fail-on'] ?? settings['fail-on'] ?? 'warning')
    const allowUnknown = flags['allow-unknown'] ?? settings['allow-unknown'] ?? false
    const [format, file, jobs] = [flags.format ?? settings.format ?? ['text'], flags.baseline ?? settings.baseline, flags.jobs ?? settings.jobs]
    if (flags['print-config']) {
      const shown = { file: settings.file, paths, format, 'fail-on': failOn, 'allow-unknown': allowUnknown, baseline: file, redact: key !== undefined, lang, jobs, 'max-time': budget.typed.time, 'max-memory': budget.typed.memory }
      process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
      return
    }
    const { FORMATS, combine, redactedPath, renderer, writeBaseline, keyMark } = await this.library()
    const secret = key === undefined ? undefined : secretOf(key)
    const fixing = flags.fix || flags['fix-dry-run']
    if (secret && fixing) throw new UsageError({ ja: '修正案は元の名前で示すため、--redact とともには使えません', en: 'proposals show the files as they are: not together with --redact' })
    // A run that was ended says so, and does nothing else.
    const how = excess ? undefined : flags['update-baseline'] ? 'update' : flags['prune-baseline'] ? 'prune' : undefined
    if (how && file?.startsWith('git:')) throw new UsageError({ ja: `過去の版のベースラインは書き換えられません: ${file}`, en: `a baseline in a revision cannot be written: ${file}` })
    if (how && file === undefined) throw new UsageError({ ja: `--${how}-baseline には --baseline が必要です`, en: `--${how}-baseline needs --baseline` })
    const baseline = file === undefined || excess ? undefined : await baselineOf(file, this.library(), how === 'update', secret)
    const wanted = outputs(format, FORMATS)
    const asOf = flags['as-of'] === undefined ? today() : day(flags['as-of'])
    const { files: found, empty } = await roots(paths)
    tell({ verdict: found.length === 1 })
    if (flags.fix && !excess) await applyFixes(found, asOf, this.library())
    const known = baseline && how ? await renewedBaseline(baseline, found, asOf, how, this.library(), secret) : baseline
    if (known && how) writeWhole(file!, writeBaseline(known, secret && keyMark(secret)))
    const options = { asOf, failOn, allowUnknown, version: this.config.version }
    const reports = await checkAll(found, { options, ...(known && { baseline: known }), ...(key !== undefined && { key }), budget }, jobs)
    const report = combine(reports, { ...options, empty: secret ? empty.map((path) => redactedPath(path, secret)) : empty })
    const color = this.colored(flags['no-color'])
    await writeAll(wanted, async (one, colored) => (await renderer(one))(report, { lang, color: colored }), color)
    if (flags['fix-dry-run'] && !excess) await showFixes(found, asOf, this.library(), { lang, color }, wanted.some((output) => output.format === 'text' && output.file === undefined))
    // Never `process.exit`: it would cut off what a pipe has not taken yet. A code that is set says that writing failed.
    process.exitCode ??= report.exitCode
  }
}

function severity(typed: string): Severity {
  const known = SEVERITIES.find((one) => one === typed)
  if (known === undefined) throw new UsageError({ ja: `--fail-on は error、warning、note のいずれかです: ${typed}`, en: `--fail-on is error, warning or note: ${typed}` })
  return known
}
