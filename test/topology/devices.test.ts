import { describe, expect, it } from 'vitest'
import type { Chain, Condition, Device, Step } from '../../src/topology/model.ts'
import { load, topologyOf } from './loading.ts'

const NET = `
sanso: 1
network: n
zones: { z: { tier: lgwan }, x: { tier: public, external: true } }
segments: { a: { zone: z, subnets: [10.0.0.0/24, 'fd00::/64'] }, b: { zone: z, subnets: [10.0.1.0/24] } }
hosts: { web: { role: server, attach: [{ segment: b, address: 10.0.1.9 }] } }
devices:
  d:
    interfaces: { a: { addresses: [10.0.0.1/24, 'fd00::1/64', 'fe80::1/64'], ingress: l, vrf: default }, b: { address: 10.0.1.1/24, egress: l, ingress: m }, c: { ingress: l } }
    lists: { l: [{ id: 1, action: permit, in: a }], m: [], spare: [] }
`
const device = (more: string): Device => topologyOf(load(`${NET}${more.trim().split('\n').map(line => `    ${line.trim()}\n`).join('')}`)).devices.get('d')!
const chainOf = (step: Step | undefined): Chain => { if (!step || step.kind === 'track') throw new Error('no chain'); return step.chain }
const when = (rule: string): Condition => chainOf(device(`kind: firewall\nfilter: [{ action: permit, ${rule} }]`).pipeline.forward[0]).rules[0]!.when

describe('the pipeline of a device', () => {
  const { pipeline } = device(`
    kind: router
    filter: [{ id: 1, action: deny, service: tcp/23 }, { id: 2, action: permit }]
    local: [{ id: 9, action: permit, in: a, service: tcp/22 }]
    nat: [{ kind: source, out: b, to: interface }, { kind: destination, in: a, match: { destination: 10.0.0.1, service: tcp/80 }, to: web, to-port: 8080 }]`)

  it('has ingress lists, destination NAT, the filter, egress lists and source NAT in this order', () => {
    const shape = (steps: readonly Step[]) => steps.map(step => `${step.kind} ${chainOf(step).name}`)
    expect(shape(pipeline.prerouting)).toEqual(['filter l', 'filter m', 'translate destination-nat'])
    expect(shape(pipeline.forward)).toEqual(['filter filter'])
    expect(shape(pipeline.postrouting)).toEqual(['filter l', 'translate source-nat'])
    expect(shape(pipeline.input)).toEqual(['filter local'])
    expect(pipeline.output).toEqual([])
  })

  it('lets lists end in deny, but only where they are applied', () => {
    const list = chainOf(pipeline.prerouting[0])
    expect(list.otherwise).toBe('deny')
    expect(list.rules.map(({ when, action }) => [when, action])).toEqual([
      [{ test: 'not', of: { test: 'in', names: ['a', 'c'] } }, { do: 'permit' }],
      [{ test: 'in', names: ['a'] }, { do: 'permit' }]])
    expect(chainOf(pipeline.postrouting[0]).rules[0]!.when).toEqual({ test: 'not', of: { test: 'out', names: ['b'] } })
    expect(chainOf(pipeline.forward[0]).otherwise).toBe('deny')
    expect(chainOf(pipeline.input[0]).otherwise).toBe('deny')
  })

  it('translates only the family and the protocols that it can', () => {
    const chain = chainOf(pipeline.prerouting[2])
    expect(chain.otherwise).toBe('permit')
    const { when, action } = chain.rules[0]!
    expect(action).toEqual({ do: 'rewrite', to: { addresses: { v4: [[0x0a000109n, 0x0a000109n]], v6: [] }, ports: [[8080, 8080]] } })
    expect(when.test === 'all' && when.of.slice(-2)).toEqual([{ test: 'family', family: 4 }, { test: 'protocol', set: [[6, 6], [17, 17], [132, 132]] }])
    expect(chainOf(pipeline.postrouting[1]).rules[0]).toMatchObject({ when: { test: 'out', names: ['b'] }, action: { do: 'rewrite', to: { addresses: 'interface' } } })
  })

  it('keeps what `unchanged` exempts', () => {
    const { pipeline } = device('kind: router\nnat: [{ kind: source, match: { destination: a }, to: unchanged }, { kind: source, match: { service: udp/53 }, to: unchanged, to-port: 1024-2047 }]')
    expect(chainOf(pipeline.postrouting[1]).rules.map(({ action }) => action)).toEqual([
      { do: 'permit' }, { do: 'rewrite', to: { addresses: 'keep', ports: [[1024, 2047]] } }])
  })
})

describe('without a filter', () => {
  it.each(['router', 'l3-switch'])('a %s forwards everything', kind => expect(device(`kind: ${kind}`).pipeline.forward).toEqual([]))

  it('a supplied box forwards nothing', () => {
    const { pipeline, managedBy } = device('kind: appliance\nmanaged-by: J-LIS')
    expect(chainOf(pipeline.forward[0])).toMatchObject({ rules: [], otherwise: 'deny' })
    expect(managedBy).toBe('J-LIS')
  })
})

describe('sessions', () => {
  it('are remembered where the file says so', () => {
    expect(device('kind: router\nstateful: true').sessions).toEqual({ kind: 'strict', reassembles: true, helpers: false })
    expect(device('kind: router').sessions).toEqual({ kind: 'none', reassembles: false, helpers: false })
  })
})

describe('what a rule tests', () => {
  it.each([
    ['source: any', { test: 'all', of: [] }],
    ['service: any', { test: 'all', of: [] }],
    ['service: [any, tcp/1]', { test: 'all', of: [] }],
    ['service: esp', { test: 'protocol', set: [[50, 50]] }],
    ['service: icmp/echo-request', { test: 'any', of: [
      { test: 'icmp', family: 4, types: [[8, 8]], codes: [[0, 255]] }, { test: 'icmp', family: 6, types: [[128, 128]], codes: [[0, 255]] }] }],
    ['source: z', { test: 'source', set: { v4: [[0x0a000000n, 0x0a0001ffn]], v6: [[0xfd00n << 112n, (0xfd00n << 112n) + (1n << 64n) - 1n]] } }],
    ['destination: [web, 10.0.1.10]', { test: 'destination', set: { v4: [[0x0a000109n, 0x0a00010an]], v6: [] } }],
    ['from-port: [53, 1024-65535]', { test: 'source-port', set: [[53, 53], [1024, 65535]] }],
    ['established: true', { test: 'all', of: [{ test: 'protocol', set: [[6, 6]] }, { test: 'any', of: [
      { test: 'tcp-flags', mask: 16, set: 16 }, { test: 'tcp-flags', mask: 4, set: 4 }] }] }],
  ])('%s', (rule, expected) => expect(when(rule)).toEqual(expected))
})

describe('routes', () => {
  it('to `default` go to both families as far as the next hop allows', () => {
    const routes = (more: string) => device(`kind: router\nroutes: [${more}]`).routes.map(({ to, next }) => [to.family, next.kind])
    expect(routes('{ to: default, via: 10.0.0.9 }')).toEqual([[4, 'via']])
    expect(routes("{ to: default, via: 'fd00::9' }")).toEqual([[6, 'via']])
    expect(routes("{ to: default, via: 'fe80::9', interface: a }")).toEqual([[6, 'via']])
    expect(routes('{ to: default, interface: b }')).toEqual([[4, 'interface'], [6, 'interface']])
    expect(routes('{ to: default, discard: true }')).toEqual([[4, 'null'], [6, 'null']])
  })
})
