import type { Carrier } from '../engine/carriers.ts'
import { MAY, SURELY } from '../engine/flood.ts'
import { Information, OWN, type Policy, type Step } from '../engine/information.ts'
import type { Exception } from '../topology/model.ts'
import { text, type Assumption, type Cause, type Missing, type Text } from '../verdict.ts'
import { causeOf, hostCause, missingOf } from './judgement/blame.ts'
import { chainHops, type ChainHop } from './judgement/chain-witness.ts'
import { absence } from './judgement/expected.ts'
import { exceptionAssumed } from './judgement/isolation.ts'
import { openingsOf, undeclaredFacts, undeclaredMethod } from './sanitizers/fail-closed.ts'
import { answeredEntries, beliefsOf, channelPolicy, hopefulPasses, intoLgwan, type Answered, type Belief } from './judgement/information-policy.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import type { Answer, Rule } from './rule.ts'
import { backingOf } from './sanitizers/backing.ts'
import { isValid, mayBeValid } from './sanitizers/sanitizer-standing.ts'

export const sanitizationWaypoint: Rule = {
  id: 'sanitization-waypoint',
  clause: '第６条第３号イ',
  relation: 'flow',
  basis: { kind: 'policy', quote: '両システム間で通信する場合には、無害化通信を実施すること' },
  title: text('インターネット側からLGWAN接続系への情報は必ず無害化を経る', 'What comes from the Internet side into the LGWAN tier passes a sanitizer'),
  checks: text(
    '有効な無害化の経路（方式が完備し、失敗時と暗号化ファイルを遮断するもの）を切ったうえで、パケット・応答・中継するホストをいくつ介しても、インターネット側の情報がLGWAN接続系に届かないことを証明します。中継しないと申告されたホストが本当に中継しないかは分かりません。',
    'With every valid sanitised channel cut (method complete, failures and encrypted files blocked), proves that no information of the Internet side reaches the LGWAN tier by packets, replies and hosts that pass on, however many. It cannot know whether a host said not to pass on really does not.'),
  why: text('無害化を迂回する経路が一つでもあれば、不正プログラムがLGWAN接続系に入り得るためです。', 'One way around the sanitizer is enough for malware to come in.'),
  fix: text('迂回している通信を止めるか、無害化装置の入出力の登録と中継範囲（relays）を実態に合わせて申告してください。',
    'Stop what goes around, or declare the sanitizer\'s flows, and what hosts pass on (relays), as they really are.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'lgwan')
    if (missing) yield missing
    for (const tier of judgement.areasOf('lgwan')) yield waypoint(judgement, tier, this)
  },
}

function waypoint(judgement: Judgement, tier: Area, rule: Pick<Rule, 'id' | 'fix'>): Answer {
  const about = {
    rule: rule.id, key: `internet->${tier.id}`, at: tier.zone!.at, ground: 'computed' as const,
    subject: text(`インターネット側 → ${tier.name.ja}`, `Internet side → ${tier.name.en}`),
  }
  // Whatever a sanitizer takes in is raw, wherever it stands: the host itself is on the Internet side.
  const onInternetSide = standsIn(judgement.internetSide())
  const inTier = standsIn([tier])
  const starts: Stands = (carrier) => isSanitizer(carrier) || onInternetSide(carrier)
  const target: Stands = (carrier) => !isSanitizer(carrier) && inTier(carrier)
  const exceptions = judgement.exceptions(rule.id)
  const answered = answeredEntries(judgement)
  const settled = (excuses: readonly Exception[], answers: readonly Answered[]): Settled =>
    settle(judgement, channelPolicy(judgement, excuses, answers), starts, target)
  const strict = settled([], answered)
  const found = strict.outcome !== 'proved' && exceptions.length > 0 ? settled(exceptions, answered) : strict
  const excuses = strict === found ? [] : exceptions
  const isNeeded = (one: Exception): boolean => settled(excuses.filter((other) => other !== one), answered).outcome !== 'proved'
  const isAnswered = (one: Answered): boolean => settled(excuses, answered.filter((other) => other !== one)).outcome !== 'proved'
  switch (found.outcome) {
    case 'refuted': return {
      ...about, outcome: 'refuted', missing: [], assumes: [], fix: rule.fix, message: said(found.steps), chain: found.hops.map(({ witness }) => witness),
      cause: betweenTiers(judgement, found.steps) ?? brokenSanitizer(judgement, found.steps) ?? unbackedEntry(judgement, found.steps) ?? causeOf(found.hops.at(-1)!.blame, judgement.network),
    }
    case 'unknown': return {
      ...about, outcome: 'unknown', assumes: [], message: said(found.steps), chain: found.hops.map(({ witness }) => witness),
      missing: lacking(judgement, found),
    }
    case 'proved': return {
      ...about, outcome: strict.outcome === 'proved' ? 'proved' : 'excepted', missing: [],
      assumes: [
        ...found.assumes, ...closedZones(judgement, found.reaches), ...answered.filter(isAnswered).map(answerAssumed), ...excuses.filter(isNeeded).map(exceptionAssumed),
      ],
      message: strict.outcome === 'proved'
        ? text('無害化を経ない情報の経路はない', 'there is no way around the sanitizers')
        : text('承認された例外を除けば、無害化を経ない情報の経路はない', 'but for approved exceptions, there is no way around the sanitizers'),
    }
  }
}

