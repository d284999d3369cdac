/**
 * What was wrong before anybody looked: known violations that do not fail a run while they mean no more than they did. An entry
 * is known by its obligation and its meaning; a new packet between the same ends, another cause or another missing fact is new.
 */
import { readSet, writeSet } from '../net/written-set.ts'
import type { Outcome, Severity, Text } from '../verdict.ts'
import type { FullVerdict } from './ask.ts'
import { isBad, isGraver, meaningOf, nameOf, wholeOf } from './meaning.ts'
import type { PacketSpace } from '../net/packet-space.ts'

export interface KnownEntry {
  readonly rule: string
  readonly key: string
  readonly outcome: Outcome
  readonly severity: Severity
  /** For people who read the file. */
  readonly subject: Text
  /** Every packet by which it is violated (`writeSet`), where packets are what it is about. */
  readonly packets?: string
  /** Else its cause, chain or missing facts. */
  readonly meaning?: string
}

/** By the id of the network. */
export type Baseline = ReadonlyMap<string, readonly KnownEntry[]>

/** An entry of which nothing, or only a part, is left: it would let the rest come back. */
export interface StaleEntry { readonly entry: KnownEntry; readonly left: 'nothing' | 'part' }

export interface Known { readonly names: ReadonlySet<string>; readonly stale: readonly StaleEntry[] }

export const entriesOf = (verdicts: readonly FullVerdict[]): KnownEntry[] => verdicts.filter(isBad).map((verdict) => ({
  rule: verdict.rule, key: verdict.key, outcome: verdict.outcome, severity: verdict.severity, subject: verdict.subject,
  ...(verdict.violation ? { packets: writeSet(wholeOf(verdict.violation())) } : { meaning: meaningOf(verdict) }),
}))

/** The sets of `verdicts` are of `space`. */
export function knownOf(verdicts: readonly FullVerdict[], entries: readonly KnownEntry[], space: PacketSpace): Known {
  const bad = new Map(verdicts.filter(isBad).map((verdict) => [nameOf(verdict), verdict]))
  const names = new Set(entries.filter((entry) => {
    const verdict = bad.get(nameOf(entry))
    return verdict !== undefined && covers(entry, verdict, space)
  }).map(nameOf))
  const stale = entries.flatMap((entry): StaleEntry[] => {
    const verdict = bad.get(nameOf(entry))
    if (!verdict) return [{ entry, left: 'nothing' }]
    const packets = entry.packets === undefined ? undefined : readSet(space, entry.packets)
    return packets && verdict.violation && !packets.within(wholeOf(verdict.violation())) ? [{ entry, left: 'part' }] : []
  })
  return { names, stale }
}

/** What was only unknown and is refuted now is new, and so is what weighs more; what was refuted and is only unknown is not. */
function covers(entry: KnownEntry, verdict: FullVerdict, space: PacketSpace): boolean {
  if (entry.outcome === 'unknown' && verdict.outcome === 'refuted') return false
  if (isGraver(verdict.severity, entry.severity)) return false
  if (verdict.violation) {
    const packets = entry.packets === undefined ? undefined : readSet(space, entry.packets)
    return packets !== undefined && verdict.violation().every((part) => part.within(packets))
  }
  return entry.meaning === meaningOf(verdict) || (entry.outcome === 'refuted' && verdict.outcome === 'unknown')
}

/** Only what still says something: stale entries go, those of which a part is left shrink to it. */
export function pruned(entries: readonly KnownEntry[], verdicts: readonly FullVerdict[], space: PacketSpace): KnownEntry[] {
  const { names, stale } = knownOf(verdicts, entries, space)
  const gone = new Set(stale.filter(({ left }) => left === 'nothing').map(({ entry }) => entry))
  const now = new Map(entriesOf(verdicts).map((entry) => [nameOf(entry), entry]))
  return entries.filter((entry) => !gone.has(entry)).map((entry) => (names.has(nameOf(entry)) ? now.get(nameOf(entry))! : entry))
}
