/**
 * Which packets get from one segment of a plan to another, as a formula: location by location and hop by hop, from the plan itself.
 * No header changes on the way, so that one packet stands for the whole way. Where a rule's test of ports meets a later fragment
 * outside a firewall nobody knows whether it matches: what may get through is what is asked.
 */
import type { Address, Block, Face, Plan, Router, Rule, Segment, Service } from './plan.ts'
import { known, type Doubt, type Packet } from './packet.ts'
import { and, define, FALSE, not, or, TRUE, type Truth } from './smt.ts'

const [ACK, RST, SYN] = [16, 4, 2]
const AGAIN = 4
const WIDTH = { 4: 32n, 6: 128n } as const
/** RFC 1122 section 3.2.1.3, RFC 4291 section 2.5: what stays on its host or its wire. */
const NEVER_FORWARDED: readonly Block[] = [
  { family: 4, value: 0n, length: 32 }, { family: 4, value: 127n << 24n, length: 8 }, { family: 4, value: 224n << 24n, length: 4 }, { family: 4, value: 0xffffffffn, length: 32 },
  { family: 6, value: 0n, length: 128 }, { family: 6, value: 1n, length: 128 }, { family: 6, value: 0xfe80n << 112n, length: 10 }, { family: 6, value: 0xffn << 120n, length: 8 },
]

export class Forwarding {
  /** What every origin's formula speaks of. */
  readonly definitions: string[] = []
  readonly #plan: Plan
  readonly #packet: Packet
  /** By face: where what comes in there may go next, and which packets. */
  readonly #onward = new Map<string, ReadonlyMap<string, Truth>>()

  constructor(plan: Plan, packet: Packet) {
    this.#plan = plan
    this.#packet = packet
    for (const router of plan.routers) this.#cross(router)
  }

