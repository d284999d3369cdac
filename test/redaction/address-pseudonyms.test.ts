import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressesOf, bitsOf, countAddresses, formatPrefix, maxAddress, parseAddresses, parsePrefix, prefixContains, rangesOf, type Address } from '../../src/net/address.ts'
import type { Family } from '../../src/net/header.ts'
import { PRIVATE, PUBLIC, UNIQUE_LOCAL } from '../../src/net/special-addresses.ts'
import { AddressPseudonyms } from '../../src/redaction/address-pseudonyms.ts'
import { Pseudonyms } from '../../src/redaction/pseudonyms.ts'

const secret = (message: string): Uint8Array => createHmac('sha256', 'key').update(message).digest()
const pseudonyms = new AddressPseudonyms(secret)

const address = fc.constantFrom<Family>(4, 6).chain((family) => fc.bigInt({ min: 0n, max: maxAddress(family) }).map((value): Address => ({ family, value })))
const shared = (family: Family, a: bigint, b: bigint): number => bitsOf(family) - (a === b ? 0 : (a ^ b).toString(2).length)

describe('addresses', () => {
  test('share as many leading bits as before, and no two become one', () => fc.assert(fc.property(address, fc.nat(128), fc.bigInt({ min: 0n, max: 255n }), (one, position, flip) => {
    const { family, value } = one
    const other = value ^ ((flip << BigInt(position)) & maxAddress(family))
    const [a, b] = [pseudonyms.address(one).value, pseudonyms.address({ family, value: other }).value]
    expect(shared(family, a, b)).toBe(shared(family, value, other))
  })))

  test('stay in their subnet', () => fc.assert(fc.property(address, fc.nat(128), (one, length) => {
    const prefix = parsePrefix(`${formatPrefix({ family: one.family, address: one.value, length: bitsOf(one.family) }).split('/')[0]}/${Math.min(length, bitsOf(one.family))}`)!.prefix
    expect(prefixContains(pseudonyms.prefix(prefix), pseudonyms.address(one))).toBe(true)
  })))

  test.each([['private', PRIVATE], ['unique local', UNIQUE_LOCAL], ['public', PUBLIC]])('of the %s blocks stay in them', (_, block) => expect(pseudonyms.set(block)).toEqual(block))

  test.each(['0.0.0.0', '0.0.0.0/0', '::/0', '127.0.0.0/8', '10.0.0.0/8', '::1', '2000::/3', 'ff00::/8'])('%s is everybody\'s', (text) =>
    expect(pseudonyms.set(parseAddresses(text)!)).toEqual(parseAddresses(text)))

  test('a set keeps its size, and moves', () => {
    const range = parseAddresses('10.10.11.10-10.10.11.40')!
    expect(countAddresses(pseudonyms.set(range))).toBe(31n)
    expect(pseudonyms.set(range)).not.toEqual(range)
    expect(rangesOf(pseudonyms.set(addressesOf(parsePrefix('2001:db8:20::/48')!.prefix)), 6)).toHaveLength(1)
  })
})

test('VLANs change places, one for one; what is no VLAN, and VLAN 1, stay', () => {
  const names = new Pseudonyms(secret, new Map())
  const all = Array.from({ length: 4094 }, (_, index) => names.vlan(index + 1))
  expect(new Set(all).size).toBe(4094)
  expect(all[0]).toBe(1)
  expect(all.filter((vlan, index) => vlan === index + 1).length).toBeLessThan(20)
  expect([0, 4095].map((vlan) => names.vlan(vlan))).toEqual([0, 4095])
  expect(names.vlanRanges([[1, 4094]])).toEqual([[1, 4094]])
})

test('sub-interfaces stay with their port and in their VLAN', () => {
  const names = new Pseudonyms(secret, new Map([['eth0', 'if']]))
  expect(names.name('eth0.110')).toBe(`${names.name('eth0')}.${names.vlan(110)}`)
})

test('paths keep their folders and endings', () => {
  const names = new Pseudonyms(secret, new Map())
  expect(names.path('git/saikai/topology.yaml')).toMatch(/^dir-\w{8}\/dir-\w{8}\/file-\w{8}\.yaml$/)
  expect(names.path('HEAD~1:./a/b.yaml')).toMatch(/^HEAD~1:\.\/dir-\w{8}\/file-\w{8}\.yaml$/)
  expect(names.original(names.path('a/b.yaml'))).toBe('a/b.yaml')
})
