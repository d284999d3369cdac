import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addressesOf, ALL_ADDRESSES, countAddresses, formatAddress, formatAddresses, formatPrefix, hasAddress, intersectAddresses, isEmptyAddresses,
  lastAddress, parseAddress, parseAddresses, parsePrefix, prefixAround, prefixContains, subtractAddresses, unionAddresses,
} from '../../src/net/address.ts'
import type { Family } from '../../src/net/header.ts'
import * as special from '../../src/net/special-addresses.ts'
import { addressSets, addressValues } from './arbitrary.ts'

const addresses = fc.constantFrom<Family>(4, 6).chain((family) => fc.record({ family: fc.constant(family), value: addressValues(family) }))
const prefixes = addresses.chain((address) => fc.nat(address.family === 4 ? 32 : 128).map((length) => prefixAround(address, length)))

describe('addresses', () => {
  test('what is written is read back', () => {
    fc.assert(fc.property(addresses, (address) => { expect(parseAddress(formatAddress(address))).toEqual(address) }))
    fc.assert(fc.property(prefixes, (prefix) => { expect(parsePrefix(formatPrefix(prefix))).toEqual({ prefix, hostBits: false }) }))
    fc.assert(fc.property(addressSets, (set) => {
      expect(unionAddresses(...formatAddresses(set).map((text) => parseAddresses(text)!))).toEqual(set)
    }))
  })

  test('a prefix holds exactly its first to its last address', () => {
    fc.assert(fc.property(prefixes, addresses, (prefix, address) => {
      expect(prefixContains(prefix, address)).toBe(hasAddress(addressesOf(prefix), address))
      expect(prefixContains(prefix, { family: prefix.family, value: prefix.address })).toBe(true)
      expect(prefixContains(prefix, { family: prefix.family, value: lastAddress(prefix) })).toBe(true)
      expect(prefixContains(prefix, { family: prefix.family, value: lastAddress(prefix) + 1n })).toBe(false)
    }))
  })

  test('the algebra is that of sets, family by family', () => {
    fc.assert(fc.property(addressSets, addressSets, addresses, (a, b, address) => {
      const [inA, inB] = [hasAddress(a, address), hasAddress(b, address)]
      expect(hasAddress(unionAddresses(a, b), address)).toBe(inA || inB)
      expect(hasAddress(intersectAddresses(a, b), address)).toBe(inA && inB)
      expect(hasAddress(subtractAddresses(a, b), address)).toBe(inA && !inB)
      expect(countAddresses(subtractAddresses(a, b)) + countAddresses(intersectAddresses(a, b))).toBe(countAddresses(a))
    }))
  })

  test.each([
    '01.2.3.4', '1.2.3', '256.0.0.1', '1.2.3.4 ', '', 'fe80::1%eth0', '[::1]', '1::2::3', '::1/64', '1.2.3.4/24', '::ffff:010.0.0.1', '１.2.3.4', '0x1.2.3.4', '1e1.2.3.4',
  ])('%j is no address', (text) => { expect(parseAddress(text)).toBeUndefined() })

  test.each(['10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/-1', '::/129', '10.0.0.0', '10.0.0.0/8/8', '10.0.0.0/1.5'])('%j is no prefix', (text) => {
    expect(parsePrefix(text)).toBeUndefined()
  })

  test.each(['10.0.0.9-10.0.0.1', '10.0.0.1-9', '10.0.0.1-::1', '10.0.0.1-', '-', 'any', '1.1.1.1-2.2.2.2-3.3.3.3'])('%j is no set of addresses', (text) => {
    expect(parseAddresses(text)).toBeUndefined()
  })

  test('host bits are reported, and the prefix is the network', () => {
    expect(parsePrefix('10.0.0.5/24')).toEqual({ prefix: { family: 4, address: 0x0a000000n, length: 24 }, hostBits: true })
    expect(parsePrefix('128.0.0.0/1')).toEqual({ prefix: { family: 4, address: 0x80000000n, length: 1 }, hostBits: false })
    expect(addressesOf(parsePrefix('0.0.0.0/0')!.prefix).v4).toEqual(ALL_ADDRESSES.v4)
  })

  test('an IPv4-mapped address is an IPv6 address; IPv6 is written as RFC 5952 says', () => {
    expect(parseAddress('::ffff:10.0.0.1')).toEqual({ family: 6, value: 0xffff0a000001n })
    for (const [text, canonical] of [
      ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], ['0:0:0:0:0:0:0:0', '::'], ['2001:0db8::0001', '2001:db8::1'],
    ] as const) expect(formatAddress(parseAddress(text)!)).toBe(canonical)
  })

  test('sets are written as people write them', () => {
    const set = unionAddresses(...['10.0.0.0/25', '10.0.0.128-10.0.0.130', '192.168.1.1', '2001:db8::/32', '::1'].map((text) => parseAddresses(text)!))
    expect(formatAddresses(set)).toEqual(['10.0.0.0-10.0.0.130', '192.168.1.1', '::1', '2001:db8::/32'])
  })

  test('the special blocks are disjoint, and none is public', () => {
    const { PUBLIC, UNICAST, ...blocks } = special
    const all = Object.values(blocks)
    for (const block of all) {
      expect(isEmptyAddresses(block)).toBe(false)
      expect(isEmptyAddresses(intersectAddresses(block, PUBLIC))).toBe(true)
      for (const other of all) expect(block === other || isEmptyAddresses(intersectAddresses(block, other))).toBe(true)
    }
    expect(isEmptyAddresses(subtractAddresses(PUBLIC, UNICAST))).toBe(true)
    for (const text of ['8.8.8.8', '2001:4860:4860::8888', '100.128.0.0', '172.32.0.0', '192.0.1.0']) expect(hasAddress(PUBLIC, parseAddress(text)!)).toBe(true)
  })
})
