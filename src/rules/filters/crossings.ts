/** Which rules of filters let packets from one tier into another: found by packets that pass them, and shown by those. */
import { conditionSets } from '../../engine/condition-sets.ts'
import type { Place } from '../../engine/places.ts'
import type { Hop } from '../../engine/plain/path.ts'
import { cached } from '../../engine/reach.ts'
import { replayed, shown, type Found } from '../../engine/witness.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import { ANYTHING, type Condition, type Device, type Rule } from '../../topology/model.ts'
import type { At, Cause } from '../../verdict.ts'
import { ruleCause } from '../judgement/blame.ts'
import type { Area, Judgement } from '../judgement/judgement.ts'
import { isOtherTier } from '../judgement/realms.ts'
import { isImplied } from './synthetic-rules.ts'

export interface Permitting { readonly device: Device; readonly rule: Rule }

export interface Pair { readonly from: Area; readonly to: Area; readonly source: Place; readonly target: Place }

export interface Crossing extends Pair { readonly by: Permitting; readonly found: Found; readonly cause: Cause }

/** Packets tried between two places before no more rules are looked for. */
const MOST_TRIED = 200

/** Every two places of different tiers. */
export function pairsOfTiers(judgement: Judgement, wanted: (area: Area) => boolean): Pair[] {
  const areas = judgement.areas().filter((area) => area.zone !== undefined && wanted(area))
  return areas.flatMap((from) => areas.filter(({ tier }) => isOtherTier(from.tier, tier)).flatMap((to) =>
    from.places.flatMap((source) => to.places.map((target) => ({ from, to, source, target })))))
}

export class Crossings {
  private readonly judgement: Judgement
  /** By device and place, as paths name them. */
  private readonly permitting: ReadonlyMap<string, Permitting>
  private readonly sets = new Map<Rule, PacketSet>()
  private readonly written = new Map<At, string>()

  constructor(judgement: Judgement) {
    this.judgement = judgement
    this.permitting = new Map(judgement.lists.all().flatMap(({ device, chain }) => chain.rules.flatMap((rule): [string, Permitting][] =>
      (rule.action.do === 'permit' && !isImplied(rule, chain) ? [[this.placeOf(device.id, rule), { device, rule }]] : []))))
  }

  rules(): Permitting[] {
    return [...this.permitting.values()]
  }

  /** Every packet without a session that the tests of a rule surely admit, wherever it comes in and goes out. */
  admits(rule: Rule): PacketSet {
    const known = this.sets.get(rule)
    if (known) return known
    const { space, constants } = this.judgement.network
    const anywhere = { space, tracked: true, in: () => [], out: () => [] }
    const made = conditionSets(withoutInterfaces(rule.when), anywhere).must.intersect(constants.fresh).forget('state')
    this.sets.set(rule, made)
    return made
  }

  /** One crossing for each of the rules that lets some of these packets pass between the two places. */
  between(pair: Pair, wanted: readonly Permitting[], packets: PacketSet): Crossing[] {
    const { reach, network } = this.judgement
    const all = reach.initiate(pair.source, pair.target).intersect(packets)
    if (wanted.length === 0 || all.isEmpty()) return []
    const isWanted = new Set(wanted)
    const crossings = new Map<Permitting, Crossing>()
    let left = network.space.union(wanted.map(({ rule }) => admitted(all, this.admits(rule))))
    for (let tried = 0; !left.isEmpty() && tried < MOST_TRIED; tried++) {
      const packet = replayed(network, pair.source, pair.target, left)
      const passed = packet.path.hops.flatMap((hop) => { const by = this.at(hop); return by ? [{ by, hop }] : [] })
      // No filter on the way: nothing that a rule says lets it pass.
      if (passed.length === 0) break
      const first = packet.path.certain ? passed.filter(({ by }) => isWanted.has(by) && !crossings.has(by)) : []
      if (first.length > 0) {
        const found = shown(network, pair.source, pair.target, left, packet)
        for (const { by, hop } of first) if (!crossings.has(by)) crossings.set(by, { ...pair, by, found, cause: ruleCause(hop) })
      }
      left = passed.reduce((rest, { by }) => rest.subtract(admitted(rest, this.admits(by.rule))), left).subtract(network.space.header(packet.now))
    }
    return [...crossings.values()]
  }

  private placeOf(device: string, { at }: Rule): string {
    return `${device} ${cached(this.written, at, () => JSON.stringify(at))}`
  }

  private at({ place, event }: Hop): Permitting | undefined {
    return event.does === 'permitted' && event.rule && 'device' in place ? this.permitting.get(this.placeOf(place.device, event.rule)) : undefined
  }
}

/** As the rule sees them: a filter looks at the destination that is delivered, and at the source that was sent. */
const admitted = (set: PacketSet, admits: PacketSet): PacketSet => set.whereDelivered(admits).union(set.whereSent(admits))

/** A test of interfaces is taken to be true, negated or not: the way of a packet that is found shows whether it is. */
function withoutInterfaces(condition: Condition): Condition {
  switch (condition.test) {
    case 'all': case 'any': return { test: condition.test, of: condition.of.map(withoutInterfaces) }
    case 'in': case 'out': return ANYTHING
    case 'not': return condition.of.test === 'in' || condition.of.test === 'out' ? ANYTHING : condition
    default: return condition
  }
}

/** Whether a condition asks this of a packet, somewhere in it. */
export function mentions(condition: Condition, tests: readonly Condition['test'][]): boolean {
  if (tests.includes(condition.test)) return true
  return condition.test === 'all' || condition.test === 'any' ? condition.of.some((one) => mentions(one, tests))
    : condition.test === 'not' && mentions(condition.of, tests)
}
