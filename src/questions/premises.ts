/**
 * Declarations that changed and that verdicts rest on: labels of tiers, parties, sanitizers, relays, attestations, the profile, the
 * register, exceptions. A change that only types something else green changes no packet; it shows here, with every verdict
 * that would be another under the old value.
 */
import type { Declared } from '../open.ts'
import type { ChangedPremise } from '../report/diff/compared.ts'
import type { FullVerdict } from '../rules/ask.ts'
import { isBad, nameOf } from '../rules/meaning.ts'
import { sameMeaning } from '../topology/meaning.ts'
import type { End, Topology } from '../topology/model.ts'
import { text, type At, type Outcome, type Text } from '../verdict.ts'

interface Reverted { readonly key: string; readonly text: Text; readonly at: At; readonly apply: (declared: Declared) => Declared }

export function changedPremises(
  base: Declared, head: Declared, after: readonly FullVerdict[], verdictsOf: (declared: Declared) => readonly FullVerdict[],
): ChangedPremise[] {
  const reverted = [...profileOf(base, head), ...TABLES.flatMap((table) => entriesOf(table, base.topology, head.topology))]
  if (reverted.length === 0) return []
  const single = reverted.map(({ key, text: said, at, apply }): ChangedPremise => ({ key, text: said, at, turns: turnsOf(after, verdictsOf(apply(head))) }))
  if (reverted.length === 1) return single
  // Two declarations may each suffice for a verdict: taking back one of them alone would show nothing.
  const known = new Set(single.flatMap(({ turns }) => turns.map(({ name }) => name)))
  const all = turnsOf(after, verdictsOf(reverted.reduce((declared, { apply }) => apply(declared), head))).filter(({ name }) => !known.has(name))
  return all.length === 0 ? single : [...single, {
    key: 'together', at: head.topology.at, turns: all, text: text('上の変更のいくつかが重なって', 'several of the changes above together'),
  }]
}

function turnsOf(after: readonly FullVerdict[], then: readonly FullVerdict[]): ChangedPremise['turns'] {
  const [old, current] = [outcomesOf(then), outcomesOf(after)]
  // An obligation that is no more counts where it would be broken.
  const gone = then.filter((verdict) => !current.has(nameOf(verdict)) && isBad(verdict))
  return [...after, ...gone].flatMap(({ subject, ...verdict }) => {
    const name = nameOf(verdict)
    const turn = { name, subject, now: current.get(name) ?? 'gone' as const, then: old.get(name) ?? 'gone' as const }
    return turn.now === turn.then ? [] : [turn]
  })
}

const outcomesOf = (verdicts: readonly FullVerdict[]): ReadonlyMap<string, Outcome> => new Map(verdicts.map((verdict) => [nameOf(verdict), verdict.outcome]))

function profileOf(base: Declared, head: Declared): Reverted[] {
  const { policy } = head.topology
  if (sameMeaning(policy, base.topology.policy) && sameMeaning(base.profile, head.profile)) return []
  return [{
    key: 'policy', at: policy.at, text: text('プロファイルまたはモデル', 'the profile or the model'),
    apply: (declared) => ({ ...declared, profile: base.profile, topology: { ...declared.topology, policy: base.topology.policy } }),
  }]
}

type Table = (typeof TABLES)[number]
const TABLES = ['zones', 'segments', 'lines', 'hosts', 'parties', 'flows', 'exceptions', 'audits', 'infrastructure', 'wireless'] as const

/** How things are wired is no premise: what gets through shows it. These fields are kept as they are. */
const WIRED: Partial<Readonly<Record<Table, readonly string[]>>> = {
  zones: ['external', 'addresses'], segments: ['subnets', 'vlan'], lines: ['segment', 'peers', 'to', 'beyond'], hosts: ['attach'], parties: ['zone', 'addresses'],
}
/** Entries that permit by being there: an added one is taken back by leaving it out. */
const PERMITS: readonly Table[] = ['flows', 'exceptions']

interface Entry { readonly id: string; readonly at: At; readonly title?: string }

function entriesOf(table: Table, base: Topology, head: Topology): Reverted[] {
  const [before, now] = [base, head].map((topology) => topology[table] as ReadonlyMap<string, Entry> | undefined ?? new Map<string, Entry>()) as [ReadonlyMap<string, Entry>, ReadonlyMap<string, Entry>]
  const put = (id: string, entry: Entry | undefined) => (declared: Declared): Declared => {
    const entries = new Map(declared.topology[table] as ReadonlyMap<string, Entry>)
    if (entry) entries.set(id, entry)
    else entries.delete(id)
    return { ...declared, topology: { ...declared.topology, [table]: entries } }
  }
  return [...now.values()].flatMap((entry): Reverted[] => {
    const was = before.get(entry.id)
    const named = { key: `${table}.${entry.id}`, at: entry.at }
    if (!was) return PERMITS.includes(table) ? [{ ...named, text: text(`${table}.${entry.id}（追加）`, `${table}.${entry.id} (added)`), apply: put(entry.id, undefined) }] : []
    const old = { ...was, ...Object.fromEntries((WIRED[table] ?? []).map((field) => [field, entry[field as keyof Entry]])) }
    if (sameMeaning(old, entry) || !standsIn(table, old, head)) return []
    return [{ ...named, text: text(`${table}.${entry.id}（変更）`, `${table}.${entry.id} (changed)`), apply: put(entry.id, old) }]
  })
}

/** The old value may name what is no more: then it cannot be put back. */
function standsIn(table: Table, entry: unknown, head: Topology): boolean {
  if (table === 'segments') return head.zones.has((entry as { zone: string }).zone)
  if (!PERMITS.includes(table)) return true
  const { from, to } = entry as { from: readonly End[]; to: readonly End[] }
  return [...from, ...to].every((end) => end.kind === 'addresses' ? !end.place || head.zones.has(end.place.zone)
    : ({ host: head.hosts, party: head.parties, zone: head.zones, segment: head.segments, device: head.devices })[end.kind].has(end.id))
}
