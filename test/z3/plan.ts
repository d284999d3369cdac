/** A network as it was meant, before it becomes a topology file for the library and a formula for the solver: all that both of them share. */

export type Span = readonly [low: number, high: number]
export interface Address { readonly family: 4 | 6; readonly value: bigint }
/** The addresses that begin with the same bits. */
export interface Block extends Address { readonly length: number }
/** Without ports: all of the protocol, later fragments too. `icmp` is that of either family. */
export type Service = 'icmp' | { readonly protocol: 6 | 17 | 132; readonly ports?: Span }

/** What is absent is not tested; of several sources, destinations and services one has to fit. */
export interface Rule {
  readonly permit: boolean
  readonly in?: string
  readonly out?: string
  readonly sources?: readonly Block[]
  readonly destinations?: readonly Block[]
  readonly services?: readonly Service[]
  readonly fromPort?: Span
  /** TCP with ACK or RST. */
  readonly established?: true
}

export interface Face { readonly name: string; readonly segment: string; readonly addresses: readonly Block[]; readonly ingress?: string; readonly egress?: string }
/** To nowhere when there is no next hop. */
export interface Route { readonly to: Block; readonly via?: Address; readonly distance: number }

export interface Router {
  readonly id: string
  readonly stateful: boolean
  readonly faces: readonly Face[]
  readonly routes: readonly Route[]
  readonly filter?: readonly Rule[]
  readonly lists: Readonly<Record<string, readonly Rule[]>>
}

export interface Segment { readonly id: string; readonly blocks: readonly Block[] }
export interface Plan { readonly seed: number; readonly segments: readonly Segment[]; readonly routers: readonly Router[] }

// ------------------------------------------------------------------------------------------------ as a topology file

export const textOf = ({ family, value }: Address): string => {
  const [size, parts] = family === 4 ? [8n, 4] : [16n, 8]
  const words = Array.from({ length: parts }, (_, i) => (value >> (size * BigInt(parts - 1 - i))) & ((1n << size) - 1n))
  return words.map((word) => word.toString(family === 4 ? 10 : 16)).join(family === 4 ? '.' : ':')
}
const blockText = (block: Block): string => `${textOf(block)}/${block.length}`

const serviceText = (service: Service): string => {
  if (service === 'icmp') return 'icmp'
  const name = { 6: 'tcp', 17: 'udp', 132: 'sctp' }[service.protocol]
  return service.ports ? `${name}/${service.ports.join('-')}` : name
}

const ruleDocument = ({ permit, in: into, out, sources, destinations, services, fromPort, established }: Rule): object => ({
  action: permit ? 'permit' : 'deny', in: into, out, source: sources?.map(blockText), destination: destinations?.map(blockText),
  service: services?.map(serviceText), 'from-port': fromPort?.join('-'), established,
})

/** In JSON, which YAML contains. */
export function documentOf({ seed, segments, routers }: Plan): string {
  return JSON.stringify({
    sanso: 1, network: `seed-${seed}`, policy: { profile: 'saikai-2024', model: 'alpha' },
    zones: Object.fromEntries(segments.map(({ id }) => [`zone-${id}`, { tier: 'other' }])),
    segments: Object.fromEntries(segments.map(({ id, blocks }) => [id, { zone: `zone-${id}`, subnets: blocks.map(blockText) }])),
    devices: Object.fromEntries(routers.map(({ id, stateful, faces, routes, filter, lists }) => [id, {
      kind: stateful ? 'firewall' : 'router', stateful,
      interfaces: Object.fromEntries(faces.map(({ name, addresses, ingress, egress }) => [name, { addresses: addresses.map(blockText), ingress, egress }])),
      routes: routes.map(({ to, via, distance }) => ({ to: blockText(to), distance, ...(via ? { via: textOf(via) } : { discard: true }) })),
      filter: filter?.map(ruleDocument),
      lists: Object.fromEntries(Object.entries(lists).map(([name, rules]) => [name, rules.map(ruleDocument)])),
    }])),
  }, undefined, 1)
}
