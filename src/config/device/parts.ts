/** A configuration that describes several devices: they stand in the place of the one that names it, joined as it says. */
import type { Device, End, Interface, LinkEnd, Topology, Tunnel } from '../../topology/model.ts'
import { text, type Problem } from '../../verdict.ts'
import type { Part, Reading } from '../reader.ts'
import type { Binding } from './interfaces.ts'
import { resolveRoutes } from './routes.ts'

export interface Expanded {
  /** What the topology declared: it keeps the name and the files, and carries no packet of its own. */
  readonly named: Device
  readonly parts: readonly Device[]
  readonly joints: readonly Tunnel[]
  readonly problems: readonly Problem[]
}

const partId = (device: Device, part: string): string => `${device.id}/${part}`

export function expanded(device: Device, { parts = [], joints = [] }: Reading, binding: Binding, segments: Topology['segments']): Expanded {
  const joined = new Set(joints.flatMap(({ ends }) => ends.map((end) => JSON.stringify([end.part, end.face]))))
  const open = (part: Part): Interface[] => part.faces.filter(({ name }) => !joined.has(JSON.stringify([part.id, name])) && !part.beside?.has(name))
  const bound = new Map(parts.map((part) => {
    const faces = open(part)
    const typed = new Map([...device.interfaces].filter(([name]) => faces.some((face) => face.name === name)))
    return [part, binding.interfacesOf({ ...device, interfaces: typed }, { faces })]
  }))
  const segmentOf = new Map([...bound.values()].flatMap((faces) => [...faces.values()].map(({ name, segment }) => [name, segment])))
  const devices = parts.map((part): Device => {
    const interfaces = new Map(part.faces.map((face): [string, Interface] => {
      const segment = part.beside?.has(face.name) ? segmentOf.get(part.beside.get(face.name)!) : undefined
      return [face.name, bound.get(part)!.get(face.name) ?? { ...face, ...(segment !== undefined && { segment }) }]
    }))
    const { config: _, title: __, ...declared } = device
    const { routes, policyRoutes } = resolveRoutes(part.routes, part.policyRoutes, { interfaces, segments })
    return {
      ...declared, id: partId(device, part.id), at: part.at, ...(part.title !== undefined && { title: part.title }),
      interfaces, routes, policyRoutes, pipeline: part.pipeline, sessions: part.sessions, runs: part.runs, gaps: [...device.gaps, ...part.gaps],
    }
  })
  const known = new Set(parts.flatMap((part) => open(part).map(({ name }) => name)))
  return {
    named: { ...device, interfaces: new Map(), routes: [], runs: [] }, parts: devices,
    joints: joints.map(({ id, at, ends }) => ({
      id: `${device.id}/${id}`, at, kind: 'joint', ends: ends.map(({ part, face }) => ({ at, on: 'device', device: partId(device, part), interface: face })),
    })),
    problems: [...device.interfaces.values()].filter(({ name }) => !known.has(name)).map(({ name, at }) => ({
      code: 'config-interface', at: { ...at, ...('path' in at && { on: 'key' as const }) },
      message: text(
        `機器「${device.id}」の設定ファイルに、接続先を書けるインターフェース「${name}」がありません（あるもの: ${[...known].slice(0, 8).join(', ')}）`,
        `the configuration of "${device.id}" has no interface "${name}" that could lead anywhere (it has: ${[...known].slice(0, 8).join(', ')})`),
    })),
  }
}

/** Whatever names the one device means its parts; an interface is that of the part which has it. */
export function renamed(topology: Topology, all: ReadonlyMap<string, Expanded>): Topology {
  if (all.size === 0) return topology
  const owner = (device: string, name: string): string => all.get(device)?.parts.find(({ interfaces }) => interfaces.has(name))?.id ?? device
  const ends = (list: readonly End[]): End[] => list.flatMap((end): End[] => {
    const parts = end.kind === 'device' ? all.get(end.id)?.parts : undefined
    return parts ? parts.map(({ id }) => ({ kind: 'device', id, at: end.at })) : [end]
  })
  const between = <T extends { readonly from: readonly End[]; readonly to: readonly End[] }>(one: T): T => ({ ...one, from: ends(one.from), to: ends(one.to) })
  const each = <T>(table: ReadonlyMap<string, T>, change: (one: T) => T): Map<string, T> => new Map([...table].map(([id, one]) => [id, change(one)]))
  return {
    ...topology,
    devices: new Map([...topology.devices].flatMap(([id, one]): [string, Device][] => {
      const parts = all.get(id)
      return parts ? [[id, parts.named], ...parts.parts.map((part): [string, Device] => [part.id, part])] : [[id, one]]
    })),
    tunnels: new Map([
      ...each(topology.tunnels, (one) => ({ ...one, ends: one.ends.map((end) => (end.on === 'device' ? { ...end, device: owner(end.device, end.interface) } : end)) })),
      ...[...all.values()].flatMap(({ joints }) => joints.map((one): [string, Tunnel] => [one.id, one])),
    ]),
    flows: each(topology.flows, between), exceptions: each(topology.exceptions, between),
    ...(topology.links && { links: topology.links.map((link) => ({ ...link, ends: link.ends.map((end): LinkEnd => (end.kind === 'interface' ? { ...end, device: owner(end.device, end.interface) } : end)) as unknown as typeof link.ends })) }),
  }
}
