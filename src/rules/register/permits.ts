/** Exceptions, and entries of the register that are about to end, with what stands against each: a list for who renews them. */
import { formatAddresses } from '../../net/address.ts'
import type { End, Exception, Flow } from '../../topology/model.ts'
import type { At, Text } from '../../verdict.ts'
import { isDay } from '../judgement/dates.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { dayNumber, exceptionStanding } from './exceptions.ts'
import { successions, type Succession } from './successors.ts'

export type PermitStatus = 'in-force' | 'not-yet' | 'expired' | 'incomplete' | 'refused' | 'too-long' | 'unused'

/** What is wrong with an exception that is in force. */
export interface PermitFault { readonly is: 'too-long' | 'unused'; readonly why: Text }

export interface Permit {
  readonly list: 'exceptions' | 'flows'
  readonly id: string
  readonly at: At
  readonly title?: string
  readonly status: PermitStatus
  readonly why?: Text
  /** Of an exception: the rules that it sets aside; of an entry of the register: its kind. */
  readonly rules: readonly string[]
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly service: string
  /** Why it is needed: the reason of an exception, the purpose of an entry. */
  readonly reason?: string
  readonly approver?: string
  /** Of an entry of the register: the day on which it was approved. */
  readonly approved?: string
  readonly ticket?: string
  readonly begins?: string
  readonly expires?: string
  /** Days until the last one; negative when it is past, undefined where none is stated. */
  readonly daysLeft?: number
  readonly successor?: string
  /** Of an exception: what is done instead. */
  readonly measures?: string
}

/** Every exception; `faults` by id, of those that are in force. */
export function exceptionPermits({ topology, asOf, profile }: Judgement, faults: ReadonlyMap<string, PermitFault>): Permit[] {
  const all = [...topology.exceptions.values()]
  const follows = successions(all)
  return all.map((one): Permit => {
    const standing = exceptionStanding(one, asOf, profile.limits)
    const fault = standing.is === 'active' ? faults.get(one.id) : undefined
    return {
      ...commonOf(one, asOf, follows), list: 'exceptions', rules: one.rules, service: one.serviceText ?? '',
      status: standing.is === 'active' ? fault?.is ?? 'in-force' : standing.is,
      ...stated('why', standing.is === 'active' ? fault?.why : standing.why),
      ...stated('reason', one.reason), ...stated('approver', one.approver), ...stated('ticket', one.ticket), ...stated('begins', one.issued), ...stated('measures', one.measures),
    }
  })
}

/** Entries of the register whose last day lies at most so many days ahead, or is past. */
export const endingFlows = (judgement: Judgement, within: number): Permit[] =>
  flowPermits(judgement).filter(({ daysLeft, status }) => status === 'expired' || (daysLeft !== undefined && daysLeft <= within))

/** The whole register. */
export function flowPermits(judgement: Judgement): Permit[] {
  const { topology, asOf } = judgement
  const all = [...topology.flows.values()]
  const follows = successions(all)
  return all.map((one): Permit => {
    const standing = judgement.standing(one)
    return {
      ...commonOf(one, asOf, follows), list: 'flows', rules: [one.kind], service: one.serviceText,
      status: standing.is === 'active' ? 'in-force' : standing.is, ...stated('why', standing.is === 'active' ? undefined : standing.why),
      ...stated('reason', one.purpose), ...stated('approver', one.approved?.by), ...stated('approved', one.approved?.on), ...stated('begins', one.starts ?? one.approved?.on),
    }
  })
}

function commonOf<E extends Flow | Exception>(one: E, asOf: string, follows: ReadonlyMap<E, Succession<E>>): Pick<Permit, 'id' | 'at' | 'title' | 'from' | 'to' | 'expires' | 'daysLeft' | 'successor'> {
  const daysLeft = one.expires !== undefined && isDay(one.expires) ? dayNumber(one.expires) - dayNumber(asOf) : undefined
  return {
    id: one.id, at: one.at, from: one.from.map(endText), to: one.to.map(endText),
    ...stated('title', one.title), ...stated('expires', one.expires), ...stated('daysLeft', daysLeft), ...stated('successor', follows.get(one)?.successor?.id),
  }
}

const endText = (end: End): string => (end.kind === 'addresses' ? [...(end.place ? [end.place.zone] : []), ...formatAddresses(end.set)].join(' ') : end.id)

const stated = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } => (value === undefined ? {} : { [key]: value }) as { [P in K]?: T }
