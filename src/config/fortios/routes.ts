/** Static routes (FortiOS CLI Reference, `router static`), and those to who is logged in to the web portal. */
import { parseAddress } from '../../net/address.ts'
import type { Address, Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Gap } from '../../topology/model.ts'
import type { StaticNext, StaticRoute } from '../device/routes.ts'
import type { Interfaces } from './interfaces.ts'
import type { Node } from './node.ts'
import { isUnset, network } from './numbers.ts'
import type { Objects } from './objects.ts'
import { prefixesOf } from './prefixes.ts'
import type { Scope } from './scope.ts'
import { atLeast } from './version.ts'
import type { Version } from './version.ts'
import type { SdwanMember } from './sdwan.ts'

/** Routes of one distance are ordered by priority; a share too small to reach the next distance. */
const PRIORITY_SHARE = 2 ** -32
const DEFAULT_DISTANCE = '10'

export class RouteReader {
  readonly routes: StaticRoute[] = []
  readonly gaps: Gap[] = []
  private readonly objects: Objects
  private readonly interfaces: Interfaces
  private readonly members: ReadonlyMap<string, readonly SdwanMember[]>
  private readonly defaultPriority: string

  constructor(scope: Scope, objects: Objects, interfaces: Interfaces, members: ReadonlyMap<string, readonly SdwanMember[]>, version: Version | undefined) {
    this.objects = objects
    this.interfaces = interfaces
    this.members = members
    this.defaultPriority = atLeast(version, 7, 0) ? '1' : '0'
    for (const [path, family] of [['router static', 4], ['router static6', 6]] as const) {
      for (const node of scope.entries(path)) this.route(node, family)
    }
    this.portals(scope)
  }

  private route(node: Node, family: Family): void {
    const off = node.is('status', 'disable')
    const to = this.destinations(node, family)
    const distance = Number(node.first('distance') ?? DEFAULT_DISTANCE) + Number(node.first('priority') ?? this.defaultPriority) * PRIORITY_SHARE
    const nexts = this.nexts(node, family)
    for (const key of ['link-monitor-exempt', 'bfd', 'tag', 'weight']) node.values(key)
    const [strange] = node.strange()
    if (off) return
    if (strange || !to || !nexts || !Number.isFinite(distance)) {
      this.gaps.push({ touches: 'routes', families: [family], at: strange?.at ?? node.at, what: strange?.text ?? `${node.path} ${node.name}` })
      return
    }
    const typed = node.first('vrf')
    for (const next of nexts) {
      const face = 'interface' in next && next.interface !== undefined ? this.interfaces.face(next.interface) : undefined
      const vrf = face?.vrf ?? (typed === undefined || typed === '0' || typed === 'unspecified' ? DEFAULT_VRF : typed)
      for (const prefix of to) this.routes.push({ at: node.at, vrf, to: prefix, distance, next })
    }
  }

  /** Undefined: it is not known where the route leads to. */
  private destinations(node: Node, family: Family): Prefix[] | undefined {
    const name = node.first('dstaddr')
    const dst = node.values('dst')
    const database = [node.first('internet-service'), node.first('internet-service-custom')]
    if (database.some((one) => one !== undefined && one !== '0' && one !== '')) return undefined
    if (name !== undefined && name !== '') {
      const match = this.objects.addresses.match([name], family, 'destination')
      return match.test === 'destination' ? prefixesOf(match.set) : undefined
    }
    const prefix = network(dst ?? [family === 4 ? '0.0.0.0/0' : '::/0'])
    return prefix?.family === family ? [prefix] : undefined
  }

  private nexts(node: Node, family: Family): StaticNext[] | undefined {
    if (node.is('blackhole', 'enable')) return [{ kind: 'null' }]
    const device = node.first('device')
    const gateway = gatewayOf(node, 'gateway', family)
    const zones = [...node.values('sdwan-zone') ?? [], ...(node.is('sdwan', 'enable') || node.is('virtual-wan-link', 'enable') ? ['virtual-wan-link'] : [])]
    const byName = device === undefined ? zones : [device, ...zones]
    const members = byName.flatMap((name) => this.members.get(name) ?? [])
    if (members.length > 0) return members.flatMap((member) => nextOf(family === 4 ? member.gateway : member.gateway6, member.interface) ?? [])
    if (node.is('dynamic-gateway', 'enable') && device !== undefined) return [{ kind: 'interface', interface: device }]
    const next = gateway === false ? undefined : nextOf(gateway, device)
    return next && [next]
  }

  /** Clients of the web portal get addresses of its pools, behind the tunnel interface of the VDOM. */
  private portals(scope: Scope): void {
    const face = this.interfaces.faces.find(({ name }) => name.startsWith('ssl.'))
    const on = scope.sections('vpn ssl settings').filter((node) => node.settings.has('source-interface') && !node.is('status', 'disable'))
    if (!face || on.length === 0) return
    for (const [family, settings, portals] of [[4, 'tunnel-ip-pools', 'ip-pools'], [6, 'tunnel-ipv6-pools', 'ipv6-pools']] as const) {
      for (const [node, key] of [...on.map((node) => [node, settings] as const), ...scope.entries('vpn ssl web portal').map((node) => [node, portals] as const)]) {
        const names = node.values(key) ?? []
        const pools = this.objects.addresses.match(names, family, 'destination')
        if (pools.test !== 'destination') {
          if (names.length > 0) this.gaps.push({ touches: 'routes', families: [family], at: node.atOf(key), what: `${key} ${names.join(' ')}` })
          continue
        }
        for (const to of prefixesOf(pools.set)) this.routes.push({ at: node.atOf(key), vrf: face.vrf, to, distance: 0, next: { kind: 'interface', interface: face.name } })
      }
    }
  }
}

/** False: written, and no address; undefined: none. */
export function gatewayOf(node: Node, key: string, family: Family): Address | false | undefined {
  const text = node.first(key)
  if (text === undefined) return undefined
  const address = parseAddress(text)
  return !address || address.family !== family ? false : isUnset(address) ? undefined : address
}

export const nextOf = (gateway: Address | undefined, device: string | undefined): StaticNext | undefined =>
  gateway ? { kind: 'via', address: gateway, ...(device !== undefined && device !== '' && { interface: device }) }
    : device !== undefined && device !== '' ? { kind: 'interface', interface: device } : undefined
