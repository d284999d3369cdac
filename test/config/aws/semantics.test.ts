/** What AWS does with packets, a sentence of its guides at a time. */
import { describe, expect, test } from 'vitest'
import { explore } from '../../../src/engine/trace.ts'
import { header } from './labs.ts'
import { acl, applied, eni, entry, fate, from, group, OPEN, seenAs, subnet, table, two, VPC, vpc, type Files, type Json } from './small.ts'

const A_TO_B = { from: '10.1.1.10', to: '10.1.2.10', port: 443 }
const B_TO_A = { from: '10.1.2.10', to: '10.1.1.10', port: 443 }
const tcp = (port: number, more: { readonly [name: string]: Json }): Json => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...more })

describe('security groups', () => {
  const ingress = (...permissions: Json[]): Files => two({ SecurityGroups: [group('sg-a', VPC, []), group('sg-b', VPC, permissions)] })

  test('only what is permitted gets in, and its answers get out', () => {
    const net = applied(ingress(tcp(443, { IpRanges: [{ CidrIp: '10.1.1.0/24' }] })))
    expect(fate(net, 'subnet-a', A_TO_B)).toBe('works')
    expect(fate(net, 'subnet-a', { ...A_TO_B, port: 22 })).toBe('blocked')
    expect(fate(net, 'subnet-b', B_TO_A)).toBe('blocked')
  })
  test('without permits for what goes out nothing goes out but answers', () => {
    const net = applied(two({ SecurityGroups: [group('sg-a', VPC, [from('0.0.0.0/0')]), group('sg-b', VPC, [from('0.0.0.0/0')], [])] }))
    expect(fate(net, 'subnet-a', A_TO_B)).toBe('works')
    expect(fate(net, 'subnet-b', B_TO_A)).toBe('blocked')
  })
  test('a group stands for the interfaces that have it', () => {
    const net = applied(ingress(tcp(443, { UserIdGroupPairs: [{ GroupId: 'sg-a' }] })))
    expect(fate(net, 'subnet-a', A_TO_B)).toBe('works')
    expect(fate(applied(ingress(tcp(443, { UserIdGroupPairs: [{ GroupId: 'sg-b' }] }))), 'subnet-a', A_TO_B)).toBe('blocked')
  })
  test('a group that is in no file may be anybody', () => {
    expect(fate(applied(ingress(tcp(443, { UserIdGroupPairs: [{ GroupId: 'sg-elsewhere' }] }))), 'subnet-a', A_TO_B)).toBe('perhaps')
  })
  test('a prefix list stands for what is in it, and one that is in no file for anything', () => {
    const list = ingress(tcp(443, { PrefixListIds: [{ PrefixListId: 'pl-1' }] }))
    expect(fate(applied(list), 'subnet-a', A_TO_B)).toBe('perhaps')
    expect(fate(applied({ ...list, PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['10.1.1.0/24'] }] }), 'subnet-a', A_TO_B)).toBe('works')
    expect(fate(applied({ ...list, PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['10.9.0.0/16'] }] }), 'subnet-a', A_TO_B)).toBe('blocked')
  })
  test('ICMP by type; -1 is every type', () => {
    const ping = { from: '10.1.1.10', to: '10.1.2.10' }
    const icmp = (FromPort: number): Json => ({ IpProtocol: 'icmp', FromPort, ToPort: -1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] })
    expect([8, -1, 3].map((type) => fate(applied(ingress(icmp(type))), 'subnet-a', ping))).toEqual(['works', 'works', 'blocked'])
  })
  test('an interface has the permits of all of its groups', () => {
    const net = applied(two({
      SecurityGroups: [group('sg-a', VPC, []), group('sg-b', VPC, []), group('sg-c', VPC, [from('10.1.1.10/32')])],
      NetworkInterfaces: [eni('eni-a', VPC, 'subnet-a', '10.1.1.10', ['sg-a']), eni('eni-b', VPC, 'subnet-b', '10.1.2.10', ['sg-b', 'sg-c'])],
    }))
    expect(fate(net, 'subnet-a', A_TO_B)).toBe('works')
  })
  test('an address without an interface is nobody\'s', () => {
    const net = applied(two())
    expect(fate(net, 'subnet-a', { ...A_TO_B, to: '10.1.2.11' })).toBe('blocked')
    expect(fate(net, 'subnet-a', { ...A_TO_B, from: '10.1.1.11' })).toBe('blocked')
  })
  test('without a list of the interfaces anything may be', () => {
    const { NetworkInterfaces: _, ...rest } = two()
    expect(fate(applied(rest), 'subnet-a', A_TO_B)).toBe('perhaps')
  })
})

