/** Everything that is permitted and not registered, as entries that nobody has approved yet. */
import type { Network } from '../../engine/network.ts'
import { parseService, type ServicePart } from '../../net/service.ts'
import { answersOf } from '../../rules/ask.ts'
import { RULES } from '../../rules/index.ts'
import { causeOf } from '../../rules/judgement/blame.ts'
import type { Judgement } from '../../rules/judgement/judgement.ts'
import { partsOf } from '../../rules/register/unregistered.ts'
import type { Answer, Leak } from '../../rules/rule.ts'
import { conditionOf } from '../../topology/build/service-names.ts'
import type { Flow, FlowKind } from '../../topology/model.ts'
import type { Cause } from '../../verdict.ts'
import { endsOf, keyOf, type Ends } from './entries.ts'
import { kindOf } from './kind.ts'

/** The rules that an entry of the register can satisfy. */
const ASKED: readonly string[] = ['mynumber-isolation', 'path-division', 'lgwan-exposure', 'zone-pairs', 'published-services', 'flow-undeclared']

/** An obligation that is refuted because something is not registered. */
export interface Violation { readonly name: string; readonly answer: Answer }

export interface Candidate extends Ends {
  readonly kind: FlowKind
  readonly causes: readonly Cause[]
  /** Which packets of which violations it would register, by the name of the violation. */
  readonly parts: readonly { readonly violation: string; readonly leak: Leak }[]
}

export const violationsIn = (judgement: Judgement): Violation[] => RULES.filter(({ id }) => ASKED.includes(id)).flatMap((rule) =>
  answersOf(rule, judgement).filter(({ outcome, leaks }) => outcome === 'refuted' && leaks).map((answer) => ({ name: `${rule.id} ${answer.key}`, answer })))

export function candidatesFor(judgement: Judgement, violations: readonly Violation[]): Candidate[] {
  const split = new Map<string, ReturnType<typeof splitUp>>()
  const found = new Map<string, Candidate>()
  for (const { name, answer } of violations) {
    for (const leak of answer.leaks!) {
      const key = JSON.stringify([leak.from, leak.to, leak.set.ref])
      const parts = split.get(key) ?? splitUp(judgement.network, leak)
      split.set(key, parts)
      for (const { part, cause } of parts) {
        for (const ends of endsOf(judgement, part)) {
          const kind = kindOf(judgement, part.from, part.to, ends)
          const same = [kind, keyOf(ends.from), keyOf(ends.to), [...ends.services].sort().join()].join(' ')
          const known = found.get(same) ?? { ...ends, kind, causes: [], parts: [] }
          found.set(same, {
            ...known, parts: [...known.parts, { violation: name, leak: part }],
            causes: known.causes.some((one) => one.key === cause.key) ? known.causes : [...known.causes, cause],
          })
        }
      }
    }
  }
  return [...found.values()]
}

/** By what lets it through: one rule of a filter is mostly one entry of the register. */
export const splitUp = (network: Network, leak: Leak): { readonly part: Leak; readonly cause: Cause }[] =>
  [...partsOf(network, leak)].map(({ found, leak: part }) => ({ part, cause: causeOf(found, network) }))

/** The entry as it would be with everything typed in; nothing of that is ever written to a file. */
export function completed(id: string, { kind, from, to, services }: Candidate, { topology, asOf }: Judgement): Flow {
  const service = services.flatMap((one): readonly ServicePart[] => parseService(one) ?? [])
  return {
    id, kind, from, to, at: topology.at, serviceText: services.join(', '), purpose: '-', approved: { by: '-', on: asOf, at: topology.at }, expires: asOf,
    ...(service.length > 0 && { service: conditionOf(service) }),
  }
}
