/** What ports, cables and radio make of the segments that are declared. */
import { describe, expect, test } from 'vitest'
import { verify } from '../../src/verify.ts'
import { AS_OF, ask, brief, edited } from './asking.ts'

const TOWN = `
sanso: 1
network: town
policy: { profile: saikai-2024, model: alpha }
zones:
  mn: { tier: mynumber }
  lg: { tier: lgwan }
  lg2: { tier: lgwan }
  in: { tier: internet }
  ge: { tier: guest }
segments:
  mn-srv: { zone: mn, vlan: 110, subnets: [10.10.10.0/24] }
  lg-srv: { zone: lg, vlan: 120, subnets: [10.20.10.0/24] }
  lg-pc:  { zone: lg, vlan: 121, subnets: [10.20.11.0/24] }
  lg-brd: { zone: lg2, vlan: 122, subnets: [10.20.12.0/24] }
  in-srv: { zone: in, vlan: 130, subnets: [192.168.30.0/24] }
  guest:  { zone: ge, vlan: 190, subnets: [192.168.190.0/24] }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces: { mn: { address: 10.10.10.1/24 }, lg: { address: 10.20.10.1/24 }, in: { address: 192.168.30.1/24 } }
    filter: [{ id: 10, action: permit, in: lg, out: in, source: pc, destination: web, service: tcp/443 }]
hosts:
  tax: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.8 }] }
  file: { role: server, attach: [{ segment: lg-srv, address: 10.20.10.8 }] }
  pc: { role: terminal, attach: [{ segment: lg-pc, addresses: 10.20.11.20-10.20.11.40 }] }
  web: { role: proxy, attach: [{ segment: in-srv, address: 192.168.30.8 }] }
`
const CABLES = `
switches:
  core: { ports: { 1: { access: 110 }, 2: { access: 120 }, 3-5: { access: 121 }, 6: { access: 130 }, 20: { trunk: [110, 120, 121, 130], native: none }, 23: { trunk: [110, 120-122, 130], native: 999 } } }
  2f: { ports: { 1-8: { access: 121 }, 9: { access: 121 }, 10: { access: 190 }, 11: { trunk: [121, 190], native: none }, 23: { trunk: [110, 120-122, 130], native: 999 } } }
links:
  - [core/23, 2f/23]
  - [core/20, fw/mn]
  - [core/20, fw/lg]
  - [core/20, fw/in]
  - [core/1, tax]
  - [core/2, file]
  - [core/6, web]
  - [2f/1-8, pc]
`
/** What is not proved or vacuous of a segment; those that one thing joins together, with that thing. */
function asked(content: string): string[] {
  const verdicts = ask('vlan-leak', content)
  const joined = verdicts.filter(({ key, outcome }) => key.startsWith('segment ') && outcome === 'refuted')
  const causes = [...new Set(joined.map(({ cause }) => cause!.key))].map((cause) => {
    const together = joined.filter((one) => one.cause!.key === cause)
    return `refuted ${together[0]!.severity} ${together.map(({ key }) => key.split(' ')[1]!).sort().join('&')} ${cause}`
  })
  return [...causes, ...brief(verdicts.filter(({ key }) => !key.startsWith('segment ')))]
}
const leaks = (old: string, now: string): string[] => asked(TOWN + edited(CABLES, old, now))

