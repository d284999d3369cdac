import { describe, expect, it } from 'vitest'
import { AJV_OPTIONS } from '../../src/topology/schema.ts'
import { keysAt, TOPOLOGY_SCHEMA, type Schema } from '../../src/topology/topology-schema.ts'
import { loadTopology } from '../../src/topology/load.ts'
import { load, mistakes } from './loading.ts'

const NET = 'sanso: 1\nnetwork: n\nzones: { z: { tier: lgwan } }\nsegments: { s: { zone: z, subnets: 10.0.0.0/24 } }\n'
const said = (content: string) => mistakes(load(content))

describe('the shape of a document', () => {
  it('is right here', () => expect(said(NET)).toEqual([]))

  it.each([
    [NET.replace('tier', 'teir'), ['schema: «z» "tier" is missing', 'schema: «teir» there is no key "teir" here; did you mean "tier"?']],
    [NET.replace('tier', 'level'), ['schema: «z» "tier" is missing',
      'schema: «level» there is no key "level" here (known: tier, carries, title, external, addresses, relays, monitored, logs-to, internet-connected, evidence)']],
    [NET.replace('lgwan', 'lgwann'), ['schema: «lgwann» "lgwann" cannot stand here; did you mean "lgwan"?']],
    [NET.replace('sanso: 1', 'sanso: 2'), ['schema: «2» only 1 may stand here']],
    [NET.replace('sanso: 1', ''), ['schema: «network» "sanso" is missing']],
    [NET.replace('network: n', 'network: 7'), ["schema: «7» a string must stand here (quote it to make it a string: '7')"]],
    [NET.replace('network: n', 'network: ""'), ['schema: «""» this must not be empty']],
    [NET.replace('subnets: 10.0.0.0/24', 'subnets: {}'), ['schema: «{}» a string or a list must stand here']],
    [NET.replace('subnets: 10.0.0.0/24', 'subnets: []'), ['schema: «[]» at least 1 must be listed']],
    [NET.replace('zone: z,', 'zone: z, vlan: 0,'), ['schema: «0» this must be 1 or more']],
    [NET.replace('zone: z,', 'zone: z, vlan: 4095,'), ['schema: «4095» this must be 4094 or less']],
    [NET.replace('zone: z,', 'zone: z, vlan: 1.5,'), ['schema: «1.5» a whole number must stand here']],
    [NET.replace('zone: z,', 'zone: z, vlan: .nan,'), ['schema: «.nan» a whole number must stand here']],
    [`${NET}hosts:`, ['schema: «hosts» a mapping is needed here (nothing is written)']],
    [`${NET}absent: { lgwn: why }`, ['schema: «lgwn» "lgwn" cannot stand here; did you mean "lgwan"?']],
    [`${NET}"<<": { zones: {} }`, [expect.stringContaining('schema: «"<<"» there is no key "<<" here (known: sanso,')]],
    [`${NET}__proto__: {}`, [expect.stringContaining('schema: «__proto__» there is no key "__proto__" here (known: sanso,')]],
    [NET.replace('zone: z,', 'zone: z, constructor: 1,'), [expect.stringContaining('schema: «constructor» there is no key "constructor" here')]],
    [`${NET}devices: { d: { kind: router, filter: [{ action: allow }] } }`, ['schema: «allow» "allow" cannot stand here (known: permit, deny)']],
    ['[1]', ['schema: «[1]» a mapping must stand here']],
    ['text', ['schema: «text» a mapping must stand here']],
  ])('%j', (content, expected) => expect(said(content)).toEqual(expected))

  it('keeps numbers apart from keys that look like them', () => {
    expect(said(`${NET}zones2: 1`).length).toBe(1)
    expect(said(NET.replace('z: {', '"443": { tier: 5 }, z: {'))).toEqual([
      `schema: «5» a string must stand here (quote it to make it a string: '5')`, 'schema: «5» "5" cannot stand here (known: mynumber, lgwan, internet, security-cloud, lgwan-network, public, party, cloud, management, maintenance, shared, guest, school, other)'])
  })
})

describe('the schema', () => {
  it('describes every property', () => {
    const bare: string[] = []
    const visit = (schema: Schema & { description?: string }, name: string): void => {
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        if (!(value as { description?: string }).description) bare.push(`${name}.${key}`)
        visit(value, `${name}.${key}`)
      }
      for (const [key, value] of Object.entries(schema.$defs ?? {})) visit(value, key)
    }
    visit(TOPOLOGY_SCHEMA, '')
    expect(bare).toEqual([])
  })

  it('has no map that takes unknown keys', () => {
    const open = Object.entries(TOPOLOGY_SCHEMA.$defs!).filter(([, schema]) => schema.properties && schema.additionalProperties !== false)
    expect(open).toEqual([])
  })

  it('knows the keys of a place', () => {
    expect(keysAt(['devices', 'fw', 'interfaces', 'x'])).toContain('reverse-path')
    expect(keysAt(['flows', 'F', 'to', 3])).toEqual(['host', 'device', 'party', 'zone', 'segment', 'addresses'])
    expect(keysAt(['nothing', 'here'])).toEqual([])
  })

  it('is checked strictly', () => expect(AJV_OPTIONS.strict).toBe(true))
})

describe('mistakes of shape and of meaning', () => {
  const mistaken = `sanso: 1
network: bad
zones:
  mn: { tier: mynumbr }
  in: { tier: internet, titel: x }
segments:
  a: { zone: mn, subnets: [10.0.0.5/24] }
  b: { zone: inn, subnets: [10.0.1.0/24] }
hosts:
  h: { role: servr, attach: [{ segment: b, address: 10.0.9.9 }] }
flows:
  f: { kind: specific, from: { host: h }, to: { zone: in }, service: tcp/70000 }
`

  it('are told together, and nothing that only follows from another', () => {
    const { problems } = loadTopology('t.yaml', () => mistaken, () => [])
    expect(problems.map(({ code, at }) => `${code} ${'path' in at ? at.path.join('.') : ''}`)).toEqual([
      'schema zones.mn.tier', 'schema zones.in.titel', 'schema hosts.h.role',
      'host-bits segments.a.subnets.0', 'unknown-name segments.b.zone', 'service flows.f.service',
    ])
  })
})
