/** `interface NAME` and what stands under it. */
import { parseAddress, parsePrefix } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import { ipv4, maskLength } from './addresses.ts'
import { Commands, negated } from './commands.ts'
import type { Draft, Face } from './draft.ts'
import { INTERFACE_IRRELEVANT } from './interface-irrelevant.ts'
import { SHARED_ADDRESSES } from './shared-address.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'
import { decimal } from './names.ts'

/** `rest`: the words behind the command. Returns false where it did not understand the rest. */
export type OnFace = (face: Face, line: Line, rest: readonly string[], draft: Draft) => unknown

export function readInterface(line: Line, draft: Draft): void {
  const words = line.words.slice(1).filter((word) => !['point-to-point', 'multipoint', 'l2transport', 'type', 'tunnel'].includes(word))
  const name = words.join('')
  if (name === '' || line.words[1] === 'range') return draft.gap(line, 'forwarding')
  understood(line)
  const face = draft.face(name, line)
  if (line.words.includes('l2transport')) draft.gap(line, 'forwarding')
  const [, physical] = /^(.*\d)\.\d+$/.exec(name) ?? []
  if (physical !== undefined) face.port = physical
  if (/^(Tunnel|Dialer|Virtual-Template|BVI|BDI)/i.test(name)) face.carries = true
  for (const child of line.children) readLine(face, child, draft)
}

function readLine(face: Face, line: Line, draft: Draft): void {
  const { words } = line
  const found = COMMANDS.find(words)
  if (found && found.handler(face, line, words.slice(found.count), draft) !== false) {
    if (!line.status) understood(line)
    for (const child of line.children) if (!child.status) understandChild(child, draft)
    return
  }
  const back = negated(words)
  if (!found && ((back && ((TAKEN_BACK.find(back) && isPlain(face)) || INTERFACE_IRRELEVANT.find(back))) || INTERFACE_IRRELEVANT.find(words))) {
    irrelevant(line)
    for (const child of line.children) understandChild(child, draft)
    return
  }
  draft.gap(line, 'forwarding')
}

/** Under a command of an interface stand its own options, as of a PVC or a group. */
function understandChild(line: Line, draft: Draft): void {
  const words = negated(line.words) ?? line.words
  if (INTERFACE_IRRELEVANT.find(words)) irrelevant(line)
  else draft.gap(line, 'forwarding')
}

/** Nothing has been said of it that a later line might take back. */
const isPlain = ({ addresses, lists, inspects, nat, zone, policy, reversePath, dynamic, shutdown, policies }: Face): boolean =>
  addresses.length + lists.length + inspects.length + policies.length === 0 && !(nat ?? zone ?? policy ?? reversePath ?? dynamic ?? shutdown)

const address = (face: Face, line: Line, [first, mask, ...more]: readonly string[]): boolean => {
  const own = ipv4(first)
  const length = mask?.startsWith('/') ? decimal(mask.slice(1), 32) : maskLength(mask)
  if (first === 'dhcp') { face.dynamic = { line, how: 'dhcp' }; return face.carries = true }
  if (first === 'negotiated' || first === 'pool') { face.dynamic = { line, how: 'ppp' }; return face.carries = true }
  if (!own || length === undefined || (more.length > 0 && more[0] !== 'secondary')) return false
  face.addresses.push({ address: own, length, at: line.at })
  if (more.length === 0) face.primary = own
  return face.carries = true
}

const address6 = (face: Face, line: Line, [first = '', option]: readonly string[]): boolean => {
  face.carries = true
  if (first === 'autoconfig' || first === 'dhcp') {
    if (option === 'default') face.advertised6 = line
    return option === undefined || option === 'default' || option === 'rapid-commit'
  }
  const alone = parseAddress(first)
  if (alone?.family === 6 && option === 'link-local') { face.addresses.push({ address: alone, length: 64, at: line.at }); return true }
  const prefix = parsePrefix(first)?.prefix
  const own = parseAddress(first.split('/')[0]!)
  if (prefix?.family !== 6 || !own || (option !== undefined && option !== 'anycast' && option !== 'eui-64')) return false
  // `eui-64` takes the last half from the hardware. Every router of a network also owns its first address (RFC 4291, 2.6.1).
  const value = option === 'eui-64' ? prefix.address : own.value
  face.addresses.push({ address: { family: 6, value }, length: prefix.length, at: line.at })
  return true
}

