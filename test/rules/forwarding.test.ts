/** The rules about routes: packets that go round, and packets that vanish. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited } from './asking.ts'

/** A core and a floor switch behind one link; the floor's PCs, the core's servers. */
const NET = `
sanso: 1
network: routes
policy: { profile: saikai-2024, model: alpha }
zones: { lg: { tier: lgwan }, in: { tier: internet } }
segments:
  link: { zone: lg, subnets: [10.20.98.0/29] }
  pc: { zone: lg, subnets: [10.20.11.0/24] }
  srv: { zone: lg, subnets: [10.20.10.0/24] }
devices:
  core:
    kind: l3-switch
    interfaces: { link: { address: 10.20.98.1/29 }, srv: { address: 10.20.10.1/24 } }
    routes: [{ to: 10.20.11.0/24, via: 10.20.98.2 }]
  floor:
    kind: l3-switch
    interfaces: { link: { address: 10.20.98.2/29 }, pc: { address: 10.20.11.1/24 } }
    routes: [{ to: default, via: 10.20.98.1 }]
hosts:
  files: { role: server, attach: [{ segment: srv, address: 10.20.10.9 }] }
  desk: { role: terminal, attach: [{ segment: pc, address: 10.20.11.30 }] }
`
const CORE = '[{ to: 10.20.11.0/24, via: 10.20.98.2 }]'
const SUMMARY = edited(NET, CORE, '[{ to: 10.20.0.0/16, via: 10.20.98.2 }]')

describe('forwarding-loop', () => {
  const outcome = (content: string): string[] => brief(ask('forwarding-loop', content))

  test('routes that lead somewhere, and a default route towards them', () => expect(outcome(NET)).toEqual(['proved network']))

  test('a summary behind which a default route comes back: what is unallocated goes round', () => {
    expect(outcome(SUMMARY)).toEqual(['refuted note core&floor', 'proved network'])
    const [verdict] = ask('forwarding-loop', SUMMARY)
    expect(verdict!.cause).toMatchObject({ key: 'loop:core&floor', at: { path: ['devices', 'core', 'routes', 0] } })
    expect(verdict!.witness!.path.at(-1)!.what.en).toBe('forwarding loop')
  })

  test('the rest of the summary discarded where its parts are', () =>
    expect(outcome(edited(SUMMARY, '[{ to: default, via: 10.20.98.1 }]', '[{ to: default, via: 10.20.98.1 }, { to: 10.20.0.0/16, discard: true }]'))).toEqual(['proved network']))

  test('towards a declared segment it is worse', () =>
    expect(outcome(edited(SUMMARY, '  srv: { zone: lg', '  old: { zone: lg, subnets: [10.20.30.0/24] }\n  srv: { zone: lg'))).toEqual(['refuted warning core&floor', 'proved network']))

  test('a filter that lets nothing back out of the interface by which it came', () => {
    const filtered = edited(SUMMARY, '    routes: [{ to: default', '    filter: [{ action: permit, in: pc, out: link }, { action: permit, in: link, out: pc }]\n    routes: [{ to: default')
    expect(outcome(filtered)).toEqual(['proved network'])
    expect(outcome(edited(filtered, 'in: link, out: pc }', 'in: link, out: pc }, { action: permit, in: link, out: link, service: udp }'))).toEqual(['refuted note core&floor', 'proved network'])
    expect(ask('forwarding-loop', edited(filtered, 'in: link, out: pc }', 'in: link, out: pc }, { action: permit, in: link, out: link, service: udp }'))[0]!.witness!.sent.protocol).toBe('udp')
  })

  test('two default routes against each other, and three in a circle', () => {
    expect(outcome(edited(NET, CORE, '[{ to: default, via: 10.20.98.2 }]'))[0]).toMatch(/^refuted .* core&floor$/)
    const three = edited(edited(NET, CORE, '[{ to: default, via: 10.20.98.3 }]'), 'hosts:\n', '  third: { kind: router, interfaces: { link: { address: 10.20.98.3/29 } }, routes: [{ to: default, via: 10.20.98.2 }] }\nhosts:\n')
    expect(outcome(three)).toEqual(['refuted note core&floor&third', 'proved network'])
  })

  test('no packet gets there: nothing goes round', () => expect(outcome(edited(edited(SUMMARY, '    interfaces: { link: { address: 10.20.98.2/29 }, pc',
    '    lists: { none: [] }\n    interfaces: { link: { address: 10.20.98.2/29, ingress: none }, pc'), 'pc: { address: 10.20.11.1/24 } }', 'pc: { address: 10.20.11.1/24, ingress: none } }'))).toEqual(['proved network']))

  test('IPv6 by itself', () => {
    const six = NET.replace('[10.20.98.0/29]', "[10.20.98.0/29, 'fd00:98::/64']").replace('link: { address: 10.20.98.1/29 }', "link: { addresses: [10.20.98.1/29, 'fd00:98::1/64'] }")
      .replace('link: { address: 10.20.98.2/29 }', "link: { addresses: [10.20.98.2/29, 'fd00:98::2/64'] }").replace(CORE, "[{ to: 10.20.11.0/24, via: 10.20.98.2 }, { to: 'fd00::/16', via: 'fd00:98::2' }]")
      .replace('[{ to: default, via: 10.20.98.1 }]', "[{ to: default, via: 10.20.98.1 }, { to: '::/0', via: 'fd00:98::1' }]")
    expect(outcome(six)).toEqual(['refuted note core&floor', 'proved network'])
    expect(ask('forwarding-loop', six)[0]!.witness!.sent.destination).toMatch(/^fd00:/)
  })

  test('no device', () => expect(outcome(NET.replace(/devices:[^]*?hosts:/, 'hosts:'))).toEqual(['vacuous nothing']))
})

