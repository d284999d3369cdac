/** Static and policy routes, SD-WAN members (FortiOS CLI Reference, `router static`, `router policy`, `system sdwan`). */
import { addressesOf, parseAddress } from '../../net/address.ts'
import type { Address, Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Condition, Gap } from '../../topology/model.ts'
import type { StaticNext, StaticPolicyRoute, StaticRoute } from '../device/routes.ts'
import { all, any, not, unknown } from './conditions.ts'
import type { Interfaces } from './interfaces.ts'
import type { Node } from './node.ts'
import { isUnset, network, numberRange } from './numbers.ts'
import type { Objects } from './objects.ts'
import { prefixesOf } from './prefixes.ts'
import { protocol } from './protocols.ts'
import type { Scope } from './scope.ts'
import { atLeast } from './version.ts'
import type { Version } from './version.ts'
import type { SdwanMember } from './sdwan.ts'

export interface Routing {
  readonly routes: readonly StaticRoute[]
  readonly policyRoutes: readonly StaticPolicyRoute[]
  readonly gaps: readonly Gap[]
}

/** Routes of one distance are ordered by priority; a share too small to reach the next distance. */
const PRIORITY_SHARE = 2 ** -32
const DEFAULT_DISTANCE = '10'

export class RouteReader {
  readonly routes: StaticRoute[] = []
  readonly policyRoutes: StaticPolicyRoute[] = []
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
    for (const [path, family] of [['router policy', 4], ['router policy6', 6]] as const) {
      for (const node of scope.entries(path)) this.policy(node, family)
    }
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

  /** `action deny`: the routing table decides (CLI Reference: "do not search policy route table"). */
  private policy(node: Node, family: Family): void {
    const device = node.first('output-device')
    const gateway = gatewayOf(node, 'gateway', family)
    const off = node.is('status', 'disable')
    const table = node.is('action', 'deny')
    const when = all(
      { test: 'family', family },
      ...(node.settings.has('input-device') ? [this.inputs(node)] : []),
      this.side(node, family, 'source', ['src', 'srcaddr', 'src-negate']), this.side(node, family, 'destination', ['dst', 'dstaddr', 'dst-negate']),
      numbered(node), ports(node, ['start-port', 'end-port'], 'destination-port'), ports(node, ['start-source-port', 'end-source-port'], 'source-port'),
      ...tos(node), ...['internet-service-id', 'internet-service-custom'].flatMap((key) => (node.values(key) ? [unknown(key)] : [])))
    node.values('input-device-negate')
    const [strange] = node.strange()
    if (off) return
    const next = table ? { kind: 'table' as const } : gateway === false ? undefined : nextOf(gateway, device)
    if (strange || !next) {
      this.gaps.push({ touches: 'routes', families: [family], at: strange?.at ?? node.at, what: strange?.text ?? `${node.path} ${node.name}` })
      return
    }
    for (const vrf of new Set(this.interfaces.faces.map((face) => face.vrf))) this.policyRoutes.push({ at: node.at, vrf, when, next })
  }

  private inputs(node: Node): Condition {
    const inputs = this.objects.interfaces('in', node.values('input-device') ?? [])
    return node.is('input-device-negate', 'enable') ? not(inputs) : inputs
  }

  private side(node: Node, family: Family, side: 'source' | 'destination', [plain = '', named = '', negate = '']: readonly string[]): Condition {
    // One value `10.0.0.0/255.0.0.0` each, or the two words of one network.
    const values = node.values(plain) ?? []
    const texts = values.length === 2 && parseAddress(values[0]!) && parseAddress(values[1]!) ? [values.join('/')] : values
    const names = node.values(named) ?? []
    const networks = texts.map((text): Condition => {
      const prefix = network([text])
      return prefix && prefix.family === family ? { test: side, set: addressesOf(prefix) } : unknown(text)
    })
    const match = networks.length + names.length === 0 ? all() : any(...networks, ...(names.length > 0 ? [this.objects.addresses.match(names, family, side)] : []))
    return node.is(negate, 'enable') ? not(match) : match
  }
}

/** False: written, and no address; undefined: none. */
function gatewayOf(node: Node, key: string, family: Family): Address | false | undefined {
  const text = node.first(key)
  if (text === undefined) return undefined
  const address = parseAddress(text)
  return !address || address.family !== family ? false : isUnset(address) ? undefined : address
}

export const nextOf = (gateway: Address | undefined, device: string | undefined): StaticNext | undefined =>
  gateway ? { kind: 'via', address: gateway, ...(device !== undefined && device !== '' && { interface: device }) }
    : device !== undefined && device !== '' ? { kind: 'interface', interface: device } : undefined

function numbered(node: Node): Condition {
  const text = node.first('protocol') ?? '0'
  return text === '0' ? all() : numberRange(text, 255) ? protocol(Number(text)) : unknown(`protocol ${text}`)
}

function ports(node: Node, [first = '', last = '']: readonly string[], test: 'source-port' | 'destination-port'): Condition {
  const [low, high] = [node.first(first), node.first(last)]
  // 0 (in older versions 1) to 65535 stands for every port.
  if ((low === undefined && high === undefined) || ((low === undefined || Number(low) <= 1) && (high === undefined || high === '65535'))) return all()
  const range = numberRange(`${low ?? 0}-${high ?? 65535}`, 65535)
  return range ? { test, set: [range] } : unknown(`${first} ${low}`)
}

function tos(node: Node): Condition[] {
  const mask = node.first('tos-mask') ?? '0x00'
  node.values('tos')
  return mask === '0x00' || mask === '0' ? [] : [unknown('tos')]
}
