import { describe, expect, test } from 'vitest'
import { misnamed } from '../../../src/config/device/hostname.ts'
import { Binding, sharedAddresses } from '../../../src/config/device/interfaces.ts'
import { resolveRoutes, type StaticNext, type StaticRoute } from '../../../src/config/device/routes.ts'
import type { Reading } from '../../../src/config/reader.ts'
import { parseAddress, parsePrefix } from '../../../src/net/address.ts'
import type { Device, Interface, Segment } from '../../../src/topology/model.ts'

const line = (number: number) => ({ file: 'fw.conf', line: number })
const typed = (...path: string[]) => ({ file: 'topology.yaml', path })

const face = (name: string, addresses: readonly string[] = [], more: Partial<Interface> = {}): Interface => ({
  name, at: line(1), vrf: 'default', reversePath: 'none', ...more,
  addresses: addresses.map((text) => ({ address: parseAddress(text.split('/')[0]!)!, length: Number(text.split('/')[1]), at: line(2) })),
})
const segment = (id: string, ...subnets: string[]): Segment => ({ id, zone: 'z', at: typed('segments', id), subnets: subnets.map((one) => parsePrefix(one)!.prefix) })
const segments = (...all: Segment[]): Map<string, Segment> => new Map(all.map((one) => [one.id, one]))
const device = (id: string, interfaces: Interface[] = [], more: Partial<Device> = {}): Device => ({
  id, at: typed('devices', id), kind: 'router', routes: [], runs: [], gaps: [], sessions: { kind: 'none', reassembles: false, helpers: false },
  pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] }, interfaces: new Map(interfaces.map((one) => [one.name, one])),
  config: { syntax: 'cisco-ios', files: [], at: typed('devices', id, 'config') }, ...more,
})

function bind(faces: Interface[], declared: Interface[], ground: Map<string, Segment>, down = new Map<string, { file: string; line: number }>()) {
  const binding = new Binding(ground)
  const bound = binding.interfacesOf(device('fw', declared), { faces, down })
  return { bound: Object.fromEntries([...bound].map(([name, one]) => [name, one.segment])), all: bound, codes: binding.problems.map(({ code }) => code), problems: binding.problems }
}

describe('an interface of a configuration', () => {
  const ground = segments(segment('lan', '10.0.0.0/24', 'fd00::/64'), segment('dmz', '10.0.1.0/24'), segment('same', '10.9.0.0/16'), segment('copy', '10.9.0.0/16'))

  test('stands on the segment that holds its address, and on none where none does', () => {
    expect(bind([face('a', ['10.0.0.1/24', 'fe80::1/64']), face('b', ['10.0.1.1/24']), face('c', ['192.0.2.1/30']), face('d')], [], ground)).toMatchObject({
      bound: { a: 'lan', b: 'dmz', c: undefined, d: undefined }, codes: [] })
  })

  test('a subnet that disagrees is a problem that shows both places', () => {
    const { codes, problems } = bind([face('a', ['10.0.0.1/25'])], [], ground)
    expect(codes).toEqual(['prefix-length'])
    expect(problems[0]).toMatchObject({ at: line(2), related: [{ at: typed('segments', 'lan') }] })
  })

  test('the typed segment wins; outside of its subnets is a problem', () => {
    expect(bind([face('a', ['10.9.0.1/16'])], [face('a', [], { segment: 'copy' })], ground)).toMatchObject({ bound: { a: 'copy' }, codes: [] })
    expect(bind([face('a', ['10.0.1.1/24'])], [face('a', [], { segment: 'lan' })], ground).codes).toEqual(['prefix-length'])
  })

  test('of several segments one has to be typed', () => {
    const { codes, bound, problems } = bind([face('a', ['10.9.0.1/16'])], [], ground)
    expect([codes, bound]).toEqual([['binding'], { a: undefined }])
    expect(problems[0]!.related!.map(({ at }) => at)).toEqual([typed('segments', 'same'), typed('segments', 'copy')])
  })

  test('what the topology types and the file does not have is a problem, but for what the file shuts down', () => {
    expect(bind([face('a')], [face('b')], ground).codes).toEqual(['config-interface'])
    expect(bind([face('a')], [face('b')], ground, new Map([['b', line(3)]]))).toMatchObject({ codes: [], bound: { a: undefined } })
  })

  test('an address that the file leaves open is the one that is typed; one that the file has must agree', () => {
    const { all, codes } = bind([face('a')], [face('a', ['10.0.0.9/24'])], ground)
    expect([codes, all.get('a')!.segment, all.get('a')!.addresses]).toMatchObject([[], 'lan', [{ length: 24 }]])
    expect(bind([face('a', ['10.0.0.1/24'])], [face('a', ['10.0.0.1/24'])], ground).codes).toEqual([])
    expect(bind([face('a', ['10.0.0.1/24'])], [face('a', ['10.0.0.2/24'])], ground).codes).toEqual(['config-interface'])
  })

  test('names are the same in either case', () => {
    expect(bind([face('GigabitEthernet0/1')], [face('gigabitethernet0/1', [], { segment: 'lan' })], ground)).toMatchObject({ bound: { 'GigabitEthernet0/1': 'lan' }, codes: [] })
  })

  test('two devices share no address, but for a cluster and what is virtual', () => {
    const on = (id: string, more: Partial<Device> = {}, virtual = false): Device => device(id, [{
      ...face('a', ['10.0.0.1/24'], { segment: 'lan' }), ...(virtual && { addresses: [{ ...face('a', ['10.0.0.1/24']).addresses[0]!, virtual: true as const }] }) }], more)
    expect(sharedAddresses([on('x'), on('y')]).map(({ code }) => code)).toEqual(['address-twice'])
    expect(sharedAddresses([on('x', { cluster: 'c' }), on('y', { cluster: 'c' })])).toEqual([])
    expect(sharedAddresses([on('x', { cluster: 'c' }), on('y', { cluster: 'd' })])).toHaveLength(1)
    expect(sharedAddresses([on('x', {}, true), on('y', {}, true)])).toEqual([])
  })
})

