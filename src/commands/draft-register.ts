/** Permitted and not registered → a file of drafts beside the topology, and the list of what to do. */
import { posix } from 'node:path'
import type { Lang } from '../index.ts'
import { isThere } from './disk/look.ts'
import { writeWhole } from './disk/write.ts'
import { reading } from './files.ts'
import { roots } from './roots.ts'
import { UsageError } from './usage.ts'

export const DRAFT = 'register.draft.yaml'
const EXIT_INVALID = 3

export interface DraftFlags { readonly asOf: string; readonly force: boolean; readonly lang: Lang; readonly color: boolean }

export async function writeDrafts(path: string, { asOf, force, lang, color }: DraftFlags, library: Promise<typeof import('../index.ts')>): Promise<void> {
  const { files: [root, ...others] } = await roots([path])
  if (root === undefined) throw new UsageError({ ja: `構成図がありません: ${path}（sanso init ${path} で作れます）`, en: `no network in ${path} (sanso init ${path} writes one)` })
  if (others.length > 0) {
    throw new UsageError({ ja: `一つのネットワークを指定してください: ${path}`, en: `name one network: ${path}` })
  }
  const file = posix.join(posix.dirname(root), DRAFT)
  if (isThere(file) && !force) {
    throw new UsageError({
      ja: `${file} が既にあります。記入したものを register.yaml に移してから、--force で作り直してください`,
      en: `${file} is there already: move what you have completed to register.yaml, then make it anew with --force`,
    })
  }
  const { draftRegister, renderDrafts, renderProblems } = await library
  const answered = await reading([root], (files) => draftRegister(root, files, { asOf, file }))
  if (answered.is === 'mistaken') throw new UsageError(answered.why)
  if (answered.is === 'problems') {
    process.stderr.write(renderProblems(answered.problems, answered.locate, lang))
    process.exitCode = EXIT_INVALID
    return
  }
  const { drafts, yaml } = answered.answer
  if (yaml !== undefined) writeWhole(file, yaml, { fresh: !force })
  process.stdout.write(renderDrafts(drafts, yaml === undefined ? undefined : file, root, { lang, color }))
}
