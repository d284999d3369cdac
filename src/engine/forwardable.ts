/**
 * Addresses that no router forwards: link-local and multicast stay in their broadcast domain, loopback and unspecified
 * addresses on their host (RFC 1122 section 3.2.1.3, RFC 1812 section 5.3.7, RFC 4291 sections 2.5.2, 2.5.3, 2.5.6, 2.7).
 */
import { hasAddress, parseAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import type { Header } from '../net/header.ts'

export const NEVER_FORWARDED: AddressSet = unionAddresses(...[
  '0.0.0.0', '127.0.0.0/8', '224.0.0.0/4', '255.255.255.255', '::', '::1', 'fe80::/10', 'ff00::/8',
].map((block) => parseAddresses(block)!))

export const isForwardable = (header: Header): boolean =>
  ![header.source, header.destination].some((value) => hasAddress(NEVER_FORWARDED, { family: header.family, value }))
