/**
 * The register that a network would need. Law: with every draft completed, each obligation that is refuted and that entries of
 * a register can satisfy is so no more; with the drafts as they are written, none of them is green.
 */
import { placeKey } from '../../engine/places.ts'
import { Recall } from '../../engine/recall.ts'
import { judgementOf, open, type Declared, type Files } from '../../open.ts'
import type { Draft, Drafts, Open, Unregisterable } from '../../report/drafts.ts'
import { place } from '../../report/place.ts'
import type { Placed } from '../../report/report.ts'
import type { Judgement } from '../../rules/judgement/judgement.ts'
import type { Leak } from '../../rules/rule.ts'
import type { Flow } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { Answered } from '../answer.ts'
import { candidatesFor, completed, splitUp, violationsIn, type Candidate, type Violation } from './candidates.ts'
import { documentOf } from './document.ts'
import { ranked } from './rank.ts'
import { endText, list } from './yaml.ts'

export interface DraftRegister {
  readonly drafts: Placed<Drafts>
  /** The file that holds them; absent where there are none. */
  readonly yaml?: string
}

export interface DraftOptions {
  readonly asOf: string
  /** Where the drafts will stand; what stands there already is left out of account. */
  readonly file: string
}

export function draftRegister(root: string, files: Files, { asOf, file }: DraftOptions): Answered<DraftRegister> {
  const { declared, problems, locate } = open(root, files)
  if (!declared) return { is: 'problems', problems, locate }
  const { network, title, flows } = declared.topology
  const own = new Map([...flows].filter(([, { at }]) => at.file !== file))
  const judgement = judgementOf(withFlows(declared, own), asOf, new Recall())
  const violations = violationsIn(judgement)
  const candidates = candidatesFor(judgement, violations)
  const trial = new Trial(declared, own, candidates, judgement)
  const kept = candidates.filter((one) => trial.helps(one))
  const ids = freeIds(kept.length, own)
  const opens = new Map(violations.map((one) => [one.name, openOf(one, judgement)]))
  const order = ranked(kept, new Map([...opens].filter(([name]) => !trial.left.has(name))))
  const drafts = order.map(({ candidate, decided }, index): Draft => ({
    id: ids[index]!, kind: candidate.kind, ...written(candidate), causes: candidate.causes, open: violationsOf(candidate).map((name) => opens.get(name)!), decided,
  }))
  const placed = place<Drafts>({ network, ...(title !== undefined && { title }), drafts, rest: trial.rest(opens) }, locate)
  return { is: 'answer', locate, answer: { drafts: placed, ...(drafts.length > 0 && { yaml: documentOf(placed) }) } }
}

const withFlows = (declared: Declared, flows: ReadonlyMap<string, Flow>): Declared => ({ ...declared, topology: { ...declared.topology, flows } })

const violationsOf = ({ parts }: Candidate): string[] => [...new Set(parts.map(({ violation }) => violation))]

const openOf = ({ answer: { rule, subject, grade } }: Violation, judgement: Judgement): Open =>
  ({ rule, subject, severity: judgement.severity(grade === undefined ? rule : `${rule}/${grade}`) })

function freeIds(count: number, taken: ReadonlyMap<string, unknown>): string[] {
  const ids: string[] = []
  for (let n = 1; ids.length < count; n++) {
    const id = `D-${String(n).padStart(3, '0')}`
    if (!taken.has(id)) ids.push(id)
  }
  return ids
}

/** The network judged again with every candidate complete. */
class Trial {
  /** What is still refuted. */
  readonly left: ReadonlyMap<string, Violation>
  private readonly candidates: readonly Candidate[]
  private readonly ids: ReadonlyMap<Candidate, string>
  private readonly after: Judgement

  constructor(declared: Declared, own: ReadonlyMap<string, Flow>, candidates: readonly Candidate[], before: Judgement) {
    const ids = freeIds(candidates.length, own)
    this.candidates = candidates
    this.ids = new Map(candidates.map((one, index) => [one, ids[index]!]))
    const flows = candidates.map((one, index): [string, Flow] => [ids[index]!, completed(ids[index]!, one, before)])
    this.after = judgementOf(withFlows(declared, new Map([...own, ...flows])), before.asOf, before.network.recall)
    this.left = new Map(violationsIn(this.after).map((one) => [one.name, one]))
  }

  /** Something of a violation is gone with it. */
  helps({ parts }: Candidate): boolean {
    return parts.some(({ violation, leak }) => !this.left.get(violation)?.answer.leaks!.some((one) => meet(one, leak)))
  }

  /** What is left over, by what lets it through. */
  rest(opens: ReadonlyMap<string, Open>): Unregisterable[] {
    const found = new Map<string, Unregisterable>()
    for (const [name, { answer }] of this.left) {
      for (const { part, cause } of answer.leaks!.flatMap((leak) => splitUp(this.after.network, leak))) {
        const known = found.get(cause.key) ?? { cause, ...this.refusal(name, part), open: [] }
        const about = opens.get(name)
        found.set(cause.key, !about || known.open.includes(about) ? known : { ...known, open: [...known.open, about] })
      }
    }
    return [...found.values()].sort((a, b) => b.open.length - a.open.length)
  }

  private refusal(violation: string, leak: Leak): Pick<Unregisterable, 'why' | 'ends'> {
    const candidate = this.candidates.find(({ parts }) => parts.some((one) => one.violation === violation && meet(one.leak, leak)))
    if (!candidate) return { why: NO_ENTRY }
    const standing = this.after.standing(this.after.topology.flows.get(this.ids.get(candidate)!)!)
    return { why: standing.is === 'active' ? NO_ENTRY : standing.why, ends: written(candidate) }
  }
}

const NO_ENTRY = text('この規則は、この相手との通信をどの種別の登録でも認めません', 'the rule accepts no entry of any kind between these two')

const written = ({ from, to, services }: Candidate): Pick<Draft, 'from' | 'to' | 'services'> =>
  ({ from: list(from.map(endText)), to: list(to.map(endText)), services })

const meet = (one: Leak, other: Leak): boolean =>
  placeKey(one.from) === placeKey(other.from) && placeKey(one.to) === placeKey(other.to) && one.set.meets(other.set)
