/** The papers of a dossier by the names of their files. Another rendering is another function, in a file of its own, and a line here. */
import type { Lang } from '../../verdict.ts'
import { neutral } from '../neutral.ts'
import { auditMarkdown } from './audit/markdown.ts'
import { drawio } from './diagram/drawio.ts'
import { mermaid } from './diagram/mermaid.ts'
import { svg } from './diagram/svg.ts'
import type { Dossier } from './dossier.ts'
import { fieldTestMarkdown } from './field-test/markdown.ts'
import { page } from './html/page.ts'
import type { Digest, Paper } from './paper.ts'
import { penOf } from './pen.ts'

const nameOf = ({ network }: Dossier): string => network.title ?? network.network ?? network.file

export const PAPERS: Readonly<Record<string, Paper>> = {
  'report.html': page,
  'audit-table.md': auditMarkdown,
  'reachability-test.md': fieldTestMarkdown,
  'diagram.svg': (dossier, pen) => svg(dossier.diagram, nameOf(dossier), pen),
  'diagram.mmd': ({ diagram }, pen) => mermaid(diagram, pen),
  'diagram.drawio': (dossier, pen) => drawio(dossier.diagram, nameOf(dossier), pen),
}

/** Names from the input cannot steer what shows a paper: they are made harmless once, for all of them. */
export function papers(untrusted: Dossier, lang: Lang, digest: Digest): ReadonlyMap<string, string> {
  const dossier = neutral(untrusted)
  const pen = penOf(lang, dossier.cover.era)
  return new Map(Object.entries(PAPERS).map(([name, paper]) => [name, paper(dossier, pen, digest)]))
}
