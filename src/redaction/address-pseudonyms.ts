/**
 * Addresses under pseudonyms that keep prefixes: two addresses share as many leading bits as before, so that a subnet stays a
 * subnet (Xu et al., "Prefix-preserving IP address anonymization", 2002). Blocks with a meaning of their own stay where they are.
 */
import { addressesOf, bitsOf, parseAddresses, rangesOf, unionAddresses, type Address, type AddressSet, type Prefix } from '../net/address.ts'
import type { Family } from '../net/header.ts'
import {
  BENCHMARKING, DOCUMENTATION, LINK_LOCAL, LOOPBACK, MULTICAST, PRIVATE, PROTOCOL_ASSIGNMENTS, PUBLIC, RESERVED, SHARED, UNIQUE_LOCAL, UNSPECIFIED,
} from '../net/special-addresses.ts'

/** A keyed function that nobody without the key can compute or invert, at least 32 bytes long, such as HMAC-SHA-256. */
export type Secret = (message: string) => Uint8Array

/** The unspecified address, this machine, and everybody on the wire. */
const WELL_KNOWN = ['0.0.0.0', '127.0.0.1', '255.255.255.255']

const BLOCKS = [BENCHMARKING, DOCUMENTATION, LINK_LOCAL, LOOPBACK, MULTICAST, PRIVATE, PROTOCOL_ASSIGNMENTS, PUBLIC, RESERVED, SHARED, UNIQUE_LOCAL, UNSPECIFIED]

export class AddressPseudonyms {
  private readonly secret: Secret
  private readonly inside: Partial<Record<Family, ReadonlySet<string>>> = {}
  private readonly known = new Map<string, Uint8Array>()

  constructor(secret: Secret) {
    this.secret = secret
  }

  address({ family, value }: Address): Address {
    return { family, value: this.prefix({ family, address: value, length: bitsOf(family) }).address }
  }

  set(set: AddressSet): AddressSet {
    return unionAddresses(...([4, 6] as const).flatMap((family) =>
      rangesOf(set, family).flatMap(([low, high]) => prefixesOf(family, low, high)).map((prefix) => addressesOf(this.prefix(prefix)))))
  }

  /** Bit by bit: each is turned or not by what the key says of the bits before it. */
  prefix({ family, address, length }: Prefix): Prefix {
    const bits = bitsOf(family)
    let result = 0n
    let node = 1
    let turns = this.turns(family, 0, 0n)
    const inside = this.beginnings(family)
    for (let index = 0; index < length; index++) {
      const before = address >> BigInt(bits - index)
      if (index % 8 === 0) [turns, node] = [this.turns(family, index, before), 1]
      const bit = (address >> BigInt(bits - 1 - index)) & 1n
      const turned = !inside.has(`${index} ${before}`) && ((turns[node >> 3]! >> (node & 7)) & 1) === 1
      result = (result << 1n) | (turned ? 1n - bit : bit)
      node = 2 * node + Number(bit)
    }
    return { family, address: result << BigInt(bits - length), length }
  }

  /** Made when the first address is asked for: most runs redact nothing. */
  private beginnings(family: Family): ReadonlySet<string> {
    return this.inside[family] ??= beginnings(family)
  }

  /** One bit for each node of the binary tree over the next eight bits. */
  private turns(family: Family, index: number, before: bigint): Uint8Array {
    const name = `address ${family} ${index} ${before}`
    const known = this.known.get(name) ?? this.secret(name)
    this.known.set(name, known)
    return known
  }
}

/** Beginnings of a block: where the next bit is turned, the block would move. */
function beginnings(family: Family): ReadonlySet<string> {
  const wellKnown = WELL_KNOWN.map((address) => parseAddresses(address)!)
  const prefixes = [...BLOCKS, ...wellKnown].flatMap((block) => rangesOf(block, family).flatMap(([low, high]) => prefixesOf(family, low, high)))
  return new Set(prefixes.flatMap(({ address, length }) => Array.from({ length }, (_, index) => `${index} ${address >> BigInt(bitsOf(family) - index)}`)))
}

/** The fewest prefixes that together are exactly `low`–`high`. */
function prefixesOf(family: Family, low: bigint, high: bigint): Prefix[] {
  const prefixes: Prefix[] = []
  for (let next = low; next <= high;) {
    let free = 0
    while (free < bitsOf(family) && next % (2n << BigInt(free)) === 0n && next + (2n << BigInt(free)) - 1n <= high) free++
    prefixes.push({ family, address: next, length: bitsOf(family) - free })
    next += 1n << BigInt(free)
  }
  return prefixes
}
