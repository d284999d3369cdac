/** Every header that a translation may make of a header, within the values that the shrunken space knows. */
import { hasPorts } from './protocols.ts'
import { rangesOf, within } from './addresses.ts'
import type { Header } from '../../src/net/header.ts'
import type { Ranges } from '../../src/net/interval.ts'
import type { Device, Translation } from '../../src/topology/model.ts'

/** Values that stand for all others of their field. */
export interface Universe {
  readonly addresses: Readonly<Record<4 | 6, readonly bigint[]>>
  readonly ports: readonly number[]
}

/** Source NAT that names no ports stays within the class of a port; port 0 has none, and is kept. */
const CLASSES: Ranges = [[1, 511], [512, 1023], [1024, 65535]]

/** Small sets are taken whole; of a large one its ends and the known values in it stand for the rest. */
const members = <N extends number | bigint>(ranges: Ranges<N>, known: readonly N[], all: (low: N, high: N) => N[]): N[] =>
  [...new Set([
    ...ranges.flatMap(([low, high]) => (Number(high) - Number(low) <= 16 ? all(low, high) : [low, high])),
    ...known.filter((value) => within(ranges, value)),
  ])]

const numbers = (low: number, high: number): number[] => Array.from({ length: high - low + 1 }, (_, i) => low + i)
const bigints = (low: bigint, high: bigint): bigint[] => Array.from({ length: Number(high - low) + 1 }, (_, i) => low + BigInt(i))

export const rewritten = (
  device: Device, name: string | undefined, field: 'source' | 'destination', to: Translation, header: Header, universe: Universe,
): Header[] => {
  const interfaceAddresses = (): bigint[] => (name === undefined ? [] : device.interfaces.get(name)?.addresses ?? [])
    .filter(({ address, virtual }) => address.family === header.family && !virtual).map(({ address }) => address.value)
  const addresses = to.addresses === 'keep' ? [header[field]]
    : to.addresses === 'unknown' ? universe.addresses[header.family]
      : to.addresses === 'interface' ? interfaceAddresses()
        : members(rangesOf(to.addresses, header.family), universe.addresses[header.family], bigints)
  const port = field === 'source' ? 'sourcePort' : 'destinationPort'
  const ports = (): number[] => {
    if (!hasPorts(header) || header.fragment) return [header[port]]
    if (to.ports !== undefined) return members(to.ports, universe.ports, numbers)
    const own = CLASSES.find((each) => within([each], header[port]))
    if (field === 'destination' || own === undefined || to.samePorts) return [header[port]]
    return [...new Set([header[port], ...universe.ports.filter((value) => within([own], value))])]
  }
  return addresses.flatMap((value) => ports().map((number) => ({ ...header, [field]: value, [port]: number })))
}
