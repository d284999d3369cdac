/** The same policy in each syntax. Between 10.0.1.0/24 and 10.0.2.0/24, at a device with the first address of both. */
import { parsePrefix } from '../../../src/net/address.ts'
import { ANYWHERE, LEFT, RIGHT, type Entry, type Policy, type Ports } from './policy.ts'

export interface Syntax {
  readonly name: string
  /** The interfaces, where the configuration does not tell them. */
  readonly interfaces?: object
  readonly config: { readonly syntax: string; readonly files: readonly (string | object)[] }
  readonly write: (policy: Policy) => Readonly<Record<string, string>>
  /** Why this vendor cannot say it; undefined: it can. */
  readonly cannot: (policy: Policy) => string | undefined
  /** Only machines with these last bytes exist. */
  readonly machines?: readonly number[]
}

const LINUX = { interfaces: { left: { address: '10.0.1.1/24' }, right: { address: '10.0.2.1/24' } } }
const anything = (): undefined => undefined
const range = ([low, high]: Ports, between: string): string => (low === high ? `${low}` : `${low}${between}${high}`)
const hostBits = (text: string): { address: string; mask: string; wildcard: string; length: number } => {
  const { length } = parsePrefix(text)!.prefix
  const bits = length === 0 ? 0 : (2 ** 32 - 2 ** (32 - length))
  const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
  return { address: text.split('/')[0]!, mask: dotted(bits), wildcard: dotted(2 ** 32 - 1 - bits), length }
}

// --------------------------------------------------------------------------------------------------------------- Linux

const iptables: Syntax = {
  name: 'iptables', ...LINUX, cannot: anything,
  config: { syntax: 'iptables-save', files: [{ file: 'v4', family: 4 }, { file: 'v6', family: 6 }] },
  write: ({ stateful, entries }) => ({
    v4: ['*filter', ':INPUT ACCEPT [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]',
      ...(stateful ? ['-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'] : []),
      ...entries.map(({ action, source, destination, protocol, from, ports }) => [
        `-A FORWARD -i left -o right -s ${source} -d ${destination}`, ...(protocol === 'any' ? [] : [`-p ${protocol}`]),
        ...(from || ports ? [`-m ${protocol}`] : []), ...(from ? [`--sport ${range(from, ':')}`] : []), ...(ports ? [`--dport ${range(ports, ':')}`] : []),
        `-j ${action === 'permit' ? 'ACCEPT' : 'DROP'}`,
      ].join(' ')), 'COMMIT', ''].join('\n'),
    v6: '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\nCOMMIT\n',
  }),
}

const value = (text: string): unknown => { const { address, length } = hostBits(text); return length === 32 ? address : { prefix: { addr: address, len: length } } }
const match = (left: object, right: unknown, op = '=='): object => ({ match: { op, left, right } })
const between = (ports: Ports): unknown => (ports[0] === ports[1] ? ports[0] : { range: ports })
const verdict = ({ action }: Entry): object => (action === 'permit' ? { accept: null } : { drop: null })

const nftConfig = { syntax: 'nftables', files: ['fw.json'] }
const nftRules = ({ stateful, entries }: Policy): object[][] => [
  ...(stateful ? [[match({ ct: { key: 'state' } }, ['established', 'related'], 'in'), { accept: null }]] : []),
  ...entries.map((entry) => [
    match({ meta: { key: 'iifname' } }, 'left'), match({ payload: { protocol: 'ip', field: 'saddr' } }, value(entry.source)), match({ payload: { protocol: 'ip', field: 'daddr' } }, value(entry.destination)),
    ...(entry.protocol === 'any' ? [] : [match({ meta: { key: 'l4proto' } }, entry.protocol)]),
    ...(entry.from ? [match({ payload: { protocol: entry.protocol, field: 'sport' } }, between(entry.from))] : []),
    ...(entry.ports ? [match({ payload: { protocol: entry.protocol, field: 'dport' } }, between(entry.ports))] : []), verdict(entry),
  ]),
]
const nftFile = (rules: readonly object[][], more: readonly object[] = []): string => JSON.stringify({ nftables: [
  { table: { family: 'inet', name: 'filter', handle: 1 } }, ...more,
  { chain: { family: 'inet', table: 'filter', name: 'forward', handle: 1, type: 'filter', hook: 'forward', prio: 0, policy: 'drop' } },
  ...rules.map((expr, index) => ({ rule: { family: 'inet', table: 'filter', chain: 'forward', handle: index + 2, expr } })),
] })

const nftables: Syntax = { name: 'nftables', ...LINUX, cannot: anything, config: nftConfig, write: (policy) => ({ 'fw.json': nftFile(nftRules(policy)) }) }

// --------------------------------------------------------------------------------------------------------------- Cisco

const peer = (text: string): string => { const { address, wildcard, length } = hostBits(text); return length === 0 ? 'any' : length === 32 ? `host ${address}` : `${address} ${wildcard}` }
const ciscoPorts = (ports: Ports | undefined): string => (!ports ? '' : ports[0] === ports[1] ? ` eq ${ports[0]}` : ` range ${ports[0]} ${ports[1]}`)

