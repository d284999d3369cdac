/** What could be edited so that a violation goes: the rule that permits taken out or narrowed, a deny before it, a leg or line cut. */
import { formatAddresses } from '../../net/address.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import { PacketSpace } from '../../net/packet-space.ts'
import { parseService } from '../../net/service.ts'
import { servicePackets } from '../../net/service-packets.ts'
import { servicesIn } from '../../net/services-in.ts'
import type { Opened } from '../../open.ts'
import type { At, BoxText, Path, Verdict } from '../../verdict.ts'
import type { End, Flow } from '../../topology/model.ts'
import type { LineEdit } from './line-edits.ts'

export interface Candidate {
  readonly what: 'remove' | 'narrow' | 'deny' | 'cut'
  readonly edits: readonly LineEdit[]
  /** It takes something away from a filter written in YAML, and nothing else: safe to apply. */
  readonly tightens: boolean
}

/** The rule, leg or line that stands at a cause; undefined where a person has to think. */
export type Spot =
  | { readonly kind: 'rule'; readonly at: At }
  | { readonly kind: 'entry'; readonly at: At }

/** Of an inactive entry of the register, the rule on the way that still lets its packets through. */
export function spotsOf({ cause, witness, chain }: Verdict, { declared }: Opened): Spot[] {
  if (!cause) return []
  const [kind, ...rest] = cause.key.split(':')
  const id = rest.join(':')
  if (kind === 'rule' && isRule(cause.at)) return [{ kind: 'rule', at: cause.at }]
  const host = kind === 'host' ? declared?.topology.hosts.get(id) : undefined
  if (host && host.attach.length > 1) return host.attach.slice().reverse().map(({ at }) => ({ kind: 'entry', at }))
  if (kind === 'line' && 'path' in cause.at) return [{ kind: 'entry', at: cause.at }]
  const hops = [witness, ...(chain ?? [])].flatMap((one) => one?.path ?? [])
  return hops.flatMap(({ at }): Spot[] => (at && isRule(at) ? [{ kind: 'rule', at }] : [])).slice(0, 1)
}

const isRule = (at: At): boolean => ('line' in at) || ('path' in at && at.path[0] === 'devices' && ['filter', 'lists', 'local'].includes(String(at.path[2])) && typeof at.path.at(-1) === 'number')