describe('network ACLs', () => {
  const b = (...entries: Json[]): Files => two({ NetworkAcls: [acl('acl-default', VPC, []), acl('acl-b', VPC, ['subnet-b'], entries)] })

  test('the lowest number decides, and what none names is denied', () => {
    const out = entry(100, true, 'allow')
    expect(fate(applied(b(out, entry(200, false, 'allow'), entry(100, false, 'deny', '10.1.1.0/24'))), 'subnet-a', A_TO_B)).toBe('blocked')
    expect(fate(applied(b(out, entry(100, false, 'allow'), entry(200, false, 'deny', '10.1.1.0/24'))), 'subnet-a', A_TO_B)).toBe('works')
    expect(fate(applied(b(out)), 'subnet-a', A_TO_B)).toBe('blocked')
  })
  test('they remember nothing: answers need a rule of their own', () => {
    const web = entry(100, false, 'allow', '0.0.0.0/0', { Protocol: '6', PortRange: { From: 443, To: 443 } })
    const ephemeral = entry(100, true, 'allow', '0.0.0.0/0', { Protocol: '6', PortRange: { From: 1024, To: 65535 } })
    expect(fate(applied(b(web)), 'subnet-a', A_TO_B)).toBe('no answer')
    expect(fate(applied(b(web, ephemeral)), 'subnet-a', A_TO_B)).toBe('works')
  })
  test('ICMP by type and code', () => {
    const icmp = (Type: number): Json => entry(100, false, 'allow', '0.0.0.0/0', { Protocol: '1', IcmpTypeCode: { Type, Code: -1 } })
    const ping = { from: '10.1.1.10', to: '10.1.2.10' }
    expect([8, 0, -1].map((type) => fate(applied(b(icmp(type), entry(100, true, 'allow'))), 'subnet-a', ping))).toEqual(['works', 'blocked', 'works'])
  })
  test('a subnet without one has the default one of its VPC', () => {
    expect(fate(applied(two({ NetworkAcls: [acl('acl-default', VPC, [], [])] })), 'subnet-a', A_TO_B)).toBe('blocked')
  })
})

describe('routes', () => {
  const targets = (...routes: { readonly [name: string]: Json }[]): Files => two({
    RouteTables: [table('rtb-main', VPC, '10.1.0.0/16', [], ...routes), table('rtb-b', VPC, '10.1.0.0/16', ['subnet-b'])],
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: VPC, State: 'available' }] }],
    NetworkInterfaces: [
      eni('eni-a', VPC, 'subnet-a', '10.1.1.10', ['sg-a'], seenAs('9.9.9.1')), eni('eni-a2', VPC, 'subnet-a', '10.1.1.11', ['sg-a']),
      eni('eni-b', VPC, 'subnet-b', '10.1.2.10', ['sg-b'], seenAs('9.9.9.2')),
    ],
  })
  const OUT = { from: '10.1.1.10', to: '8.8.8.8', port: 443 }

  test('the main table is that of subnets without one', () => {
    const net = applied(targets({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }), ['igw-1'])
    expect(fate(net, 'subnet-a', OUT)).toBe('works')
    expect(fate(net, 'subnet-b', { ...OUT, from: '10.1.2.10' })).toBe('blocked')
    expect(fate(net, 'subnet-a', A_TO_B)).toBe('works')
  })
  test('the longest prefix wins, also one that leads nowhere', () => {
    const hole = { DestinationCidrBlock: '8.8.0.0/16', NatGatewayId: 'nat-gone', State: 'blackhole' }
    expect(fate(applied(targets({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }, hole), ['igw-1']), 'subnet-a', OUT)).toBe('blocked')
  })
  test('an internet gateway passes only addresses that have a public one', () => {
    const net = applied(targets({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }), ['igw-1'])
    expect(fate(net, 'subnet-a', { ...OUT, from: '10.1.1.11' })).toBe('blocked')
    expect(fate(net, 'world', { from: '8.8.8.8', to: '9.9.9.1', port: 443 })).toBe('blocked')
    expect(net.topology.devices.get('aws/igw-1')!.gaps).toEqual([])
  })
  test('a prefix list that is in no file may lead there or not', () => {
    expect(fate(applied(targets({ DestinationPrefixListId: 'pl-1', GatewayId: 'igw-1' }), ['igw-1']), 'subnet-a', OUT)).toBe('perhaps')
  })
  test('a machine that does not check addresses passes on what is sent to it', () => {
    const files = two({
      RouteTables: [table('rtb-main', VPC, '10.1.0.0/16', []), table('rtb-a', VPC, '10.1.0.0/16', ['subnet-a'], { DestinationCidrBlock: '172.16.0.0/12', NetworkInterfaceId: 'eni-b' })],
    })
    const to = { from: '10.1.1.10', to: '172.16.0.1', port: 443 }
    const arrives = (more: Files): boolean => {
      const { topology } = applied({ ...files, ...more })
      return topology.devices.get('aws/vpc-a')!.policyRoutes!.some(({ next }) => next.kind === 'via' && next.interface === 'subnet-b')
    }
    expect(arrives({})).toBe(true)
    expect(fate(applied(files), 'subnet-a', to)).toBe('blocked')
  })
})

