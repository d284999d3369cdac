/**
 * NAT descriptors: command reference, `nat descriptor`. Outside is what lies beyond the interface that applies one. Static entries
 * before dynamic ones; a packet of no entry keeps its addresses.
 */
import { hasAddress, subtractAddresses, unionAddresses, type AddressSet } from '../../net/address.ts'
import type { Condition, Interface, Rule, Step, Translation } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, any, unknown } from '../conditions.ts'
import { addressSet, everyAddress, varying } from './conditions.ts'
import { doubt } from './filters.ts'
import { elsewhere } from './lists.ts'
import { portEntries } from './nat-entries.ts'
import type { Statement } from './statements.ts'

/** Ports that a masquerade chooses from; ports may also be kept (`unconvertible port if-possible`). */
const ANY_PORT = [[0, 65535]] as const

interface Descriptor {
  readonly number: string
  at: At
  type: string
  outer: Statement | undefined
  inner: Statement | undefined
  incoming: Statement | undefined
  readonly statics: Statement[]
  readonly ports: Statement[]
}

/** Firmware that drops what comes in for no entry unless told otherwise; older ones let it through to the router itself. */
const REJECTS_BY_DEFAULT = /^(RTX(810|830|840|1210|1220|1300|3500|3510|5000)|NVR(5\d\d|700W)|FWX|vRX)/i

export class Nat {
  readonly used = new Set<string>()
  readonly descriptors = new Map<string, Descriptor>()
  private readonly applied: { readonly face: Interface; readonly at: At; readonly numbers: readonly string[]; readonly isReversed: boolean }[] = []
  private readonly upnp: Statement | undefined
  private readonly model: string | undefined

  constructor(of: ReadonlyMap<Statement['kind'], readonly Statement[]>, faces: ReadonlyMap<string, Interface>, model: string | undefined) {
    this.model = model
    for (const one of of.get('nat') ?? []) this.describe(one)
    this.upnp = (of.get('upnp') ?? []).find(({ rest }) => rest[0] === 'on')
    if (this.upnp) doubt(this.upnp)
    for (const one of of.get('nat-apply') ?? []) {
      const face = faces.get(one.key[1]!)
      const isReversed = one.rest.includes('reverse')
      for (const number of one.rest) this.used.add(number)
      if (isReversed || one.rest.some((number) => !this.descriptors.has(number))) doubt(one)
      if (face) this.applied.push({ face, at: one.at, numbers: one.rest, isReversed })
    }
  }

  private describe(statement: Statement): void {
    const { key, rest } = statement
    const number = (key[2] === 'static' ? key[3] : key[2] === 'type' ? key[3] : key[4])!
    const one = this.descriptors.get(number) ?? { number, at: statement.at, type: 'none', outer: undefined, inner: undefined, incoming: undefined, statics: [], ports: [] }
    this.descriptors.set(number, one)
    switch (key.slice(2, 4).join(' ')) {
      case 'address outer': one.outer = statement; return
      case 'address inner': one.inner = statement; return
      case 'masquerade incoming': one.incoming = statement; return
      case 'masquerade static': one.ports.push(statement); return
    }
    if (key[2] === 'static') one.statics.push(statement)
    else {
      one.at = statement.at
      one.type = rest[0] ?? 'none'
      if (!['nat', 'masquerade', 'nat-masquerade', 'none'].includes(one.type)) doubt(statement)
    }
  }

  get translates(): boolean {
    return this.applied.length > 0
  }

  // -------------------------------------------------------------------------------------------------------------- steps

  /** What comes in from outside. */
  inbound(): Step[] {
    return this.applied.map(({ face, at, numbers, isReversed }): Step => ({
      kind: 'translate', field: 'destination',
      chain: {
        name: `nat descriptor ${numbers.join(' ')} (${face.name} in)`, at, otherwise: 'permit',
        rules: [elsewhere(face.name, 'in', at), ...this.upnp ? [perhaps(this.upnp.at, 'upnp')] : [],
          ...this.each(numbers, isReversed, at, (one) => this.unpacked(one, face))],
      },
    }))
  }

