/** The common shape of the rules about information: nothing gets from one side to another, whoever passes it on. */
import type { Step } from '../../engine/steps.ts'
import type { Exception, Flow, Zone } from '../../topology/model.ts'
import { text, type Assumption, type Cause, type Text } from '../../verdict.ts'
import { crossedBy } from '../judgement/blame.ts'
import type { ClaimedPacket } from '../judgement/claim.ts'
import { exceptionAssumed, registered } from '../judgement/isolation.ts'
import { TIER_TEXT, type Judgement } from '../judgement/judgement.ts'
import type { Answer, Rule } from '../rule.ts'
import type { ChainHop } from './hops.ts'
import { lacking } from './lacking.ts'
import { Excuses } from './excuses.ts'
import type { Answered, Creed } from './policy.ts'
import { Chains } from './settle.ts'
import { nameOf, standsIn, type Stands } from './stands.ts'

export interface Question {
  readonly key: string
  readonly subject: Text
  readonly zone: Zone
  readonly starts: Stands
  readonly target: Stands
  /** Which of the two sides is the one on the Internet. */
  readonly internet: 'starts' | 'target'
  /** Whom declared facts take out of that side, beside zones said to be off the Internet. */
  readonly spared?: readonly Spared[]
  /** What the sides, as they are asked about, rest on. */
  readonly given?: readonly Assumption[]
  readonly says: { readonly proved: Text; readonly excepted: Text; readonly refuted: Text }
  readonly cause: (steps: readonly Step[], hops: readonly ChainHop[]) => Cause
}

export interface Spared { readonly stands: Stands; readonly assumptions: readonly Assumption[] }

/** The questions of one rule: what moves where is computed once for each creed. */
export class ChainQuestions {
  private readonly judgement: Judgement
  private readonly rule: Pick<Rule, 'id' | 'fix'>
  private readonly creed: Creed
  private readonly excuses: Excuses
  private readonly chains = new Map<string, Chains>()

  /** The exceptions of the creed are allowed only where there would be a chain without them. */
  constructor(judgement: Judgement, rule: Pick<Rule, 'id' | 'fix'>, creed: Creed) {
    this.judgement = judgement
    this.rule = rule
    this.creed = creed
    this.excuses = new Excuses(judgement, creed)
  }

  ask({ key, subject, zone, starts, target, internet, spared = [], given = [], says, cause }: Question): Answer {
    const { exceptions, answered, permitted } = this.creed
    const about = { rule: this.rule.id, key, subject, at: zone.at, ground: 'computed' as const }
    const chains = (excuses: readonly Exception[], answers = answered, permits = permitted): Chains =>
      this.believing({ exceptions: excuses, answered: answers, permitted: permits })
    const strict = chains([]).settle(starts, target)
    const found = strict.outcome !== 'proved' && exceptions.length > 0 ? chains(exceptions).settle(starts, target) : strict
    const excuses = strict === found ? [] : exceptions
    switch (found.outcome) {
      case 'refuted': return {
        ...about, outcome: 'refuted', missing: [], assumes: [], fix: this.rule.fix, message: along(says.refuted, found.steps),
        violation: found.involved, chain: found.hops.map(({ witness }) => witness), cause: overCables(found.hops) ?? cause(found.steps, found.hops),
        claim: { kind: 'witness', packets: packetsOf(found.steps, found.hops) },
      }
      case 'unknown': return {
        ...about, outcome: 'unknown', assumes: [], message: along(UNDECIDED, found.steps),
        violation: found.involved, chain: found.hops.map(({ witness }) => witness), missing: lacking(this.judgement, found),
      }
      case 'proved': {
        const isNeeded = (one: Exception): boolean => !chains(excuses.filter((other) => other !== one)).areNone(starts, target)
        const isAnswered = (one: Answered): boolean => !chains(excuses, answered.filter((other) => other !== one)).areNone(starts, target)
        const isPermitting = (one: Flow): boolean => !chains(excuses, answered, permitted.filter((other) => other !== one)).areNone(starts, target)
        const reaches = (side: Stands): boolean => (internet === 'starts' ? found.comesFrom(side) : found.reaches(side))
        return {
          ...about, outcome: strict.outcome === 'proved' ? 'proved' : 'excepted', missing: [],
          assumes: [
            ...given, ...found.assumes,
            ...[...closedZones(this.judgement, zone), ...carriedClouds(this.judgement, zone), ...spared].filter(({ stands }) => reaches(stands)).flatMap(({ assumptions }) => assumptions)
              .filter(({ key }) => !found.assumes.some((other) => other.key === key)),
            ...permitted.filter(isPermitting).map(registered), ...answered.filter(isAnswered).map(answerAssumed), ...excuses.filter(isNeeded).map(exceptionAssumed),
          ],
          message: strict.outcome === 'proved' ? says.proved : says.excepted, claim: found.claim,
        }
      }
    }
  }

