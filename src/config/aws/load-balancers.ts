/**
 * Network load balancers pass packets on, with the address of whoever sent them or with their own (target group attribute
 * `preserve_client_ip`, which no call prints with them). Those of other kinds are machines that speak for themselves.
 */
import { addressesOf, parseAddress, unionAddresses, type AddressSet } from '../../net/address.ts'
import { TCP, UDP } from '../../net/header.ts'
import type { Ranges } from '../../net/interval.ts'
import type { Condition, Rule } from '../../topology/model.ts'
import type { Part } from '../reader.ts'
import type { Cloud, NetworkInterface } from './cloud.ts'
import type { Node } from './json.ts'
import { attribute, each, number, word } from './nodes.ts'
import { addressed, closed, EVERYWHERE, face, gap, list, route } from './parts.ts'
import { INSIDE } from './gateways.ts'
import { all, doubtful } from './traffic.ts'

export const isLoadBalancer = ({ node }: NetworkInterface): boolean => word(node, 'InterfaceType') === 'network_load_balancer'

export const loadBalancersOf = (cloud: Cloud, vpc?: string): NetworkInterface[] =>
  [...cloud.interfaces?.values() ?? []].filter((one) => isLoadBalancer(one) && (vpc === undefined || one.vpc === vpc))

export function loadBalancer(one: NetworkInterface, cloud: Cloud): Part {
  const { id, at, own } = one
  const rules = listenersOf(one, cloud).map((listener): Rule => {
    const { set, ports } = targetsOf(listener, cloud)
    return { at, when: arriving(listener, own), action: { do: 'rewrite', to: set ? { addresses: set, ...(ports && { ports }) } : { addresses: 'unknown' } } }
  })
  const isPrinted = cloud.has('LoadBalancerListeners') || cloud.has('Listeners')
  const nobodyKnows: Rule = { at, when: all({ test: 'destination', set: own }, doubtful('LoadBalancerListeners')), action: { do: 'rewrite', to: { addresses: 'unknown' } } }
  const v4 = one.addresses.filter(({ family }) => family === 4)
  return {
    id, at, runs: [], policyRoutes: [],
    faces: [face(INSIDE, at, one.addresses.map((address) => addressed(address, address.family === 4 ? 32 : 128, at)))],
    routes: EVERYWHERE.map((to) => route(to, INSIDE, at)),
    sessions: { kind: 'inspecting', reassembles: false, helpers: false },
    gaps: (cloud.account.ledger.doubts.get(one.node) ?? []).map((what) => gap('forwarding', at, what)),
    pipeline: {
      prerouting: [{ kind: 'track' }, { kind: 'translate', field: 'destination', chain: list('listeners', at, isPrinted ? rules : [nobodyKnows], 'permit') }],
      forward: [{ kind: 'filter', chain: list('load balancer', at, [
        { at, when: { test: 'state', states: ['established'] }, action: { do: 'permit' } },
        { at, when: { test: 'protocol', set: [[TCP, TCP], [UDP, UDP]] }, action: { do: 'permit' } },
      ], 'deny') }],
      postrouting: [{ kind: 'translate', field: 'source', chain: list('client address', at, [{
        at, when: all({ test: 'family', family: 4 }, { test: 'unknown', what: 'preserve_client_ip', varies: true }),
        action: { do: 'rewrite', to: { addresses: unionAddresses(...v4.map(addressesOf)), ports: [[1024, 65535]] } },
      }], 'permit') }],
      ...closed(at),
    },
  }
}

/** By the name and id that an interface's description and the listener's address share. */
function listenersOf({ node }: NetworkInterface, cloud: Cloud): Node[] {
  const name = /^ELB (net\/[^/]+\/[0-9a-f]+)$/.exec(word(node, 'Description') ?? '')?.[1]
  const printed = [...cloud.list('Listeners'), ...cloud.list('LoadBalancerListeners').flatMap((one) => each(one, 'Listeners'))]
  return printed.filter((one) => name === undefined || (word(one, 'LoadBalancerArn') ?? '').endsWith(`loadbalancer/${name}`))
}

const PROTOCOLS: ReadonlyMap<string, Ranges> = new Map([['TCP', [[TCP, TCP]]], ['TLS', [[TCP, TCP]]], ['UDP', [[UDP, UDP]]], ['TCP_UDP', [[TCP, TCP], [UDP, UDP]]]])

function arriving(listener: Node, own: AddressSet): Condition {
  const [port, protocol] = [number(listener, 'Port'), PROTOCOLS.get(word(listener, 'Protocol') ?? '')]
  return all(
    { test: 'destination', set: own }, protocol ? { test: 'protocol', set: protocol } : doubtful('Protocol'),
    port === undefined ? doubtful('Port') : { test: 'destination-port', set: [[port, port]] })
}

/** Those that are registered, well or not. */
function targetsOf(listener: Node, cloud: Cloud): { readonly set?: AddressSet; readonly ports?: Ranges } {
  const groups = each(listener, 'DefaultActions').flatMap((action) => [word(action, 'TargetGroupArn'), ...each(attribute(action, 'ForwardConfig'), 'TargetGroups').map((one) => word(one, 'TargetGroupArn'))])
  const printed = cloud.list('LoadBalancerTargetHealth').filter((one) => groups.includes(word(one, 'TargetGroupArn'))).flatMap((one) => each(one, 'TargetHealthDescriptions'))
  // describe-target-health does not say of which group it speaks.
  const targets = [...printed, ...cloud.list('TargetHealthDescriptions')].flatMap((one) => attribute(one, 'Target') ?? [])
  const sets = targets.map((target) => {
    const id = word(target, 'Id') ?? ''
    const address = parseAddress(id)
    return address ? addressesOf(address) : unionAddresses(...[...cloud.interfaces?.values() ?? []].filter((one) => one.instance === id).map((one) => one.own))
  })
  if (targets.length === 0 && !(cloud.has('LoadBalancerTargetHealth') && groups.length > 0)) return {}
  const ports = targets.flatMap((target) => number(target, 'Port') ?? [])
  return { set: unionAddresses(...sets), ...(ports.length === targets.length && ports.length > 0 && { ports: [...new Set(ports)].sort((a, b) => a - b).map((port) => [port, port] as const) }) }
}
