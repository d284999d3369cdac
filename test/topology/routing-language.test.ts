/** Policy routes, clusters, virtual addresses and feasible reverse paths as people type them. */
import { describe, expect, it } from 'vitest'
import type { Device, PolicyRoute } from '../../src/topology/model.ts'
import { load, mistakes, topologyOf } from './loading.ts'

const net = (device: string, more = ''): string => `
sanso: 1
network: n
zones: { z: { tier: lgwan } }
segments: { a: { zone: z, subnets: [10.0.0.0/24, 'fd00::/64'] }, b: { zone: z, subnets: [10.0.1.0/24] } }
devices:
  d:
    kind: router
    interfaces: { a: { addresses: [10.0.0.1/24, 'fd00::1/64'], reverse-path: feasible }, b: { address: 10.0.1.1/24, vrf: default }, r: { vrf: red } }
${device.trim().split('\n').map((line) => `    ${line.trim()}`).join('\n')}
${more}`
const policies = (text: string): readonly PolicyRoute[] => topologyOf(load(net(`policy-routes:\n  - ${text}`))).devices.get('d')!.policyRoutes!
const said = (text: string): string[] => mistakes(load(net(`policy-routes:\n  - ${text}`)))

describe('policy routes', () => {
  it('say what they match and where it leads', () => {
    const [policy] = policies('{ in: a, source: 10.0.0.5, service: tcp/443, via: 10.0.1.9 }')
    expect(policy).toMatchObject({ vrf: 'default', next: { kind: 'via', interface: 'b', address: { family: 4 } } })
    expect(policy!.when).toMatchObject({ test: 'all', of: [{ test: 'all', of: [{ test: 'in', names: ['a'] }, { test: 'source' }, expect.anything()] }, { test: 'family', family: 4 }] })
  })
  it('lead out of an interface, into another VRF, nowhere, or back to the table', () => {
    const nexts = ['{ interface: b }', '{ next-vrf: red }', '{ discard: true }', '{ source: b, table: true }', '{ vrf: red, interface: r }'].map((one) => policies(one)[0]!)
    expect(nexts.map(({ next, vrf }) => `${vrf} ${next.kind}`)).toEqual(['default interface', 'default vrf', 'default null', 'default table', 'red interface'])
  })
  it('lead one way', () => {
    const which = 'say where the policy route leads by one of via, interface, next-vrf, discard, table (only via and interface go together)'
    expect(said('{ in: a }')).toEqual([`policy-route: «{ in: a }» ${which}`])
    expect(said('{ table: true, discard: true }')).toEqual([`policy-route: «{ table: true, discard: true }» ${which}`])
    expect(said('{ interface: b, discard: true }')).toEqual(['route: «{ interface: b, discard: true }» say where the route leads by one of via, interface, next-vrf, discard (only via and interface go together)'])
  })
  it('name what there is', () => {
    expect(said('{ in: aa, source: nobody, via: 10.0.1.9 }')).toEqual([
      'unknown-name: «aa» there is no interface "aa"; did you mean "a"?', 'unknown-name: «nobody» "nobody" is neither an address nor the name of anything'])
    expect(said('{ via: 10.9.9.9 }')).toEqual(['route: «10.9.9.9» the next hop 10.9.9.9 lies on no subnet of an interface of this device (VRF "default")'])
    expect(said('{ vrf: blue, table: true }')).toEqual(['unknown-name: «blue» there is no VRF "blue"'])
    expect(said('{ out: b, via: 10.0.1.9 }')[0]).toMatch(/^schema: /)
  })
})

it('a reverse path may be feasible', () => {
  expect(topologyOf(load(net(''))).devices.get('d')!.interfaces.get('a')!.reversePath).toBe('feasible')
})

describe('virtual addresses', () => {
  const two = (one: string, other: string): string => net('', `  e:\n    kind: router\n    interfaces: { a: { address: 10.0.0.2/24, ${one} } }\n  f:\n    kind: router\n    interfaces: { a: { address: 10.0.0.3/24, ${other} } }\n`)
  const virtualOf = (device: Device) => device.interfaces.get('a')!.addresses.filter(({ virtual }) => virtual)

  it('are shared, with the prefix length of the interface', () => {
    const { devices } = topologyOf(load(two('virtual: 10.0.0.254', 'virtual: [10.0.0.254]')))
    for (const id of ['e', 'f']) expect(virtualOf(devices.get(id)!)).toMatchObject([{ address: { value: 0x0a0000fen }, length: 24, virtual: true }])
  })
  it('are nobody else\'s', () => {
    expect(mistakes(load(two('virtual: 10.0.0.3', 'virtual: 10.0.0.254')))).toEqual([
      expect.stringMatching(/^address-twice: .* the address 10\.0\.0\.3 is also used by /)])
  })
  it('lie beside an address of the interface', () => {
    expect(mistakes(load(two('virtual: 10.0.1.254', 'virtual: [x]')))).toEqual([
      'virtual: «10.0.1.254» the virtual address 10.0.1.254 lies on no subnet of the interface\'s own addresses', expect.stringContaining('«x»')])
  })
})

describe('clusters', () => {
  const pair = (one: string, other: string): string => net(one, `  e: { kind: router, ${other} interfaces: { a: { address: 10.0.0.2/24 } } }\n`)
  it('are devices of one name that know sessions', () => {
    const { devices } = topologyOf(load(pair('stateful: true\ncluster: pair', 'stateful: true, cluster: pair,')))
    expect([...devices.values()].map(({ cluster }) => cluster)).toEqual(['pair', 'pair'])
  })
  it('are of more than one device', () => {
    expect(mistakes(load(pair('stateful: true\ncluster: pair', 'stateful: true, cluster: pear,')))).toEqual([
      'cluster: «pair» the cluster "pair" has one device only: devices with the same name here share their sessions',
      'cluster: «pear» the cluster "pear" has one device only: devices with the same name here share their sessions'])
  })
  it('share nothing where nothing is remembered', () => {
    expect(mistakes(load(pair('cluster: pair', 'stateful: true, cluster: pair,')))).toEqual([
      'cluster: «pair» what a cluster shares is the memory of sessions: the device needs `stateful: true` or a `config`'])
  })
})
