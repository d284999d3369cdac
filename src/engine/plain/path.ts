/** What `trace` tells of one packet's way. */
import type { Header } from '../../net/header.ts'
import type { PolicyRoute, Route, Rule } from '../../topology/model.ts'
import type { At, Cause, Text } from '../../verdict.ts'
import type { DropReason } from '../drop.ts'
import type { Place } from '../places.ts'

/** What a stateful device, or its cluster, remembers of a packet that it passed: as it came, as it was routed, as it left. */
export interface Session {
  readonly memory: string
  readonly arrived: Header
  readonly routed: Header
  readonly left: Header
}

export type Event =
  | { readonly does: 'sent' }
  | { readonly does: 'arrives'; readonly interface: string }
  | { readonly does: 'permitted' | 'denied'; readonly chain: string; readonly rule?: Rule }
  | { readonly does: 'translated'; readonly field: 'source' | 'destination'; readonly undone: boolean }
  | { readonly does: 'routed'; readonly route?: Route; readonly policy?: PolicyRoute; readonly interface: string }
  | { readonly does: 'not-understood'; readonly what: string }
  | { readonly does: 'forwarded-by-host' }
  /** Over ports and cables into another segment: `blame` is what joins the two. */
  | { readonly does: 'crosses'; readonly what: Text; readonly blame: Cause }
  | { readonly does: 'enters-line' | 'leaves-line'; readonly line: string }
  | { readonly does: 'enters-tunnel'; readonly tunnel: string; readonly joint?: true }
  | { readonly does: 'delivered' }
  | { readonly does: 'dropped'; readonly reason: DropReason }

export interface Hop {
  readonly place: Place | { readonly host: string } | { readonly wire: Text }
  readonly event: Event
  readonly header: Header
  readonly at?: At
}

export type End =
  | { readonly kind: 'delivered'; readonly place: Place; readonly header: Header }
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly place: Hop['place']; readonly header: Header }

export interface Path {
  readonly start: Header
  readonly hops: readonly Hop[]
  readonly end: End
  /** Nothing that is not understood had a say in it. */
  readonly certain: boolean
  readonly sessions: readonly Session[]
}

/** A packet on its way. */
export interface Traveller {
  /** It goes on where a filter or a check stops it, and each such point is one of its hops. */
  readonly insists?: true
  readonly header: Header
  readonly certain: boolean
  readonly hops: readonly Hop[]
  readonly sessions: readonly Session[]
}
