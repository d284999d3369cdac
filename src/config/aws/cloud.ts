/** What the files say is there: networks, subnets, interfaces, gateways and what joins them. */
import { addressesOf, parseAddresses, unionAddresses, type Address, type AddressSet, type Prefix } from '../../net/address.ts'
import type { At } from '../../verdict.ts'
import type { Account } from './account.ts'
import type { Node } from './json.ts'
import { address, attribute, each, flag, prefix, title, word, words } from './nodes.ts'

export interface Resource { readonly id: string; readonly node: Node; readonly at: At; readonly title?: string }

export interface Vpc extends Resource {
  readonly cidrs: readonly Prefix[]
  /** Undefined: nobody has said, and AWS's default is yes. */
  readonly dns?: boolean
}

export interface Subnet extends Resource {
  readonly vpc: string
  readonly cidrs: readonly Prefix[]
  /** The availability zone, by a name that means the same in every account. */
  readonly zone?: string
}

export interface NetworkInterface extends Resource {
  readonly vpc: string
  readonly subnet: string
  readonly instance?: string
  /** Private addresses, and IPv6 ones, in the order in which they are printed. */
  readonly addresses: readonly Address[]
  /** With the blocks that are delegated to it. */
  readonly own: AddressSet
  readonly groups: readonly string[]
  /** It sends and takes only packets of its own addresses. */
  readonly checks: boolean
  readonly publics: readonly { readonly own: Address; readonly seen: Address }[]
}

export interface NatGateway extends Resource {
  readonly vpc: string
  readonly subnet: string
  readonly addresses: readonly Address[]
}

export interface Attached extends Resource { readonly vpcs: readonly string[] }

export interface Peering extends Resource { readonly vpcs: readonly [string, string] }

export class Cloud {
  readonly account: Account
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly subnets: ReadonlyMap<string, Subnet>
  /** Undefined: nothing says what stands in the subnets. */
  readonly interfaces: ReadonlyMap<string, NetworkInterface> | undefined
  readonly internetGateways: ReadonlyMap<string, Attached>
  readonly egressOnly: ReadonlyMap<string, Attached>
  readonly vpnGateways: ReadonlyMap<string, Attached>
  readonly natGateways: ReadonlyMap<string, NatGateway>
  readonly peerings: ReadonlyMap<string, Peering>
  /** Undefined addresses: the list is named, and what is in it is not. */
  readonly prefixLists: ReadonlyMap<string, AddressSet>

  constructor(account: Account) {
    this.account = account
    const dns = new Map(this.list('VpcAttributes').map((node) => [word(node, 'VpcId'), flag(attribute(node, 'EnableDnsSupport'), 'Value')]))
    this.vpcs = this.all('Vpcs', 'VpcId', (one) => {
      const said = dns.get(one.id)
      return { ...one, cidrs: cidrsOf(one.node), ...(said !== undefined && { dns: said }) }
    })
    this.subnets = this.all('Subnets', 'SubnetId', (one) => {
      const zone = word(one.node, 'AvailabilityZoneId') ?? word(one.node, 'AvailabilityZone')
      return this.needing(one, ['VpcId'], ([vpc]) => ({ ...one, vpc: vpc!, cidrs: cidrsOf(one.node), ...(zone !== undefined && { zone }) }))
    })
    this.interfaces = this.readInterfaces()
    this.internetGateways = this.attached('InternetGateways', 'InternetGatewayId', 'Attachments')
    this.egressOnly = this.attached('EgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId', 'Attachments')
    this.vpnGateways = this.attached('VpnGateways', 'VpnGatewayId', 'VpcAttachments')
    this.natGateways = this.all('NatGateways', 'NatGatewayId', (one) => {
      // A deleted one is printed for an hour.
      if (word(one.node, 'State') !== undefined && word(one.node, 'State') !== 'available') return undefined
      const addresses = each(one.node, 'NatGatewayAddresses').flatMap((entry) => address(entry, 'PrivateIp') ?? [])
      return this.needing(one, ['VpcId', 'SubnetId'], ([vpc, subnet]) => ({ ...one, vpc: vpc!, subnet: subnet!, addresses }))
    })
    this.peerings = this.all('VpcPeeringConnections', 'VpcPeeringConnectionId', (one) => {
      const [a, b] = ['AccepterVpcInfo', 'RequesterVpcInfo'].map((end) => word(attribute(one.node, end), 'VpcId'))
      const active = word(attribute(one.node, 'Status'), 'Code') === 'active'
      return active && a !== undefined && b !== undefined ? { ...one, vpcs: [a, b] } : undefined
    })
    this.prefixLists = new Map(this.list('PrefixLists').flatMap((node): [string, AddressSet][] => {
      const id = word(node, 'PrefixListId')
      const typed = [...words(node, 'Cidrs'), ...each(node, 'Entries').flatMap((entry) => word(entry, 'Cidr') ?? [])]
      const sets = typed.map(parseAddresses)
      const told = (attribute(node, 'Cidrs') ?? attribute(node, 'Entries')) && !sets.includes(undefined)
      return id === undefined || !told ? [] : [[id, unionAddresses(...sets as AddressSet[])]]
    }))
  }

  list(kind: string): readonly Node[] {
    return this.account.resources.get(kind) ?? []
  }

  has(kind: string): boolean {
    return this.account.resources.has(kind)
  }

  at(node: Node): At {
    return this.account.ledger.at(node)
  }

  subnetsOf(vpc: string): Subnet[] {
    return [...this.subnets.values()].filter((one) => one.vpc === vpc)
  }

