import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { posix } from 'node:path'
import type { Files, Secret, Severity } from '../index.ts'
import { NetworkCommand } from './base.ts'
import { day, today } from './day.ts'
import { reading } from './files.ts'
import { outputs, writeAll } from './outputs.ts'
import { oneRoot } from './question.ts'
import { revisionOf, Tree } from './revision.ts'
import { CONVENTIONAL, DOCUMENT, isRoot } from './roots.ts'
import { secretOf } from './secret.ts'
import { slashes } from './slashes.ts'
import { UsageError } from './usage.ts'

const SIDE = 'ファイル、フォルダー、または git の版（git:main、git:HEAD~1:path） / file, folder or git revision'

/** `work` may be done again, with the library of globs. */
type Side = (work: (root: string, files: Files) => unknown) => Promise<unknown>

export class Diff extends NetworkCommand {
  static override summary = '変更で何が開き、何が閉じ、どの判定が変わったかを示す / what a change opened and closed, and which verdicts turned'
  static override args = { base: Args.string({ ignoreStdin: true, required: true, description: SIDE }), head: Args.string({ ignoreStdin: true, required: true, description: SIDE }) }
  static override flags = {
    format: Flags.string({ multiple: true, multipleNonGreedy: true, helpValue: 'name[=file]', description: 'text（既定）, markdown, json。複数可 / repeatable' }),
    'as-of': Flags.string({ helpValue: 'YYYY-MM-DD', description: '判定日（既定: 今日） / the day to judge by (default: today)' }),
    'fail-on': Flags.string({ options: ['error', 'warning', 'note'], description: '失敗とする最小の重大度（既定: warning） / least severity that fails (default: warning)' }),
    'allow-unknown': Flags.boolean({ allowNo: true, description: '新たな判定不能でも失敗としない / accept what is newly unknown' }),
    'fail-on-premise-change': Flags.boolean({ default: false, description: '判定の前提（申告）が変われば失敗とする / fail where a declaration that verdicts rest on changed' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Diff)
    const { lang, settings, key } = await this.settings(flags)
    const secret = key === undefined ? undefined : secretOf(key)
    const { diff, diffReport, DIFF_FORMATS, renderDiff, renderProblems } = await this.library()
    const wanted = outputs(flags.format ?? [], DIFF_FORMATS)
    const asOf = flags['as-of'] === undefined ? today() : day(flags['as-of'])
    const [base, head] = await Promise.all([sideOf(args.base, args.head, secret), sideOf(args.head, args.base, secret)])
    const compared = (await base((oldRoot, oldFiles) => head((root, files) => diff({ root: oldRoot, files: oldFiles }, { root, files }, asOf)))) as ReturnType<typeof diff>
    if (compared.is === 'problems') {
      for (const { problems, locate } of compared.of) process.stderr.write(renderProblems(problems, locate, lang))
      process.exitCode = 3
      return
    }
    const report = diffReport(compared.diff, compared.base, compared.head, {
      asOf, version: this.config.version, failOn: (flags['fail-on'] ?? settings['fail-on'] ?? 'warning') as Severity, allowUnknown: flags['allow-unknown'] ?? settings['allow-unknown'] ?? false, failOnPremises: flags['fail-on-premise-change'],
    })
    await writeAll(wanted, (format, color) => renderDiff(report, format, { lang, color }), this.colored(flags['no-color']))
    process.exitCode ??= report.exitCode
  }
}

/** A revision without a path means the path of the other side. */
async function sideOf(typed: string, other: string, secret: Secret | undefined): Promise<Side> {
  const revision = revisionOf(typed)
  if (!revision) {
    const root = await oneRoot(typed)
    return (work) => reading([root], (files) => work(root, files), secret)
  }
  const tree = new Tree(revision.name)
  const path = slashes(revision.path ?? revisionOf(other)?.path ?? (revisionOf(other) ? '.' : other))
  const root = rootIn(tree, path, typed)
  const files = { ...(await tree.files(revision.name, root)), ...(secret && { secret }) }
  return async (work) => work(`${revision.name}:${root.includes('/') ? root : `./${root}`}`, files)
}

function rootIn(tree: Tree, path: string, typed: string): string {
  if (tree.has(path)) return posix.normalize(path)
  const names = tree.filesIn(path)
  const only = names.filter((name) => DOCUMENT.test(name) && isRoot(tree.read(posix.join(path, name), path)))
  const name = CONVENTIONAL.find((one) => names.includes(one)) ?? (only.length === 1 ? only[0] : undefined)
  if (name === undefined) throw new UsageError({ ja: `構成図が一つに決まりません: ${typed}`, en: `no single network in ${typed}` })
  return posix.normalize(posix.join(path, name))
}
