/** Addresses as a certificate lists them: ranges, each end in full. */
import type { Addresses } from '../../checker/format.ts'
import { wordsOf } from '../../net/address-levels.ts'
import type { AddressSet } from '../../net/address.ts'

export const writtenAddresses = ({ v4, v6 }: AddressSet): Addresses => ({
  v4: v4.map(([low, high]) => `${dotted(low)}-${dotted(high)}`),
  v6: v6.map(([low, high]) => `${groups(low)}-${groups(high)}`),
})

const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')

const groups = (value: bigint): string => wordsOf(value).flatMap((word) => [word >>> 16, word & 0xffff]).map((group) => group.toString(16).padStart(4, '0')).join(':')