  /** What goes out. */
  outbound(): Step[] {
    return this.applied.map(({ face, at, numbers, isReversed }): Step => ({
      kind: 'translate', field: 'source',
      chain: {
        name: `nat descriptor ${numbers.join(' ')} (${face.name} out)`, at, otherwise: 'permit',
        rules: [elsewhere(face.name, 'out', at), ...this.each(numbers, isReversed, at, (one) => this.packed(one, face))],
      },
    }))
  }

  private each(numbers: readonly string[], isReversed: boolean, at: At, rules: (one: Descriptor) => Rule[]): Rule[] {
    if (isReversed) return [perhaps(at, 'reverse')]
    return numbers.flatMap((number) => {
      const one = this.descriptors.get(number)
      return one ? rules(one) : [perhaps(at, `nat descriptor ${number}`)]
    })
  }

  private packed(one: Descriptor, face: Interface): Rule[] {
    if (one.type === 'none') return []
    const fixed = one.type === 'masquerade' ? [] : one.statics.flatMap((statement) => this.pairs(statement).map(({ outer, inner }): Rule =>
      ({ at: statement.at, when: { test: 'source', set: inner }, action: { do: 'rewrite', to: { addresses: outer } } })))
    const outer = this.outer(one, face)
    const entries = one.ports.flatMap((statement): Rule[] => portEntries(statement)?.map((entry): Rule => ({
      at: statement.at, when: all([{ test: 'source', set: entry.inner }, entry.from]), action: { do: 'rewrite', to: { addresses: outer.to, ports: entry.outerPorts ?? ANY_PORT } },
    })) ?? [perhaps(statement.at, statement.text)])
    const inner = this.inner(one)
    const when = inner ? { test: 'source' as const, set: inner } : unknown('nat descriptor address inner')
    const to: Translation = one.type === 'nat' ? { addresses: outer.to } : { addresses: outer.to, ports: ANY_PORT }
    return [...fixed, ...entries, { at: one.outer?.at ?? one.at, when: all([{ test: 'family', family: 4 }, when]), action: { do: 'rewrite', to } }]
  }

  private unpacked(one: Descriptor, face: Interface): Rule[] {
    if (one.type === 'none') return []
    const outer = this.outer(one, face)
    const fixed = one.type === 'masquerade' ? [] : one.statics.flatMap((statement) => this.pairs(statement).map((pair): Rule =>
      ({ at: statement.at, when: { test: 'destination', set: pair.outer }, action: { do: 'rewrite', to: { addresses: pair.inner } } })))
    const entries = one.ports.flatMap((statement): Rule[] => portEntries(statement)?.map((entry): Rule => ({
      at: statement.at, when: all([outer.asked, entry.to]), action: { do: 'rewrite', to: { addresses: entry.inner, ...(entry.innerPorts && { ports: entry.innerPorts }) } },
    })) ?? [perhaps(statement.at, statement.text)])
    // While an inside host has an outside address of its own, everything for that address goes to it.
    const inner = this.inner(one)
    const lent: Rule[] = one.type === 'masquerade' ? [] : [{
      at: one.at, when: all([outer.asked, varying(`nat descriptor ${one.number}`)]),
      action: { do: 'rewrite', to: { addresses: inner && !isEveryone(inner) ? inner : 'unknown' } },
    }]
    return [...fixed, ...entries, ...lent, ...one.type === 'nat' ? [] : this.leftOver(one, outer.asked)]
  }