type Settled =
  | { readonly outcome: 'refuted' | 'unknown'; readonly steps: readonly Step[]; readonly hops: readonly ChainHop[] }
  | { readonly outcome: 'proved'; readonly assumes: readonly Assumption[]; readonly reaches: (from: Stands) => boolean }

type Stands = (carrier: Carrier) => boolean

/** Refuted by a chain of what is declared and understood, unknown where a chain needs what is not, else proved. */
function settle(judgement: Judgement, policy: Policy, starts: Stands, target: Stands): Settled {
  const sure = new Information(judgement.reach, judgement.replies, policy, SURELY)
  const declared: Policy['passes'] = (carrier, arrived, leaves) =>
    (arrived === OWN || !isUndeclared(carrier)) && carrier.kind !== 'undeclared' && hopefulPasses(carrier, arrived, leaves)
  // A chain one of whose packets does not replay refutes nothing; nor is its step left out of the proof below.
  const unreplayed = new Set<Step>()
  for (let steps = sure.chain(starts, target, declared); steps; steps = sure.chain(starts, target, declared, unreplayed)) {
    const hops = chainHops(judgement, steps)
    if (!('dead' in hops)) return { outcome: 'refuted', steps, hops }
    unreplayed.add(hops.dead)
  }
  const possible = judgement.network.graph.isUnderstood() ? sure : new Information(judgement.reach, judgement.replies, policy, MAY)
  const steps = possible.chain(starts, target)
  if (steps) {
    const hops = chainHops(judgement, steps)
    return { outcome: 'unknown', steps, hops: 'dead' in hops ? [] : hops }
  }
  const doubted = (belief: Belief): boolean => possible.chain(starts, target, belief.without) !== undefined
  return {
    outcome: 'proved', assumes: beliefsOf(judgement).filter(doubted).map((belief): Assumption => belief.assumption),
    reaches: (from) => possible.chain(from, target) !== undefined,
  }
}

/** The answers of an entry that the LGWAN tier opens carry data back, and the profile accepts it. */
const answerAssumed = ({ id, at, kind }: Answered): Assumption => ({
  key: `answers:${id}`, at,
  text: kind === 'breakout'
    ? text(`ローカルブレイクアウトの宛先 ${id} の応答は無害化を経ずに戻るが、評価基準がこのモデルに認めている`, `the answers of the local breakout ${id} come back without sanitising, which the profile accepts under this model`)
    : text(`登録 ${id} の応答は無害化を経ずに戻るが、評価基準が認めている`, `the answers of ${id} come back without sanitising, which the profile accepts`),
})

/** Zones said to be off the Internet from which there would be a way, were they on it. */
function closedZones(judgement: Judgement, reaches: (from: Stands) => boolean): Assumption[] {
  const onIt = new Set(judgement.internetSide().map(({ id }) => id))
  return judgement.areas().filter(({ id, zone, tier }) => zone?.internetConnected === false && !onIt.has(id) && tier !== 'lgwan' && tier !== 'lgwan-network')
    .filter((area) => reaches(standsIn([area]))).map(({ id, zone }) => ({
      key: `zone:${id}`, at: zone!.at, text: text(`領域 ${id} はインターネットに接続されていない（申告）`, `zone ${id} is not on the Internet (declared)`),
    }))
}

