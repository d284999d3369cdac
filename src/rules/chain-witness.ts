/** A chain of information as people can follow it: each step that we see with a packet of its own, replayed. */
import type { Step } from '../engine/information.ts'
import { replyWitnessOf, witnessOf, type Found } from '../engine/witness.ts'
import type { Judgement } from './judgement.ts'

/** Steps outside the municipality have no packet of ours and are named in the message only. */
export function chainWitness({ network }: Judgement, chain: readonly Step[]): Found[] {
  return chain.flatMap(({ by }): Found[] => {
    if (by.kind === 'outside') return []
    const forward = witnessOf(network, by.client, by.server, by.sessions)
    return [by.kind === 'initiate' ? forward : replyWitnessOf(network, by.client, by.server, forward)]
  })
}
