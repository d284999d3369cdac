/** Proposals shown, or made in the files. */
import type { Lang } from '../index.ts'
import { reading } from './files.ts'
import { writeWhole } from './outputs.ts'

type Library = Promise<typeof import('../index.ts')>

/** After the report where that is text on standard output; else beside it. */
export async function showFixes(roots: readonly string[], asOf: string, library: Library, options: { readonly lang: Lang; readonly color: boolean }, onStdout: boolean): Promise<void> {
  const { fixes, renderFixes } = await library
  for (const root of roots) {
    const { fixes: found } = await reading((files) => fixes(root, files, asOf))
    if (!found || found.proposals.length + found.unfixed.length === 0) continue
    const stream = onStdout ? process.stdout : process.stderr
    stream.write(`\n${renderFixes(found, options)}`)
  }
}

/** Only what tightens a filter written in YAML, one proposal after the other: each is made of what the one before left. */
export async function applyFixes(roots: readonly string[], asOf: string, library: Library): Promise<void> {
  const { fixes, withEdits } = await library
  for (const root of roots) {
    for (;;) {
      const done = await reading((files) => {
        const proposal = fixes(root, files, asOf).fixes?.proposals.find(({ tightens }) => tightens)
        const names = [...new Set(proposal?.edits.map(({ file }) => file))]
        const after = withEdits(files, proposal?.edits ?? [])
        return names.map((name) => ({ name, content: after.read(name)! }))
      })
      for (const { name, content } of done) writeWhole(name, content)
      if (done.length === 0) break
    }
  }
}
