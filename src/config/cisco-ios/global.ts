/** Global configuration: each line of the outermost level to what understands it. */
import { text } from '../../verdict.ts'
import { Commands, negated } from './commands.ts'
import type { Draft } from './draft.ts'
import { GLOBAL_OBJECTS, GLOBAL_SINGLE } from './global-irrelevant.ts'
import { readInterface } from './interface.ts'
import { everything, irrelevant, notUnderstood, understood, type Line } from './line.ts'
import { decimal } from './names.ts'
import { readProtocol } from './protocols.ts'

const TIMES: ReadonlySet<string> = new Set(['periodic', 'absolute'])

type OnGlobal = (line: Line, draft: Draft, rest: readonly string[]) => void

export function readGlobal(roots: readonly Line[], draft: Draft): void {
  for (const line of roots) readLine(line, draft)
}

function readLine(line: Line, draft: Draft): void {
  const found = HANDLERS.find(line.words)
  if (found) return found.handler(line, draft, line.words.slice(found.count))
  const words = negated(line.words) ?? line.words
  const object = GLOBAL_OBJECTS.find(words)
  const single = GLOBAL_SINGLE.find(words)
  // The longer of the two names is the command.
  if (object && object.count >= (single?.count ?? 0)) return everything(line)
  if (single || (words !== line.words && TAKEN_BACK.find(words))) {
    irrelevant(line)
    for (const child of line.children) draft.gap(child, 'forwarding')
    return
  }
  draft.gap(line, 'forwarding')
  for (const child of line.children) draft.gap(child, 'forwarding')
}

const collect = (into: (draft: Draft) => Line[]): OnGlobal => (line, draft) => { into(draft).push(line) }

const named = (into: (draft: Draft) => Map<string, Line>): OnGlobal => (line, draft, rest) => {
  understood(line)
  const name = rest.at(-1)
  if (name === undefined) return notUnderstood(line)
  const known = into(draft).get(name)
  if (known) for (const one of line.children) known.children.push(one)
  else into(draft).set(name, line)
}

const vrf: OnGlobal = (line, draft, [name]) => {
  if (name === undefined) return draft.gap(line, 'forwarding')
  understood(line)
  draft.vrfs.add(name)
  const open = [...line.children]
  for (let child = open.pop(); child; child = open.pop()) {
    if (VRF_LINES.find(negated(child.words) ?? child.words)) irrelevant(child)
    else draft.gap(child, 'routes')
    for (const one of child.children) open.push(one)
  }
}

/** Which routes a VRF exchanges is carried out by BGP: without a table its routes are a gap anyhow. */
const VRF_LINES = new Commands<true>(['rd', 'route-target', 'description', 'address-family', 'exit-address-family', 'vpn id', 'maximum routes',
  'import map', 'export map', 'import ipv4', 'export ipv4',
  'import ipv6', 'export ipv6', 'mdt', 'bgp', 'context', 'vnet', 'snmp'].map((command) => [command, true] as const))

const routeMap: OnGlobal = (line, draft, [name, action = 'permit', number]) => {
  const sequence = decimal(number ?? '10', 65535)
  if (name === undefined || (action !== 'permit' && action !== 'deny') || sequence === undefined) return draft.gap(line, 'forwarding')
  understood(line)
  const clauses = draft.routeMaps.get(name) ?? []
  clauses.push({ line, action, sequence, steps: line.children })
  draft.routeMaps.set(name, clauses)
}

const inspection: OnGlobal = (line, draft, [name]) => {
  if (name === undefined) return draft.gap(line, 'filters')
  draft.inspections.set(name, [...draft.inspections.get(name) ?? [], line])
}

/** An applet that changes the configuration by itself leaves nothing of it certain. */
const applet: OnGlobal = (line, draft) => {
  irrelevant(line)
  for (const child of line.children) {
    const [, command = ''] = /cli command (.*)/i.exec(child.text) ?? []
    if (/\bconf/i.test(command)) draft.gap(child, 'forwarding')
    else everything(child)
  }
}

/** A border element takes calls on one side and makes them on the other. */
const telephony: OnGlobal = (line, draft) => {
  for (const child of line.children) {
    if (child.words[0] !== 'allow-connections') continue
    understood(child)
    draft.runs.push({ service: 'proxy', at: child.at })
  }
  everything(line)
}

/** Local mirroring copies to a port of the device; a remote one sends the copies on. */
const monitor: OnGlobal = (line, draft) => {
  if (/erspan|remote|type (?!local)/.test(line.text)) return draft.gap(line, 'forwarding')
  everything(line)
  for (const one of [line, ...line.children]) irrelevant(one, text('監視用ポートへの複製', 'copies to a port for monitoring'))
}

