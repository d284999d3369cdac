/** A chain of information as people can follow it: each step that we see with a packet of its own, replayed. */
import type { Step } from '../../engine/steps.ts'
import { replyWitnessOf, witnessOf, type Found } from '../../engine/witness.ts'
import type { Witness } from '../../verdict.ts'
import type { Judgement } from '../judgement/judgement.ts'

/** `blame`: the packet that opened the session, for an answer passes wherever that one did. */
export interface ChainHop { readonly witness: Witness; readonly blame: Found }

/** Steps outside the municipality have no packet of ours. `dead`: a step by an answer that does not come back after all. */
export function chainHops({ network }: Judgement, chain: readonly Step[]): readonly ChainHop[] | { readonly dead: Step } {
  const hops: ChainHop[] = []
  for (const step of chain) {
    const { by } = step
    if (by.kind === 'outside') continue
    const forward = witnessOf(network, by.client, by.server, by.sessions)
    const shown = by.kind === 'initiate' ? forward : replyWitnessOf(network, by.client, by.server, forward)
    if (!shown) return { dead: step }
    hops.push({ witness: shown.witness, blame: forward })
  }
  return hops
}