describe('static routes', () => {
  const via = (address: string, out?: string): StaticNext => ({ kind: 'via', address: parseAddress(address)!, ...(out && { interface: out }) })
  const route = (to: string, next: StaticNext, more: Partial<StaticRoute> = {}): StaticRoute => ({ at: line(9), vrf: 'default', distance: 1, to: parsePrefix(to)!.prefix, next, ...more })
  const solve = (statics: StaticRoute[], faces: Interface[], ground = segments()) => {
    const { routes, inactive } = resolveRoutes(statics, [], { interfaces: new Map(faces.map((one) => [one.name, one])), segments: ground })
    return { out: routes.map(({ next }) => ('interface' in next ? next.interface : next.kind)), inactive: inactive.length }
  }
  const faces = [face('a', ['10.0.0.1/24']), face('b', ['10.0.1.1/24']), face('r', ['10.0.2.1/24'], { vrf: 'red' })]

  test.each([
    ['by the interface on its subnet', [route('0.0.0.0/0', via('10.0.1.9'))], ['b'], 0],
    ['out of the interface that is named, whatever its subnet', [route('0.0.0.0/0', via('192.0.2.1', 'a'))], ['a'], 0],
    ['by another route, and that by another', [route('172.16.0.0/16', via('172.17.0.1')), route('172.17.0.0/16', via('172.18.0.1')), route('172.18.0.0/16', via('10.0.0.9'))], ['a', 'a', 'a'], 0],
    ['nowhere in a circle', [route('172.16.0.0/16', via('172.17.0.1')), route('172.17.0.0/16', via('172.16.0.1'))], [], 2],
    ['nowhere where no interface is', [route('172.16.0.0/16', via('192.0.2.1'))], [], 1],
    ['not by the default route', [route('0.0.0.0/0', via('10.0.0.9')), route('172.16.0.0/16', via('192.0.2.1'))], ['a'], 1],
    ['not by an interface of another VRF', [route('0.0.0.0/0', via('10.0.2.9')), route('0.0.0.0/0', via('10.0.2.9'), { vrf: 'red' })], ['r'], 1],
    ['to nothing, and to another VRF', [route('172.16.0.0/16', { kind: 'null' }), route('172.16.0.0/16', { kind: 'vrf', vrf: 'red' })], ['null', 'vrf'], 0],
    ['not out of an interface that is not there', [route('0.0.0.0/0', { kind: 'interface', interface: 'zz' })], [], 1],
  ] as const)('lead %s', (_, statics, out, inactive) => expect(solve([...statics], faces)).toEqual({ out, inactive }))

  test('lead by any interface whose address nobody knows', () => {
    expect(solve([route('0.0.0.0/0', via('203.0.113.1'))], [...faces, face('dhcp')])).toEqual({ out: ['dhcp'], inactive: 0 })
  })

  test('lead by the segment on which an interface without an address stands', () => {
    expect(solve([route('0.0.0.0/0', via('203.0.113.1'))], [face('dhcp', [], { segment: 'wan' }), face('other')], segments(segment('wan', '203.0.113.0/30')))).toEqual({ out: ['dhcp'], inactive: 0 })
  })
})

describe('the hostname', () => {
  const reading = (name: string | undefined): Reading => ({ ...(name !== undefined && { hostname: { name, at: line(1) } }) }) as Reading
  const codes = (all: Device[], said: Record<string, string | undefined>) => misnamed(all, new Map(Object.entries(said).map(([id, name]) => [id, reading(name)]))).map(({ code }) => code)
  const wanting = (id: string, name: string): Device => device(id, [], { config: { syntax: 'cisco-ios', files: [], at: typed('devices', id), hostname: { name, at: typed('devices', id, 'config', 'hostname') } } })

  test('a file of another device is found', () => {
    expect(codes([device('fw1'), device('fw2')], { fw1: 'FW2', fw2: 'fw2' })).toEqual(['config-hostname'])
    expect(codes([device('fw1'), device('fw2')], { fw1: 'FW1', fw2: 'core-sw' })).toEqual([])
  })

  test('a typed hostname is what the file must say', () => {
    expect(codes([wanting('fw1', 'core')], { fw1: 'core' })).toEqual([])
    expect(codes([wanting('fw1', 'core')], { fw1: 'fw1' })).toEqual(['config-hostname'])
    expect(codes([wanting('fw1', 'core')], { fw1: undefined })).toEqual(['config-hostname'])
    expect(codes([wanting('fw1', 'fw2'), device('fw2')], { fw1: 'fw2', fw2: undefined })).toEqual([])
  })
})
