import { addressesOf, EMPTY_ADDRESSES, parseAddresses, type AddressSet } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { Names } from '../document.ts'
import type { Definition, Host, Party, Segment, Zone } from '../model.ts'
import { each, named, type DocumentAt, type Placed } from '../placed.ts'
import { literal, unionOf } from './literals.ts'
import { KINDS, type Mistakes } from './mistakes.ts'

export interface Owners {
  readonly zones: ReadonlyMap<string, Zone>
  readonly segments: ReadonlyMap<string, Segment>
  readonly hosts: ReadonlyMap<string, Host>
  readonly parties: ReadonlyMap<string, Party>
}

type Meaning = { readonly kind: 'zone' | 'segment' | 'host' | 'party' | 'address'; readonly at: DocumentAt | Host['at'] }

/** Objects within objects: more than anyone writes, less than the stack holds. */
const DEEPEST = 100

/** What a text in a filter or an object means: an address, or the addresses of whatever has that name. */
export class AddressNames {
  readonly #owners: Owners
  readonly #objects: ReadonlyMap<string, Placed<Names>>
  readonly #mistakes: Mistakes
  readonly #resolved = new Map<string, AddressSet>()
  readonly #used = new Set<string>()
  #zones: ReadonlyMap<string, AddressSet> | undefined
  #known: ReadonlySet<string> | undefined
  /** Objects being resolved, to notice a circle. */
  readonly #open: string[] = []

  constructor(owners: Owners, objects: ReadonlyMap<string, Placed<Names>>, mistakes: Mistakes) {
    this.#owners = owners
    this.#objects = objects
    this.#mistakes = mistakes
  }

  /** `undefined` = any address. */
  resolve(typed: Placed<Names>): AddressSet | undefined {
    const parts = each(typed)
    const named = parts.filter(({ value }) => value !== 'any').map(part => this.one(part))
    return named.length < parts.length ? undefined : unionOf(named)
  }

  /** What a name is the name of, if it is of one thing only and no address. */
  owner({ value }: Placed<string>): Meaning['kind'] | undefined {
    const [first, ...others] = parseAddresses(value) ? [] : this.#meanings(value)
    return others.length === 0 ? first?.kind : undefined
  }

  one(typed: Placed<string>): AddressSet {
    const value = literal(typed, this.#mistakes)
    if (value) return value
    const meanings = this.#meanings(typed.value)
    const [first, ...others] = meanings
    if (!first) {
      this.#sayUnknown(typed)
      return EMPTY_ADDRESSES
    }
    if (others.length > 0) this.#mistakes.say('ambiguous', typed.at, text(
      `「${typed.value}」という名前のものが複数あり（${meanings.map(({ kind }) => KINDS[kind].ja).join('、')}）、どれか決められません`,
      `"${typed.value}" is the name of several things (${meanings.map(({ kind }) => KINDS[kind].en).join(', ')}): which is meant?`),
    meanings.map(({ kind, at }) => ({ at, message: text(`${KINDS[kind].ja}はここです`, `the ${KINDS[kind].en} is here`) })))
    return this.#meaning(first.kind, typed)
  }

  /** Every object, resolved even if nothing uses it, so that its mistakes are seen. */
  definitions(): Definition[] {
    for (const id of this.#objects.keys()) this.#object(id)
    return [...this.#objects].map(([id, { at }]) => ({ kind: 'addresses', id, at: named(at), used: this.#used.has(id) }))
  }

  #meanings(name: string): Meaning[] {
    const { zones, segments, hosts, parties } = this.#owners
    const found: Meaning[] = []
    for (const [kind, things] of [['zone', zones], ['segment', segments], ['host', hosts], ['party', parties]] as const) {
      const thing = things.get(name)
      // That a host and a party share an id is a mistake by itself, said once.
      if (thing && !(kind === 'party' && hosts.has(name))) found.push({ kind, at: thing.at })
    }
    const object = this.#objects.get(name)
    if (object) found.push({ kind: 'address', at: named(object.at) })
    return found
  }

  #meaning(kind: Meaning['kind'], typed: Placed<string>): AddressSet {
    const { zones, segments, hosts, parties } = this.#owners
    switch (kind) {
      case 'address': return this.#object(typed.value, typed)
      case 'host': return unionOf(hosts.get(typed.value)!.attach.map(one => one.addresses))
      case 'party': return parties.get(typed.value)!.addresses
      case 'segment': return ofSegments([segments.get(typed.value)!])
      case 'zone': return this.#zone(zones.get(typed.value)!, typed)
    }
  }

  #zone(zone: Zone, typed: Placed<string>): AddressSet {
    if (!zone.external) return this.#ofZones().get(zone.id) ?? EMPTY_ADDRESSES
    if (zone.addresses.v4.length + zone.addresses.v6.length === 0) this.#mistakes.say('zone', typed.at, text(
      `領域「${zone.id}」にはアドレスが書かれていないので、ここでは使えません`, `the zone "${zone.id}" declares no addresses, so it cannot be used here`))
    return zone.addresses
  }

  /** The addresses of all internal zones, in one pass over the segments. */
  #ofZones(): ReadonlyMap<string, AddressSet> {
    if (this.#zones) return this.#zones
    const segments = new Map<string, Segment[]>()
    for (const one of this.#owners.segments.values()) {
      const there = segments.get(one.zone)
      if (there) there.push(one)
      else segments.set(one.zone, [one])
    }
    this.#zones = new Map([...segments].map(([zone, there]) => [zone, ofSegments(there)]))
    return this.#zones
  }

  #object(id: string, user?: Placed<string>): AddressSet {
    if (user) this.#used.add(id)
    const known = this.#resolved.get(id)
    if (known) return known
    if (this.#open.includes(id) || this.#open.length > DEEPEST) {
      const circle = [...this.#open.slice(-5), id].join(' → ')
      if (user) this.#mistakes.say('circle', user.at, text(`名前が循環しているか、入れ子が深すぎます（${circle}）`, `names refer to each other in a circle or too deeply (${circle})`))
      return EMPTY_ADDRESSES
    }
    this.#open.push(id)
    const typed = this.#objects.get(id)!
    const value = unionOf(each(typed).map(part => this.one(part)))
    this.#open.pop()
    this.#resolved.set(id, value)
    return value
  }

  #sayUnknown(typed: Placed<string>): void {
    const { zones, segments, hosts, parties } = this.#owners
    this.#known ??= new Set([...this.#objects.keys(), ...hosts.keys(), ...parties.keys(), ...segments.keys(), ...zones.keys()])
    const hint = this.#mistakes.hint(typed.value, this.#known)
    this.#mistakes.say(/^[\d.:/-]+$/.test(typed.value) ? 'address' : 'unknown-name', typed.at, text(
      `「${typed.value}」はアドレスとして読めず、その名前のものもありません${hint.ja}`,
      `"${typed.value}" is neither an address nor the name of anything${hint.en}`))
  }
}

const ofSegments = (segments: readonly Segment[]): AddressSet =>
  unionOf(segments.flatMap(segment => segment.subnets.map(subnet => addressesOf(subnet))))