/** What it bridges stands at the interfaces. */
const BRIDGES = text('ブリッジに属するインターフェースは、それぞれの行で扱う', 'the interfaces of a bridge say so themselves')

const gapOf = (touches: 'forwarding' | 'filters' | 'routes', families?: readonly (4 | 6)[]): OnGlobal => (line, draft) => {
  draft.gap(line, touches, families)
  for (const child of line.children) draft.gap(child, touches, families)
}

/** Settings of the whole filter, such as how long entries are kept, and what is permitted without one. */
const HANDLERS = new Commands<OnGlobal>([
  ['hostname', (line, draft, [name = '']) => { understood(line); draft.hostname = { name: name.replaceAll('"', ''), at: line.at } }],
  ['interface', readInterface],
  ['access-list', (line, draft) => draft.lists.addNumbered(line)],
  ['ip access-list standard', (line, draft) => draft.lists.addNamed(line)], ['ip access-list extended', (line, draft) => draft.lists.addNamed(line)],
  ['ipv6 access-list', (line, draft) => draft.lists.addNamed(line)],
  ['object-group', (line, draft) => draft.groups.add(line)],
  ['time-range', (line) => everything(line, TIMES)],
  ['ip route', collect(({ routes }) => routes)], ['ipv6 route', collect(({ routes }) => routes)],
  ['ip route static', (line) => irrelevant(line)],
  ['ip default-gateway', (line, draft) => { understood(line); draft.defaultGateway = line }],
  ['ip default-network', gapOf('routes', [4])],
  ['ip routing', (line, draft) => { understood(line); draft.routing = { on: true, line } }], ['no ip routing', (line, draft) => { understood(line); draft.routing = { on: false, line } }],
  ['ipv6 unicast-routing', (line, draft) => { understood(line); draft.routing6 = line }],
  ['no ipv6 unicast-routing', (line, draft) => { understood(line); draft.routing6 = undefined }],
  ['vrf definition', vrf], ['ip vrf', vrf],
  ['router', readProtocol], ['ipv6 router', readProtocol],
  ['ip nat inside', collect(({ nat }) => nat)], ['ip nat outside', collect(({ nat }) => nat)],
  ['ip nat pool', collect(({ nat }) => nat)], ['ip nat source', collect(({ nat }) => nat)],
  ['route-map', routeMap],
  ['ip local policy route-map', (line, draft, [name = '']) => { understood(line); draft.localPolicy = { name, line } }],
  ['zone security', (line, draft, [name = '']) => {
    understood(line)
    draft.zones.set(name, line)
    for (const child of line.children) if (child.words[0] === 'description') irrelevant(child)
  }],
  ['zone-pair security', collect(({ zonePairs }) => zonePairs)],
  ['class-map', named(({ classMaps }) => classMaps)], ['policy-map', named(({ policyMaps }) => policyMaps)],
  ['ip inspect name', inspection],
  ['ip port-map', (line, draft, [name = '']) => { understood(line); draft.portMaps.add(name) }],
  ['line vty', collect(({ vty }) => vty)],
  ['control-plane', (line, draft) => {
    irrelevant(line)
    for (const child of line.children) draft.controlPlane.push(child)
  }],
  ['ip dns server', (line, draft) => { understood(line); draft.runs.push({ service: 'dns', at: line.at }) }],
  ['ip multicast-routing', gapOf('forwarding', [4])], ['ipv6 multicast-routing', gapOf('forwarding', [6])],
  ['bridge', (line) => irrelevant(line, BRIDGES)], ['bridge-domain', gapOf('forwarding')],
  ['voice service', telephony], ['event manager applet', applet], ['monitor session', monitor],
  ['spanning-tree', (line, draft) => { irrelevant(line); draft.switchSign ??= line; for (const child of line.children) irrelevant(child) }],
  ['spanning-tree extend', (line) => irrelevant(line)],
  ['vlan access-map', (line, draft) => { draft.vlanMaps.push(line) }], ['vlan filter', (line, draft) => { draft.vlanMaps.push(line) }],
])

/** What these would switch on is off: a running configuration prints so of switches alone, never of lists, routes or rules. */
const TAKEN_BACK = new Commands<true>(['ip multicast-routing', 'ip dns server', 'mpls ip', 'ip default-gateway', 'ip local policy', 'ip default-network', 'ip mobile', 'ip audit', 'mpls traffic-eng', 'mpls']
  .map((command) => [command, true] as const))
