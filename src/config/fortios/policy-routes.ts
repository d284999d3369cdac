/** Policy routes and rules of SD-WAN (FortiOS CLI Reference, `router policy`, `system sdwan`). */
import { addressesOf, parseAddress } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Condition, Gap } from '../../topology/model.ts'
import type { StaticPolicyRoute } from '../device/routes.ts'
import { all, any, not, unknown, varies } from './conditions.ts'
import type { Interfaces } from './interfaces.ts'
import type { Node } from './node.ts'
import { network, numberRange } from './numbers.ts'
import type { Objects } from './objects.ts'
import { protocol } from './protocols.ts'
import { gatewayOf, nextOf } from './routes.ts'
import type { Scope } from './scope.ts'
import type { SdwanMember } from './sdwan.ts'

export class PolicyRouteReader {
  readonly policyRoutes: StaticPolicyRoute[] = []
  readonly gaps: Gap[] = []
  private readonly objects: Objects
  private readonly interfaces: Interfaces
  private readonly members: ReadonlyMap<string, readonly SdwanMember[]>

  constructor(scope: Scope, objects: Objects, interfaces: Interfaces, members: ReadonlyMap<string, readonly SdwanMember[]>) {
    this.objects = objects
    this.interfaces = interfaces
    this.members = members
    // Policy routes are asked before the rules of SD-WAN (Administration Guide, "SD-WAN rules").
    for (const [path, family] of [['router policy', 4], ['router policy6', 6]] as const) {
      for (const node of scope.entries(path)) this.policy(node, family)
    }
    for (const path of ['system sdwan', 'system virtual-wan-link']) {
      for (const section of scope.sections(path)) for (const node of section.within('service')) this.rule(node)
    }
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

  /** A rule of SD-WAN prefers some members to others, by what it measures. */
  private rule(node: Node): void {
    const off = node.is('status', 'disable')
    const family: Family = node.is('addr-mode', 'ipv6') ? 6 : 4
    const names = (key: string): readonly string[] => node.values(family === 4 ? key : `${key}6`) ?? []
    const side = (key: string, of: 'source' | 'destination'): Condition => (names(key).length === 0 ? all() : this.objects.addresses.match(names(key), family, of))
    const when = all({ test: 'family', family }, side('src', 'source'), side('dst', 'destination'), varies(`SD-WAN ${node.name}`))
    const preferred = [...node.values('priority-members') ?? [], ...node.values('members') ?? [], ...node.values('member') ?? []]
    const members = [...this.members.values()].flat().filter((member) => preferred.length === 0 || preferred.includes(member.node.name))
    node.strange()
    if (off) return
    for (const member of members) {
      const next = nextOf(family === 4 ? member.gateway : member.gateway6, member.interface)
      if (next) this.policyRoutes.push({ at: node.at, vrf: this.interfaces.face(member.interface)?.vrf ?? DEFAULT_VRF, when, next })
    }
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
