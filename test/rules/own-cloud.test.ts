/** A prefecture that runs the security cloud itself: its segments are inside, and the line behind them is the one way out. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited } from './asking.ts'

const PREFECTURE = `
sanso: 1
network: prefecture
policy: { profile: saikai-2024, model: alpha }
absent: { mynumber: none, lgwan: none }
zones:
  in: { tier: internet }
  sc: { tier: security-cloud, monitored: true }
  world: { tier: public, external: true, relays: true }
segments:
  pc:    { zone: in, subnets: [10.1.0.0/24] }
  inner: { zone: sc, subnets: [10.2.0.0/29] }
  outer: { zone: sc, subnets: [10.2.0.8/29] }
lines:
  out: { kind: dedicated, segment: outer, peer: 10.2.0.14, to: world }
devices:
  rt: { kind: router, interfaces: { pc: { address: 10.1.0.1/24 }, inner: { address: 10.2.0.1/29 } }, routes: [{ to: default, via: 10.2.0.2 }] }
  sc-fw:
    kind: firewall
    stateful: true
    interfaces: { inner: { address: 10.2.0.2/29 }, outer: { address: 10.2.0.9/29 } }
    routes: [{ to: 10.1.0.0/24, via: 10.2.0.1 }, { to: default, via: 10.2.0.14 }]
    filter: [{ id: 10, action: permit, in: inner, out: outer, service: tcp/443 }]
`

const outcomes = (content: string): string[] => brief(ask('egress-aggregation', content))

describe('egress-aggregation, where the security cloud is inside', () => {
  test('what leaves by its own line has passed it', () => {
    expect(outcomes(PREFECTURE)).toEqual(expect.arrayContaining(['proved in->world aggregated', 'proved world->in aggregated']))
  })

  test('it is no network apart that must not be joined to the tiers', () => {
    expect(outcomes(PREFECTURE).filter((one) => one.includes('apart'))).toEqual([])
  })

  test('a line that is left on a segment of the tier leads around it', () => {
    const old = edited(PREFECTURE, 'lines:\n', 'lines:\n  old: { kind: ipoe, segment: pc, peer: 10.1.0.254, to: world }\n')
    expect(outcomes(old)).toContain('refuted error in->world aggregated')
  })
})
