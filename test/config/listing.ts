/** The form of `iptables -L -n` in which the proved bounds are written: a first-match list of addresses, protocol and one port. */
import { parseAddresses } from '../../src/net/address.ts'
import type { AddressSet } from '../../src/net/address.ts'
import { hasAddress } from '../../src/net/address.ts'
import type { Packet } from './evaluate.ts'

export interface Row {
  readonly accept: boolean
  readonly protocol?: number
  readonly source: AddressSet
  readonly destination: AddressSet
  readonly port?: { readonly of: 'source' | 'destination'; readonly low: number; readonly high: number }
}

const PROTOCOLS: Readonly<Record<string, number | undefined>> = { all: undefined, tcp: 6, udp: 17, icmp: 1 }

export const parseListing = (content: string, chain: string): Row[] => {
  const section = content.split(/^Chain /m).find((text) => text.startsWith(`${chain} `))!
  return section.split('\n').slice(2).filter((line) => line.trim() !== '').map((line) => {
    const match = /^(ACCEPT|DROP) +(\w+) +-- +(\S+) +(\S+) *(?:\w+ ([sd])pts?:(\d+)(?::(\d+))?)? *$/.exec(line)
    if (!match || !(match[2]! in PROTOCOLS)) throw new Error(`a listing says ${line}`)
    const [, target, name, source, destination, side, low, high] = match
    return {
      accept: target === 'ACCEPT', source: parseAddresses(source!)!, destination: parseAddresses(destination!)!,
      ...(PROTOCOLS[name!] !== undefined && { protocol: PROTOCOLS[name!]! }),
      ...(side && { port: { of: side === 's' ? 'source' as const : 'destination' as const, low: Number(low), high: Number(high ?? low) } }),
    }
  })
}

export const accepts = (rows: readonly Row[], p: Packet): boolean => rows.find((row) =>
  (row.protocol === undefined || row.protocol === p.protocol)
  && hasAddress(row.source, { family: 4, value: p.source }) && hasAddress(row.destination, { family: 4, value: p.destination })
  && (!row.port || within(row.port, row.port.of === 'source' ? p.sourcePort : p.destinationPort)))?.accept ?? false

const within = ({ low, high }: { low: number; high: number }, port: number): boolean => low <= port && port <= high

/** Every address and port at which a row begins or ends, and its neighbours. */
export const boundaries = (lists: readonly (readonly Row[])[]): { addresses: bigint[]; ports: number[] } => {
  const rows = lists.flat()
  const around = (value: bigint): bigint[] => [value - 1n, value, value + 1n]
  const addresses = rows.flatMap(({ source, destination }) => [...source.v4, ...destination.v4].flatMap(([low, high]) => [...around(low), ...around(high)]))
  const ports = rows.flatMap(({ port }) => (port ? [port.low - 1, port.low, port.high, port.high + 1] : []))
  return {
    addresses: [...new Set(addresses)].filter((value) => value >= 0n && value < 2n ** 32n),
    ports: [...new Set([0, 1, 22, 80, 1024, 65535, ...ports])],
  }
}