  private believing(believed: Omit<Creed, 'sanitizers'>): Chains {
    const key = JSON.stringify([believed.exceptions, believed.answered, believed.permitted].map((entries) => entries.map(({ id }) => id)))
    const known = this.chains.get(key)
    if (known) return known
    const made = new Chains(this.judgement, { ...this.creed, ...believed }, this.excuses)
    this.chains.set(key, made)
    return made
  }
}

/** Steps outside the municipality have no packet of ours. */
const packetsOf = (steps: readonly Step[], hops: readonly ChainHop[]): ClaimedPacket[] => steps
  .flatMap(({ by }) => (by.kind === 'outside' ? [] : [by]))
  .map(({ kind, client, server }, index) => {
    const { sent, now } = hops[index]!.blame
    return { from: client, to: server, sent, now, ...(kind === 'reply' && { answered: true as const }) }
  })

const along = (said: Text, chain: readonly Step[]): Text => {
  const names = [chain[0]!.from, ...chain.map(({ to }) => to)].map(nameOf)
  return text(`${said.ja}：${names.map(({ ja }) => ja).join(' → ')}`, `${said.en}: ${names.map(({ en }) => en).join(' → ')}`)
}

/** What an unknown verdict says: nothing shows that the chain is there, or that it is not. */
const UNDECIDED = text('次の経路で伝わるかどうかは、申告または設定の解釈が足りず判定できない', 'whether it passes along this way cannot be decided: something is not declared or not understood')

/** The answers of an entry that the LGWAN tier opens carry data back, and the profile accepts it. */
const answerAssumed = ({ id, at, kind }: Answered): Assumption => ({
  key: `answers:${id}`, at,
  text: kind === 'breakout'
    ? text(`ローカルブレイクアウトの宛先 ${id} の応答は無害化を経ずに戻るが、評価基準がこのモデルに認めている`, `the answers of the local breakout ${id} come back without sanitising, which the profile accepts under this model`)
    : text(`登録 ${id} の応答は無害化を経ずに戻るが、評価基準が認めている`, `the answers of ${id} come back without sanitising, which the profile accepts`),
})

/** Zones said to be off the Internet; those from or to which there would be a way, were they on it, count. */
function closedZones(judgement: Judgement, asked: Zone): Spared[] {
  const onIt = new Set(judgement.internetSide().map(({ id }) => id))
  return judgement.areas()
    .filter(({ id, zone, tier }) => zone?.internetConnected === false && zone !== asked && !onIt.has(id) && !['mynumber', 'lgwan', 'lgwan-network'].includes(tier))
    .map((area) => ({ stands: standsIn([area]), assumptions: [{
      key: `zone:${area.id}`, at: area.zone!.at, text: text(`領域 ${area.id} はインターネットに接続されていない（申告）`, `zone ${area.id} is not on the Internet (declared)`),
    }] }))
}

/** Clouds that would be on that side if nobody said which tier they carry. */
const carriedClouds = (judgement: Judgement, asked: Zone): Spared[] => judgement.areasOf('mynumber', 'lgwan').flatMap((area): Spared[] => {
  const { id, at, cloud, internetConnected } = area.zone!
  if (cloud !== true || area.zone === asked || internetConnected === false) return []
  const declared = 'path' in at ? { file: at.file, path: [...at.path, 'carries'] } : at
  const said = text(`クラウド ${id} は${TIER_TEXT[area.tier].ja}を載せる（申告）`, `cloud ${id} carries the ${TIER_TEXT[area.tier].en} (declared)`)
  return [{ stands: standsIn([area]), assumptions: [{ key: `zone:${id}/carries`, at: declared, text: said }] }]
})

/** What joins two segments below every filter, if any step of the chain needs it. */
const overCables = (hops: readonly ChainHop[]): Cause | undefined => hops.map(({ blame }) => crossedBy(blame)).find((cause) => cause !== undefined)
