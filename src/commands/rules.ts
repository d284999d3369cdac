import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { BaseCommand } from './base.ts'
import { inputOf, treeOf } from './disk/read.ts'
import { isRefused } from './disk/reasons.ts'
import { slashes } from './slashes.ts'
import { unreadable, UsageError } from './usage.ts'

export class Rules extends BaseCommand {
  static override summary = '規則とプロファイルを説明する / explain the rules and the profiles'
  static override description = [
    'sanso rules                    規則の一覧（条項ごと） / all rules, by clause',
    'sanso rules RULE               一つの規則のすべて / all about one rule',
    'sanso rules --profile          用意されたプロファイルの一覧 / the shipped profiles',
    'sanso rules --profile NAME     一つのプロファイル（識別名、または自団体のファイル）の値と出典 / one profile, by name or file: every value with its source',
  ].join('\n')
  static override args = {
    name: Args.string({ ignoreStdin: true, description: '規則、または（--profile とともに）プロファイルの識別名かファイル / a rule, or with --profile a profile or its file' }),
  }
  static override flags = {
    profile: Flags.boolean({ default: false, description: 'プロファイルを説明する / explain a profile' }),
    format: Flags.string({ default: 'text', helpValue: 'text|markdown|json', description: '出力の形式 / format of the output' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Rules)
    this.limits(flags)
    const { DOCUMENT_FORMATS, documentProfile, documentRules } = await this.library()
    const format = DOCUMENT_FORMATS.find((known) => known === flags.format)
    if (format === undefined) throw new UsageError({ ja: `--format は ${DOCUMENT_FORMATS.join('、')} のいずれかです: ${flags.format}`, en: `--format is one of ${DOCUMENT_FORMATS.join(', ')}: ${flags.format}` })
    const options = { format, lang: this.language(flags.lang), color: this.colored(false) }
    const said = flags.profile ? documentProfile(args.name && slashes(args.name), contentOf(args.name), options) : documentRules(args.name, options)
    if ('mistake' in said) throw new UsageError(said.mistake)
    process.stdout.write(said.output)
    process.exitCode ??= said.exitCode
  }
}

/** What ends like a document, or leads somewhere, is a file; else it is the name of a shipped profile. */
function contentOf(name: string | undefined): string | undefined {
  if (name === undefined || !/\.(ya?ml|json)$|[\\/]/i.test(name)) return undefined
  const content = inputOf(name, [treeOf(name)])
  if (content === undefined) throw new UsageError({ ja: `ファイルがありません: ${name}`, en: `no such file: ${name}` })
  if (isRefused(content)) throw unreadable(name, content)
  return content.toString('utf8')
}
