/** A chain of information as people can follow it: each step that we see with a packet of its own, replayed. */
import type { Network } from '../../engine/network.ts'
import type { Step } from '../../engine/steps.ts'
import { replyWitnessOf, witnessOf, type Found } from '../../engine/witness.ts'
import { addressesOf } from '../../net/address.ts'
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
    const hop = by.kind === 'initiate' ? opened(network, by) : answered(network, by)
    if (!hop) return { dead: step }
    hops.push(hop)
  }
  return hops
}

type Seen = Exclude<Step['by'], { readonly kind: 'outside' }>

function opened(network: Network, { client, server, sessions }: Seen): ChainHop {
  const found = witnessOf(network, client, server, sessions)
  return { witness: found.witness, blame: found }
}

/** Sessions tried in search of one whose answer, followed by itself, comes back. */
const PROBES = 6

function answered(network: Network, { client, server, sessions }: Seen): ChainHop | undefined {
  const { space } = network
  let rest = sessions
  for (let probe = 0; probe < PROBES && !rest.isEmpty(); probe++) {
    const forward = witnessOf(network, client, server, rest)
    const back = replyWitnessOf(network, client, server, forward)
    if (back) return { witness: back.witness, blame: forward }
    const { family, destination, source, protocol, destinationPort } = forward.now
    const alike = [space.protocol([[protocol, protocol]]).intersect(space.destinationPort([[destinationPort, destinationPort]])),
      space.destination(addressesOf({ family, value: destination })), space.source(addressesOf({ family, value: source }))]
    rest = alike.map((same) => rest.subtract(same)).find((left) => !left.isEmpty()) ?? space.none
  }
  return undefined
}
