/** Every line is accounted for, whatever the files hold; what is not understood is neither a permit nor a deny. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { random } from '../../brute/random.ts'
import { aws } from '../../../src/config/aws/index.ts'
import { parseJson } from '../../../src/config/aws/json.ts'
import { masked } from '../../../src/config/secrets.ts'
import type { Reading } from '../../../src/config/reader.ts'
import { HAVE_LABS, jsonBelow, LABS } from './labs.ts'
import { applied, eni, fate, group, table, two, VPC, type Json } from './small.ts'

const AT = { file: 'topology.yaml', line: 1 }
const read = (files: Readonly<Record<string, string>>): Reading => aws.read(Object.entries(files).map(([file, content]) => ({ file, content, at: AT })), AT)
const printed = (kind: string, list: readonly Json[]): string => JSON.stringify({ [kind]: list }, undefined, 4)
const A_TO_B = { from: '10.1.1.10', to: '10.1.2.10', port: 443 }

describe('what nobody knows', () => {
  const gapsOf = (more: Parameters<typeof two>[0]) => applied(two(more)).topology.devices.get('aws/vpc-a')!.gaps.map(({ touches, what }) => `${touches} ${what}`)

  test('an attribute of a permit may make it narrower', () => {
    const permit = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], OnlyOnMondays: true }
    expect(fate(applied(two({ SecurityGroups: [group('sg-a', VPC, []), group('sg-b', VPC, [permit])] })), 'subnet-a', A_TO_B)).toBe('perhaps')
  })
  test('an attribute of a route may make it another', () => {
    const net = applied(two({ RouteTables: [table('rtb-main', VPC, '10.1.0.0/16', [], { DestinationCidrBlock: '10.1.2.0/24', GatewayId: 'local', Weight: 3 })] }))
    expect(fate(net, 'subnet-a', A_TO_B)).toBe('perhaps')
  })
  test('an attribute of an interface puts the filters in doubt, one of a VPC where packets go', () => {
    expect(gapsOf({ NetworkInterfaces: [eni('eni-a', VPC, 'subnet-a', '10.1.1.10', ['sg-a'], { Shiny: 1 })] })).toEqual(['filters Shiny'])
    expect(gapsOf({ Vpcs: [{ VpcId: VPC, CidrBlock: '10.1.0.0/16', Shiny: { very: [true] } }] })).toEqual(['forwarding Shiny'])
  })
  test('a value of the wrong kind is not understood', () => {
    expect(gapsOf({ NetworkInterfaces: [eni('eni-a', VPC, 'subnet-a', 'ten', ['sg-a'])] })).toEqual(['filters PrivateIpAddress'])
    expect(gapsOf({ Vpcs: [{ VpcId: VPC, CidrBlock: 10 }] })).toEqual(['forwarding CidrBlock'])
  })
  test('a kind of resource, and an answer that is cut off, put everything in doubt', () => {
    expect(gapsOf({ QuantumGateways: [{ Id: 'qgw-1' }] })).toEqual(['forwarding QuantumGateways'])
    const { lines, problems } = read({ f: `{ "Vpcs": [],\n "NextToken": "abc" }` })
    expect(lines.map(({ status }) => status)).toEqual(['understood', 'not understood'])
    expect(problems.map(({ code }) => code)).toEqual(['config-context'])
  })
  test('without security groups or network ACLs the filters are not known', () => {
    const { SecurityGroups: _, NetworkAcls: __, ...rest } = two()
    expect(applied(rest).topology.devices.get('aws/vpc-a')!.gaps.map(({ what }) => what)).toEqual(['SecurityGroups', 'NetworkAcls'])
  })
  test('a resource of which nobody can tell where it belongs is a mistake', () => {
    expect(applied(two({ NatGateways: [{ NatGatewayId: 'nat-1', VpcId: VPC }] })).problems).toMatchObject([{ code: 'config-syntax', at: { file: 'NatGateways', line: 3 } }])
    expect(applied(two({ SecurityGroups: [{ VpcId: VPC }] })).problems).toMatchObject([{ code: 'config-syntax' }])
  })
  test('what is cut off is a mistake that says where', () => {
    const { problems, lines } = read({ f: printed('Vpcs', [{ VpcId: VPC, CidrBlock: '10.1.0.0/16' }]).split('\n').slice(0, 4).join('\n') })
    expect(problems).toMatchObject([{ code: 'config-syntax', at: { file: 'f', line: 4 } }])
    expect(lines).toHaveLength(4)
  })
})

test('calls that do not say of what they speak are known by the names of their files', () => {
  const { lines } = read({
    'tgw-rtb-0a1.json': '{ "Routes": [] }', 'pl-0b2.json': '{ "Entries": [{ "Cidr": "10.0.0.0/8" }] }', 'dns.json': '{ "VpcId": "vpc-a", "EnableDnsSupport": { "Value": false } }',
  })
  expect(lines.map(({ status }) => status)).toEqual(['understood', 'understood', 'understood'])
})

test('every line has one status, in the order of the files', () => {
  const { lines } = read({ a: printed('Vpcs', [{ VpcId: VPC, CidrBlock: '10.1.0.0/16', Shiny: 1 }]), b: 'no JSON\n{' })
  expect(lines.map(({ at, status }) => `${at.file}:${'line' in at ? at.line : ''} ${status}`)).toEqual([
    'a:1 understood', 'a:2 understood', 'a:3 understood', 'a:4 understood', 'a:5 understood', 'a:6 not understood', 'a:7 understood', 'a:8 understood', 'a:9 understood',
    'b:1 not understood', 'b:2 not understood',
  ])
})

test('no key, password or script of a machine is in any line', () => {
  const content = JSON.stringify({ VpnConnections: [{
    VpnConnectionId: 'vpn-1', CustomerGatewayConfiguration: '<x>\n<pre_shared_key>first-secret</pre_shared_key>"', Options: { TunnelOptions: [{ PreSharedKey: 'second-secret' }] },
  }], Vpcs: [{ Description: 'password reset, key secret x' }] }, undefined, 2)
  const shown = masked(content)
  expect(shown).not.toMatch(/first-secret|second-secret/)
  expect(parseJson(shown).wrong).toBeUndefined()
  expect(shown).toContain('password reset, key secret x')
})

test('JSON is what JSON.parse takes it for, with the lines on which it stands', () => {
  const plain = (node: { value: unknown }): unknown => (node.value instanceof Map ? Object.fromEntries([...node.value].map(([key, one]) => [key, plain(one as never)]))
    : Array.isArray(node.value) ? node.value.map((one) => plain(one as never)) : node.value)
  const value = { a: [1, -2.5e3, 'x"\\\n', true, null, [], {}, [[{}]]], '': { b: 'é' } }
  for (const indent of [undefined, 1, '\t']) expect(parseJson(JSON.stringify(value, undefined, indent)).roots.map(plain)).toEqual([value])
  for (const wrong of ['{', '[1,]', '{"a"}', '{"a":}', '{a:1}', '[1 2]', '"', '[}', '{"a":1,}', '{"a":"\\q"}']) expect(parseJson(wrong).wrong, wrong).toBe(1)
  const deep = '['.repeat(200_000)
  expect(parseJson(deep + deep.replaceAll('[', ']')).wrong).toBeUndefined()
  expect(parseJson(deep).wrong).toBe(1)
})

describe.skipIf(!HAVE_LABS)('real files', () => {
  const labs = ['aws_instance_multiple_interface', 'aws_multi_account_vpc_peering', 'aws_tgw_multi_az_intra_region_nacl_test']
  const contents = (lab: string): Record<string, string> => Object.fromEntries(jsonBelow(LABS + lab).map((file) => [file, readFileSync(file, 'utf8')]))

  test.each(labs)('%s: every line is understood, or decides about no packet', (lab) => {
    const { lines, gaps } = read(contents(lab))
    expect(lines.filter(({ status }) => status === 'not understood')).toEqual([])
    expect(gaps).toEqual([])
  })

  test('mutated and truncated, they never throw, and every line has a status', () => {
    const files = Object.entries(contents(labs[2]!)).filter(([file]) => !/VpcEndpointServices|Reservations/.test(file))
    const { pick, int } = random(7)
    for (let round = 0; round < 60; round++) {
      const [name] = pick(files)
      const changed = Object.fromEntries(files.map(([file, content]): [string, string] => {
        if (file !== name) return [file, content]
        const at = int(0, content.length - 1)
        return [file, pick([content.slice(0, at), content.slice(0, at) + content.slice(at + 1 + int(0, 39)), content.slice(0, at) + pick(['{', ']', '"', 'null', '-1', ',']) + content.slice(at),
          content.replaceAll(pick(['"VpcId"', '"SubnetId"', '"State"', '"CidrBlock"', '"RuleNumber"', '"GroupId"', '"Routes"']), '"Other"'), ''])]
      }))
      const { lines } = read(changed)
      expect(lines).toHaveLength(Object.values(changed).reduce((sum, content) => sum + content.split('\n').length - Number(content === '' || content.endsWith('\n')), 0))
    }
  })
})
