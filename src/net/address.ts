import type { Family } from './header.ts'
import type { Ranges } from './interval.ts'

export interface Address { readonly family: Family; readonly value: bigint }

/** A network: `address` has no bit set after the first `length`. */
export interface Prefix { readonly family: Family; readonly address: bigint; readonly length: number }

/** Addresses of both families. */
export interface AddressSet { readonly v4: Ranges<bigint>; readonly v6: Ranges<bigint> }
