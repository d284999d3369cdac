/** What an ordered list decides, as a formula: first match, in the words of `src/topology/device.ts` alone. */
import type { Chain, Condition, Rule } from '../../src/topology/model.ts'
import { known, STATES, UNKNOWN, type Doubt, type Packet } from './packet.ts'
import { and, define, FALSE, not, or, TRUE, type Truth } from './smt.ts'

/** Interfaces are numbers here; `tracked`: connection tracking has given the packet a state. */
export interface Setting { readonly interfaces: readonly string[]; readonly tracked: boolean }

/** Fragments other than the first carry no ports, flags or types: whether they match is anybody's guess. */
const ofFirst = (packet: Packet, applies: Truth, test: Truth): Doubt => ({
  surely: and(applies, not(packet.later), test),
  possibly: and(applies, or(packet.later, test)),
})

export function holds(packet: Packet, condition: Condition, setting: Setting): Doubt {
  const each = (of: readonly Condition[]): Doubt[] => of.map((part) => holds(packet, part, setting))
  const joined = (join: (...all: readonly Truth[]) => Truth, of: readonly Doubt[]): Doubt =>
    ({ surely: join(...of.map(({ surely }) => surely)), possibly: join(...of.map(({ possibly }) => possibly)) })
  const named = (names: readonly string[]): [number, number][] => setting.interfaces.flatMap((name, index) =>
    names.some((one) => (one.endsWith('+') ? name.startsWith(one.slice(0, -1)) : one === name)) ? [[index + 1, index + 1] as [number, number]] : [])
  switch (condition.test) {
    case 'all': return joined(and, each(condition.of))
    case 'any': return joined(or, each(condition.of))
    case 'not': {
      const { surely, possibly } = holds(packet, condition.of, setting)
      return { surely: not(possibly), possibly: not(surely) }
    }
    case 'source': case 'destination': return known(or(
      and(packet.v4, packet.any(condition.test, condition.set.v4)), and(packet.v6, packet.any(condition.test, condition.set.v6))))
    case 'family': return known(condition.family === 4 ? packet.v4 : packet.v6)
    case 'protocol': return known(packet.any('protocol', condition.set))
    case 'source-port': return ofFirst(packet, packet.ported, packet.any('sourcePort', condition.set))
    case 'destination-port': return ofFirst(packet, packet.ported, packet.any('destinationPort', condition.set))
    case 'icmp': return ofFirst(packet, packet.icmp(condition.family),
      and(packet.any('destinationPort', condition.types), packet.any('sourcePort', condition.codes)))
    case 'tcp-flags': return ofFirst(packet, packet.tcp, packet.flagged(condition.mask, condition.set))
    case 'fragment': return known(packet.later)
    case 'state': return setting.tracked ? known(or(...condition.states.map((state) => packet.is('state', STATES.indexOf(state))))) : UNKNOWN
    case 'in': case 'out': return known(packet.any(condition.test, named(condition.names)))
    case 'unknown': return UNKNOWN
  }
}

/** For each way in which a list may end, whether the packet may end there. */
interface Ends { readonly permit: Truth; readonly deny: Truth; readonly back: Truth }
const PERMITTED: Ends = { permit: TRUE, deny: FALSE, back: FALSE }
const DENIED: Ends = { permit: FALSE, deny: TRUE, back: FALSE }
const BACK: Ends = { permit: FALSE, deny: FALSE, back: TRUE }

/** `back` of the first is what the second says. */
const thenceforth = ({ permit, deny, back }: Ends, on: Ends): Ends =>
  ({ permit: or(permit, and(back, on.permit)), deny: or(deny, and(back, on.deny)), back: and(back, on.back) })

/** A formula names each of its parts once: what a rule leaves to the rest is spoken of by name. */
export class ListFormula {
  readonly definitions: string[] = []
  readonly #packet: Packet
  readonly #setting: Setting
  readonly #prefix: string

  constructor(packet: Packet, setting: Setting, prefix: string) {
    this.#packet = packet
    this.#setting = setting
    this.#prefix = prefix
  }

  /** The packets that the list lets pass: surely, and possibly. */
  passes({ rules, otherwise }: Chain): Doubt {
    const { permit, deny } = thenceforth(this.#run(rules), otherwise === 'permit' ? PERMITTED : DENIED)
    return { surely: not(deny), possibly: permit }
  }

  #run(rules: readonly Rule[]): Ends {
    return rules.reduceRight<Ends>((rest, rule) => {
      const { surely, possibly } = holds(this.#packet, rule.when, this.#setting)
      const hit = this.#acted(rule, rest)
      const either = (matched: Truth, passed: Truth): Truth => this.#named(or(and(possibly, matched), and(not(surely), passed)))
      return { permit: either(hit.permit, rest.permit), deny: either(hit.deny, rest.deny), back: either(hit.back, rest.back) }
    }, BACK)
  }

  #acted({ action }: Rule, rest: Ends): Ends {
    switch (action.do) {
      case 'permit': case 'rewrite': return PERMITTED
      case 'deny': return DENIED
      case 'return': return BACK
      case 'continue': case 'untrack': return rest
      case 'jump': return thenceforth(this.#run(action.chain.rules), rest)
      case 'goto': return this.#run(action.chain.rules)
      case 'unknown': return { permit: TRUE, deny: TRUE, back: rest.back }
    }
  }

  #named(truth: Truth): Truth {
    const name = `${this.#prefix}${this.definitions.length}`
    this.definitions.push(define(name, truth))
    return name
  }
}
