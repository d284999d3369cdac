/** What each kind of edge does with a point, as relations between the point before and the point after. */
import { FIELDS, LEVELS, type Field } from './format.ts'
import type { Value } from './relation.ts'

const levelOf = (name: string): number => LEVELS.findIndex(([known]) => known === name)

const IN = levelOf('in')
const OUT = levelOf('out')
const REWRITTEN = levelOf('rewritten')
export const REWRITTEN_VALUES = 16
export const MAX_INTERFACE = LEVELS[IN]![1]

/** The levels of a field: as sent, and as it is now. */
const blockOf = (field: Field): { sent: number[]; now: number[] } => {
  const levels = (when: string): number[] => LEVELS.flatMap(([name], level) => (name === `${field}.${when}` || name.startsWith(`${field}.${when}.`) ? [level] : []))
  return { sent: levels('sent'), now: levels('now') }
}

const BLOCKS: Readonly<Record<Field, { sent: number[]; now: number[] }>> =
  { source: blockOf('source'), destination: blockOf('destination'), sourcePort: blockOf('sourcePort'), destinationPort: blockOf('destinationPort') }

/** Every level keeps its value, but for those that `instead` says something else of. */
const keeping = (instead: ReadonlyMap<number, readonly Value[]>): Value[] => LEVELS.flatMap((_, level) => instead.get(level) ?? [{ a: level, b: level }])

export const unchanged = (): Value[] => keeping(new Map())

/** In by that interface; it has no way out yet. */
export const entering = (face: number): Value[] => keeping(new Map([
  [IN, [{ a: IN }, { b: IN, among: [[face, face]] }]], [OUT, [{ a: OUT }, { b: OUT }]],
]))

/** Any of these is the way out. */
export const choosing = (outs: readonly number[]): Value[] => keeping(new Map([
  [OUT, [{ a: OUT }, { b: OUT, among: ranges(outs) }]],
]))

/** What leaves by that way out; outside the device nobody knows by which interfaces. */
export const leaving = (out: number): Value[] => keeping(new Map([
  [IN, [{ a: IN }, { b: IN }]], [OUT, [{ a: OUT, among: [[out, out]] }, { b: OUT }]],
]))

/**
 * These fields get new values, of packets whose `rewritten` is `bits` so far. The value as sent is the one before where the
 * field was not rewritten yet, and what was kept as sent where it was.
 */
export function rewriting(fields: readonly Field[], bits: number): Value[] {
  const after = fields.reduce((sum, field) => sum | bitOf(field), bits)
  const instead = new Map<number, readonly Value[]>([[REWRITTEN, [{ a: REWRITTEN, among: [[bits, bits]] }, { b: REWRITTEN, among: [[after, after]] }]]])
  for (const field of fields) {
    const { sent, now } = BLOCKS[field]
    const kept = (bits & bitOf(field)) !== 0
    for (const level of sent) instead.set(level, kept ? [{ a: level, b: level }] : [])
    for (const level of now) instead.set(level, [])
    const moved: Value[] = kept ? [...now.map((level) => ({ a: level })), ...now.map((level) => ({ b: level }))]
      : [...sent.map((level) => ({ a: level })), ...now.map((level, word) => ({ a: level, b: sent[word]! })), ...now.map((level) => ({ b: level }))]
    instead.set(now[0]!, moved)
  }
  return keeping(instead)
}

export const bitOf = (field: Field): number => 1 << FIELDS.indexOf(field)

function ranges(values: readonly number[]): [number, number][] {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  return sorted.map((value) => [value, value])
}