describe('NAT gateways', () => {
  const files = (entries: readonly Json[] = OPEN): Files => two({
    RouteTables: [
      table('rtb-main', VPC, '10.1.0.0/16', [], { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }),
      table('rtb-b', VPC, '10.1.0.0/16', ['subnet-b'], { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }),
    ],
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: VPC, State: 'available' }] }],
    NatGateways: [{ NatGatewayId: 'nat-1', VpcId: VPC, SubnetId: 'subnet-b', State: 'available', NatGatewayAddresses: [{ PrivateIp: '10.1.2.200', PublicIp: '9.9.9.9' }] }],
    NetworkInterfaces: [
      eni('eni-a', VPC, 'subnet-a', '10.1.1.10', ['sg-a']), eni('eni-n', VPC, 'subnet-b', '10.1.2.200', [], { ...seenAs('9.9.9.9'), SourceDestCheck: false, InterfaceType: 'nat_gateway' }),
    ],
    NetworkAcls: [acl('acl-default', VPC, []), acl('acl-b', VPC, ['subnet-b'], entries)],
  })
  const OUT = { from: '10.1.1.10', to: '8.8.8.8', port: 443 }

  test('what goes out gets its address, and only answers come in', () => {
    const net = applied(files(), ['igw-1'])
    expect(fate(net, 'subnet-a', OUT)).toBe('works')
    expect(fate(net, 'world', { from: '8.8.8.8', to: '9.9.9.9', port: 443 })).toBe('blocked')
  })
  test('the network ACL of its subnet is asked on both of its sides', () => {
    const both = [entry(100, true, 'allow'), entry(100, false, 'allow')]
    expect(fate(applied(files([entry(90, false, 'deny', '10.1.1.0/24'), ...both]), ['igw-1']), 'subnet-a', OUT)).toBe('blocked')
    expect(fate(applied(files([entry(90, true, 'deny', '8.8.8.8/32'), ...both]), ['igw-1']), 'subnet-a', OUT)).toBe('blocked')
    expect(fate(applied(files([entry(90, true, 'deny', '10.1.1.0/24'), ...both]), ['igw-1']), 'subnet-a', OUT)).toBe('no answer')
  })
})

describe('network load balancers', () => {
  const files = (permit: Json): Files => two({
    RouteTables: [table('rtb-main', VPC, '10.1.0.0/16', []), table('rtb-b', VPC, '10.1.0.0/16', ['subnet-b'], { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' })],
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: VPC, State: 'available' }] }],
    SecurityGroups: [group('sg-a', VPC, [permit])],
    NetworkInterfaces: [
      eni('eni-a', VPC, 'subnet-a', '10.1.1.10', ['sg-a'], { Attachment: { InstanceId: 'i-a' } }),
      eni('eni-lb', VPC, 'subnet-b', '10.1.2.80', [], { ...seenAs('9.9.9.80'), SourceDestCheck: false, InterfaceType: 'network_load_balancer', Description: 'ELB net/web/0a1' }),
    ],
    Listeners: [{ LoadBalancerArn: 'arn:aws:elasticloadbalancing:r:1:loadbalancer/net/web/0a1', Port: 80, Protocol: 'TCP', DefaultActions: [{ Type: 'forward', TargetGroupArn: 'tg-1' }] }],
    LoadBalancerTargetHealth: [{ TargetGroupArn: 'tg-1', TargetHealthDescriptions: [{ Target: { Id: 'i-a', Port: 8080 } }] }],
  })
  const arrives = (permit: Json, port: number): string[] => {
    const { topology } = applied(files(permit), ['igw-1'])
    const ends = explore(topology, { place: { zone: 'world' }, header: header({ from: '8.8.8.8', to: '9.9.9.80', port }) }).map(({ end }) => end)
    return [...new Set(ends.flatMap((end) => (end.kind === 'delivered' ? [`${JSON.stringify(end.place)} ${end.header.destinationPort}`] : [])))]
  }
  test('what a listener takes goes to its targets, and nothing else goes anywhere', () => {
    expect(arrives(from('0.0.0.0/0'), 80)).toContain('{"segment":"subnet-a"} 8080')
    expect(arrives(from('0.0.0.0/0'), 22).filter((one) => one.includes('subnet'))).toEqual([])
  })
  test('the target lets in the client or the balancer: nobody prints whose address it sees', () => {
    for (const seen of ['8.8.8.8/32', '10.1.2.80/32']) expect(arrives(from(seen), 80)).toContain('{"segment":"subnet-a"} 8080')
    expect(arrives(from('7.7.7.7/32'), 80).filter((one) => one.includes('subnet'))).toEqual([])
  })
})

