/** What the words of a filter test. */
import { addressesOf, addressRange, ALL_ADDRESSES, maxAddress, parseAddress, prefixAround, unionAddresses, type AddressSet } from '../../net/address.ts'
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Family } from '../../net/header.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING, type Condition } from '../../topology/model.ts'
import { all, any, not, unknown } from '../conditions.ts'
import { portList, protocolNumber } from './ports.ts'

/** Known, but decided by traffic or time. */
export const varying = (what: string): Condition => ({ test: 'unknown', what, varies: true })

// ----------------------------------------------------------------------------------------------------------- addresses

/** A list of `*`, `A.B.C.D`, `A.B.C.*`, `A.B.C.D/24`, `A.B.C.D/255.255.255.0`, `A-B`, `A-`, `-B`. Undefined: a name, or not understood. */
export function addressSet(text: string, family: Family): AddressSet | undefined {
  const sets = text.split(',').map((one) => oneAddress(one, family))
  return sets.some((set) => set === undefined) ? undefined : unionAddresses(...sets as AddressSet[])
}

export const everyAddress = (family: Family): AddressSet => (family === 4 ? { ...ALL_ADDRESSES, v6: [] } : { ...ALL_ADDRESSES, v4: [] })

function oneAddress(text: string, family: Family): AddressSet | undefined {
  if (text === '*') return everyAddress(family)
  const [, low, high] = /^([^-]*)-([^-]*)$/.exec(text) ?? []
  if (low !== undefined && high !== undefined && low + high !== '') {
    const from = low === '' ? 0n : addressIn(low, family)
    const to = high === '' ? maxAddress(family) : addressIn(high, family)
    return from === undefined || to === undefined || from > to ? undefined : addressRange(family, from, to)
  }
  const [host = '', mask, ...more] = text.split('/')
  if (more.length > 0) return undefined
  if (family === 4 && host.includes('*')) return mask === undefined ? wildcard(host) : undefined
  const value = addressIn(host, family)
  const length = mask === undefined ? (family === 4 ? 32 : 128) : maskLength(mask, family)
  return value === undefined || length === undefined ? undefined : addressesOf(prefixAround({ family, value }, length))
}

const addressIn = (text: string, family: Family): bigint | undefined => {
  const address = parseAddress(text)
  return address?.family === family ? address.value : undefined
}

export function maskLength(text: string, family: Family): number | undefined {
  const bits = family === 4 ? 32 : 128
  if (/^\d{1,3}$/.test(text)) return Number(text) <= bits ? Number(text) : undefined
  const mask = parseAddress(text)
  if (mask?.family !== family) return undefined
  const hosts = maxAddress(family) - mask.value
  return (hosts & (hosts + 1n)) === 0n ? bits - (hosts === 0n ? 0 : hosts.toString(2).length) : undefined
}

/** `192.168.0.*`: a star for the last octets is a network; one before a number is not. */
function wildcard(text: string): AddressSet | undefined {
  const octets = text.split('.')
  const fixed = octets.findIndex((octet) => octet === '*')
  if (octets.length !== 4 || octets.slice(fixed).some((octet) => octet !== '*')) return undefined
  const value = addressIn([...octets.slice(0, fixed), '0', '0', '0', '0'].slice(0, 4).join('.'), 4)
  return value === undefined ? undefined : addressesOf(prefixAround({ family: 4, value }, fixed * 8))
}

export function ends(side: 'source' | 'destination', text: string, family: Family): Condition {
  if (text === '*') return ANYTHING
  const set = addressSet(text, family)
  return set ? { test: side, set } : unknown(text)
}

// ------------------------------------------------------------------------------------------------------------ services

