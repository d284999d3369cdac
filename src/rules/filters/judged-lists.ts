/** Every filter list of every device with what is known of its rules. Several rules ask, so each list is analysed once. */
import type { Network } from '../../engine/network.ts'
import { cached } from '../../engine/reach.ts'
import type { Recall } from '../../engine/recall.ts'
import type { Chain, Device } from '../../topology/model.ts'
import { text, type Cause, type Text } from '../../verdict.ts'
import { filterLists, type Met } from './filter-lists.ts'
import { fatesOf, type Fate } from './idle-rules.ts'
import { blamedName, isImplied, nameOf, namesOf, numberOf } from './synthetic-rules.ts'

export interface JudgedList {
  readonly device: Device
  readonly chain: Chain
  /** The device and the list; lists of the same name, such as those of IPv4 and IPv6, are told apart by their order. */
  readonly key: string
  /** By place where the list is met, then by rule; undefined: the list is too large for an answer. */
  readonly fates: readonly (readonly Fate[])[] | undefined
}

/** `undefined`: the list is too large for an answer. */
interface Judged { readonly fates: readonly Fate[] | undefined }

/** What becomes of a list's rules follows from what it says and from where it is met, in whatever version of the network. */
const recalled = new WeakMap<Recall, Map<string, Judged>>()

export class JudgedLists {
  private readonly network: Network
  /** Shared with the other versions of the network. */
  private readonly known: Map<string, Judged> | undefined
  private lists: readonly JudgedList[] | undefined

  constructor(network: Network) {
    this.network = network
    this.known = network.recall && (recalled.get(network.recall) ?? new Map<string, Judged>())
    if (network.recall && this.known) recalled.set(network.recall, this.known)
  }

  /** Those in which somebody wrote a rule. */
  all(): readonly JudgedList[] {
    return this.lists ??= [...this.network.topology.devices.values()].flatMap((device) => judged(device, (met) => this.fates(met)))
  }

  private fates(met: Met): readonly Fate[] | undefined {
    const { known, network: { recall } } = this
    return known && recall ? cached(known, `${met.key} ${recall.meaning(met.chain)}`, () => ({ fates: fatesOf(met) })).fates : fatesOf(met)
  }
}

function judged(device: Device, fatesIn: (met: Met) => readonly Fate[] | undefined): JudgedList[] {
  const seen = new Map<string, number>()
  return [...filterLists(device).values()].flatMap((met): JudgedList[] => {
    const { chain } = met[0]!
    if (chain.rules.every((one) => isImplied(one, chain))) return []
    const count = (seen.get(chain.name) ?? 0) + 1
    seen.set(chain.name, count)
    const fates = met.map(fatesIn).filter((list) => list !== undefined)
    return [{ device, chain, key: `${device.id}/${chain.name}${count > 1 ? `#${count}` : ''}`, fates: fates.length < met.length ? undefined : fates }]
  })
}

/** The key of one rule of a list: its id, or its number as people count. */
export const ruleKey = ({ chain, key }: JudgedList, index: number): string => `${key}/${chain.rules[index]!.id ?? numberOf(chain, index)}`

export const listName = ({ device, chain }: JudgedList): Text => text(`装置 ${device.id} の ${chain.name}`, `device ${device.id}, ${chain.name}`)

/** The key that a witness names, too, when its packet is let through by the rule (`causeOf`). */
function listedCause(list: JudgedList, index: number): Cause {
  const name = nameOf(list.chain, index)
  const title = text(`${listName(list).ja} ${name.ja}`, `${listName(list).en} ${name.en}`)
  const rule = list.chain.rules[index]!
  return { key: `rule:${list.device.id}/${list.chain.name}/${blamedName(rule, rule.at)}`, at: rule.at, title }
}

/** Those that somebody wrote: nobody can look up what only keeps the list from packets that it does not concern. */
const written = (chain: Chain, indices: readonly number[]): readonly number[] => {
  const typed = indices.filter((index) => !isImplied(chain.rules[index]!, chain))
  return typed.length > 0 ? typed : indices
}

/** A rule that does nothing, those that take its place, and what to look at. */
export interface Idle {
  readonly index: number
  readonly title: Text
  readonly by: Text
  /** Nothing that somebody wrote does its work: the list is not used by the interfaces that it is about. */
  readonly unused: boolean
  readonly cause: Cause
}

/**
 * `idle`: by rule, the positions of those that do its work; undefined where it has work of its own. A rule that makes several
 * others idle all by itself is the one to look at: a permission too wide is one finding, not one for each that it swallows.
 */
export function idleRules(list: JudgedList, idle: readonly (readonly number[] | undefined)[]): Idle[] {
  const { chain } = list
  const swallowed = new Map<number, number>()
  for (const by of idle) if (by?.length === 1) swallowed.set(by[0]!, (swallowed.get(by[0]!) ?? 0) + 1)
  return idle.flatMap((by, index): Idle[] => {
    if (!by || isImplied(chain.rules[index]!, chain)) return []
    const own = listedCause(list, index)
    const wide = by.length === 1 && swallowed.get(by[0]!)! > 1 && !isImplied(chain.rules[by[0]!]!, chain)
    return [{ index, title: own.title, by: namesOf(chain, written(chain, by)), unused: by.length > 0 && by.every((one) => isImplied(chain.rules[one]!, chain)), cause: wide ? listedCause(list, by[0]!) : own }]
  })
}

export const TOO_LARGE = text('リストが大きすぎて判定できない', 'the list is too large for an answer')
