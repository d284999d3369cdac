/** A closed circuit that ends in the My Number tier itself: what to do about it is to say where the segment belongs. */
import { describe, expect, test } from 'vitest'
import { ask, edited } from './asking.ts'

const TOWN = `
sanso: 1
network: juki
policy: { profile: saikai-2024, model: alpha }
zones:
  mn: { tier: mynumber }
  juki: { tier: party, external: true, addresses: [192.0.2.0/25], internet-connected: false, evidence: { document: d, on: 2026-04-01 } }
segments:
  m: { zone: mn, subnets: [10.1.0.0/24] }
  j-edge: { zone: mn, subnets: [10.5.0.0/29] }
lines:
  j: { kind: jukinet, segment: j-edge, peer: 10.5.0.6, to: juki }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces: { m: { address: 10.1.0.1/24 }, j: { address: 10.5.0.1/29 } }
    routes: [{ to: 192.0.2.0/25, via: 10.5.0.6 }]
    filter: [{ action: deny }]
`

describe('mynumber-isolation', () => {
  test('says to move the segment on which a closed circuit ends', () => {
    const found = ask('mynumber-isolation', TOWN).filter(({ outcome }) => outcome === 'refuted')
    expect(found.map(({ cause, fix }) => [cause!.key, fix!.ja.includes('j-edge がマイナンバー利用事務系に置かれています'), fix!.en.includes('tier: party')]))
      .toEqual([['line:j', true, true], ['line:j', true, true]])
  })

  test('and nothing of it where the line leads to the Internet', () => {
    const found = ask('mynumber-isolation', edited(TOWN, 'juki: { tier: party, external: true, addresses: [192.0.2.0/25], internet-connected: false, evidence: { document: d, on: 2026-04-01 } }', 'juki: { tier: public, external: true, relays: true }'))
      .filter(({ outcome }) => outcome === 'refuted')
    expect(found.map(({ cause }) => cause!.key)).toContain('line:j')
    expect(found.some(({ fix }) => fix!.ja.includes('j-edge'))).toBe(false)
  })
})
