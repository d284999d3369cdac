/**
 * Network ACLs: at the border of each subnet, in both directions, without memory; the lowest number that matches decides
 * (VPC user guide, "Control subnet traffic with network access control lists").
 */
import { addressesOf } from '../../net/address.ts'
import { ICMP, ICMPV6 } from '../../net/header.ts'
import type { Chain, Condition, Rule } from '../../topology/model.ts'
import type { Cloud, Resource, Vpc } from './cloud.ts'
import type { Node } from './json.ts'
import { attribute, each, flag, number, prefix, word } from './nodes.ts'
import type { Direction } from './security-groups.ts'
import { ALL, all, any, doubtful, into, not, outOf, protocolNumber, traffic } from './traffic.ts'

/** The number under which the deny at the end is printed. */
const LAST = 32767

/** A face of the VPC's router: behind a subnet, or where a gateway has an interface in a subnet. */
export interface Standing { readonly face: string; readonly subnet: string; readonly kind: 'subnet' | 'transit' | 'nat' }

export class NetworkAcls {
  private readonly cloud: Cloud
  private readonly acls: ReadonlyMap<string, Resource>
  private readonly ofSubnet = new Map<string, string>()
  private readonly chains = new Map<string, Chain>()

  constructor(cloud: Cloud) {
    this.cloud = cloud
    this.acls = cloud.all('NetworkAcls', 'NetworkAclId', (one) => one)
    for (const { id, node } of this.acls.values()) {
      for (const one of each(node, 'Associations')) {
        const subnet = word(one, 'SubnetId')
        if (subnet !== undefined) this.ofSubnet.set(subnet, id)
      }
    }
  }

  /** `ingress`: what enters a subnet, so what leaves the router there. */
  chain(vpc: Vpc, standings: readonly Standing[], direction: Direction): Chain {
    const side = direction === 'egress' ? outOf : into
    const { at } = vpc
    const elsewhere: Rule = { at, when: not(side(standings.map(({ face }) => face))), action: { do: 'permit' }, elsewhere: true }
    const rules = standings.flatMap((one): Rule[] => {
      const here = side([one.face])
      const across = within(standings, one, direction)
      const id = this.ofSubnet.get(one.subnet) ?? this.defaultOf(vpc.id)
      return [
        ...(across ? [{ at, when: all(here, across), action: { do: 'permit' } } as const] : []),
        id === undefined ? { at, when: here, action: { do: 'unknown', what: `NetworkAcls ${one.subnet}` } }
          : { id, at: this.acls.get(id)!.at, when: here, action: { do: 'goto', chain: this.list(id, direction) } },
      ]
    })
    return { name: `network ACLs ${direction}`, at, rules: [elsewhere, ...rules], otherwise: 'deny' }
  }

  private defaultOf(vpc: string): string | undefined {
    return [...this.acls.values()].find(({ node }) => flag(node, 'IsDefault') === true && word(node, 'VpcId') === vpc)?.id
  }

  private list(id: string, direction: Direction): Chain {
    const name = `${id} ${direction}`
    const known = this.chains.get(name)
    if (known) return known
    const { node, at } = this.acls.get(id)!
    const doubts = (this.cloud.account.ledger.doubts.get(node) ?? []).map((what): Rule => ({ at, when: { test: 'all', of: [] }, action: { do: 'unknown', what } }))
    // The last rule is the list's own, and says what is done anyway: packets that none matches are dropped.
    const entries = each(node, 'Entries').filter((one) => flag(one, 'Egress') !== (direction === 'ingress') && !(number(one, 'RuleNumber') === LAST && word(one, 'RuleAction') === 'deny'))
    const numbered = [...entries].sort((a, b) => (number(a, 'RuleNumber') ?? 0) - (number(b, 'RuleNumber') ?? 0))
    const made: Chain = { name, at, rules: [...doubts, ...numbered.map((one) => this.entry(one))], otherwise: 'deny' }
    this.chains.set(name, made)
    return made
  }

  private entry(node: Node): Rule {
    const { ledger } = this.cloud.account
    const [protocol, typed] = [protocolNumber(word(node, 'Protocol')), prefix(node, 'CidrBlock') ?? prefix(node, 'Ipv6CidrBlock')]
    const action = word(node, 'RuleAction')
    if (protocol === undefined) ledger.doubt(node, `Protocol ${word(node, 'Protocol') ?? ''}`)
    if (!typed) ledger.doubt(node, 'CidrBlock')
    if (flag(node, 'Egress') === undefined) ledger.doubt(node, 'Egress')
    if (number(node, 'RuleNumber') === undefined) ledger.doubt(node, 'RuleNumber')
    if (action !== 'allow' && action !== 'deny') ledger.doubt(node, `RuleAction ${action ?? ''}`)
    const side = flag(node, 'Egress') === true ? 'destination' : 'source'
    // What an ACL is made with: it filters nothing.
    if (protocol === ALL && typed?.length === 0 && action === 'allow' && !ledger.doubts.has(node)) return { at: this.cloud.at(node), when: { test: 'family', family: typed.family }, action: { do: 'permit' }, elsewhere: true }
    const of: Condition[] = [
      ...(protocol === undefined ? [] : [trafficOf(protocol, node)]),
      ...(typed ? [{ test: side, set: addressesOf(typed) } as const] : []),
      ...(ledger.doubts.get(node) ?? []).map(doubtful),
    ]
    const id = String(number(node, 'RuleNumber') ?? '?')
    if (action !== 'allow' && action !== 'deny') return { id, at: this.cloud.at(node), when: all(...of), action: { do: 'unknown', what: `RuleAction ${action ?? ''}` } }
    return { id, at: this.cloud.at(node), when: all(...of), action: { do: action === 'allow' ? 'permit' : 'deny' } }
  }

  get used(): ReadonlySet<string> {
    return new Set(this.ofSubnet.values())
  }

  get names(): readonly Resource[] {
    return [...this.acls.values()]
  }
}

function trafficOf(protocol: number, node: Node): Condition {
  const [icmp, ports] = [attribute(node, 'IcmpTypeCode'), attribute(node, 'PortRange')]
  if (protocol === ICMP || protocol === ICMPV6) return traffic(protocol, number(icmp, 'Type'), number(icmp, 'Code'))
  return traffic(protocol, number(ports, 'From') ?? ALL, number(ports, 'To'))
}

/**
 * What stays within a subnet crosses no border: between a machine and a NAT gateway of one subnet; from a transit gateway to the
 * machines beside it, though not the other way (transit gateway guide, "Network ACLs for transit gateways").
 */
function within(standings: readonly Standing[], { face, subnet, kind }: Standing, direction: Direction): Condition | undefined {
  const beside = standings.filter((other) => other.subnet === subnet && other.face !== face && crossesNothing(kind, other.kind, direction)).map((other) => other.face)
  if (beside.length === 0) return undefined
  return direction === 'egress' ? any(into(beside)) : any(outOf(beside))
}

function crossesNothing(kind: Standing['kind'], other: Standing['kind'], direction: Direction): boolean {
  const [from, to] = direction === 'egress' ? [kind, other] : [other, kind]
  if (from === 'transit') return to !== 'transit'
  return to !== 'transit' && (from === 'nat') !== (to === 'nat')
}
