/** Says what divides us: the seed, the packet, both answers, and the smallest network found, as JSON. */
import { show } from './addresses.ts'
import { deliveryText, headerText, placeKey } from './walk.ts'
import type { Disagreement } from './compare.ts'
import type { Family } from '../../src/net/header.ts'
import type { Place } from './places.ts'
import type { Topology } from '../../src/topology/model.ts'

const isV6 = (value: bigint): boolean => value > 0xffffffffn

const readable = (key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return show((isV6(value) ? 6 : 4) satisfies Family, value)
  if (value instanceof Map) return Object.fromEntries(value)
  return key === 'at' ? undefined : value
}

export const printTopology = (topology: Topology): string[] => (['zones', 'segments', 'lines', 'hosts', 'parties', 'devices', 'flows', 'exceptions'] as const).flatMap((part) =>
  [...topology[part].values()].map((each) => `  ${part} ${JSON.stringify(each, readable)}`))

export const print = (seed: number, topology: Topology, { with: by, start, mode, extra, lacking }: Disagreement): string => [
  `seed ${seed}: ${by} differs (${mode})`,
  `  ${placeKey(start.place as Place)} sends ${headerText(start.header)}`,
  ...extra.slice(0, 5).map((each) => `  only the engine delivers at ${deliveryText(each)}`),
  ...lacking.slice(0, 5).map((each) => `  only the walker delivers at ${deliveryText(each)}`),
  ...printTopology(topology),
].join('\n')
