/** Holds the verdicts of rules about packets between zones against what the walker says of every kind of packet. */
import { crossingOf, type Crossing } from './crossings.ts'
import { inForce, permits, type Policy } from './policies.ts'
import { UNDECLARED } from './outside.ts'
import { RULES } from '../../src/rules/index.ts'
import { ask } from '../../src/rules/ask.ts'
import type { Judgement } from '../../src/rules/judgement/judgement.ts'
import { profileOf, EDITIONS, type Profile } from '../../src/rules/profiles/profile.ts'
import type { Exception, Flow, Topology } from '../../src/topology/model.ts'
import type { Verdict } from '../../src/verdict.ts'

type Outcome = 'proved' | 'excepted' | 'refuted' | 'unknown' | 'vacuous'

export const profileFor = ({ zonePairs }: Policy): Profile => ({ ...profileOf(EDITIONS.get('saikai-2024')!), zonePairs })

interface Asked { readonly rule: string; readonly key: string; readonly from: string; readonly to: string; readonly entries: readonly Flow[] }

const obligations = ({ topology, zonePairs }: Policy, strangers: boolean): Asked[] => {
  const zones = [...topology.zones.values()]
  const flows = [...topology.flows.values()].filter(inForce)
  const specific = flows.filter(({ kind }) => kind === 'specific')
  const others = [...zones.filter(({ tier }) => tier !== 'mynumber').map(({ id }) => id), ...(strangers ? [UNDECLARED] : [])]
  return [
    ...zones.filter(({ tier }) => tier === 'mynumber').flatMap(({ id }) => others.flatMap((other) => [[id, other], [other, id]] as const))
      .map(([from, to]): Asked => ({ rule: 'mynumber-isolation', key: `${from}->${to}`, from, to, entries: specific })),
    ...zonePairs.filter(({ from, to }) => from !== to && topology.zones.has(from) && topology.zones.has(to)).map(({ from, to, communication }): Asked => ({
      rule: 'zone-pairs', key: `${from}->${to} by ${from}->${to}`, from, to, entries: communication === 'registered' ? flows : [] })),
  ]
}

const isEmpty = ({ zones, segments }: Topology, id: string): boolean =>
  zones.get(id)?.external === false && [...segments.values()].every(({ zone }) => zone !== id)

const beside = ({ topology }: Policy, permitting: readonly (Flow | Exception)[], those: readonly Crossing[]): Crossing[] =>
  those.filter((each) => !permitting.some((one) => permits(topology, one, each)))

const excuses = ({ topology }: Policy, rule: string): Exception[] => [...topology.exceptions.values()].filter((one) => inForce(one) && one.rules.includes(rule))

const judged = (policy: Policy, { rule, from, to, entries }: Asked, crossings: readonly Crossing[]): Outcome => {
  if (isEmpty(policy.topology, from) || isEmpty(policy.topology, to)) return 'vacuous'
  const left = beside(policy, entries, crossings.filter((each) => each.from === from && each.to === to))
  if (left.length === 0) return 'proved'
  const unexcused = beside(policy, excuses(policy, rule), left)
  if (unexcused.length === 0) return 'excepted'
  // Of what nobody declared nothing is sure.
  return from !== UNDECLARED && to !== UNDECLARED && unexcused.some(({ sure }) => sure) ? 'refuted' : 'unknown'
}

/** From the best to the worst that can be said of two zones. */
const RANKS: readonly string[] = ['proved', 'excepted', 'unknown', 'refuted']

/** The packet that a verdict shows: it gets there in our eyes, too, for sure where the verdict is, and nothing permits it. */
const isShown = (policy: Policy, { rule, from, to, entries }: Asked, { outcome, witness }: Verdict): boolean => {
  const shown = witness && crossingOf(policy.topology, from, to, witness)
  if (shown === 'too-much') return true
  return shown !== undefined && (outcome !== 'refuted' || shown.sure) && beside(policy, [...entries, ...excuses(policy, rule)], [shown]).length > 0
}

/**
 * What the engine and the walker judge differently, in words. Where the crossings are not those of every kind of packet, the
 * verdict may be worse than they show, and its witness has to convince us.
 */
export const misjudged = (policy: Policy, judgement: Judgement, crossings: readonly Crossing[], complete: boolean): string[] => {
  const verdicts = new Map(['mynumber-isolation', 'zone-pairs'].map((id) => [id, ask(RULES.find((rule) => rule.id === id)!, judgement)]))
  return obligations(policy, judgement.reach.hasUndeclared()).flatMap((asked) => {
    const theirs = verdicts.get(asked.rule)!.filter(({ key }) => key === asked.key)
    const ours = judged(policy, asked, crossings)
    const agree = (verdict: Verdict): boolean => {
      const same = verdict.outcome === ours || (!complete && RANKS.indexOf(verdict.outcome) > RANKS.indexOf(ours))
      return same && (!['refuted', 'unknown'].includes(verdict.outcome) || isShown(policy, asked, verdict))
    }
    return theirs.length > 0 && theirs.every(agree) ? []
      : [`${asked.rule} ${asked.key}: the engine says ${theirs.map(({ outcome, witness }) => `${outcome} ${JSON.stringify(witness?.sent ?? '')} ${JSON.stringify(witness?.delivered ?? '')}`).join() || 'nothing'}, the walker ${ours}`]
  })
}
