import { formatAddress, prefixAround, prefixContains, type Prefix } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { NextDocument, RouteDocument } from '../document.ts'
import { DEFAULT_VRF, type Interface, type Route, type Segment } from '../model.ts'
import { each, field, type Placed } from '../placed.ts'
import { address, isLinkLocal, network } from './literals.ts'
import type { Mistakes } from './mistakes.ts'
import { PrefixIndex } from './prefix-index.ts'

/** A subnet to which an interface is connected, by its own address or by its segment's. */
interface Connected { readonly prefix: Prefix; readonly through: Interface }

/** What the routes of one device may name. */
export interface RouteScope {
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly segments: ReadonlyMap<string, Segment>
  readonly vrfs: ReadonlyMap<string, unknown>
  readonly connected: PrefixIndex<Connected>
}

export function routeScope(interfaces: ReadonlyMap<string, Interface>, segments: ReadonlyMap<string, Segment>): RouteScope {
  const connected = new PrefixIndex<Connected>()
  for (const through of interfaces.values()) {
    for (const prefix of subnetsOf(through, segments)) connected.add({ prefix, through })
  }
  return { interfaces, segments, vrfs: new Map([...interfaces.values()].map(one => [one.vrf, one])), connected }
}

const subnetsOf = (one: Interface, segments: RouteScope['segments']): Prefix[] =>
  [...one.addresses.map(own => prefixAround(own.address, own.length)), ...segments.get(one.segment ?? '')?.subnets ?? []]

/** Names in one message. */
const MOST_NAMED = 5

type Next = Route['next']

export function buildRoutes(typed: Placed<RouteDocument>, scope: RouteScope, mistakes: Mistakes): Route[] {
  const vrfName = field(typed, 'vrf')
  if (vrfName) mistakes.find('vrf', vrfName, scope.vrfs)
  const vrf = vrfName?.value ?? DEFAULT_VRF
  const next = buildNext(typed, vrf, scope, mistakes)
  const family = next?.kind === 'via' ? next.address.family : undefined
  const to = each(field(typed, 'to')).flatMap(one => destinations(one, family, mistakes))
  return next ? to.map(prefix => ({ at: typed.at, vrf, to: prefix, distance: typed.value.distance ?? 1, next })) : []
}

/** `default` stands for both families, as far as the next hop allows. */
function destinations(typed: Placed<string>, family: 4 | 6 | undefined, mistakes: Mistakes): Prefix[] {
  if (typed.value === 'default') {
    return ([4, 6] as const).filter(one => family === undefined || family === one).map(one => ({ family: one, address: 0n, length: 0 }))
  }
  const prefix = network(typed, mistakes)
  if (prefix && family !== undefined && prefix.family !== family) {
    mistakes.say('route', typed.at, text(
      `宛先は IPv${prefix.family} ですが、via は IPv${family} です`, `the destination is IPv${prefix.family}, but \`via\` is IPv${family}`))
  }
  return prefix ? [prefix] : []
}

export function buildNext(typed: Placed<NextDocument>, vrf: string, scope: RouteScope, mistakes: Mistakes): Next | undefined {
  const via = field(typed, 'via')
  const out = field(typed, 'interface')
  const leak = field(typed, 'next-vrf')
  const ways = [via ?? out, leak, field(typed, 'discard')].filter(way => way !== undefined)
  if (ways.length !== 1) {
    mistakes.say('route', typed.at, text(
      '経路の先を via・interface・next-vrf・discard のどれか一つで書いてください（via と interface だけは併記できます）',
      'say where the route leads by one of via, interface, next-vrf, discard (only via and interface go together)'))
    return undefined
  }
  if (leak) {
    mistakes.find('vrf', leak, scope.vrfs)
    return { kind: 'vrf', vrf: leak.value }
  }
  const chosen = out && mistakes.find('interface', out, scope.interfaces)
  if (chosen && chosen.vrf !== vrf) mistakes.say('route', out.at, text(
    `インターフェース「${chosen.name}」は VRF「${chosen.vrf}」にあります（経路は「${vrf}」）`, `the interface "${chosen.name}" is in the VRF "${chosen.vrf}", the route in "${vrf}"`))
  if (via) return out && !chosen ? undefined : buildVia(via, chosen, vrf, scope, mistakes)
  return out ? { kind: 'interface', interface: out.value } : { kind: 'null' }
}

function buildVia(typed: Placed<string>, chosen: Interface | undefined, vrf: string, scope: RouteScope, mistakes: Mistakes): Next | undefined {
  const hop = address(typed, mistakes)
  if (!hop) return undefined
  if (chosen && isLinkLocal(hop)) return { kind: 'via', address: hop, interface: chosen.name }
  if (isLinkLocal(hop)) {
    mistakes.say('route', typed.at, text(
      'リンクローカルアドレスの via には interface も必要です', 'a link-local `via` needs an `interface` as well'))
    return undefined
  }
  const facing = chosen
    ? subnetsOf(chosen, scope.segments).some(subnet => prefixContains(subnet, hop)) ? [chosen] : []
    : [...new Set(scope.connected.holding(hop).map(({ through }) => through))].filter(through => through.vrf === vrf)
  const [found, ...others] = facing
  const list = facing.slice(0, MOST_NAMED).map(one => one.name).join(', ')
  if (!found) mistakes.say('route', typed.at, text(
    `ネクストホップ ${typed.value} は、この機器の${chosen ? `インターフェース「${chosen.name}」` : `インターフェース（VRF「${vrf}」）`}のサブネットにありません`,
    `the next hop ${typed.value} lies on no subnet of ${chosen ? `the interface "${chosen.name}"` : `an interface of this device (VRF "${vrf}")`}`))
  else if (others.length > 0) mistakes.say('route', typed.at, text(
    `ネクストホップ ${typed.value} は複数のインターフェース（${list}）の先にあります。interface で指定してください`,
    `the next hop ${typed.value} lies beyond several interfaces (${list}): type the \`interface\``))
  else if (found.addresses.some(own => formatAddress(own.address) === formatAddress(hop))) mistakes.say('route', typed.at, text(
    `ネクストホップ ${typed.value} はこの機器自身のアドレスです`, `the next hop ${typed.value} is an address of this device itself`))
  return found && { kind: 'via', address: hop, interface: found.name }
}
