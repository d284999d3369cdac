/** A FortiGate between segments, each in a zone of its own name. */
import { applyConfigs } from '../../../src/config/index.ts'
import { fortios } from '../../../src/config/fortios/index.ts'
import type { Reading } from '../../../src/config/reader.ts'
import { Network } from '../../../src/engine/network.ts'
import { Reach } from '../../../src/engine/reach.ts'
import { segment } from '../../brute/build.ts'
import { topologyOf, zone } from '../../brute/generate.ts'
import type { Lab } from '../cisco-ios/lab.ts'

export { answer, becomes, fate } from '../cisco-ios/lab.ts'
export type { Lab } from '../cisco-ios/lab.ts'

export const AT = { file: 'net.yaml', path: [] } as const

export const readText = (content: string, context?: string): Reading => fortios.read([{ file: 'fw.conf', content, at: AT }], AT, context)

const SEGMENTS = { lan: ['10.1.1.0/24', '2001:db8:1::/64'], dmz: ['10.2.2.0/24', '2001:db8:2::/64'], wan: ['203.0.113.0/24', '2001:db8:3::/64'] }

export function lab(config: string, segments: Readonly<Record<string, readonly string[]>> = SEGMENTS, context?: string): Lab {
  const ids = Object.keys(segments)
  const bare = topologyOf({ zones: ids.map((id) => zone(id, 'other')), segments: ids.map((id) => segment(id, id, ...segments[id]!)), devices: [] })
  const device = {
    id: 'r', at: AT, kind: 'firewall', interfaces: new Map(), routes: [], runs: [], gaps: [], sessions: { kind: 'none', reassembles: false, helpers: false },
    pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] },
    config: { syntax: 'fortios', files: [{ file: 'r.conf', at: AT }], at: AT, ...(context !== undefined && { context }) },
  } as const
  const applied = applyConfigs({ ...bare, devices: new Map([['r', device]]) }, () => config)
  if (applied.problems.length > 0) throw new Error(JSON.stringify(applied.problems))
  return { topology: applied.topology, reading: applied.readings.get('r')!, reach: new Reach(new Network(applied.topology)) }
}

/** One object of a table per line: `name | set a 1 | set b 2`. */
export const table = (path: string, ...objects: readonly string[]): string =>
  `config ${path}\n${objects.map((object) => {
    const [name = '', ...lines] = object.split('|').map((part) => part.trim())
    return `    edit ${JSON.stringify(name)}\n${lines.map((line) => `        ${line}\n`).join('')}    next\n`
  }).join('')}end\n`

export const HEADER = '#config-version=FGT60F-7.0.12-FW-build0523-230601:opmode=0:vdom=0:user=admin\n'

/** Three interfaces with an address each, one for each segment. */
export const BASE = `${HEADER}${table('system interface',
  'lan | set vdom "root" | set ip 10.1.1.1 255.255.255.0 | set allowaccess ping https',
  'dmz | set vdom "root" | set ip 10.2.2.1 255.255.255.0',
  'wan | set vdom "root" | set ip 203.0.113.1 255.255.255.0')}`

/** A policy from one interface to another for everything, with what is said otherwise. */
export const policy = (id: number, from: string, to: string, ...lines: readonly string[]): string => {
  const said = lines.map((line) => line.split(' ')[1])
  const rest = ['set srcaddr "all"', 'set dstaddr "all"', 'set action accept', 'set schedule "always"', 'set service "ALL"'].filter((line) => !said.includes(line.split(' ')[1]))
  return [String(id), `set srcintf ${from}`, `set dstintf ${to}`, ...rest, ...lines].join(' | ')
}