describe('what a VPC does besides', () => {
  const query = { from: '10.1.1.10', to: '10.1.0.2', port: 53 }
  const receivers = (more: Files): string[] => explore(applied(two(more)).topology, { place: { segment: 'subnet-a' }, header: header(query) })
    .flatMap(({ end }) => (end.kind === 'delivered' ? [JSON.stringify(end.place)] : []))

  test('its resolver answers at the third address past every filter, and passes on', () => {
    const closed = { SecurityGroups: [group('sg-a', VPC, [], []), group('sg-b', VPC, [], [])], NetworkAcls: [acl('acl-default', VPC, [], [])] }
    expect(receivers(closed)).toEqual(['{"device":"aws/vpc-a"}'])
    expect(applied(two(closed)).topology.devices.get('aws/vpc-a')!.runs).toEqual(['dns'])
  })
  test('unless it has none', () => {
    const without = { VpcAttributes: [{ VpcId: VPC, EnableDnsSupport: { Value: false } }] }
    expect(receivers(without)).toEqual([])
    expect(applied(two(without)).topology.devices.get('aws/vpc-a')!.runs).toEqual([])
  })
  test('two VPCs with the same addresses: the topology says which subnet is which', () => {
    const twins: Files = {
      Vpcs: [vpc('vpc-a', '10.1.0.0/16'), vpc('vpc-b', '10.1.0.0/16')], Subnets: [subnet('subnet-a', 'vpc-a', '10.1.1.0/24'), subnet('subnet-b', 'vpc-b', '10.1.1.0/24')],
      RouteTables: [], NetworkAcls: [], SecurityGroups: [], NetworkInterfaces: [],
    }
    expect(applied(twins).problems.map(({ code }) => code)).toEqual(['binding', 'binding'])
  })
})