const applied = (family: 4 | 6): OnFace => (face, line, [name, direction, ...more]) => {
  if (name === undefined || (direction !== 'in' && direction !== 'out') || more.length > 0) {
    for (const way of ['in', 'out'] as const) face.doubts.push({ direction: way, what: line.text.trim(), line })
    return notUnderstood(line, [direction, ...more].join(' '))
  }
  // An interface has one list of each family and direction: the later command replaces the earlier one.
  const earlier = face.lists.findIndex((one) => one.direction === direction && one.family === family)
  if (earlier >= 0) irrelevant(face.lists.splice(earlier, 1)[0]!.line, text('後の行が置き換える', 'a later line replaces it'))
  face.lists.push({ direction, family, name, line })
}

const reversePath = (family: 4 | 6): OnFace => (face, line, [mode, ...more]) => {
  const options = more.filter((word) => word !== 'allow-default' && word !== 'allow-self-ping' && word !== 'l2-src')
  if ((mode !== 'rx' && mode !== 'any') || options.length > 0) {
    face.doubts.push({ direction: 'in', what: line.text.trim(), line })
    return notUnderstood(line, options.join(' '))
  }
  face.reversePath = [...face.reversePath ?? [], { mode: mode === 'rx' ? 'strict' : 'loose', byDefaultToo: more.includes('allow-default'), family, line }]
}

/** Something that may drop a packet by what the model does not hold. */
const doubt = (...directions: readonly ('in' | 'out')[]): OnFace => (face, line) => {
  for (const direction of directions) face.doubts.push({ direction, what: line.text.trim(), line })
  notUnderstood(line)
}

const gap: OnFace = (_, line, __, draft) => draft.gap(line, 'forwarding')

const LAYER_2 = text('レイヤ２の設定。経路制御はVLANのインターフェース（SVI）が行う', 'layer 2: the interface of the VLAN (SVI) routes')

export const vlansOf = (list: string): Set<number> | undefined => {
  const all = new Set<number>()
  for (const part of list.split(',')) {
    const [low = NaN, high = low] = part.split('-').map(Number)
    if (!(low >= 1 && high <= 4094)) return undefined
    for (let vlan = low; vlan <= high; vlan++) all.add(vlan)
  }
  return all
}

const switchport = (carried?: (rest: readonly string[]) => ReadonlySet<number> | undefined): OnFace => (face, line, rest, draft) => {
  draft.switchSign ??= line
  irrelevant(line, LAYER_2)
  face.switchport = { vlans: carried ? carried(rest) : face.switchport?.vlans }
}

const dot1q: OnFace = (face, line, [tag, ...more]) => {
  const vlan = decimal(tag, 4094)
  if (vlan === undefined || more.some((word) => word !== 'native')) return false
  // Frames of the native VLAN carry no tag.
  if (!more.includes('native')) face.vlan = vlan
  return understood(line)
}

const vrf: OnFace = (face, _, [name], draft) => {
  if (name === undefined) return false
  face.vrf = name
  return draft.vrfs.add(name)
}

const policy: OnFace = (face, line, rest) => face.policies.push({ name: rest.at(-1) ?? '', line, direction: rest.includes('output') ? 'out' : 'in' })

const nat: OnFace = (face, line, [side]) => {
  if (side !== 'inside' && side !== 'outside' && side !== 'enable') return false
  face.nat = { side, line }
  return side === 'enable' ? notUnderstood(line) : understood(line)
}