describe('vlan-leak', () => {
  test('has nothing to ask where no switch is declared', () => expect(asked(TOWN)).toEqual(['vacuous nothing']))
  test('proves each segment by itself', () => {
    expect(brief(ask('vlan-leak', TOWN + CABLES)).sort()).toEqual(['guest', 'in-srv', 'lg-brd', 'lg-pc', 'lg-srv', 'mn-srv'].map((id) => `proved segment ${id}`))
    expect(asked(TOWN + CABLES)).toEqual([])
  })

  test.each([
    ['an access port in the VLAN of another tier', '1: { access: 110 }', '1: { access: 120 }', ['refuted error lg-srv&mn-srv port:core/1']],
    ['a plug in the wrong port', '[core/1, tax]', '[core/3, tax]', ['refuted error lg-pc&mn-srv port:core/3']],
    ['the same, between tiers of which neither is My Number', '[core/6, web]', '[core/3, web]', ['refuted error in-srv&lg-pc port:core/3']],
    ['two segments of one zone', '[core/2, file]', '[core/3, file]', ['refuted warning lg-pc&lg-srv port:core/3']],
    ['a free port in the VLAN of another tier joins nothing', '9: { access: 121 }', '9: { access: 130 }', []],
  ])('%s', (_, old, now, expected) => expect(leaks(old, now)).toEqual(expected))

  test('names the cable on which one VLAN becomes another', () => {
    const mismatch = edited(edited(CABLES, '130], native: 999 } } }\n  2f', '130], native: 110 } } }\n  2f'), '120-122, 130], native: 999 } } }\nlinks', '120-122, 130], native: 121 } } }\nlinks')
    expect(asked(TOWN + mismatch)).toEqual(['refuted error lg-pc&mn-srv link:2f/23=core/23'])
    const [leak] = ask('vlan-leak', TOWN + mismatch).filter(({ outcome }) => outcome === 'refuted')
    expect(leak!.message.ja).toContain('core/23 VLAN 110（タグなし） → 2f/23 VLAN 121（タグなし）')
    expect(leak!.witness?.path.map(({ place }) => place.en)).toContain('core/23')
  })

  test('a trunk that carries VLANs of both tiers joins nothing', () => expect(leaks('23: { trunk: [110, 120-122, 130], native: 999 } } }\nlinks', '23: { trunk: all } } }\nlinks')).toEqual([]))

  test('a switch out of the box, all in VLAN 1, is whatever it hangs on', () => {
    const more = edited(CABLES, 'links:', '  desk: { ports: { 1-8: { access: 1 } } }\nlinks:\n  - [desk/1, 2f/9]\n  - [desk/2, pc]')
    expect(asked(TOWN.replace('vlan: 190', 'vlan: 1') + more)).toEqual([])
    expect(asked(TOWN + edited(more, '[core/2, file]', '[desk/3, file]'))).toEqual(['refuted warning lg-pc&lg-srv port:desk/3'])
    expect(asked(TOWN + edited(more, '[core/1, tax]', '[desk/3, tax]'))).toEqual(['refuted error lg-pc&mn-srv port:desk/3'])
  })

  test('two zones on one side of the line are a warning', () => {
    expect(asked(TOWN + edited(CABLES, 'links:', 'links:\n  - [core/4, segment:lg-brd]'))).toEqual(['refuted warning lg-brd&lg-pc port:core/4'])
  })

  test('parts of a segment that do not hear each other are noted, if they are cabled at all', () => {
    const cut = edited(CABLES, '120-122, 130], native: 999 } } }\nlinks', '120, 122, 130], native: 999 } } }\nlinks').replace('links:', 'links:\n  - [core/4, pc]')
    expect(asked(TOWN + cut)).toEqual(['refuted note split lg-pc'])
    expect(asked(TOWN + edited(cut, '  - [core/23, 2f/23]\n', ''))).toEqual([])
  })

  test('a cable that carries nothing is noted', () => {
    expect(leaks('9: { access: 121 }', '9: { shutdown: true }')).toEqual([])
    expect(asked(TOWN + edited(edited(CABLES, '9: { access: 121 }', '9: { shutdown: true }'), 'links:', 'links:\n  - [2f/9, pc]'))).toEqual(['refuted note dead 2f/9 pc'])
    expect(asked(TOWN.replace('lg: { address: 10.20.10.1/24 }', 'lg: { address: 10.20.10.1/24, vlan: 500 }') + CABLES)).toEqual(['refuted note dead core/20 fw/lg'])
  })

  test('a VLAN that is nobody\'s and leads somewhere is unknown', () => {
    const other = edited(CABLES, 'links:', '  desk: { ports: { 1-8: { access: 500 } } }\nlinks:\n  - [desk/1, 2f/9]').replace('9: { access: 121 }', '9: { access: 500 }')
    const [unknown, ...rest] = ask('vlan-leak', TOWN + other).filter(({ outcome }) => outcome !== 'proved')
    expect(brief([unknown!, ...rest])).toEqual(['unknown error vlan 500 of 2f'])
    expect(unknown!.missing[0]!.yaml).toContain('vlan: 500')
    expect(asked(TOWN + edited(CABLES, '9: { access: 121 }', '9: { access: 500 }')), 'a port for what is unused').toEqual([])
  })

  test('a number that two segments have is told apart by what hangs there or what is typed', () => {
    const twice = TOWN.replace('vlan: 190', 'vlan: 121')
    const local = edited(CABLES, 'links:', '  lib: { ports: { 1-8: { access: 121 } } }\nlinks:')
    expect(asked(twice + local)).toEqual(['unknown error vlan 121 of lib'])
    expect(asked(twice + edited(local, '1-8: { access: 121 } } }\nlinks', '1-8: { access: 121 } }, vlans: { 121: guest } }\nlinks'))).toEqual([])
    expect(asked(twice + edited(local, 'links:', 'links:\n  - [lib/1, guest]'))).toEqual([])
    expect(asked(twice + edited(local, 'links:', 'links:\n  - [lib/1, guest]\n  - [lib/2, 2f/9]'))).toEqual(['refuted error guest&lg-pc link:2f/9=lib/2'])
  })

  test('of two segments in one VLAN the one of which less hangs there is to blame, whichever way the packet goes', () => {
    expect(asked(TOWN.replace('vlan: 190', 'vlan: 121') + edited(CABLES, 'links:', 'links:\n  - [2f/9, segment:guest]\n  - [core/4, pc]'))).toEqual(['refuted error guest&lg-pc port:2f/9'])
  })

  test('a number that two tiers share is a warning where no switch shows them apart', () => {
    expect(asked(TOWN.replace('vlan: 190', 'vlan: 120'))).toEqual(['refuted warning vlan-id guest&lg-srv'])
    expect(asked(TOWN.replace('vlan: 122', 'vlan: 120')), 'within one tier').toEqual(['vacuous nothing'])
  })
})

