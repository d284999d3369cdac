/** Outside systems at which a chain ends: those that the profile accepts, or that an entry in force names while a fact is missing. */
import type { Flow, Party } from '../../topology/model.ts'
import type { Assumption } from '../../verdict.ts'
import { registered } from '../judgement/isolation.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { acceptanceOf } from '../register/counterparties.ts'

/** What it rests on that a party ends a chain; undefined: it does not. Rule `counterparty` asks what is missing. */
export function acceptedBy(judgement: Judgement, party: Party): readonly Assumption[] | undefined {
  const { topology, profile, asOf } = judgement
  const { is, assumes } = acceptanceOf(party, topology, profile, asOf)
  if (is === 'accepted') return assumes
  const entries = entriesOf(judgement, party)
  return entries.length > 0 ? entries.map(registered) : undefined
}

/** Active ones: an entry permits nothing towards a party that the profile refuses. */
const entriesOf = (judgement: Judgement, party: Party): Flow[] =>
  judgement.active('specific').filter((flow) => [...flow.from, ...flow.to].some((end) => end.kind === 'party' && end.id === party.id))
