/**
 * A model that says the same of other names: whatever is judged, asked or rendered of it is born without the original ones.
 * Every string is taken for a name or free text, unless its field is known to hold a word of the language.
 */
import type { Address, AddressSet, Prefix } from '../net/address.ts'
import type { Ranges } from '../net/interval.ts'
import { parseService } from '../net/service.ts'
import { isDay } from '../rules/judgement/dates.ts'
import type { Topology } from '../topology/model.ts'
import type { At } from '../verdict.ts'
import { pseudonymousAt } from './places.ts'
import type { Pseudonyms } from './pseudonyms.ts'

const WORDS = new Set([
  'kind', 'tier', 'role', 'mode', 'method', 'onFailure', 'onEncrypted', 'test', 'do', 'touches', 'field', 'otherwise', 'reversePath', 'removableMedia', 'bluetooth',
  'tethering', 'authentication', 'security', 'eap', 'certificates', 'use', 'runs', 'states', 'syntax', 'model', 'rules', 'status', 'handles', 'family', 'addresses', 'absent',
])
const DAYS = new Set(['on', 'starts', 'expires', 'issued'])
const VLANS = new Set(['vlan', 'vlans', 'untagged'])
const TUNNEL_ENDS = ['device', 'zone']
/** Of lists of rules, and the hooks and tables that every syntax has. */
const LIST_WORDS = /^(filter|nat|mangle|raw|security|local|in|out|source-nat|destination-nat|INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING|\d+)$/
const J_LIS = /^(J-?LIS|地方公共団体情報システム機構)$/i

export class ModelPseudonyms {
  private readonly names: Pseudonyms
  /** What is shared stays shared: a chain that two rules jump to is one chain. */
  private readonly done = new Map<object, unknown>()

  constructor(names: Pseudonyms) {
    this.names = names
  }

  of<T>(value: T): T {
    return this.walked(value, '', []) as T
  }

  /** `interfaces`: those of the device that the value belongs to. */
  private walked(value: unknown, field: string, interfaces: readonly string[]): unknown {
    if (typeof value === 'string') return this.word(value, field)
    if (typeof value === 'number') return VLANS.has(field) ? this.names.vlan(value) : value
    if (typeof value !== 'object' || value === null) return value
    const known = this.done.get(value)
    if (known !== undefined) return known
    const made = this.made(value, field, interfaces)
    this.done.set(value, made)
    return made
  }

  private made(value: object, field: string, interfaces: readonly string[]): unknown {
    if (isAt(value)) return pseudonymousAt(value, this.names)
    if (value instanceof Map) return new Map([...value].map(([key, one]) => [this.walked(key, field, interfaces), this.walked(one, field === 'devices' ? 'device' : '', namesOf(one) ?? interfaces)]))
    if (field === 'tagged') return this.names.vlanRanges(value as Ranges)
    if (Array.isArray(value)) return value.map((one) => this.walked(one, field, interfaces))
    if ('v4' in value && 'v6' in value) return this.names.addresses.set(value as AddressSet)
    if ('family' in value && 'value' in value) return this.names.addresses.address(value as Address)
    if ('family' in value && 'length' in value) return this.names.addresses.prefix(value as Prefix)
    if ('ja' in value && 'en' in value) return { ja: this.names.name(String(value.ja), 'text'), en: this.names.name(String(value.ja), 'text') }
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'title').map(([key, one]) => [key, this.fieldOf(value, key, one, interfaces)]))
  }

  private fieldOf(owner: object, key: string, value: unknown, interfaces: readonly string[]): unknown {
    // A sanitizer leads from tier to tier; everywhere else these are names.
    if ((key === 'from' || key === 'to') && 'method' in owner) return value
    if (key === 'names' && 'test' in owner) return (value as readonly string[]).flatMap((name) => this.pattern(name, interfaces))
    if (key === 'name' && 'rules' in owner) return (value as string).split(/([ /])/).map((part) => (part === '' || /[ /]/.test(part) || LIST_WORDS.test(part) ? part : this.names.name(part))).join('')
    if (key === 'id' && 'action' in owner && /^\d+$/.test(String(value))) return value
    return this.walked(value, key, interfaces)
  }

  /** A pattern of interface names is spelt out: pseudonyms begin alike for nobody. */
  private pattern(name: string, interfaces: readonly string[]): string[] {
    const fitting = name.endsWith('+') ? interfaces.filter((one) => one !== name && one.startsWith(name.slice(0, -1))) : []
    return [...fitting, name].map((one) => this.names.name(one))
  }

  private word(value: string, field: string): string {
    if (WORDS.has(field)) return value
    if (field === 'on' && TUNNEL_ENDS.includes(value)) return value
    if (DAYS.has(field) && isDay(value)) return value
    if (field === 'serviceText') return value.split(/(, *)/).map((part) => (/^(, *)?$/.test(part) || parseService(part) ? part : this.names.name(part, 'service'))).join('')
    if (field === 'submittedTo' && J_LIS.test(value.normalize('NFKC'))) return value
    if (field === 'file') return this.names.path(value)
    return this.names.name(value, LABELS[field])
  }
}

/** Of free text, which nothing refers to. */
const LABELS: Readonly<Record<string, string>> = { document: 'document', text: 'line', what: 'line', mac: 'mac', fqdn: 'fqdn', ssid: 'ssid' }

const isAt = (value: object): value is At => 'file' in value && ('path' in value || 'span' in value || 'line' in value)

/** Of a device. */
const namesOf = (value: unknown): readonly string[] | undefined =>
  typeof value === 'object' && value !== null && 'interfaces' in value && value.interfaces instanceof Map ? [...value.interfaces.keys()] : undefined

/** What kind of thing has which name; one that several have is called by the first. */
export function labelsOf(topology: Topology): ReadonlyMap<string, string> {
  const labels = new Map([[topology.network, 'net']])
  for (const [label, table] of [
    ['zone', topology.zones], ['segment', topology.segments], ['line', topology.lines], ['tunnel', topology.tunnels], ['device', topology.devices], ['switch', topology.switches],
    ['host', topology.hosts], ['party', topology.parties], ['flow', topology.flows], ['exception', topology.exceptions], ['infrastructure', topology.infrastructure],
    ['audit', topology.audits], ['wireless', topology.wireless],
  ] as const) {
    for (const id of table?.keys() ?? []) if (!labels.has(id)) labels.set(id, label)
  }
  for (const { interfaces } of topology.devices.values()) for (const name of interfaces.keys()) if (!labels.has(name)) labels.set(name, 'if')
  for (const { ports } of topology.switches?.values() ?? []) for (const name of ports.keys()) if (!labels.has(name)) labels.set(name, 'port')
  return labels
}
