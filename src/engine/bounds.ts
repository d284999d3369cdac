/** A packet set of which something is not known: it holds at least `must` and at most `may`. */
import type { PacketSet } from '../net/packet-set.ts'

/** Invariant: must ⊆ may. Equal when everything is understood. */
export interface Bounds { readonly must: PacketSet; readonly may: PacketSet }

export const exactly = (set: PacketSet): Bounds => ({ must: set, may: set })

export const both = (a: Bounds, b: Bounds): Bounds => ({ must: a.must.intersect(b.must), may: a.may.intersect(b.may) })

export const either = (a: Bounds, b: Bounds): Bounds => ({ must: a.must.union(b.must), may: a.may.union(b.may) })

/** What lies in `a` and not in `b`: surely only if surely in `a` and surely not in `b`. */
export const without = (a: Bounds, b: Bounds): Bounds => ({ must: a.must.subtract(b.may), may: a.may.subtract(b.must) })
