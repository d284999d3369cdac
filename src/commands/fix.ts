/** Proposals shown, or made in the files. */
import type { Lang } from '../index.ts'
import { treeOf } from './disk/read.ts'
import { writeTogether } from './disk/write.ts'
import { reading } from './files.ts'
import { nextNetwork } from './supervised.ts'

type Library = Promise<typeof import('../index.ts')>

/** After the report where that is text on standard output; else beside it. */
export async function showFixes(roots: readonly string[], asOf: string, library: Library, options: { readonly lang: Lang; readonly color: boolean }, onStdout: boolean): Promise<void> {
  const { fixes, renderFixes } = await library
  for (const root of roots) {
    nextNetwork()
    const { fixes: found } = await reading([root], (files) => fixes(root, files, asOf))
    if (!found || found.proposals.length + found.unfixed.length === 0) continue
    const stream = onStdout ? process.stdout : process.stderr
    stream.write(`\n${renderFixes(found, options)}`)
  }
}

/** Only what tightens a filter written in YAML, one proposal after the other: each is made of what the one before left. */
export async function applyFixes(roots: readonly string[], asOf: string, library: Library): Promise<void> {
  const { fixes, withEdits } = await library
  for (const root of roots) {
    nextNetwork()
    for (;;) {
      const done = await reading([root], (files) => {
        const proposal = fixes(root, files, asOf).fixes?.proposals.find(({ tightens }) => tightens)
        const names = [...new Set(proposal?.edits.map(({ file }) => file))]
        const after = withEdits(files, proposal?.edits ?? [])
        return names.map((file) => ({ file, content: after.read(file)!, was: files.read(file)! }))
      })
      if (done.length === 0) break
      writeTogether(done, { trees: [treeOf(root)] })
    }
  }
}
