/** Replaces what the topology leaves open about a device by what the device's own configuration says. */
import { DEFAULT_VRF } from '../topology/model.ts'
import type { Definition, Device, DeviceConfig, Gap, Interface, Topology } from '../topology/model.ts'
import { NO_REASON, unread, type Why } from '../topology/unread.ts'
import { text } from '../verdict.ts'
import type { At, Problem } from '../verdict.ts'
import { aws } from './aws/index.ts'
import { misnamed } from './device/hostname.ts'
import { Binding, sharedAddresses } from './device/interfaces.ts'
import { expanded, renamed, type Expanded } from './device/parts.ts'
import { resolveRoutes } from './device/routes.ts'
import { ciscoIos } from './cisco-ios/index.ts'
import { fortios } from './fortios/index.ts'
import { iptables } from './iptables/index.ts'
import { nftables } from './nftables/index.ts'
import type { ConfigFile, Reader, Reading } from './reader.ts'
import { withTables } from './routing-table/merge.ts'
import { decoded, prepared } from './text.ts'
import { yamahaRtx } from './yamaha-rtx/index.ts'

export const READERS: readonly Reader[] = [aws, ciscoIos, fortios, iptables, nftables, yamahaRtx]

export interface Applied {
  readonly topology: Topology
  readonly problems: readonly Problem[]
  /** Keyed by device id. */
  readonly readings: ReadonlyMap<string, Reading>
}

/** The bytes of a file named in the topology, or its text, or undefined where there is none. */
export type ReadConfig = (file: string) => Uint8Array | string | undefined

export function applyConfigs(topology: Topology, read: ReadConfig, why: Why = NO_REASON): Applied {
  const devices = new Map(topology.devices)
  const problems: Problem[] = []
  const readings = new Map<string, Reading>()
  const definitions: Definition[] = [...topology.definitions ?? []]
  const binding = new Binding(topology.segments)
  const several = new Map<string, Expanded>()
  for (const device of topology.devices.values()) {
    if (!device.config) continue
    const reader = READERS.find(({ syntaxes }) => syntaxes.includes(device.config!.syntax))
    if (!reader) {
      problems.push(unknownSyntax(device.config))
      devices.set(device.id, { ...device, gaps: [...device.gaps, ...nothingKnown(device.config)] })
      continue
    }
    const reading = reader.read(present(device.config, read, why, problems), device.config.at, device.config.context)
    for (const one of reading.problems) problems.push(one)
    for (const each of reading.definitions.map((one) => ({ ...one, device: device.id }))) definitions.push(each)
    if (reading.parts) {
      const parts = expanded(device, reading, binding, topology.segments)
      for (const one of parts.problems) problems.push(one)
      readings.set(device.id, reading)
      several.set(device.id, parts)
      continue
    }
    const { device: after, inactive } = withReading(device, reading, binding, topology.segments)
    const printed = withTables(after, present({ ...device.config, files: device.config.tables ?? [] }, read, why, problems), topology.segments)
    for (const one of printed.problems) problems.push(one)
    readings.set(device.id, { ...reading, lines: [...reading.lines, ...printed.lines], ...(inactive.length > 0 && { inactive }) })
    devices.set(device.id, printed.device)
  }
  const applied = renamed({ ...topology, devices, definitions }, several)
  for (const one of [...binding.problems, ...misnamed(topology.devices.values(), readings), ...sharedAddresses(applied.devices.values())]) problems.push(one)
  return { topology: applied, problems, readings }
}

function present(config: DeviceConfig, read: ReadConfig, why: Why, problems: Problem[]): ConfigFile[] {
  return config.files.flatMap((named) => {
    const content = read(named.file)
    if (content !== undefined) return [{ ...named, content: prepared(typeof content === 'string' ? content : decoded(content)) }]
    problems.push({
      code: 'config-file', at: named.at,
      message: why(named.file) ? unread(named.file, why) : text(`設定ファイル「${named.file}」が見つかりません`, `configuration file "${named.file}" was not found`),
    })
    return []
  })
}

/** What a connection tracking helper lets through beside a session is not computed: anything about it is in doubt. */
const helped = (device: Device): Gap => ({ touches: 'filters', families: [4, 6], at: device.config!.at, what: 'CT --helper' })

function withReading(device: Device, reading: Reading, binding: Binding, segments: Topology['segments']): { device: Device; inactive: Reading['inactive'] & {} } {
  const { pipeline, sessions, gaps, runs = [] } = reading
  const interfaces = reading.faces ? binding.interfacesOf(device, reading) : withMentioned(device.interfaces, reading.interfaces)
  const { routes, policyRoutes, inactive } = resolveRoutes(reading.routes ?? [], reading.policyRoutes ?? [], { interfaces, segments })
  const after = {
    ...device, pipeline, sessions, interfaces,
    routes: [...device.routes, ...routes],
    ...(policyRoutes.length + (device.policyRoutes ?? []).length > 0 && { policyRoutes: [...device.policyRoutes ?? [], ...policyRoutes] }),
    runs: [...new Set([...device.runs, ...runs.map(({ service }) => service)])],
    gaps: [...device.gaps, ...gaps, ...(sessions.helpers ? [helped(device)] : [])],
  }
  return { device: after, inactive }
}

/** A mentioned interface that nothing declares exists all the same; bound to no segment, it leads to `undeclared`. */
function withMentioned(declared: Device['interfaces'], mentioned: ReadonlyMap<string, At>): Device['interfaces'] {
  const all = new Map<string, Interface>(declared)
  for (const [name, at] of [...mentioned].sort(([a], [b]) => Number(a.endsWith('+')) - Number(b.endsWith('+')))) {
    // A pattern that a known interface fits needs no interface of its own; one that fits none means one that nobody declared.
    const known = name.endsWith('+') ? [...all.keys()].some((one) => one.startsWith(name.slice(0, -1))) : all.has(name)
    if (!known) all.set(name, { name, at, addresses: [], vrf: DEFAULT_VRF, reversePath: 'none' })
  }
  return all
}

const unknownSyntax = ({ syntax, at }: DeviceConfig): Problem => {
  const known = READERS.flatMap(({ syntaxes }) => syntaxes).join(', ')
  return {
    code: 'config-syntax', at,
    message: text(`構文「${syntax}」は読めません（読める構文: ${known}）`, `syntax "${syntax}" cannot be read (known: ${known})`),
  }
}

const nothingKnown = ({ syntax, at }: DeviceConfig): Gap[] => (['filters', 'forwarding'] as const).map((touches) =>
  ({ touches, families: [4, 6], at, what: `syntax ${syntax}` }))
