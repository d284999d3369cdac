/** One name for one thing, whoever asks and whenever: the same key gives the same pseudonyms. */
import { normalize, type Ranges } from '../net/interval.ts'
import { TIERS } from '../topology/model.ts'
import { AddressPseudonyms, type Secret } from './address-pseudonyms.ts'

/** Words of ours, and names that every network has. A profile may mean a zone by the word for its tier. */
const EVERYBODYS: readonly string[] = ['', 'any', 'default', 'local', 'lo', 'none', 'undeclared', ...TIERS]
const VLANS = 4094

export class Pseudonyms {
  readonly addresses: AddressPseudonyms
  private readonly secret: Secret
  private readonly labels: ReadonlyMap<string, string>
  private readonly given = new Map<string, string>()
  private readonly originals = new Map<string, string>()
  private vlans: readonly number[] | undefined

  /** `labels`: what kind of thing has a name (`host`), where that is known. */
  constructor(secret: Secret, labels: ReadonlyMap<string, string>) {
    this.secret = secret
    this.labels = labels
    this.addresses = new AddressPseudonyms(secret)
  }

  /** One name has one pseudonym, wherever it stands; `label` is for what no table names. Sub-interfaces stay those of their interface, and patterns patterns. */
  name(original: string, label = 'name'): string {
    if (EVERYBODYS.includes(original)) return original
    if (original.endsWith('+')) return `${this.name(original.slice(0, -1), label)}+`
    const [, port, tag] = /^(.+)\.(\d{1,4})$/.exec(original) ?? []
    return port === undefined ? this.of(original, this.labels.get(original) ?? label, 'name') : this.remember(original, `${this.name(port, label)}.${this.vlan(Number(tag))}`)
  }

  /** The folders of a path, and what kind of file it is, can be seen. */
  path(original: string): string {
    const parts = original.split(/([/:])/)
    return this.remember(original, parts.map((part, index) => {
      if (/^[/:]$|^\.{0,2}$|^HEAD[~^\d]*$|^main$|^master$|^[0-9a-f]{7,40}$/.test(part)) return part
      const ending = /\.(ya?ml|json|csv|txt|conf|cfg)$/i.exec(part)?.[0] ?? ''
      return `${this.of(part, index === parts.length - 1 ? 'file' : 'dir', index === parts.length - 1 ? 'file' : 'dir')}${ending}`
    }).join(''))
  }

  /** VLAN 1, which every switch has, is itself; the others change places. */
  vlan(original: number): number {
    if (!(original > 1 && original <= VLANS)) return original
    this.vlans ??= Array.from({ length: VLANS - 1 }, (_, index) => index + 2)
      .map((vlan) => ({ vlan, drawn: hex(this.secret(`vlan ${vlan}`)) })).sort((a, b) => (a.drawn < b.drawn ? -1 : 1)).map(({ vlan }) => vlan)
    return this.vlans[original - 2]!
  }

  vlanRanges(ranges: Ranges): Ranges {
    return normalize(ranges.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, index) => this.vlan(low + index))).map((vlan) => [vlan, vlan] as const))
  }

  /** What a pseudonym stands for; whatever is none stands for itself. */
  original(pseudonym: string): string {
    return this.originals.get(pseudonym) ?? pseudonym
  }

  /** Whether something in the network is called so. */
  knows(original: string): boolean {
    return this.labels.has(original)
  }

  private of(original: string, label: string, among: 'name' | 'file' | 'dir'): string {
    const key = `${among} ${original}`
    const known = this.given.get(key)
    if (known !== undefined) return known
    const drawn = hex(this.secret(`name ${original}`))
    const taken = (one: string): boolean => (this.originals.get(one) ?? original) !== original
    const pseudonym = [8, 16, 32].map((length) => `${label}-${drawn.slice(0, length)}`).find((one) => !taken(one))!
    this.given.set(key, pseudonym)
    return this.remember(original, pseudonym)
  }

  private remember(original: string, pseudonym: string): string {
    this.originals.set(pseudonym, original)
    return pseudonym
  }
}

export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