const cisco: Syntax = {
  name: 'cisco-ios', config: { syntax: 'cisco-ios', files: ['fw.cfg'] },
  cannot: ({ stateful }) => (stateful ? 'an access list has no sessions' : undefined),
  write: ({ entries }) => ({ 'fw.cfg': [
    'version 15.7', 'hostname fw', '!', 'ip access-list extended POLICY',
    ...entries.map(({ action, source, destination, protocol, from, ports }) =>
      ` ${action} ${protocol === 'any' ? 'ip' : protocol} ${peer(source)}${ciscoPorts(from)} ${peer(destination)}${ciscoPorts(ports)}`),
    // An access list without an entry permits everything: the implicit deny comes with the first.
    ' deny ip any any', '!',
    'interface GigabitEthernet0/0', ' ip address 10.0.1.1 255.255.255.0', ' ip access-group POLICY in', '!',
    'interface GigabitEthernet0/1', ' ip address 10.0.2.1 255.255.255.0', '!', 'end', ''].join('\n') }),
}

// -------------------------------------------------------------------------------------------------------------- YAMAHA

const yamahaPeer = (text: string): string => (text === ANYWHERE ? '*' : hostBits(text).length === 32 ? hostBits(text).address : text)

const yamaha: Syntax = {
  name: 'yamaha-rtx', config: { syntax: 'yamaha-rtx', files: ['fw.txt'] },
  cannot: ({ stateful, entries }) => (stateful ? 'a static filter has no sessions' : entries.length === 0 ? 'a filter without a number is none' : undefined),
  write: ({ entries }) => ({ 'fw.txt': [
    '# RTX1210 Rev.14.01.38', 'ip lan1 address 10.0.1.1/24', 'ip lan2 address 10.0.2.1/24', `ip lan1 secure filter in ${entries.map((_, index) => index + 1).join(' ')}`,
    ...entries.map(({ action, source, destination, protocol, from, ports }, index) => {
      const words = [yamahaPeer(source), yamahaPeer(destination), protocol === 'any' ? '*' : protocol, from ? range(from, '-') : '*', ports ? range(ports, '-') : '*']
      return `ip filter ${index + 1} ${action === 'permit' ? 'pass' : 'reject'} ${words.slice(0, protocol === 'icmp' || protocol === 'any' ? 3 : 5).join(' ')}`
    }), ''].join('\n') }),
}

// ------------------------------------------------------------------------------------------------------------ Fortinet

const fortios: Syntax = {
  name: 'fortios', config: { syntax: 'fortios', files: ['fw.conf'] },
  cannot: ({ stateful }) => (stateful ? undefined : 'a policy always keeps sessions'),
  write: ({ entries }) => ({ 'fw.conf': [
    '#config-version=FGVM64-7.2.5-FW-build1517-230606:opmode=0:vdom=0:user=admin', 'config system global', 'set hostname "fw"', 'end',
    'config system interface', ...[['port1', 1], ['port2', 2]].flatMap(([name, third]) => [`edit "${name}"`, 'set vdom "root"', `set ip 10.0.${third}.1 255.255.255.0`, 'set type physical', 'next']), 'end',
    'config firewall address', ...entries.flatMap(({ source, destination }, index) => [['s', source], ['d', destination]].flatMap(([letter, text]) =>
      [`edit "${letter}${index}"`, `set subnet ${hostBits(text!).address} ${hostBits(text!).mask}`, 'next'])), 'end',
    'config firewall service custom', ...entries.flatMap(({ protocol, from, ports }, index) => [`edit "svc${index}"`,
      ...(protocol === 'any' ? ['set protocol IP'] : protocol === 'icmp' ? ['set protocol ICMP', 'unset icmptype'] : [`set ${protocol}-portrange ${range(ports ?? [0, 65535], '-')}${from ? `:${range(from, '-')}` : ''}`]), 'next']), 'end',
    'config firewall policy', ...entries.flatMap(({ action }, index) => [`edit ${index + 1}`, 'set srcintf "port1"', 'set dstintf "port2"',
      ...(action === 'permit' ? ['set action accept'] : ['set action deny']), `set srcaddr "s${index}"`, `set dstaddr "d${index}"`, 'set schedule "always"', `set service "svc${index}"`, 'next']), 'end', ''].join('\n') }),
}

// ------------------------------------------------------------------------------------------------------------------ AWS

const VPC = 'vpc-1'
const [SUBNET_LEFT, SUBNET_RIGHT] = ['subnet-left', 'subnet-right']
const all = (RuleNumber: number, Egress: boolean): object => ({ RuleNumber, Egress, RuleAction: RuleNumber === 32767 ? 'deny' : 'allow', CidrBlock: ANYWHERE, Protocol: '-1' })
const IANA = { any: '-1', tcp: '6', udp: '17', icmp: '1' } as const