/** ICMP types of `icmp-error`, `icmp-info` and their counterparts in IPv6: command reference, `ip filter`. */
const ICMP_GROUPS: Readonly<Record<string, { readonly family: Family; readonly types: Ranges }>> = {
  'icmp-error': { family: 4, types: [[3, 5], [11, 12], [31, 32]] },
  'icmp-info': { family: 4, types: [[0, 0], [8, 10], [13, 18], [30, 30], [33, 36]] },
  'icmp6-error': { family: 6, types: [[1, 4]] },
  'icmp6-info': { family: 6, types: [[128, 255]] },
}

/** A test of flags that the words stand for: each is a flag that is set, whatever the others (command reference, `ip filter`). */
const FLAGS: Readonly<Record<string, number>> = { established: TCP_FLAGS.ACK, tcpfin: TCP_FLAGS.FIN, tcprst: TCP_FLAGS.RST, tcpsyn: TCP_FLAGS.SYN }

export interface Service { readonly protocol: string; readonly sources: string; readonly destinations: string }

/** Protocols and ports. Ports are asked of TCP and UDP; of ICMP alone, the first list is the types and the second the codes. */
export function serviceOf({ protocol, sources, destinations }: Service): Condition {
  const words = protocol.split(',')
  if (words.length === 1 && (words[0] === 'icmp' || words[0] === 'icmp6') && (sources !== '*' || destinations !== '*')) {
    const types = portList(sources, 255)
    const codes = portList(destinations, 255)
    return types && codes ? { test: 'icmp', family: words[0] === 'icmp' ? 4 : 6, types, codes } : unknown(`${protocol} ${sources} ${destinations}`)
  }
  const ports = all([portsOf('source-port', sources), portsOf('destination-port', destinations)])
  return words.includes('*') ? everyProtocol(ports) : any(words.map((word) => oneProtocol(word, ports)))
}

const portsOf = (test: 'source-port' | 'destination-port', text: string): Condition => {
  const set = portList(text)
  return text === '*' ? ANYTHING : set ? { test, set } : unknown(text)
}

/** What ports beside `*` ask of protocols that have none is written nowhere. */
const everyProtocol = (ports: Condition): Condition => (ports.test === 'all' && ports.of.length === 0 ? ANYTHING
  : any([all([PORTED, ports]), all([not(PORTED), unknown('ports of every protocol')])]))

const PORTED: Condition = { test: 'protocol', set: [[TCP, TCP], [UDP, UDP]] }

function oneProtocol(word: string, ports: Condition): Condition {
  if (Object.hasOwn(ICMP_GROUPS, word)) {
    const { family, types } = ICMP_GROUPS[word]!
    return { test: 'icmp', family, types, codes: [[0, 255]] }
  }
  if (Object.hasOwn(FLAGS, word)) return all([{ test: 'tcp-flags', mask: FLAGS[word]!, set: FLAGS[word]! }, ports])
  if (word.startsWith('tcpflag')) return all([flagsOf(word), ports])
  const number = protocolNumber(word)
  if (number === undefined) return all([unknown(word), ports])
  const named: Condition = { test: 'protocol', set: [[number, number]] }
  return number === TCP || number === UDP ? all([named, ports]) : named
}

/** `tcpflag=0x0002/0x0017`: of the bits in the mask those are set; `!=` is its opposite. Bits beyond the six flags are not known here. */
function flagsOf(word: string): Condition {
  const [, negated, value, mask] = /^tcpflag(!?)=(0x[\da-f]{1,8}|\d{1,9})\/(0x[\da-f]{1,8}|\d{1,9})$/i.exec(word) ?? []
  const tested: Condition = value === undefined || Number(mask) > 63 || (Number(value) & ~Number(mask)) !== 0
    ? unknown(word) : { test: 'tcp-flags', mask: Number(mask), set: Number(value) }
  return negated ? all([{ test: 'protocol', set: [[TCP, TCP]] }, not(tested)]) : tested
}

export const icmpOf = (family: Family): Condition => ({ test: 'protocol', set: family === 4 ? [[ICMP, ICMP]] : [[ICMPV6, ICMPV6]] })