describe('black-hole', () => {
  const outcome = (content: string): string[] => brief(ask('black-hole', content))
  const FLOOR = '[{ to: default, via: 10.20.98.1 }]'
  const THIRD = '  third: { kind: router, interfaces: { link: { address: 10.20.98.3/29 } }, routes: [{ to: 10.20.11.0/24, via: 10.20.98.2 }] }\n'

  test('every route leads on', () => expect(outcome(NET)).toEqual(['proved network']))

  test('a route to a device that has none: what is lost, past every filter, and where', () => {
    const content = edited(edited(NET, CORE, '[{ to: 10.20.11.0/24, via: 10.20.98.3 }]'), 'hosts:\n', `${THIRD.replace(/, routes.*\}\]/, '')}hosts:\n`)
    expect(outcome(content)).toEqual(['refuted warning core/default/10.20.11.0/24', 'proved network'])
    const [verdict] = ask('black-hole', content)
    expect(verdict!.cause).toMatchObject({ key: 'route:core/default/10.20.11.0/24', at: { path: ['devices', 'core', 'routes', 0] } })
    expect(verdict!.witness!.path.at(-1)).toMatchObject({ place: { en: 'device third' }, what: { en: 'no route' } })
    expect(outcome(edited(content, '10.20.98.3/29 } }', '10.20.98.3/29 } }, routes: [{ to: 10.20.11.0/24, via: 10.20.98.2 }]'))).toEqual(['proved network'])
  })

  test('a default route towards a device that does not know everybody keeps zones apart', () => {
    const apart = edited(NET, '  srv: { zone: lg', '  other: { zone: in, subnets: [192.168.5.0/24] }\n  srv: { zone: lg')
    expect(outcome(edited(apart, 'hosts:\n', '  edge: { kind: router, interfaces: { a: { segment: other, address: 192.168.5.1/24 }, b: { address: 10.20.11.2/24 } } }\nhosts:\n'))).toEqual(['proved network'])
  })

  test('a discarded part of what a wider route delivers; the rest of a summary discarded is none', () => {
    expect(outcome(edited(NET, CORE, '[{ to: 10.20.11.0/24, via: 10.20.98.2 }, { to: 10.20.11.128/25, discard: true }]'))).toEqual(['refuted note core/default/10.20.11.128/25 discard', 'proved network'])
    expect(outcome(edited(NET, CORE, '[{ to: 10.20.11.0/24, via: 10.20.98.2 }, { to: 10.20.0.0/16, discard: true }]'))).toEqual(['proved network'])
    expect(outcome(edited(NET, FLOOR, '[{ to: default, via: 10.20.98.1 }, { to: 172.16.0.0/12, discard: true }]'))).toEqual(['proved network'])
  })

  test('one finding with a registered entry that does not work for it', () => {
    const flow = '\nflows:\n  F1: { kind: ordinary, from: { host: files }, to: { host: desk }, service: tcp/443, purpose: 保守, approved: { by: 長, on: 2026-04-01 }, expires: 2027-03-31 }\n'
    const content = edited(NET, CORE, '[{ to: 10.20.11.0/24, via: 10.20.98.2 }, { to: 10.20.11.0/26, discard: true }]') + flow
    expect(ask('black-hole', content)[0]!.cause!.key).toBe('flow:F1')
    expect(ask('flow-blocked', content)[0]!.cause!.key).toBe('flow:F1')
  })

  test('no routes', () => expect(outcome(edited(edited(NET, `    routes: ${CORE}\n`, ''), `    routes: ${FLOOR}\n`, ''))).toEqual(['vacuous nothing']))
})
