/** What commands that ask one network a question share: which network, and what is said when there is no answer. */
import * as Flags from '@oclif/core/flags'
import type { Answered, Files, Lang } from '../index.ts'
import { NetworkCommand } from './base.ts'
import { reading } from './files.ts'
import { roots } from './roots.ts'
import { secretOf } from './secret.ts'
import { UsageError } from './usage.ts'

const EXIT_INVALID = 3

export abstract class QuestionCommand extends NetworkCommand {
  static override baseFlags = {
    ...NetworkCommand.baseFlags,
    in: Flags.string({ helpValue: 'PATH', description: '構成図のファイルまたはフォルダー（既定: .） / the network: a file or folder (default: .)' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  /** Undefined: there is no answer, and what is wrong with the input has been said. */
  protected async answer<T>(
    flags: Parameters<NetworkCommand['settings']>[0] & { readonly in?: string | undefined }, ask: (root: string, files: Files) => Answered<T>,
  ): Promise<(Extract<Answered<T>, { is: 'answer' }> & { readonly lang: Lang }) | undefined> {
    const { lang, settings, key } = await this.settings(flags)
    const paths = flags.in === undefined ? settings.paths ?? ['.'] : [flags.in]
    const root = await oneRoot(...paths)
    const answered = await reading([root], (files) => ask(root, files), key === undefined ? undefined : secretOf(key))
    if (answered.is === 'mistaken') throw new UsageError(answered.why)
    if (answered.is === 'answer') return { ...answered, lang }
    const { renderProblems } = await this.library()
    process.stderr.write(renderProblems(answered.problems, answered.locate, lang))
    process.exitCode = EXIT_INVALID
    return undefined
  }
}

/** One of the known names. */
export function pick<T extends string>(typed: string, known: readonly T[]): T {
  const found = known.find((one) => one === typed)
  if (found === undefined) throw new UsageError({ ja: `未知の形式です: ${typed}（使える形式: ${known.join(', ')}）`, en: `unknown format: ${typed} (known: ${known.join(', ')})` })
  return found
}

export async function oneRoot(...paths: readonly string[]): Promise<string> {
  const { files } = await roots(paths)
  const [only, ...others] = files
  if (only === undefined) throw new UsageError({ ja: `構成図がありません: ${paths.join(' ')}`, en: `no network in ${paths.join(' ')}` })
  if (others.length > 0) throw new UsageError({ ja: `構成図が複数あります。一つを指定してください: ${files.join(', ')}`, en: `several networks, name one: ${files.join(', ')}` })
  return only
}