const COMMANDS = new Commands<OnFace>([
  ['ip address', address], ['ipv6 address', address6], ...SHARED_ADDRESSES,
  ['ip unnumbered', (face, line, rest) => { face.carries = true; face.unnumbered = { name: rest.join(''), line } }],
  ['ipv6 unnumbered', (face) => { face.carries = true }], ['ipv6 enable', (face) => { face.carries = true }],
  ['no ip address', isPlain], ['no ipv6 address', isPlain], ['no shutdown', (face) => { delete face.shutdown }],
  ['shutdown', (face, line) => { face.shutdown = line }],
  ['ppp ipcp route default', (face, line) => { face.defaultByPpp = line }],
  ['ipv6 nd autoconfig default-route', (face, line) => { face.advertised6 = line }],
  ['vrf forwarding', vrf], ['ip vrf forwarding', vrf], ['encapsulation dot1Q', dot1q], ['encapsulation dot1q', dot1q],
  ['ip access-group', applied(4)], ['ipv6 traffic-filter', applied(6)],
  ['ip verify unicast source reachable-via', reversePath(4)], ['ipv6 verify unicast source reachable-via', reversePath(6)],
  // The older form is the strict check.
  ['ip verify unicast reverse-path', (face, line, rest, draft) => reversePath(4)(face, line, ['rx', 'allow-default', ...rest], draft)],
  ['ip verify source', doubt('in')], ['ip admission', doubt('in', 'out')], ['ip auth-proxy', doubt('in')], ['ip ips', doubt('in', 'out')],
  ['ip urlfilter', doubt('out')],
  ['ip inspect', (face, line, [name = '', direction]) => {
    if (direction !== 'in' && direction !== 'out') return false
    return face.inspects.push({ direction, name, line })
  }],
  ['zone-member security', (face, line, [name = '']) => { face.zone = { name, line } }],
  ['ip nat', nat],
  ['ip policy route-map', (face, line, [name = '']) => { face.policy = { name, line } }],
  ['ip helper-address', (_, line, __, draft) => { draft.runs.push({ service: 'dhcp', at: line.at }) }],
  ['ipv6 dhcp relay', (_, line, __, draft) => { draft.runs.push({ service: 'dhcp', at: line.at }) }],
  ['bridge-group', (face, line, [name = '']) => { face.bridgeGroup ??= { name, line } }],
  ...['', ' mode', ' trunk', ' trunk native', ' access'].map((one): [string, OnFace] => [`switchport${one}`, switchport()]),
  ['switchport access vlan', switchport(([list = '']) => vlansOf(list))],
  ['switchport trunk allowed vlan', switchport(([list = '', ...more]) => (more.length === 0 ? vlansOf(list) : undefined))],
  ['no switchport', (face) => { delete face.switchport }],
  ...['source', 'destination', 'mode', 'protection', 'vrf'].map((one): [string, OnFace] => [`tunnel ${one}`, () => {}]),
  ['service-policy', policy],
  ['crypto map', gap], ['mpls ip', gap], ['xconnect', gap], ['frame-relay route', gap], ['ip wccp', gap], ['ip nat enable', nat], ['service instance', gap], ['ip multicast boundary', doubt('in', 'out')],
])

/** What these would set is not set, where nothing has set it before. */
const TAKEN_BACK = new Commands<true>([
  'ip address', 'ipv6 address', 'ipv6 enable', 'shutdown', 'switchport', 'ip access-group', 'ip policy', 'ip nat', 'ip inspect', 'ip helper-address', 'ip verify', 'crypto map', 'mpls ip',
  'vrf forwarding', 'ip vrf forwarding', 'zone-member', 'service-policy', 'bridge-group', 'ip unnumbered', 'standby', 'vrrp', 'glbp', 'ip wccp', 'xconnect', 'tunnel', 'ipv6 traffic-filter',
].map((command) => [command, true] as const))