describe('wireless LANs below the segments', () => {
  const air = (typed: string, cables = CABLES): string[] => asked(`${TOWN}${cables}wireless:\n  w: { ${typed} }\n`)
  test.each([
    ['where they belong', 'segment: lg-pc, access-points: 2f/9', []],
    ['tagged where they belong', 'segment: guest, vlan: 190, guest: true, access-points: 2f/11', []],
    ['on a port in the VLAN of another', 'segment: guest, guest: true, access-points: 2f/9', ['refuted error guest&lg-pc port:2f/9']],
    ['with the tag of another', 'segment: guest, vlan: 121, access-points: 2f/11', ['refuted error guest&lg-pc wireless:w', 'refuted error wireless w']],
    ['one SSID into several tiers', 'segment: [lg-pc, guest]', ['refuted error wireless w']],
    ['one SSID into two segments of a tier', 'segment: [lg-pc, lg-srv]', []],
    ['visitors in a tier', 'segment: lg-pc, guest: true', ['refuted error guests w']],
    ['visitors in the Internet tier', 'segment: in-srv, guest: true', ['refuted warning guests w']],
    ['visitors by the port alone', 'guest: true, access-points: 2f/9', ['refuted error guests w']],
    ['a VLAN that no segment has', 'vlan: 500', []],
  ])('%s', (_, typed, expected) => expect(air(typed)).toEqual(expected))
})

test.each([
  ['a My Number server in the LGWAN tier', '[core/1, tax]', 'mynumber-isolation'],
  ['a proxy of the Internet tier in the LGWAN tier', '[core/6, web]', 'sanitization-waypoint'],
])('one wrong plug is one finding, whatever it opens: %s', (_, plug, broken) => {
  const content = TOWN + edited(CABLES, plug, plug.replace(/\/\d/, '/3'))
  const { verdicts } = verify('net.yaml', { read: () => content, expand: () => [] }, { asOf: AS_OF })
  const before = new Set(verify('net.yaml', { read: () => TOWN + CABLES, expand: () => [] }, { asOf: AS_OF }).verdicts
    .filter(({ outcome }) => outcome === 'refuted').map(({ rule, key }) => `${rule} ${key}`))
  const refuted = verdicts.filter(({ outcome, rule, key }) => outcome === 'refuted' && !before.has(`${rule} ${key}`))
  expect(refuted.map(({ rule }) => rule)).toEqual(expect.arrayContaining([broken, 'vlan-leak']))
  expect(new Set(refuted.map(({ cause }) => cause?.key))).toEqual(new Set(['port:core/3']))
})