/** In a VPC an address that no interface has is nowhere. */
const MACHINES = [8, 9, 77, 130, 200, 250]
const OPEN = { IpProtocol: '-1', IpRanges: [{ CidrIp: ANYWHERE }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] }
const face = (SubnetId: string, third: number, group: string) => (last: number): object => {
  const PrivateIpAddress = `10.0.${third}.${last}`
  return { NetworkInterfaceId: `eni-${third}-${last}`, VpcId: VPC, SubnetId, PrivateIpAddress, PrivateIpAddresses: [{ Primary: true, PrivateIpAddress }], Ipv6Addresses: [],
    Groups: [{ GroupId: group, GroupName: group }], SourceDestCheck: true, InterfaceType: 'interface', Status: 'in-use' }
}

const aws = (acl: readonly object[], permissions: readonly object[]): Readonly<Record<string, string>> => ({
  'vpcs.json': JSON.stringify({ Vpcs: [{ VpcId: VPC, CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [{ AssociationId: 'a', CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }], IsDefault: false, State: 'available' }] }),
  'subnets.json': JSON.stringify({ Subnets: [[SUBNET_LEFT, LEFT], [SUBNET_RIGHT, RIGHT]].map(([SubnetId, CidrBlock]) => ({ SubnetId, VpcId: VPC, CidrBlock, MapPublicIpOnLaunch: false, State: 'available' })) }),
  'routes.json': JSON.stringify({ RouteTables: [{ RouteTableId: 'rtb-1', VpcId: VPC, Associations: [{ Main: true, RouteTableId: 'rtb-1', AssociationState: { State: 'associated' } }], PropagatingVgws: [],
    Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' }] }] }),
  'acls.json': JSON.stringify({ NetworkAcls: [
    { NetworkAclId: 'acl-left', VpcId: VPC, IsDefault: true, Associations: [{ NetworkAclAssociationId: 'x', NetworkAclId: 'acl-left', SubnetId: SUBNET_LEFT }], Entries: [all(100, true), all(32767, true), all(100, false), all(32767, false)] },
    { NetworkAclId: 'acl-right', VpcId: VPC, IsDefault: false, Associations: [{ NetworkAclAssociationId: 'y', NetworkAclId: 'acl-right', SubnetId: SUBNET_RIGHT }], Entries: [...acl, all(32767, false), all(100, true), all(32767, true)] },
  ] }),
  'groups.json': JSON.stringify({ SecurityGroups: [['sg-open', [OPEN]], ['sg-policy', permissions]].map(([GroupId, IpPermissions]) =>
    ({ GroupId, GroupName: GroupId, Description: 'law', VpcId: VPC, IpPermissions, IpPermissionsEgress: [OPEN] })) }),
  'interfaces.json': JSON.stringify({ NetworkInterfaces: [...MACHINES.map(face(SUBNET_LEFT, 1, 'sg-open')), ...MACHINES.map(face(SUBNET_RIGHT, 2, 'sg-policy'))] }),
})

const awsConfig = { syntax: 'aws', files: ['vpcs.json', 'subnets.json', 'routes.json', 'acls.json', 'groups.json', 'interfaces.json'] }
const toAll = ({ destination }: Entry): boolean => [ANYWHERE, '10.0.0.0/16', RIGHT].includes(destination)

const networkAcl: Syntax = {
  name: 'AWS network ACL', config: awsConfig, machines: MACHINES,
  cannot: ({ stateful, entries }) => (stateful ? 'a network ACL has no sessions' : !entries.every(toAll) ? 'a network ACL names the far end only'
    : entries.some(({ from }) => from) ? 'a network ACL names no source port' : undefined),
  write: ({ entries }) => aws(entries.map(({ action, source, protocol, ports }, index) => ({
    RuleNumber: index + 1, Egress: false, RuleAction: action === 'permit' ? 'allow' : 'deny', CidrBlock: source, Protocol: IANA[protocol],
    ...(protocol === 'icmp' ? { IcmpTypeCode: { Type: -1, Code: -1 } } : protocol === 'any' ? {} : { PortRange: { From: ports?.[0] ?? 0, To: ports?.[1] ?? 65535 } }),
  })), [OPEN]),
}

const securityGroup: Syntax = {
  name: 'AWS security group', config: awsConfig, machines: MACHINES,
  cannot: ({ stateful, entries }) => (!stateful ? 'a security group always keeps sessions' : entries.some(({ action }) => action === 'deny') ? 'a security group only permits'
    : !entries.every(toAll) ? 'a security group names the far end only' : entries.some(({ from }) => from) ? 'a security group names no source port' : undefined),
  write: ({ entries }) => aws([all(100, false)], entries.map(({ source, protocol, ports }) => ({
    IpProtocol: protocol === 'any' ? '-1' : protocol, IpRanges: [{ CidrIp: source }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [],
    ...(protocol === 'icmp' ? { FromPort: -1, ToPort: -1 } : protocol === 'any' ? {} : { FromPort: ports?.[0] ?? 0, ToPort: ports?.[1] ?? 65535 }),
  }))),
}

export const SYNTAXES: readonly Syntax[] = [iptables, nftables, cisco, yamaha, fortios, networkAcl, securityGroup]