  /** `nat descriptor masquerade incoming`: what is for the outside address and for no entry. */
  private leftOver(one: Descriptor, asked: Condition): Rule[] {
    const at = one.incoming?.at ?? one.at
    const [what, host = ''] = one.incoming?.rest ?? []
    switch (what) {
      case 'through': return []
      case 'reject': case 'discard': return [{ at, when: asked, action: { do: 'deny' } }]
      case 'forward': {
        const set = addressSet(host, 4)
        return [set ? { at, when: asked, action: { do: 'rewrite', to: { addresses: set } } } : perhaps(at, one.incoming!.text)]
      }
    }
    const isKnown = this.model !== undefined && REJECTS_BY_DEFAULT.test(this.model)
    return [{ at, when: isKnown ? asked : all([asked, unknown('nat descriptor masquerade incoming')]), action: { do: 'deny' } }]
  }

  /** The outside addresses: as a test of a destination, and as what a source becomes. */
  private outer({ outer, type }: Descriptor, face: Interface): { readonly asked: Condition; readonly to: AddressSet | 'unknown' } {
    const words = outer?.rest ?? [type === 'nat' ? 'ipcp' : 'primary']
    const sets = words.map((word) => (word === 'primary' || word === 'ipcp' ? ownAddress(face, 0) : word === 'secondary' ? ownAddress(face, 1) : addressSet(word, 4)))
    const known = sets.filter((set) => set !== undefined)
    const isWhole = known.length === sets.length && sets.length > 0
    if (outer && words.some((word, index) => sets[index] === undefined && !/^(primary|ipcp|secondary|map-e|ra-prefix.*)$/.test(word))) doubt(outer)
    const set = unionAddresses(...known)
    return isWhole ? { asked: { test: 'destination', set }, to: set }
      : { asked: any([{ test: 'destination', set }, varying(`address of ${face.name}`)]), to: 'unknown' }
  }

  /** Undefined: not understood. */
  private inner({ inner }: Descriptor): AddressSet | undefined {
    const sets = (inner?.rest ?? ['auto']).map((word) => (word === 'auto' ? everyAddress(4) : addressSet(word, 4)))
    const isKnown = sets.every((set) => set !== undefined)
    if (!isKnown) doubt(inner!)
    return isKnown ? unionAddresses(...sets as AddressSet[]) : undefined
  }

  /** `static N ID outer=inner [count]`, or with a mask: as many addresses from there on, one to one. */
  private pairs(statement: Statement): { readonly outer: AddressSet; readonly inner: AddressSet }[] {
    const [pair = '', count = '1'] = statement.rest
    const [outerText = '', innerText = ''] = pair.split('=')
    const [host = '', mask] = innerText.split('/')
    const outer = addressSet(outerText, 4)?.v4[0]?.[0]
    const inner = addressSet(host, 4)?.v4[0]?.[0]
    const length = mask === undefined ? undefined : Number(mask)
    const size = length === undefined ? Number(count) : 2 ** (32 - length)
    if (outer === undefined || inner === undefined || !Number.isInteger(size) || size < 1 || size > MOST_PAIRS) {
      doubt(statement)
      return [{ outer: everyAddress(4), inner: everyAddress(4) }]
    }
    const start = (value: bigint): bigint => (length === undefined ? value : value - (value % BigInt(size)))
    return Array.from({ length: size }, (_, index) => {
      const [o, i] = [start(outer) + BigInt(index), start(inner) + BigInt(index)]
      return { outer: { v4: [[o, o]], v6: [] }, inner: { v4: [[i, i]], v6: [] } } as const
    })
  }
}

const MOST_PAIRS = 1024

/** A translation of which nothing is known. */
const perhaps = (at: At, what: string): Rule => ({ at, when: unknown(what), action: { do: 'rewrite', to: { addresses: 'unknown', ports: ANY_PORT } } })

const isEveryone = (set: AddressSet): boolean => subtractAddresses(everyAddress(4), set).v4.length === 0 && hasAddress(set, { family: 4, value: 0n })

function ownAddress({ addresses }: Interface, index: number): AddressSet | undefined {
  const own = addresses.filter(({ address, virtual }) => address.family === 4 && !virtual)[index]?.address.value
  return own === undefined ? undefined : { v4: [[own, own]], v6: [] }
}
