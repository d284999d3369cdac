/**
 * Declarations that changed and that verdicts rest on: labels of tiers, parties, sanitizers, relays, monitoring, attestations, the
 * profile, the register, exceptions. A change that only types something else green changes no packet; it shows here, with every verdict
 * that would be another under the old value.
 */
import type { Declared } from '../open.ts'
import type { ChangedPremise } from '../report/diff/compared.ts'
import type { FullVerdict } from '../rules/ask.ts'
import { isBad, nameOf } from '../rules/meaning.ts'
import { sameMeaning } from '../topology/meaning.ts'
import type { Device, End, Host, Line, Party, Segment, Topology, Zone } from '../topology/model.ts'
import { text, type At, type Outcome, type Text } from '../verdict.ts'

interface Reverted { readonly key: string; readonly text: Text; readonly at: At; readonly apply: (declared: Declared) => Declared }

export function changedPremises(
  base: Declared, head: Declared, after: readonly FullVerdict[], verdictsOf: (declared: Declared) => readonly FullVerdict[],
): ChangedPremise[] {
  const reverted = [...profileOf(base, head), ...absenceOf(base, head), ...TABLES.flatMap((table) => entriesOf(table, base.topology, head.topology)), ...additionsOf(base.topology, head.topology)]
  if (reverted.length === 0) return []
  const single = reverted.map(({ key, text: said, at, apply }): ChangedPremise => ({ key, text: said, at, turns: turnsOf(after, verdictsOf(apply(head))) }))
    .filter(({ key, turns }) => key !== ADDED || turns.some(({ then }) => then !== 'gone' && isBad({ outcome: then })))
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

/** Which tiers are said not to exist. */
function absenceOf({ topology: { absent } }: Declared, { topology }: Declared): Reverted[] {
  if (sameMeaning(absent, topology.absent)) return []
  return [{
    key: 'absent', at: topology.at, text: text('存在しないと申告された層（absent）', 'the tiers that are declared not to exist (`absent`)'),
    apply: (declared) => ({ ...declared, topology: { ...declared.topology, absent } }),
  }]
}

type Table = (typeof TABLES)[number]
const TABLES = ['zones', 'segments', 'lines', 'tunnels', 'devices', 'hosts', 'parties', 'flows', 'exceptions', 'audits', 'infrastructure', 'wireless'] as const

/**
 * How things are wired is no premise: what gets through shows it. These fields are kept as they are. The addresses of whoever
 * stands where he stood are one: an entry of the register permits whatever its ends are said to be.
 */
const WIRED: Partial<Readonly<Record<Table, (was: never, now: never) => readonly string[]>>> = {
  zones: () => ['external'], segments: () => ['subnets', 'vlan'], lines: () => ['segment', 'peers', 'to', 'beyond'], tunnels: () => ['ends'],
  devices: () => ['interfaces', 'routes', 'pipeline', 'sessions', 'config', 'gaps'],
  hosts: (was: Host, now: Host) => (sameMeaning(placesOf(was), placesOf(now)) ? [] : ['attach']),
  parties: (was: Party, now: Party) => (was.zone === now.zone ? [] : ['zone', 'addresses']),
}

const placesOf = ({ attach }: Host): unknown => attach.map(({ place }) => place)

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
    const old = { ...was, ...Object.fromEntries((WIRED[table]?.(was as never, entry as never) ?? []).map((field) => [field, entry[field as keyof Entry]])) }
    if (sameMeaning(old, entry)) return []
    const changed = { ...named, text: text(`${table}.${entry.id}（変更）`, `${table}.${entry.id} (changed)`) }
    if (PERMITS.includes(table)) return [{ ...changed, apply: put(entry.id, standsIn(old, head) ? old : undefined) }]
    return [{ ...changed, apply: table === 'segments' ? inItsZone(put(entry.id, old), base.zones.get((was as unknown as Segment).zone)!) : put(entry.id, old) }]
  })
}

/** The zone in which a segment was may be no more: it comes back with it. */
const inItsZone = (putBack: Reverted['apply'], zone: Zone): Reverted['apply'] => (declared) => {
  const { zones } = declared.topology
  return putBack(zones.has(zone.id) ? declared : { ...declared, topology: { ...declared.topology, zones: new Map([...zones, [zone.id, zone]]) } })
}

const ADDED = 'added'

/** What is believed of what was not there before. That it is there is no premise: what gets through shows it. */
function additionsOf(base: Topology, head: Topology): Reverted[] {
  const added = <T>(table: Table, doubted: (entry: T) => T): { readonly names: readonly string[]; readonly entries: ReadonlyMap<string, T> } => {
    const [before, now] = [base[table] as ReadonlyMap<string, T>, head[table] as ReadonlyMap<string, T>]
    const changed = [...now].flatMap(([id, entry]): [string, T][] => (before.has(id) || sameMeaning(doubted(entry), entry) ? [] : [[id, doubted(entry)]]))
    return { names: changed.map(([id]) => `${table}.${id}`), entries: new Map(changed) }
  }
  const tables: Readonly<Record<string, ReturnType<typeof added>>> = {
    zones: added<Zone>('zones', ({ internetConnected: _, monitored: __, logsTo: ___, evidence: ____, ...zone }) => zone),
    lines: added<Line>('lines', ({ breakout: _, ...line }) => line),
    devices: added<Device>('devices', ({ monitored: _, logsTo: __, evidence: ___, relays: ____, managedBy: _____, ...device }) => device),
    hosts: added<Host>('hosts', ({ forwards: _, relays: __, controls: ___, monitored: ____, logsTo: _____, evidence: ______, ...host }) => ({ ...host, role: 'other', sanitizes: [] })),
    parties: added<Party>('parties', ({ is: _, internetConnected: __, publicBody: ___, evidence: ____, ...party }) => party),
  }
  const names = Object.values(tables).flatMap((table) => table.names)
  if (names.length === 0) return []
  return [{
    key: ADDED, at: head.at, text: text(`追加されたものについての申告（${names.join('、')}）`, `what is declared of what was added (${names.join(', ')})`),
    apply: (declared) => ({ ...declared, topology: {
      ...declared.topology, ...Object.fromEntries(Object.entries(tables).map(([table, { entries }]) => [table, new Map<string, unknown>([...declared.topology[table as Table] ?? [], ...entries])])),
    } }),
  }]
}

/** The old value of an entry may name what is no more: then it cannot be put back. */
function standsIn(entry: unknown, head: Topology): boolean {
  const { from, to } = entry as { from: readonly End[]; to: readonly End[] }
  return [...from, ...to].every((end) => end.kind === 'addresses' ? !end.place || head.zones.has(end.place.zone)
    : ({ host: head.hosts, party: head.parties, zone: head.zones, segment: head.segments, device: head.devices })[end.kind].has(end.id))
}