  /** For every segment, the packets that a segment's own addresses may get to it through the routers. */
  from(origin: Segment): { readonly definitions: readonly string[]; readonly reached: ReadonlyMap<string, Truth> } {
    const definitions: string[] = []
    const named = (truth: Truth): Truth => {
      const name = `step${definitions.length}`
      definitions.push(define(name, truth))
      return name
    }
    const sent = this.#in('source', origin.blocks)
    let here = new Map(this.#facesOn(origin.id).map(({ router, face }) => [faceKey(router, face), sent]))
    const reached = new Map<string, Truth[]>()
    // No header changes: a way that comes by a router again hardly ever leads where the first visit did not.
    for (let step = 0; step < this.#plan.routers.length + AGAIN && here.size > 0; step++) {
      const next = new Map<string, Truth[]>()
      for (const [face, at] of here) {
        for (const [to, when] of this.#onward.get(face)!) add(next, to, and(at, when))
      }
      for (const { id } of this.#plan.segments) {
        const ways = next.get(segmentKey(id))
        if (ways) add(reached, id, named(or(...ways)))
        next.delete(segmentKey(id))
      }
      here = new Map([...next].map(([face, ways]) => [face, named(or(...ways))]))
    }
    return { definitions, reached: new Map(this.#plan.segments.map(({ id }) => [id, or(...reached.get(id) ?? [])])) }
  }

  #facesOn(segment: string): { router: Router; face: Face }[] {
    return this.#plan.routers.flatMap((router) => router.faces.filter((face) => face.segment === segment).map((face) => ({ router, face })))
  }

  /** Longest prefix first, then lowest distance; of what is left anything may be taken. */
  #hopsOf(router: Router): Hop[] {
    const connected = router.faces.flatMap((face) => face.addresses.map((own) => ({ to: network(own), distance: 0, face, via: undefined })))
    const table = [...connected, ...router.routes.map(({ to, distance, via }) => ({ to, distance, via, face: undefined }))]
    return table.flatMap(({ to, distance, face, via }): Hop[] => {
      if (table.some((other) => sameBlock(other.to, to) && other.distance < distance)) return []
      const longer = table.map((other) => other.to).filter((other) => other.length > to.length && holds(to, other))
      const chosen = this.#named(and(this.#in('destination', [to]), not(this.#in('destination', longer))))
      if (face) return this.#toDestination(face, chosen)
      if (!via) return []
      const out = router.faces.find(({ addresses }) => addresses.some((own) => holds(network(own), via)))!
      const owner = this.#facesOn(out.segment).find(({ face: other }) => other.addresses.some((own) => own.family === via.family && own.value === via.value))!
      return [{ out, to: faceKey(owner.router, owner.face), when: chosen }]
    })
  }

  /** On the segment itself: to the router that has the address, else to whoever has it. */
  #toDestination(face: Face, chosen: Truth): Hop[] {
    const standing = this.#facesOn(face.segment)
    const of = (one: Face): Truth => this.#is('destination', one.addresses)
    const segment = this.#plan.segments.find(({ id }) => id === face.segment)!
    return [
      ...standing.map(({ router, face: other }): Hop => ({ out: face, to: faceKey(router, other), when: and(chosen, of(other)) })),
      { out: face, to: segmentKey(segment.id), when: and(chosen, this.#in('destination', segment.blocks), not(or(...standing.map(({ face: other }) => of(other))))) },
    ]
  }

  /** In the order of the pipeline: admission, list of the face, the router's own addresses, routing, filter, list of the other face. */
  #cross(router: Router): void {
    const { tcp, later } = this.#packet
    const opening = or(not(tcp), this.#packet.flagged(SYN | ACK, SYN))
    const admitted = router.stateful ? and(not(later), opening) : TRUE
    const own = or(...router.faces.map(({ addresses }) => this.#is('destination', addresses)))
    const forwardable = not(or(this.#in('source', NEVER_FORWARDED), this.#in('destination', NEVER_FORWARDED)))
    const listed = (name: string | undefined, into: Face, out: Face | undefined): Truth => (name === undefined ? TRUE : this.#passes(router.lists[name]!, into, out))
    const hops = this.#hopsOf(router)
    for (const into of router.faces) {
      const entering = this.#named(and(admitted, listed(into.ingress, into, undefined), not(own), forwardable))
      const onward = new Map<string, Truth>()
      for (const out of router.faces) {
        const filtered = router.filter ? this.#passes(router.filter, into, out) : TRUE
        const passing = this.#named(and(entering, filtered, listed(out.egress, into, out)))
        const routed = new Map<string, Truth[]>()
        for (const hop of hops) if (hop.out === out) add(routed, hop.to, hop.when)
        // Two faces of one router never lead to the same place.
        for (const [to, ways] of routed) onward.set(to, this.#named(and(passing, or(...ways))))
      }
      this.#onward.set(faceKey(router, into), onward)
    }
  }

  /** First match decides, and what nothing matches is denied. */
  #passes(rules: readonly Rule[], into: Face, out: Face | undefined): Truth {
    return rules.reduceRight<Truth>((rest, rule) => {
      const { surely, possibly } = this.#matches(rule, into, out)
      return this.#named(or(rule.permit ? possibly : FALSE, and(not(surely), rest)))
    }, FALSE)
  }

  #matches(rule: Rule, into: Face, out: Face | undefined): Doubt {
    const packet = this.#packet
    const tests: Doubt[] = [
      known(rule.in === undefined || rule.in === into.name ? TRUE : FALSE), known(rule.out === undefined || rule.out === out?.name ? TRUE : FALSE),
      ...(rule.sources ? [known(this.#in('source', rule.sources))] : []), ...(rule.destinations ? [known(this.#in('destination', rule.destinations))] : []),
      ...(rule.services ? [eitherOf(rule.services.map((one) => this.#serves(one)))] : []),
      ...(rule.fromPort ? [this.#ofFirst(packet.ported, packet.any('sourcePort', [rule.fromPort]))] : []),
      ...(rule.established ? [this.#ofFirst(packet.tcp, or(packet.flagged(ACK, ACK), packet.flagged(RST, RST)))] : []),
    ]
    return { surely: and(...tests.map(({ surely }) => surely)), possibly: and(...tests.map(({ possibly }) => possibly)) }
  }

  #serves(service: Service): Doubt {
    const packet = this.#packet
    if (service === 'icmp') return known(or(packet.icmp(4), packet.icmp(6)))
    const protocol = packet.is('protocol', service.protocol)
    return service.ports ? this.#ofFirst(protocol, packet.any('destinationPort', [service.ports])) : known(protocol)
  }

  /** What a later fragment does not carry may or may not be taken to fit. */
  #ofFirst(applies: Truth, test: Truth): Doubt {
    const { later } = this.#packet
    return { surely: and(applies, not(later), test), possibly: and(applies, or(later, test)) }
  }

  #in(field: 'source' | 'destination', blocks: readonly Block[]): Truth {
    const packet = this.#packet
    return or(...blocks.map((block) => and(block.family === 4 ? packet.v4 : packet.v6,
      packet.any(field, [[block.value, block.value + (1n << (WIDTH[block.family] - BigInt(block.length))) - 1n]]))))
  }

  #is(field: 'source' | 'destination', addresses: readonly Address[]): Truth {
    return this.#in(field, addresses.map((one) => ({ ...one, length: Number(WIDTH[one.family]) })))
  }

  #named(truth: Truth): Truth {
    const name = `way${this.definitions.length}`
    this.definitions.push(define(name, truth))
    return name
  }
}

/** Out of a face, to another router's face or to the hosts of a segment. */
interface Hop { readonly out: Face; readonly to: string; readonly when: Truth }

const faceKey = (router: Router, face: Face): string => `${router.id}.${face.name}`
const segmentKey = (id: string): string => `segment ${id}`
const add = <K, V>(store: Map<K, V[]>, key: K, one: V): void => {
  store.set(key, [...store.get(key) ?? [], one])
}

const network = ({ family, value, length }: Block): Block => {
  const rest = WIDTH[family] - BigInt(length)
  return { family, value: (value >> rest) << rest, length }
}
const holds = (block: Block, { family, value }: Address): boolean => block.family === family && network({ family, value, length: block.length }).value === block.value
const sameBlock = (one: Block, other: Block): boolean => one.family === other.family && one.value === other.value && one.length === other.length
const eitherOf = (all: readonly Doubt[]): Doubt => ({ surely: or(...all.map(({ surely }) => surely)), possibly: or(...all.map(({ possibly }) => possibly)) })