  /** The first entry of an id counts: accounts that share a resource each print it. */
  all<T extends Resource>(kind: string, id: string, make: (one: Resource) => T | undefined): Map<string, T> {
    const made = new Map<string, T>()
    for (const node of this.list(kind)) {
      const called = word(node, id)
      if (called === undefined) this.account.ledger.lacks(node, id)
      else if (!made.has(called)) {
        const name = title(node)
        const one = make({ id: called, node, at: this.at(node), ...(name !== undefined && { title: name }) })
        if (one) made.set(called, one)
      }
    }
    return made
  }

  /** Without an attribute that AWS always prints, the resource is not understood. */
  private needing<T>({ node }: Resource, needed: readonly string[], make: (values: readonly string[]) => T): T | undefined {
    const values = needed.map((name) => word(node, name))
    const missing = needed.filter((_, index) => values[index] === undefined)
    for (const name of missing) this.account.ledger.lacks(node, name)
    return missing.length === 0 ? make(values as string[]) : undefined
  }

  private attached(kind: string, id: string, list: string): Map<string, Attached> {
    const isGone = (state: string | undefined): boolean => state === 'detached' || state === 'detaching'
    return this.all(kind, id, (one) => ({
      ...one, vpcs: each(one.node, list).filter((entry) => !isGone(word(entry, 'State'))).flatMap((entry) => word(entry, 'VpcId') ?? []),
    }))
  }

  private readInterfaces(): ReadonlyMap<string, NetworkInterface> | undefined {
    if (!this.has('NetworkInterfaces') && !this.has('Reservations')) return undefined
    const elastic = this.list('Addresses').flatMap((node) => {
      const [own, seen] = [address(node, 'PrivateIpAddress'), address(node, 'PublicIp')]
      return own && seen ? [{ interface: word(node, 'NetworkInterfaceId'), own, seen }] : []
    })
    const known = this.all('NetworkInterfaces', 'NetworkInterfaceId', (one) => this.interfaceOf(one, elastic))
    const instances = this.list('Reservations').flatMap((reservation) => each(reservation, 'Instances'))
    for (const node of instances.flatMap((instance) => each(instance, 'NetworkInterfaces'))) {
      const id = word(node, 'NetworkInterfaceId')
      const made = id === undefined || known.has(id) ? undefined : this.interfaceOf({ id, node, at: this.at(node) }, elastic)
      if (made) known.set(made.id, made)
    }
    return known
  }

  private interfaceOf(one: Resource, elastic: readonly { readonly interface: string | undefined; readonly own: Address; readonly seen: Address }[]): NetworkInterface | undefined {
    const { node } = one
    const entries = each(node, 'PrivateIpAddresses')
    const primary = address(node, 'PrivateIpAddress')
    const addresses = distinct([
      ...(primary ? [primary] : []), ...entries.flatMap((entry) => address(entry, 'PrivateIpAddress') ?? []),
      ...each(node, 'Ipv6Addresses').flatMap((entry) => address(entry, 'Ipv6Address') ?? []),
    ])
    const blocks = [...each(node, 'Ipv4Prefixes').flatMap((entry) => prefix(entry, 'Ipv4Prefix') ?? []), ...each(node, 'Ipv6Prefixes').flatMap((entry) => prefix(entry, 'Ipv6Prefix') ?? [])]
    const mapped = [
      ...entries.flatMap((entry) => pair(address(entry, 'PrivateIpAddress'), address(attribute(entry, 'Association'), 'PublicIp'))),
      ...pair(primary, address(attribute(node, 'Association'), 'PublicIp')),
      ...elastic.filter((entry) => entry.interface === one.id),
    ]
    const instance = word(attribute(node, 'Attachment'), 'InstanceId')
    return this.needing(one, ['VpcId', 'SubnetId'], ([vpc, subnet]) => ({
      ...one, vpc: vpc!, subnet: subnet!, addresses, own: unionAddresses(...addresses.map(addressesOf), ...blocks.map(addressesOf)),
      ...(instance !== undefined && { instance }),
      groups: each(node, 'Groups').flatMap((group) => word(group, 'GroupId') ?? []),
      checks: flag(node, 'SourceDestCheck') ?? true,
      publics: mapped.filter((entry, index) => mapped.findIndex((other) => same(other.own, entry.own)) === index),
    }))
  }
}

const pair = (own: Address | undefined, seen: Address | undefined): { own: Address; seen: Address }[] => (own && seen ? [{ own, seen }] : [])

export const same = (a: Address, b: Address): boolean => a.family === b.family && a.value === b.value

const distinct = (list: readonly Address[]): Address[] => list.filter((one, index) => list.findIndex((other) => same(one, other)) === index)

/** The primary block and the others; one that is no longer associated is still printed. */
function cidrsOf(node: Node): Prefix[] {
  const associated = ['CidrBlockAssociationSet', 'Ipv6CidrBlockAssociationSet'].flatMap((set) => each(node, set)).flatMap((entry) => {
    const state = word(attribute(entry, 'CidrBlockState') ?? attribute(entry, 'Ipv6CidrBlockState'), 'State')
    return state === undefined || state === 'associated' ? prefix(entry, 'CidrBlock') ?? prefix(entry, 'Ipv6CidrBlock') ?? [] : []
  })
  const all = [...(prefix(node, 'CidrBlock') ? [prefix(node, 'CidrBlock')!] : []), ...associated]
  return all.filter((one, index) => all.findIndex((other) => other.family === one.family && other.address === one.address && other.length === one.length) === index)
}
