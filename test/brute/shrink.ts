/** Makes a network smaller as long as something stays true of it, so that people can read what divides us. */
import type { Device, Pipeline, Step, Topology } from '../../src/topology/model.ts'

const PARTS = ['devices', 'hosts', 'parties', 'lines', 'zones', 'segments'] as const
const HOOKS = ['prerouting', 'forward', 'postrouting', 'input', 'output'] as const

const without = <T>(all: readonly T[], index: number): T[] => all.filter((_, i) => i !== index)

export const withDevice = (topology: Topology, device: Device): Topology =>
  ({ ...topology, devices: new Map([...topology.devices].map(([id, each]) => [id, id === device.id ? device : each])) })

const smallerSteps = (steps: readonly Step[]): Step[][] => steps.flatMap((step, index) => [
  ...(step.kind === 'track' ? [] : [without(steps, index)]),
  ...('chain' in step ? step.chain.rules.map((_, rule) => steps.map((each, i): Step =>
    (i === index && 'chain' in each ? { ...each, chain: { ...each.chain, rules: without(each.chain.rules, rule) } } : each))) : []),
])

const smallerDevices = (device: Device): Device[] => [
  ...device.routes.map((_, index) => ({ ...device, routes: without(device.routes, index) })),
  ...(device.policyRoutes ?? []).map((_, index) => ({ ...device, policyRoutes: without(device.policyRoutes ?? [], index) })),
  ...device.gaps.map((_, index) => ({ ...device, gaps: without(device.gaps, index) })),
  ...HOOKS.flatMap((hook) => smallerSteps(device.pipeline[hook]).map((steps) =>
    ({ ...device, pipeline: { ...device.pipeline, [hook]: steps } satisfies Pipeline }))),
  // A route names an interface: only one that no route names may go.
  ...[...device.interfaces.keys()].filter((name) => ![...device.routes, ...device.policyRoutes ?? []].some(({ next }) => 'interface' in next && next.interface === name))
    .map((name) => ({ ...device, interfaces: new Map([...device.interfaces].filter(([key]) => key !== name)) })),
]

/** Whether everything that is named is still there. */
const sound = ({ segments, zones, lines, devices, hosts, parties, links = [] }: Topology): boolean =>
  [...lines.values()].every((line) => segments.has(line.segment) && zones.has(line.to) && line.beyond.every((each) => zones.has(each)))
  && links.every(({ ends }) => ends.every((end) => end.kind !== 'segment' || segments.has(end.segment)))
  && [...segments.values()].every((segment) => zones.has(segment.zone))
  && [...parties.values()].every((party) => zones.has(party.zone))
  && [...hosts.values()].every((host) => host.attach.every(({ place }) => ('segment' in place ? segments.has(place.segment) : zones.has(place.zone))))
  && [...devices.values()].every((device) => [...device.interfaces.values()].every((each) => each.segment === undefined || segments.has(each.segment)))

/** Less by one thing. */
export const smaller = (topology: Topology): Topology[] => [
  ...PARTS.flatMap((part) => [...topology[part].keys()].map((id) =>
    ({ ...topology, [part]: new Map([...topology[part] as ReadonlyMap<string, unknown>].filter(([key]) => key !== id)) } as Topology))),
  ...(topology.links ?? []).map((_, index) => ({ ...topology, links: without(topology.links ?? [], index) })),
  ...[...topology.devices.values()].flatMap((device) => smallerDevices(device).map((each) => withDevice(topology, each))),
].filter(sound)

export const shrink = <T>(topology: Topology, holds: (smaller: Topology) => T | undefined, tries = 2000): Topology => {
  let best = topology
  let left = tries
  for (let again = true; again && left > 0;) {
    again = false
    for (const candidate of smaller(best)) {
      if (left-- <= 0) break
      let still: T | undefined
      try { still = holds(candidate) } catch { still = undefined }
      if (still !== undefined) {
        best = candidate
        again = true
        break
      }
    }
  }
  return best
}