describe('several VPCs', () => {
  const three = ['a', 'b', 'c']
  const cidr = (id: string): string => `10.${three.indexOf(id) + 1}.0.0/16`
  const joined = (routes: Readonly<Record<string, readonly { readonly [name: string]: Json }[]>>, more: Files): Files => ({
    Vpcs: three.map((id) => vpc(`vpc-${id}`, cidr(id))),
    Subnets: three.flatMap((id, i) => [subnet(`subnet-${id}`, `vpc-${id}`, `10.${i + 1}.1.0/24`), subnet(`subnet-${id}2`, `vpc-${id}`, `10.${i + 1}.2.0/24`, 'az2')]),
    RouteTables: three.map((id) => table(`rtb-${id}`, `vpc-${id}`, cidr(id), [], ...routes[id] ?? [])),
    NetworkAcls: three.map((id) => acl(`acl-${id}`, `vpc-${id}`, [])),
    SecurityGroups: three.map((id) => group(`sg-${id}`, `vpc-${id}`, [from('0.0.0.0/0')])),
    NetworkInterfaces: three.flatMap((id, i) => [eni(`eni-${id}`, `vpc-${id}`, `subnet-${id}`, `10.${i + 1}.1.10`, [`sg-${id}`]), eni(`eni-${id}2`, `vpc-${id}`, `subnet-${id}2`, `10.${i + 1}.2.10`, [`sg-${id}`])]),
    ...more,
  })
  const peering = (id: string, a: string, b: string): Json => ({ VpcPeeringConnectionId: id, AccepterVpcInfo: { VpcId: `vpc-${a}` }, RequesterVpcInfo: { VpcId: `vpc-${b}` }, Status: { Code: 'active' } })
  const to = (id: string, by: { readonly [name: string]: Json }) => ({ DestinationCidrBlock: cidr(id), ...by })
  const AB = { from: '10.1.1.10', to: '10.2.1.10', port: 443 }
  const AC = { from: '10.1.1.10', to: '10.3.1.10', port: 443 }

  test('peers reach each other by the routes of both, and nobody beyond them', () => {
    const via = (id: string) => ({ VpcPeeringConnectionId: id })
    const files = joined(
      { a: [to('b', via('pcx-1')), to('c', via('pcx-1'))], b: [to('a', via('pcx-1')), to('c', via('pcx-2'))], c: [to('b', via('pcx-2')), to('a', via('pcx-2'))] },
      { VpcPeeringConnections: [peering('pcx-1', 'a', 'b'), peering('pcx-2', 'b', 'c')] })
    expect(fate(applied(files), 'subnet-a', AB)).toBe('works')
    expect(fate(applied(files), 'subnet-a', AC)).toBe('blocked')
    const oneWay = { ...files, RouteTables: [files.RouteTables![0]!, table('rtb-b', 'vpc-b', cidr('b'), []), files.RouteTables![2]!] }
    expect(fate(applied(oneWay), 'subnet-a', AB)).toBe('no answer')
  })

  const transit = (more: Files = {}, appliance = 'disable'): Files => joined(
    { a: [to('b', { TransitGatewayId: 'tgw-1' }), to('c', { TransitGatewayId: 'tgw-1' })], b: [to('a', { TransitGatewayId: 'tgw-1' })] },
    {
      TransitGateways: [{ TransitGatewayId: 'tgw-1', Options: { DefaultRouteTableAssociation: 'enable', AssociationDefaultRouteTableId: 'tgw-rtb-1' } }],
      TransitGatewayVpcAttachments: ['a', 'b'].map((id) => ({
        TransitGatewayAttachmentId: `tgw-attach-${id}`, TransitGatewayId: 'tgw-1', VpcId: `vpc-${id}`, State: 'available', SubnetIds: [`subnet-${id}`, `subnet-${id}2`], Options: { ApplianceModeSupport: appliance },
      })),
      TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: 'tgw-1' }],
      TransitGatewayStaticRoutes: [{ TransitGatewayRouteTableId: 'tgw-rtb-1', Routes: [] }],
      TransitGatewayPropagations: [{
        TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayRouteTablePropagations: ['a', 'b'].map((id) => ({ TransitGatewayAttachmentId: `tgw-attach-${id}`, State: 'enabled' })),
      }],
      ...more,
    })
  test('a transit gateway carries between the VPCs that are attached', () => {
    expect(fate(applied(transit()), 'subnet-a', AB)).toBe('works')
    expect(fate(applied(transit()), 'subnet-a', AC)).toBe('blocked')
  })
  test('it stays in the availability zone where it can: the ACLs of that subnet are asked', () => {
    const acls = (closed: string): Files => ({ NetworkAcls: [...three.map((id) => acl(`acl-${id}`, `vpc-${id}`, [])), acl('acl-x', 'vpc-b', [closed], [entry(10, true, 'deny'), entry(100, false, 'allow')])] })
    const across = { ...AB, to: '10.2.2.10' }
    expect(fate(applied(transit(acls('subnet-b'))), 'subnet-a', across)).toBe('blocked')
    expect(fate(applied(transit(acls('subnet-b2'))), 'subnet-a', across)).toBe('no answer')
    expect(fate(applied(transit(acls('subnet-b'), 'enable')), 'subnet-a', across)).toBe('perhaps')
  })
  test('a black hole, and an attachment without a table, take everything', () => {
    const hole = { TransitGatewayRouteTableId: 'tgw-rtb-1', Routes: [{ DestinationCidrBlock: '10.2.1.0/24', State: 'blackhole', Type: 'static' }] }
    expect(fate(applied(transit({ TransitGatewayStaticRoutes: [hole] })), 'subnet-a', AB)).toBe('blocked')
    const alone = ['a', 'b'].map((id) => ({ TransitGatewayAttachmentId: `tgw-attach-${id}`, TransitGatewayId: 'tgw-1', ResourceType: 'vpc', ResourceId: `vpc-${id}`, State: 'available' }))
    expect(fate(applied(transit({ TransitGatewayAttachments: alone })), 'subnet-a', AB)).toBe('blocked')
  })
  test('a table whose routes are in no file may lead anywhere', () => {
    const { TransitGatewayPropagations: _, ...rest } = transit()
    expect(applied(rest).topology.devices.get('aws/tgw-1')!.gaps).toEqual([expect.objectContaining({ touches: 'routes', what: 'tgw-rtb-1' })])
  })
})