const standsIn = (areas: readonly Area[]) => {
  const places = new Set(areas.flatMap((area) => area.places.map((place) => JSON.stringify(place))))
  return (carrier: Carrier): boolean => carrier.standings.some(({ place }) => places.has(JSON.stringify(place)))
}

const isSanitizer = (carrier: Carrier): boolean => carrier.kind === 'host' && carrier.host.sanitizes.some(intoLgwan)

const isUndeclared = ({ kind }: Carrier): boolean => kind === 'rest' || kind === 'undeclared'

/** The chain leaves a host by what is meant to carry only what its sanitizer let through. */
function brokenSanitizer({ network }: Judgement, chain: readonly Step[]): Cause | undefined {
  const leaving = chain.find(({ from, channel }) => from.kind === 'host' && from.host.sanitizes.some((one) => one.out.includes(channel)))
  return leaving?.from.kind === 'host' ? hostCause(leaving.from.host.id, network) : undefined
}

/** A step goes by an entry that is called sanitised, and that nothing at its ends is declared to sanitise. */
function unbackedEntry(judgement: Judgement, chain: readonly Step[]): Cause | undefined {
  const { entries, topology, model } = judgement
  const unbacked = judgement.active('sanitized').filter((flow) => backingOf(flow, topology, model).is !== 'backed')
  const flow = chain.flatMap(({ by }) => (by.kind === 'outside' ? [] : unbacked.filter((one) => !entries.between(by.sessions, by.client, by.server, one).isEmpty())))[0]
  return flow && { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}（無害化する装置がない）`, `register entry ${flow.id} (nothing sanitises it)`) }
}

/** A host with a leg on both sides is to blame before any line that one of its legs uses. */
function betweenTiers({ network, topology }: Judgement, chain: readonly Step[]): Cause | undefined {
  const zonesOf = (carrier: Carrier): Set<string> => new Set(carrier.standings.map(({ place }) =>
    'segment' in place ? topology.segments.get(place.segment)!.zone : 'zone' in place ? place.zone : ''))
  const host = chain.flatMap(({ from, to }) => [from, to]).find((carrier) => carrier.kind === 'host' && zonesOf(carrier).size > 1)
  return host?.kind === 'host' ? hostCause(host.host.id, network) : undefined
}

const said = (chain: readonly Step[]): Text => {
  const names = [chain[0]!.from, ...chain.map(({ to }) => to)].map(({ key }) => key.replace(/^(host|party|zone|device):/, '')).join(' → ')
  return text(`無害化を経ない経路がある: ${names}`, `a way around the sanitizers: ${names}`)
}

/** The undeclared carriers that the chain needs; where it needs none, what is not understood on its way. */
function lacking(judgement: Judgement, { steps, hops }: { steps: readonly Step[]; hops: readonly ChainHop[] }): Missing[] {
  const carriers = steps.filter(({ from }) => isUndeclared(from)).map(({ from }) => undeclaredCarrier(judgement, from))
  const sanitizers = steps.flatMap(({ from }) => (from.kind === 'host' ? from.host.sanitizes.map((entry) => ({ host: from.host, entry })) : []))
    .filter(({ entry }) => !isValid(entry) && mayBeValid(entry))
    .flatMap(({ host, entry }) => undeclaredFacts(host, entry, [...openingsOf(entry).undeclared, ...undeclaredMethod(entry)]))
  if (sanitizers.length > 0) return [...carriers, ...sanitizers]
  return carriers.length > 0 ? carriers : hops.flatMap(({ blame }) => missingOf(blame, judgement.network))
}

function undeclaredCarrier(judgement: Judgement, carrier: Carrier): Missing {
  if (carrier.kind !== 'rest') {
    return { key: 'undeclared', at: judgement.topology.at, yaml: '', text: text('未申告の接続先', 'what is undeclared') }
  }
  const { segment } = carrier
  return {
    key: `rest:${segment}`, at: judgement.topology.segments.get(segment)!.at,
    text: text(`セグメント ${segment} の、申告されていないホストが中継し得る`, `hosts on segment ${segment} that are not declared could pass it on`),
    yaml: `hosts:\n  HOST-ID: { role: server, attach: [{ segment: ${segment}, address: ADDRESS }], relays: [FLOW-IN, FLOW-OUT] }`,
  }
}
