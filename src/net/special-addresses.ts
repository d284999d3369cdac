/** Blocks of addresses with a meaning of their own, each with the RFC that gives it. */
import { ALL_ADDRESSES, parseAddresses, subtractAddresses, unionAddresses } from './address.ts'
import type { AddressSet } from './address.ts'

const blocks = (...texts: readonly string[]): AddressSet =>
  unionAddresses(...texts.map((text) => {
    const set = parseAddresses(text)
    if (!set) throw new Error(`not addresses: ${text}`)
    return set
  }))

/** RFC 1918. */
export const PRIVATE = blocks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16')
/** RFC 4193. */
export const UNIQUE_LOCAL = blocks('fc00::/7')
/** Between a provider's carrier-grade NAT and its subscribers: RFC 6598. */
export const SHARED = blocks('100.64.0.0/10')
/** RFC 3927, RFC 4291 section 2.5.6. */
export const LINK_LOCAL = blocks('169.254.0.0/16', 'fe80::/10')
/** RFC 5737, RFC 3849, RFC 9637. */
export const DOCUMENTATION = blocks('192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20')
/** RFC 5771, RFC 4291 section 2.7. */
export const MULTICAST = blocks('224.0.0.0/4', 'ff00::/8')
/** RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3. */
export const LOOPBACK = blocks('127.0.0.0/8', '::1')
/** "This network" and the unspecified address: RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.2. */
export const UNSPECIFIED = blocks('0.0.0.0/8', '::')
/** Measurements of devices: RFC 2544, RFC 5180. */
export const BENCHMARKING = blocks('198.18.0.0/15', '2001:2::/48')
/** Kept for the future, and the limited broadcast: RFC 1112 section 4, RFC 919. */
export const RESERVED = blocks('240.0.0.0/4')
/** Protocol assignments that no host on the Internet owns: RFC 6890. */
export const PROTOCOL_ASSIGNMENTS = blocks('192.0.0.0/24')

/** IPv6 as IANA hands it out (2000::/3), and the well-known prefix of NAT64 (RFC 6052). */
const GLOBAL_UNICAST = unionAddresses({ ...ALL_ADDRESSES, v6: [] }, blocks('2000::/3', '64:ff9b::/96'))

/** Every global unicast address that is none of the blocks above. */
export const PUBLIC = subtractAddresses(GLOBAL_UNICAST, unionAddresses(
  PRIVATE, UNIQUE_LOCAL, SHARED, LINK_LOCAL, DOCUMENTATION, MULTICAST, LOOPBACK, UNSPECIFIED, BENCHMARKING, RESERVED, PROTOCOL_ASSIGNMENTS,
))

/** Addresses that one host may have: neither a group, nor broadcast, nor its own loopback. */
export const UNICAST = subtractAddresses(ALL_ADDRESSES, unionAddresses(MULTICAST, LOOPBACK, UNSPECIFIED, RESERVED))