describe('mynumber-wireless', () => {
  const EVIDENCE = 'evidence: { document: 無線LAN設計書, on: 2026-06-01 }'
  const wireless = (typed: string, profile = 'mic-2026'): string[] =>
    brief(ask('mynumber-wireless', `${TOWN.replace('saikai-2024', profile)}wireless:\n  w: { ${typed} }\n`))
  const GOOD = `security: wpa3-enterprise, eap: tls, certificates: own-terminals, ${EVIDENCE}`

  test.each([
    ['segment: mn-srv', 'saikai-2024', ['refuted error w']],
    [`segment: mn-srv, ${GOOD}`, 'saikai-2024', ['refuted error w']],
    [`vlan: 110, ${GOOD}`, 'saikai-2024', ['refuted error w']],
    [`segment: mn-srv, ${GOOD}`, 'mic-2026', ['proved w']],
    [`segment: mn-srv, security: wpa2-enterprise, eap: [tls], certificates: own-terminals, ${EVIDENCE}`, 'mic-2026', ['proved w']],
    ['segment: mn-srv', 'mic-2026', ['unknown error w']],
    [`segment: mn-srv, security: wpa3-enterprise, eap: tls, ${EVIDENCE}`, 'mic-2026', ['unknown error w']],
    [`segment: mn-srv, security: wpa3-enterprise, certificates: own-terminals, ${EVIDENCE}`, 'mic-2026', ['unknown error w']],
    ['segment: mn-srv, security: wpa3-enterprise, eap: tls, certificates: own-terminals', 'mic-2026', ['unknown error w']],
    ['segment: mn-srv, security: wpa3-enterprise, eap: tls, certificates: own-terminals, evidence: { document: x, on: 2020-01-01 }', 'mic-2026', ['unknown error w']],
    ['segment: mn-srv, security: wpa2-personal', 'mic-2026', ['refuted error w']],
    ['segment: mn-srv, eap: peap', 'mic-2026', ['refuted error w']],
    ['segment: mn-srv, eap: [tls, peap]', 'mic-2026', ['refuted error w']],
    ['segment: mn-srv, certificates: any', 'mic-2026', ['refuted error w']],
    [`segment: mn-srv, ${GOOD}, radius: web`, 'mic-2026', ['refuted error w']],
    [`segment: mn-srv, ${GOOD}, radius: tax, controller: tax`, 'mic-2026', ['proved w']],
    [`segment: lg-pc, security: wpa2-enterprise, eap: peap, ${EVIDENCE}`, 'saikai-2024', ['proved w']],
    [`segment: lg-pc, security: wpa2-enterprise, eap: peap, ${EVIDENCE}`, 'mic-2026', ['refuted warning w']],
    ['segment: lg-pc, security: wpa2-personal', 'saikai-2024', ['refuted warning w']],
    ['segment: lg-pc', 'saikai-2024', ['unknown warning w']],
    [`segment: [mn-srv, lg-pc], ${GOOD}`, 'mic-2026', ['proved w', 'proved w lgwan']],
    ['segment: guest, security: open', 'saikai-2024', ['vacuous nothing']],
    ['security: open', 'saikai-2024', ['unknown error w']],
  ])('%s (%s)', (typed, profile, expected) => expect(wireless(typed, profile)).toEqual(expected))

  test('knows nothing where no wireless LAN is declared', () => expect(brief(ask('mynumber-wireless', TOWN))).toEqual(['vacuous nothing']))
  test('says by which edition', () => {
    const [refuted] = ask('mynumber-wireless', `${TOWN}wireless:\n  w: { segment: mn-srv }\n`)
    expect(refuted!.message.ja).toContain('令和４年３月版')
  })
})