/** The whole lines of what stands at a place, if it has them for itself. */
function linesOf(opened: Opened, at: At): { readonly file: string; readonly start: number; readonly count: number; readonly indent: string; readonly comment: string } | undefined {
  if ('line' in at) return { file: at.file, start: at.line, count: 1, indent: '', comment: '' }
  const source = opened.sources.get(at.file)
  if (!source || !('path' in at)) return undefined
  const value = source.locate({ file: at.file, path: at.path })
  const key = typeof at.path.at(-1) === 'number' ? value : source.locate({ file: at.file, path: at.path, on: 'key' })
  const lines = source.text.split('\n')
  const before = lines[key.line - 1]!.slice(0, key.column - 1)
  const after = lines[value.endLine - 1]!.slice(value.endColumn - 1)
  const whole = (typeof at.path.at(-1) === 'number' ? /^ *- *$/ : /^ *$/).test(before) && /^\s*(#.*)?$/.test(after)
  return whole ? { file: at.file, start: key.line, count: value.endLine - key.line + 1, indent: /^ */.exec(before)![0], comment: after.trimEnd() } : undefined
}

export function removal(opened: Opened, { kind, at }: Spot): Candidate | undefined {
  const lines = linesOf(opened, at)
  return lines && { what: kind === 'rule' ? 'remove' : 'cut', edits: [{ file: lines.file, start: lines.start, count: lines.count, lines: [] }], tightens: kind === 'rule' && 'path' in at }
}

/** The rule turned into its opposite: a list may not be left empty. */
export function reversal(opened: Opened, { kind, at }: Spot): Candidate | undefined {
  const lines = linesOf(opened, at)
  if (!lines || kind !== 'rule' || !('path' in at)) return undefined
  const rule = valueAt(opened.sources.get(at.file)!.value, at.path) as Readonly<Record<string, unknown>>
  return { what: 'deny', edits: [{ file: lines.file, start: lines.start, count: lines.count, lines: [written(lines, { ...rule, action: 'deny' })] }], tightens: true }
}

/** The rule as one rule for each of these entries, with everything else that it says. Only in YAML. */
export function narrowing(opened: Opened, { kind, at }: Spot, flows: readonly Flow[]): Candidate | undefined {
  const lines = linesOf(opened, at)
  const ends = flows.flatMap(({ from, to }) => [...from, ...to])
  if (!lines || kind !== 'rule' || !('path' in at) || flows.length === 0 || ends.some((end) => end.kind === 'device')) return undefined
  const rule = valueAt(opened.sources.get(at.file)!.value, at.path) as Readonly<Record<string, unknown>>
  const fresh = flows.map((flow, index) => {
    const narrowed = { ...rule, ...(rule['id'] !== undefined && index > 0 && { id: `${String(rule['id'])}-${flow.id}` }), source: namesOf(flow.from), destination: namesOf(flow.to), service: bothServices(rule['service'], flow.serviceText.split(', ')) }
    return written(index === 0 ? lines : { ...lines, comment: '' }, narrowed)
  })
  return { what: 'narrow', edits: [{ file: lines.file, start: lines.start, count: lines.count, lines: fresh }], tightens: true }
}

/** A deny of exactly the violating packets, before the rule that permits them. */
export function denial(opened: Opened, { kind, at }: Spot, boxes: readonly BoxText[]): Candidate | undefined {
  const lines = linesOf(opened, at)
  if (!lines || kind !== 'rule' || !('path' in at) || boxes.length === 0) return undefined
  const fresh = boxes.map(({ source, destination, service }) => {
    // A set of whole services says no more than what the rule would have permitted of them.
    const services = [...new Set(service.map((one) => one.replace(/ \(.*\)$/, '')))]
    const rule = { action: 'deny', source, destination, service: services }
    return written({ ...lines, comment: '' }, rule)
  })
  return { what: 'deny', edits: [{ file: lines.file, start: lines.start, count: 0, lines: fresh }], tightens: true }
}

/** What the rule and the entry both name; by name alone the rule's stay as they are. */
function bothServices(ofRule: unknown, ofFlow: readonly string[]): readonly string[] {
  const rule = [ofRule ?? []].flat().map(String)
  const [a, b] = [rule, ofFlow].map((texts) => texts.map(parseService))
  if (rule.length === 0) return ofFlow
  if (![...a!, ...b!].every((one) => one !== undefined)) return rule
  const space = new PacketSpace()
  const [permitted, registered] = [a!, b!].map((parts) => space.union(parts.map((one) => servicePackets(space, one!)))) as [PacketSet, PacketSet]
  return servicesIn(permitted.intersect(registered))
}

const written = ({ indent, comment }: { readonly indent: string; readonly comment: string }, rule: object): string =>
  `${indent}- { ${Object.entries(rule).map(([key, value]) => `${key}: ${yaml(value)}`).join(', ')} }${comment}`

const valueAt = (value: unknown, path: Path): unknown => path.reduce<unknown>((here, step) => (here as Record<string | number, unknown>)[step], value)

/** As the ends of a filter rule name them. */
const namesOf = (ends: readonly End[]): string[] => ends.flatMap((end) => (end.kind === 'addresses' ? formatAddresses(end.set) : [end.id]))

/** A value in flow style; whatever is not plainly a word is quoted. */
function yaml(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? yaml(value[0]) : `[${value.map(yaml).join(', ')}]`
  if (typeof value !== 'string') return String(value)
  return /^[\p{L}_][\p{L}\p{N}_./-]*$/u.test(value) || /^[\d./-]+$/.test(value) && value.includes('.') ? value : JSON.stringify(value)
}
