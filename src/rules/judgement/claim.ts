/** What a certificate has to show of an answer: the packets asked about, and those permitted. */
import type { Way } from '../../engine/certificate/asked.ts'
import type { Policy } from '../../engine/information.ts'
import type { Place } from '../../engine/places.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Header } from '../../net/header.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Creed } from '../chains/policy.ts'
import type { Stands } from '../chains/stands.ts'

/** Nothing gets from a place to another but what is permitted. */
export interface IsolationClaim {
  readonly kind: 'isolation'
  readonly way: Way
  readonly pairs: () => readonly ClaimedPair[]
}

export interface ClaimedPair {
  readonly from: Place
  readonly to: Place
  /** Only packets that were sent from there are asked about. */
  readonly sentFrom?: AddressSet
  readonly permitted: readonly ClaimedPermit[]
}

/** `past`: only what does not get there that way. */
export interface ClaimedPermit { readonly by: string; readonly senders: AddressSet; readonly receivers: AddressSet; readonly service: PacketSet; readonly past?: Way }

/** Information from the starts gets to no target. */
export interface ClosureClaim {
  readonly kind: 'closure'
  readonly policy: Policy
  readonly creed: Creed
  readonly starts: Stands
  readonly target: Stands
}

/** These packets get through, in the order of a chain. */
export interface WitnessClaim { readonly kind: 'witness'; readonly packets: readonly ClaimedPacket[] }

export interface ClaimedPacket { readonly from: Place; readonly to: Place; readonly sent: Header; readonly now: Header; readonly answered?: true }

export type Claim = IsolationClaim | ClosureClaim | WitnessClaim
