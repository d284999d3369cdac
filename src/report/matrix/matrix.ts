/** The table of what passes between areas, as plain data, and the words that its renderers share. */
import type { Cell, Passage } from '../../engine/matrix.ts'
import type { Text } from '../../verdict.ts'
import type { Ink } from '../ink.ts'
import { HOLDS } from '../words.ts'

export interface MatrixReport {
  readonly file: string
  readonly network: string
  readonly title?: string
  /** Zones, or segments with their zone. */
  readonly areas: readonly { readonly id: string; readonly name: Text }[]
  /** From every area to every other. */
  readonly cells: readonly Cell[]
}

/** Beyond so many services a table says how many more there are; the machine-readable forms list all. */
const LISTED = 6

export function services(list: readonly string[], pen: Ink): string {
  const more = list.length - LISTED
  return more <= 1 ? list.join(', ') : `${list.slice(0, LISTED).join(', ')}${pen.t(` ほか${more}件`, ` and ${more} more`)}`
}

/** A cell in words: an empty one would look like one that nobody asked about. */
export function passageText(passage: Passage, pen: Ink): string {
  switch (passage.is) {
    case 'closed': return pen.t(`閉（証明：${pen.say(HOLDS[passage.holds])}）`, `closed (proved ${pen.say(HOLDS[passage.holds])})`)
    case 'replies': return pen.t(`応答のみ：${services(passage.services, pen)}`, `replies only: ${services(passage.services, pen)}`)
    case 'unknown': return pen.t(`判定不能：${services(passage.doubtful, pen)}`, `unknown: ${services(passage.doubtful, pen)}`)
    case 'open': return `${services(passage.services, pen)}${passage.doubtful.length > 0
      ? pen.t(`（判定不能：${services(passage.doubtful, pen)}）`, ` (unknown: ${services(passage.doubtful, pen)})`) : ''}`
  }
}

export const cellOf = ({ cells }: MatrixReport, from: string, to: string): Cell | undefined =>
  cells.find((cell) => cell.from === from && cell.to === to)

/** The rows of the table, the first with the names of the columns. */
export function tableOf(matrix: MatrixReport, pen: Ink): string[][] {
  const names = matrix.areas.map(({ name }) => pen.say(name))
  return [
    [pen.t('送信元 ＼ 宛先', 'from \\ to'), ...names],
    ...matrix.areas.map((from, row) => [names[row]!, ...matrix.areas.map((to) => {
      const cell = cellOf(matrix, from.id, to.id)
      return cell ? passageText(cell.passage, pen) : '―'
    })]),
  ]
}
