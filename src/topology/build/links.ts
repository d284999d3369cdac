import { text } from '../../verdict.ts'
import type { Device, Host, Line, Link, LinkEnd, PortEnd, Segment, Switch } from '../model.ts'
import { each, type Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'
import { portNames } from './port-names.ts'

export interface Ends {
  readonly switches: ReadonlyMap<string, Switch>
  readonly devices: ReadonlyMap<string, Device>
  readonly hosts: ReadonlyMap<string, Host>
  readonly lines: ReadonlyMap<string, Line>
  readonly segments: ReadonlyMap<string, Segment>
}

/** One cable, or as many as the two ranges of ports have; a name at one end hangs on every port of the other. */
export function buildLink(typed: Placed<readonly string[]>, ends: Ends, mistakes: Mistakes): Link[] {
  const [a, b] = each(typed).map(one => endsOf(one, ends, mistakes))
  if (!a || !b || a.length === 0 || b.length === 0) return []
  const both = a.every(isPort) && b.every(isPort)
  if (both && a.length !== b.length) {
    mistakes.say('link', typed.at, text(
      `両端のポートの数が合いません（${a.length} と ${b.length}）`, `the two ends have different numbers of ports (${a.length} and ${b.length})`))
    return []
  }
  return both ? a.map((one, index) => ({ ends: [one, b[index]!], at: typed.at }))
    : a.flatMap(one => b.map((other): Link => ({ ends: [one, other], at: typed.at })))
}

const isPort = (end: LinkEnd): boolean => end.kind === 'port'

/** The switch ports named by `switch/port` or `switch/1-12`. */
export function portsAt(typed: Placed<string>, switches: Ends['switches'], mistakes: Mistakes): PortEnd[] {
  for (const [left, right] of splits(typed.value)) {
    const one = switches.get(left)
    if (one) return portsOf(typed, one, right, mistakes)
  }
  const [name = ''] = typed.value.split('/')
  mistakes.unknown('switch', { value: name, at: typed.at }, switches)
  return []
}

function portsOf(typed: Placed<string>, one: Switch, ports: string, mistakes: Mistakes): PortEnd[] {
  return (one.ports.has(ports) ? [ports] : portNames(ports) ?? [ports]).flatMap((port): PortEnd[] => {
    if (one.ports.has(port)) return [{ kind: 'port', switch: one.id, port, at: typed.at }]
    mistakes.unknown('port', { value: port, at: typed.at }, one.ports)
    return []
  })
}

/** Names may hold slashes, and so may ports. */
const splits = (name: string): [string, string][] => [...name.matchAll(/\//g)].map(({ index }) => [name.slice(0, index), name.slice(index + 1)])

const KINDS_TYPED = ['host', 'line', 'segment'] as const

function endsOf(typed: Placed<string>, ends: Ends, mistakes: Mistakes): LinkEnd[] {
  const { value, at } = typed
  const [, kind, name = value] = /^(host|line|segment):(.*)$/s.exec(value) ?? []
  for (const [left, right] of kind === undefined ? splits(value) : []) {
    const one = ends.switches.get(left)
    const device = ends.devices.get(left)
    const faces = device ? facesOf(device, right) : []
    if (one && (one.ports.has(right) || faces.length === 0)) return portsOf(typed, one, right, mistakes)
    if (device) {
      if (faces.length === 0) mistakes.unknown('interface', { value: right, at }, device.interfaces)
      return faces.map(face => ({ kind: 'interface', device: left, interface: face, at }))
    }
    const host = ends.hosts.get(left)
    if (host) {
      if (host.attach.some(({ place }) => 'segment' in place && place.segment === right)) return [{ kind: 'host', host: left, segment: right, at }]
      mistakes.unknown('segment', { value: right, at }, new Map(host.attach.flatMap(({ place }) => ('segment' in place ? [[place.segment, place]] : []))))
      return []
    }
  }
  const found = KINDS_TYPED.filter(one => (kind === undefined || kind === one) && ends[`${one}s`].has(name))
  if (found.length > 1) mistakes.say('ambiguous', at, text(
    `「${name}」という名前のものが複数あります。${found.map(one => `${one}:${name}`).join(' か ')} と書いてください`,
    `"${name}" is the name of several things: type ${found.map(one => `${one}:${name}`).join(' or ')}`))
  switch (found[0]) {
    case 'host': return onSegment(typed, ends.hosts.get(name)!, mistakes)
    case 'line': return [{ kind: 'line', line: name, at }]
    case 'segment': return [{ kind: 'segment', segment: name, at }]
    default: return sayUnknown(typed, name, ends, mistakes)
  }
}

function onSegment({ at }: Placed<string>, host: Host, mistakes: Mistakes): LinkEnd[] {
  if (host.attach.some(({ place }) => 'segment' in place)) return [{ kind: 'host', host: host.id, at }]
  mistakes.say('link', at, text(
    `ホスト「${host.id}」は外部領域だけに接続しており、庁内のスイッチにはつなげません`, `the host "${host.id}" stands in an external zone only and hangs on no switch of ours`))
  return []
}

function sayUnknown(typed: Placed<string>, name: string, ends: Ends, mistakes: Mistakes): [] {
  const bare = ends.switches.has(name) || ends.devices.has(name)
  if (bare) mistakes.say('link', typed.at, text(
    `「${name}」のどのポート（インターフェース）かを ${name}/1 のように書いてください`, `say which port or interface of "${name}", such as ${name}/1`))
  else mistakes.unknown('end', { value: name.split('/')[0]!, at: typed.at },
    new Set([...ends.switches.keys(), ...ends.devices.keys(), ...ends.hosts.keys(), ...ends.lines.keys(), ...ends.segments.keys()]))
  return []
}

/** An interface by its name, or the sub-interfaces of a physical port. */
function facesOf({ interfaces }: Device, name: string): string[] {
  const own = [...interfaces.values()].filter(face => face.name === name || physicalPort(face) === name)
  return own.map(face => face.name)
}

const physicalPort = ({ name, port }: { readonly name: string; readonly port?: string }): string => port ?? name.replace(/[.:]\d+$/, '')
