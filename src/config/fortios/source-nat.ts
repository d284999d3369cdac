/** Source NAT: `nat` of policies with IP pools, or the central table (FortiOS CLI Reference, `firewall ippool`, `firewall central-snat-map`). */
import { unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Chain, Condition, Rule, Translation } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, any, unknown } from './conditions.ts'
import { passedBy } from './forward.ts'
import type { Node } from './node.ts'
import { addressSpan, numberRange, spanSet } from './numbers.ts'
import type { Objects } from './objects.ts'
import type { Policy } from './policy.ts'
import { protocol } from './protocols.ts'
import type { Scope } from './scope.ts'
import type { Vip } from './vips.ts'

/** Which port the device takes depends on its load: from 1024 up, whatever the packet had (Administration Guide, "Dynamic SNAT"). */
const ANY_PORT: Ranges = [[1, 65535]]

export class Pools {
  private readonly pools = new Map<string, { readonly addresses: AddressSet | undefined; readonly keepsPort: boolean; readonly what: string }>()

  constructor(scope: Scope) {
    for (const [path, family] of [['firewall ippool', 4], ['firewall ippool6', 6]] as const) {
      for (const node of scope.entries(path)) this.pools.set(`${family} ${node.name}`, poolOf(node, family))
    }
  }

  /** Undefined: no such pool. */
  translation(names: readonly string[], family: Family, fixedPort: boolean): Translation {
    const pools = names.map((name) => this.pools.get(`${family} ${name}`))
    if (pools.length === 0 || pools.some((pool) => !pool?.addresses)) return { addresses: 'unknown' }
    return { addresses: unionAddresses(...pools.map((pool) => pool!.addresses!)), ...(!fixedPort && pools.some((pool) => !pool!.keepsPort) && { ports: ANY_PORT }) }
  }
}

function poolOf(node: Node, family: Family): { addresses: AddressSet | undefined; keepsPort: boolean; what: string } {
  const span = addressSpan(`${node.first('startip') ?? ''}-${node.first('endip') ?? ''}`)
  const type = node.first('type') ?? 'overload'
  for (const key of ['block-size', 'num-blocks-per-user', 'source-startip', 'source-endip', 'arp-reply', 'arp-intf', 'permit-any-host', 'startport', 'endport', 'associated-interface']) node.values(key)
  const isKnown = span?.family === family && node.strange().length === 0
  return { addresses: isKnown ? spanSet(span) : undefined, keepsPort: type === 'one-to-one', what: node.name }
}

/** `nat enable` of the policy that passed the packet; the servers of VIPs go out with their external address. */
export function policyNat(at: At, policies: readonly Policy[], vips: readonly Vip[], pools: Pools, families: readonly Family[]): Chain | undefined {
  const rules = policies.filter(({ accepts }) => accepts).flatMap((policy): Rule[] => {
    const { node } = policy
    const when = passedBy(policy, vips)
    const line = (when: Condition, action: Rule['action']): Rule => ({ id: node.name, at: node.settings.has('nat') ? node.atOf('nat') : node.at, when, action })
    if (!node.is('nat', 'enable')) return [line(when, { do: 'permit' })]
    const fixed = node.is('fixedport', 'enable')
    if (!node.is('ippool', 'enable')) {
      const own = vips.filter((vip) => vip.oneToOne && vip.mapped && vip.external).map((vip) =>
        line(all(when, { test: 'source', set: vip.mapped! }, unknown(`VIP ${vip.name}`)), { do: 'rewrite', to: { addresses: vip.external! } }))
      return [...own, line(when, { do: 'rewrite', to: { addresses: 'interface', ...(!fixed && { ports: ANY_PORT }) } })]
    }
    return families.map((family) => {
      const names = node.values(family === 6 ? 'poolname6' : 'poolname') ?? []
      return line(all({ test: 'family', family }, when), { do: 'rewrite', to: pools.translation(names, family, fixed) })
    })
  })
  return rules.some(({ action }) => action.do === 'rewrite') ? { name: 'nat', at, rules, otherwise: 'permit' } : undefined
}

/** The first entry that matches decides; without one the source stays as it is. */
export function centralNat(at: At, scope: Scope, objects: Objects, pools: Pools): Chain | undefined {
  const nodes = scope.entries('firewall central-snat-map')
  const rules = nodes.filter((node) => !node.is('status', 'disable')).map((node): Rule => {
    const family: Family = node.is('type', 'ipv6') ? 6 : 4
    const when = all(
      { test: 'family', family },
      objects.interfaces('in', node.values('srcintf') ?? []), objects.interfaces('out', node.values('dstintf') ?? []),
      objects.addresses.match([...node.values('orig-addr') ?? [], ...node.values('orig-addr6') ?? []], family, 'source'),
      objects.addresses.match([...node.values('dst-addr') ?? [], ...node.values('dst-addr6') ?? []], family, 'destination'),
      numbered(node, 'protocol'), portTest(node, 'orig-port', 'source-port'), portTest(node, 'dst-port', 'destination-port'))
    const names = node.values(family === 6 ? 'nat-ippool6' : 'nat-ippool') ?? []
    const port = numberRange(node.first('nat-port') ?? '0', 65535)
    const translates = !node.is('nat', 'disable')
    const [strange] = node.strange()
    const ports: Ranges = port && port[1] > 0 ? [port] : ANY_PORT
    const to: Translation = names.length === 0 ? { addresses: 'interface', ports } : { ...pools.translation(names, family, false), ...(port && port[1] > 0 && { ports }) }
    return {
      id: node.name, at: node.at, when,
      action: strange || !port ? { do: 'unknown', what: strange?.text ?? 'nat-port' } : translates ? { do: 'rewrite', to } : { do: 'permit' },
    }
  })
  return rules.length === 0 ? undefined : { name: 'central-snat-map', at, rules, otherwise: 'permit' }
}

function numbered(node: Node, key: string): Condition {
  const text = node.first(key) ?? '0'
  return text === '0' ? ANYTHING : numberRange(text, 255) ? protocol(Number(text)) : unknown(`${key} ${text}`)
}

function portTest(node: Node, key: string, test: 'source-port' | 'destination-port'): Condition {
  const text = node.first(key) ?? '0'
  if (text === '0' || text === '0-65535') return ANYTHING
  const range = numberRange(text, 65535)
  return range ? any({ test, set: [range] }) : unknown(`${key} ${text}`)
}
