/** Interfaces of one VDOM, and the names by which policies mean several (FortiOS CLI Reference, `system interface`, `system zone`). */
import { addressesOf, prefixAround, rangesOf, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Interface, InterfaceAddress } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { Node } from './node.ts'
import { interfaceAddress, isUnset, numberRange } from './numbers.ts'
import type { Scope } from './scope.ts'

export interface Face extends Interface { readonly node: Node; readonly type: string }

const NO_VDOM = 'root'
/** Interfaces that are made of others; what passes through a member passes through the whole. */
const MADE_OF: readonly (readonly [path: string, key: string])[] = [
  ['system interface', 'member'], ['system switch-interface', 'member'], ['system ipsec-aggregate', 'member'], ['system virtual-switch', 'port'], ['system physical-switch', 'port'],
]

export class Interfaces {
  readonly faces: readonly Face[]
  readonly down = new Map<string, At>()
  /** Zones, and SD-WAN zones, with their members. */
  readonly groups = new Map<string, readonly string[]>()
  private readonly known: ReadonlySet<string>
  private readonly byName: ReadonlyMap<string, Face>

  constructor(scope: Scope, reversePath: Interface['reversePath']) {
    const nodes = scope.entries('system interface').filter((node) => {
      const vdom = node.first('vdom') ?? NO_VDOM
      node.idle = scope.vdom !== undefined && vdom !== scope.vdom
      return !node.idle
    })
    const inside = membersOf(scope, nodes)
    this.known = new Set(nodes.map(({ name }) => name))
    const faces: Face[] = []
    for (const node of nodes) {
      const face = faceOf(node, reversePath)
      const offAt = node.is('status', 'down') ? node.atOf('status') : inside.get(node.name)
      if (offAt) this.down.set(node.name, offAt)
      else faces.push(face)
    }
    for (const node of tunnelsOf(scope)) {
      if (!this.known.has(node.name)) faces.push({ ...faceOf(node, reversePath), type: 'tunnel', addresses: [] })
    }
    this.faces = faces
    this.byName = new Map(faces.map((face) => [face.name, face]))
    for (const node of scope.entries('system zone')) this.groups.set(node.name, node.values('interface') ?? [])
  }

  /** Names of interfaces, zones and SD-WAN zones as interfaces; undefined: one that the file does not have. */
  members(name: string): readonly string[] | undefined {
    return this.groups.get(name) ?? (this.known.has(name) || this.byName.has(name) ? [name] : undefined)
  }

  face(name: string): Face | undefined {
    return this.byName.get(name)
  }

  /** Undefined where the device gets its address from elsewhere. */
  networks(name: string, family: Family): AddressSet | undefined {
    const own = (this.face(name)?.addresses ?? []).filter(({ address, virtual }) => !virtual && address.family === family)
    const set = unionAddresses(...own.map(({ address, length }) => addressesOf(prefixAround(address, length))))
    return rangesOf(set, family).length > 0 ? set : undefined
  }

  own(name: string, family: Family): AddressSet | undefined {
    const own = (this.face(name)?.addresses ?? []).filter(({ address }) => address.family === family)
    return own.length > 0 ? unionAddresses(...own.map(({ address }) => addressesOf(address))) : undefined
  }
}

/** Members with where they are named. */
function membersOf(scope: Scope, nodes: readonly Node[]): Map<string, At> {
  const inside = new Map<string, At>()
  for (const [path, key] of MADE_OF) {
    for (const node of path === 'system interface' ? nodes : scope.entries(path)) {
      for (const name of node.values(key) ?? []) inside.set(name, node.atOf(key))
      for (const port of path === 'system interface' ? [] : node.within('port')) inside.set(port.name, port.at)
    }
  }
  return inside
}

/** Tunnels that a shortened file may not list among the interfaces. */
const tunnelsOf = (scope: Scope): Node[] =>
  TUNNELS.flatMap((path) => scope.entries(path))

const TUNNELS = [
  'vpn ipsec phase1-interface', 'system ipsec-aggregate', 'system gre-tunnel', 'system ipip-tunnel', 'system sit-tunnel', 'system ipv6-tunnel',
  'system vxlan', 'system geneve', 'system pppoe-interface', 'system vne-interface',
]

function faceOf(node: Node, reversePath: Interface['reversePath']): Face {
  const vlan = node.first('vlanid')
  const tag = vlan === undefined ? undefined : numberRange(vlan, 4094)?.[0]
  const port = node.first('interface')
  const vrf = node.first('vrf') ?? '0'
  node.values('mode')
  return {
    node, type: node.first('type') ?? 'physical',
    name: node.name, at: node.at, addresses: addressesIn(node), vrf: vrf === '0' ? DEFAULT_VRF : vrf,
    ...(tag !== undefined && tag > 0 && { vlan: tag, ...(port !== undefined && { port }) }),
    // `src-check` is on unless it is switched off.
    reversePath: node.is('src-check', 'disable') ? 'none' : reversePath,
    ...(node.settings.has('src-check') && { reversePathAt: node.atOf('src-check') }),
  }
}

function addressesIn(node: Node): InterfaceAddress[] {
  const found: InterfaceAddress[] = []
  const add = (of: Node, key: string, more: { virtual?: true; length?: number } = {}): void => {
    const one = interfaceAddress(of.values(key) ?? [])
    if (one && !isUnset(one.address)) found.push({ ...one, ...more, at: of.atOf(key) })
  }
  const remote = interfaceAddress(node.values('remote-ip') ?? [])
  // The network of a tunnel is that of its far end.
  add(node, 'ip', remote && !isUnset(remote.address) && remote.length < 32 ? { length: remote.length } : {})
  // The address that a line without a number of its own is known by.
  add(node, 'ipunnumbered', { length: 32 })
  add(node, 'management-ip', { virtual: true })
  const secondary = node.within('secondaryip')
  if (node.is('secondary-IP', 'enable')) for (const entry of secondary) add(entry, 'ip')
  for (const entry of node.within('vrrp')) {
    entry.values('status')
    add(entry, 'vrip', { virtual: true })
  }
  const six = node.section('ipv6')
  if (!six) return found
  add(six, 'ip6-address')
  for (const entry of six.within('ip6-extra-addr')) {
    const one = interfaceAddress([entry.name])
    if (one) found.push({ ...one, at: entry.at })
  }
  for (const entry of six.within('vrrp6')) {
    entry.values('status')
    add(entry, 'vrip6', { virtual: true })
  }
  return found
}
