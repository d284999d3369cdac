/** For people at a terminal: what leaves each area, line by line; what is closed is counted up at the end of each. */
import type { Cell } from '../../engine/matrix.ts'
import type { Holds } from '../../verdict.ts'
import type { Ink } from '../ink.ts'
import { HOLDS } from '../words.ts'
import { passageText, type MatrixReport } from './matrix.ts'

export function text({ title, network, file, areas, cells }: MatrixReport, pen: Ink): string {
  const nameOf = new Map(areas.map(({ id, name }) => [id, pen.say(name)]))
  const width = Math.max(...areas.map(({ id }) => id.length))
  const blocks = areas.map(({ id }) => {
    const leaving = cells.filter(({ from }) => from === id)
    const open = leaving.filter(({ passage }) => passage.is !== 'closed')
    return [
      pen.paint('bold', nameOf.get(id)!),
      ...open.map(({ to, passage }) => `  → ${to.padEnd(width)}  ${pen.paint(passage.is === 'unknown' ? 'yellow' : 'cyan', passageText(passage, pen))}`),
      ...(['by-filter', 'by-routing-only', 'undecided'] as const).flatMap((holds) => closed(leaving, holds, pen)),
    ]
  })
  return [`${title ?? network} (${file})`, '', ...blocks.flatMap((lines) => [...lines, '']), ''].slice(0, -1).join('\n')
}

function closed(leaving: readonly Cell[], holds: Holds, pen: Ink): string[] {
  const names = leaving.filter(({ passage }) => passage.is === 'closed' && passage.holds === holds).map(({ to }) => to)
  if (names.length === 0) return []
  return [`  ${pen.paint('green', pen.t(`閉（証明：${pen.say(HOLDS[holds])}）`, `closed (proved ${pen.say(HOLDS[holds])})`))}: ${names.join(', ')}`]
}
