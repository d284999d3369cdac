import { createHash } from 'node:crypto'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Cover, Earlier, Files, Lang } from '../index.ts'
import { baselineOf } from './baseline.ts'
import { NetworkCommand } from './base.ts'
import { bundledText, writeBundle } from './disk/bundle.ts'
import { day, today } from './day.ts'
import { reading } from './files.ts'
import { oneRoot } from './question.ts'
import { secretOf } from './secret.ts'
import { UsageError } from './usage.ts'

const EXIT_INVALID = 3

export class Report extends NetworkCommand {
  static override summary = '監査人に渡す報告書一式を作る / write the bundle for auditors'
  static override description = [
    '報告書（HTML）、点検結果表、疎通確認試験票、構成図、機械可読の報告、入力の写しとハッシュを一つのフォルダーまたは zip にまとめる。終了コードは check と同じ。',
    'The report (HTML), the table for auditors, tests to try, diagrams, the report for machines, the inputs and their hashes, in one folder or zip. Exit codes are those of check.',
  ].join('\n')
  static override args = {
    path: Args.string({ ignoreStdin: true, description: '構成図のファイルまたはフォルダー（既定: .） / the network: a file or folder (default: .)' }),
  }
  static override flags = {
    output: Flags.string({ default: 'sanso-report', helpValue: 'PATH', description: '出力先のフォルダー、または x.zip / folder or x.zip to write' }),
    'as-of': Flags.string({ helpValue: 'YYYY-MM-DD', description: '評価基準日（既定: 今日） / the day to judge by (default: today)' }),
    previous: Flags.string({ helpValue: 'BUNDLE', description: '前回の報告書一式。変わった判定を表紙に示す / an earlier bundle: the cover shows which verdicts turned' }),
    'prepared-by': Flags.string({ helpValue: 'NAME', description: '作成者 / who prepared it' }),
    'approved-by': Flags.string({ helpValue: 'NAME', description: '承認者 / who approved it' }),
    classification: Flags.string({ helpValue: 'TEXT', description: '取扱区分（各ページに印字） / how it is to be handled, on every page' }),
    edition: Flags.string({ helpValue: 'TEXT', description: '版 / edition of the report' }),
    era: Flags.boolean({ default: false, description: '日付を和暦で書く / days in Japanese eras' }),
    'fail-on': Flags.string({ options: ['error', 'warning', 'note'], description: '失敗とする最小の重大度（既定: warning） / least severity that fails (default: warning)' }),
    'allow-unknown': Flags.boolean({ allowNo: true, description: '判定不能でも失敗としない / accept what is unknown' }),
    baseline: Flags.string({ helpValue: 'FILE', description: '既知の違反のファイル / known violations' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Report)
    const { lang, settings, key } = await this.settings(flags)
    const secret = key === undefined ? undefined : secretOf(key)
    const { bundleOf, dossierIn, enclosing, keyMark, renderProblems, writeBaseline } = await this.library()
    const [file, previous] = [flags.baseline ?? settings.baseline, flags.previous === undefined ? undefined : await this.earlier(flags.previous)]
    const baseline = file === undefined ? undefined : await baselineOf(file, this.library(), false, secret)
    const options = {
      asOf: flags['as-of'] === undefined ? today() : day(flags['as-of']), version: this.config.version, cover: coverOf(flags),
      failOn: (flags['fail-on'] ?? settings['fail-on'] ?? 'warning') as 'error' | 'warning' | 'note', allowUnknown: flags['allow-unknown'] ?? settings['allow-unknown'] ?? false,
      ...(baseline && { baseline }), ...(previous && { previous }),
    }
    const path = await oneRoot(...(args.path === undefined ? settings.paths ?? ['.'] : [args.path]))
    const { enclosed, answered } = await reading([path], (files: Files) => {
      const enclosed = enclosing(path, files)
      return { enclosed, answered: dossierIn(enclosed.root, enclosed.files, options) }
    }, secret)
    if (answered.is !== 'answer') {
      if (answered.is === 'mistaken') throw new UsageError(answered.why)
      process.stderr.write(renderProblems(answered.problems, answered.locate, lang))
      process.exitCode = EXIT_INVALID
      return
    }
    const digest = (content: Uint8Array): Uint8Array => createHash('sha256').update(content).digest()
    const { report, dossier } = answered.answer
    // Other networks of the same file are nobody's business here.
    const own = baseline && new Map([...baseline].filter(([network]) => network === dossier.network.network))
    const bundle = await bundleOf(answered.answer, enclosed.root, enclosed.read, { lang, digest, ...(secret && { secret }), ...(own && { baseline: writeBaseline(own, secret && keyMark(secret)) }) })
    await writeBundle(flags.output, bundle)
    process.stderr.write(said(lang, flags.output, bundle.size))
    if (previous && !dossier.previous) process.stderr.write(lang === 'ja' ? '前回の報告書は別のネットワークのものです。比較は載せていません\n' : 'the earlier report is about another network: nothing was compared\n')
    process.exitCode ??= report.exitCode
  }

  private async earlier(path: string): Promise<Earlier> {
    const { readEarlier } = await this.library()
    const read = readEarlier(await bundledText(path, 'report.json'))
    if ('networks' in read) return read
    throw new UsageError({ ja: `${path}: ${read.ja}`, en: `${path}: ${read.en}` })
  }
}

const said = (lang: Lang, output: string, files: number): string =>
  lang === 'ja' ? `${output} に報告書一式（${files} ファイル）を書きました\n` : `wrote the bundle (${files} files) to ${output}\n`

interface CoverFlags { readonly 'prepared-by'?: string | undefined; readonly 'approved-by'?: string | undefined; readonly classification?: string | undefined; readonly edition?: string | undefined; readonly era: boolean }

const coverOf = ({ 'prepared-by': preparedBy, 'approved-by': approvedBy, classification, edition, era }: CoverFlags): Cover => ({
  era, ...(preparedBy !== undefined && { preparedBy }), ...(approvedBy !== undefined && { approvedBy }), ...(classification !== undefined && { classification }), ...(edition !== undefined && { edition }),
})
