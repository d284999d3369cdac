import { describe, expect, it } from 'vitest'
import { load } from './loading.ts'

const MANY = 5_000
const NET = 'sanso: 1\nnetwork: n\nzones: { z: { tier: lgwan } }\nsegments: { s: { zone: z, subnets: 10.0.0.0/8 } }\n'
const lines = (line: (i: number) => string) => Array.from({ length: MANY }, (_, i) => line(i)).join('\n')
const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`

describe('many things take time in proportion', { timeout: 20_000 }, () => {
  it('hosts, interfaces, routes and rules of one device', () => {
    const { problems } = load(`${NET}hosts:\n${lines(i => `  h${i}: { role: terminal, attach: [{ segment: s, address: ${address(i)} }] }`)}
devices:
  d:
    kind: firewall
    interfaces:\n${lines(i => `      i${i}: { address: 10.2.${i >> 8}.${i & 255}/8 }`)}
    routes:\n${lines(i => `      - { to: 192.0.2.0/24, via: 10.3.0.1, interface: i${i} }`)}
    filter:\n${lines(i => `      - { action: permit, source: h${i}, destination: z, service: tcp/${i} }`)}`)
    expect(problems).toEqual([])
  })

  it('mistakes', () => {
    const { problems } = load(`${NET}devices: { d: { kind: router, filter: [\n${lines(i => `{ action: permit, source: nobody${i} },`)} ] } }\nparties:\n${
      lines(i => `  p${i}: { zone: missing${i}, addresses: x }`)}`)
    expect(problems.length).toBe(3 * MANY)
  })

  it('keys that nothing knows', () => {
    expect(load(`${NET}${lines(i => `k${i}: 1`)}`).problems.length).toBe(MANY)
  })

  it('objects within objects, however deep', () => {
    const { problems } = load(`${NET}objects:\n  addresses:\n${lines(i => `    o${i}: [o${i + 1}]`)}\n    o${MANY}: [10.0.0.1]`)
    expect(problems[0]).toMatchObject({ code: 'circle' })
  })

  it('addresses in one object', () => {
    expect(load(`${NET}objects: { addresses: { all: [${Array.from({ length: 200_000 }, (_, i) => address(2 * i)).join(', ')}] } }`).problems).toEqual([])
  })
})
