/** The rules about what devices say: overlapping subnets, rules that never match, lines not understood. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

describe('address-overlap', () => {
  const net = (segments: string, devices: string): string => `
sanso: 1
network: overlap
policy: { profile: saikai-2024, model: alpha }
zones: { lg: { tier: lgwan } }
segments:
  a: { zone: lg, subnets: [10.0.0.0/16] }
${segments}devices:
${devices}`
  const B = '  b: { zone: lg, subnets: [10.0.7.0/24] }\n'
  const outcome = (segments: string, devices: string): string[] => brief(ask('address-overlap', net(segments, devices)))

  test('on one device', () => {
    expect(outcome(B, '  r: { kind: router, interfaces: { x: { segment: a }, y: { segment: b } } }\n')).toEqual(['refuted error a&b'])
    expect(ask('address-overlap', net(B, '  r: { kind: router, interfaces: { x: { segment: a }, y: { segment: b } } }\n'))[0]!.cause!.at).toMatchObject({ path: ['segments', 'b'] })
  })

  test('through a third segment and several devices', () =>
    expect(outcome(`${B}  c: { zone: lg, subnets: [10.9.0.0/24] }\n`,
      '  r: { kind: router, interfaces: { x: { segment: a }, y: { segment: c } } }\n  s: { kind: router, interfaces: { x: { segment: c }, y: { segment: b } } }\n')).toEqual(['refuted error a&b']))

  test('in different VRFs, or on devices that nothing joins, the addresses are different ones', () => {
    expect(outcome(B, '  r: { kind: router, interfaces: { x: { segment: a, vrf: one }, y: { segment: b, vrf: two } } }\n')).toEqual(['proved a&b', 'proved network'])
    expect(outcome(B, '  r: { kind: router, interfaces: { x: { segment: a } } }\n  s: { kind: router, interfaces: { y: { segment: b } } }\n')).toEqual(['proved a&b', 'proved network'])
  })

  test('VRFs that a route joins are one domain', () =>
    expect(outcome(B, '  r:\n    kind: router\n    interfaces: { x: { segment: a, vrf: one }, y: { segment: b, vrf: two } }\n    routes: [{ to: 10.9.0.0/24, vrf: one, next-vrf: two }]\n')).toEqual(['refuted error a&b']))

  test('every pair once, whatever the order and however many subnets meet', () => {
    const devices = '  r: { kind: router, interfaces: { x: { segment: a }, y: { segment: b }, z: { segment: c } } }\n'
    expect(outcome("  c: { zone: lg, subnets: [10.0.7.128/25, 10.0.9.0/24, 'fd00::/64'] }\n  b: { zone: lg, subnets: [10.0.7.0/24, 'fd00::/48'] }\n", devices).sort())
      .toEqual(['refuted error a&b', 'refuted error a&c', 'refuted error b&c'])
  })

  test('subnets that only touch do not overlap', () =>
    expect(outcome('  b: { zone: lg, subnets: [10.1.0.0/16] }\n', '  r: { kind: router, interfaces: { x: { segment: a }, y: { segment: b } } }\n')).toEqual(['proved network']))
})

describe('rule-shadowed', () => {
  const OLD = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
  const rules = (...written: string[]): string => edited(SMALL, OLD, written.map((one) => `      - { ${one} }\n`).join(''))
  const outcome = (...written: string[]): string[] => brief(ask('rule-shadowed', rules(...written)))

  test('by one rule, and by several together', () => {
    expect(outcome('id: 1, action: permit, service: tcp', 'id: 2, action: deny, service: tcp/22')).toEqual(['refuted warning fw/filter/2'])
    const both = ['id: 1, action: permit, service: tcp/0-1000', 'id: 2, action: deny, service: udp', 'id: 3, action: deny, service: tcp/1001-65535', 'id: 4, action: permit, service: tcp/900-1100']
    expect(outcome(...both)).toEqual(['refuted warning fw/filter/4'])
    expect(ask('rule-shadowed', rules(...both))[0]!.message.en).toBe('never matches: rule 1, rule 3 decides all of it before')
  })

  test('the same rule again, whatever the device makes of later fragments', () => {
    expect(outcome('id: 1, action: permit, service: tcp/22', 'id: 2, action: permit, service: tcp/22')).toEqual(['refuted warning fw/filter/2'])
    expect(brief(ask('rule-shadowed', edited(rules('id: 1, action: permit, service: tcp/22', 'id: 2, action: permit, service: tcp/22'), '    stateful: true\n', '')))).toEqual(['refuted warning fw/filter/2'])
  })

  test('all ports do not cover the later fragments that a bare protocol means', () =>
    expect(outcome('id: 1, action: permit, service: tcp/0-65535', 'id: 2, action: deny, service: tcp')).toEqual(['proved fw/filter']))

  test('interfaces are told apart, and all of them together are every one', () => {
    expect(outcome('id: 1, action: permit, in: mn', 'id: 2, action: deny, in: lg', 'id: 3, action: deny')).toEqual(['proved fw/filter'])
    expect(outcome('id: 1, action: permit, in: [mn, lg]', 'id: 2, action: permit, in: in', 'id: 3, action: deny')).toEqual(['refuted warning fw/filter/3'])
    expect(outcome('id: 1, action: permit, out: [mn, lg, in], service: udp', 'id: 2, action: deny, service: udp/53')).toEqual(['refuted warning fw/filter/2'])
  })

  test('a rule without an id is counted', () => {
    const verdict = ask('rule-shadowed', rules('action: permit', 'action: deny, service: tcp/22'))[0]!
    expect(verdict.key).toBe('fw/filter/2')
    expect(verdict.message.en).toMatch(/rule number 1/)
  })

  test('a list of an interface: rules about others never match, and the list itself is no rule', () => {
    const listed = edited(edited(SMALL, '    filter:', '    lists:\n      from-mn:\n        - { id: a, action: permit, in: mn }\n        - { id: b, action: permit, in: lg }\n    filter:'), 'mn: { address: 10.10.10.1/24 }', 'mn: { address: 10.10.10.1/24, ingress: from-mn }')
    expect(brief(ask('rule-shadowed', listed))).toEqual(['refuted warning fw/from-mn/b', 'proved fw/filter'])
    expect(ask('rule-shadowed', listed)[0]!.message.en).toMatch(/not used by the interfaces/)
  })

  test('no rules', () => expect(brief(ask('rule-shadowed', edited(SMALL, `    filter:\n${OLD}`, '    filter: []\n')))).toEqual(['vacuous nothing']))
})

describe('rule-redundant', () => {
  const OLD = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
  const outcome = (...written: string[]): string[] => brief(ask('rule-redundant', edited(SMALL, OLD, written.map((one) => `      - { ${one} }\n`).join(''))))

  test('what later rules permit all the same, one of them or several together', () => {
    expect(outcome('id: 1, action: permit, service: tcp/22', 'id: 2, action: permit, service: tcp')).toEqual(['refuted note fw/filter/1', 'proved fw/filter'])
    const several = ['id: 1, action: permit, service: tcp/20-30', 'id: 2, action: permit, service: tcp/20-25', 'id: 3, action: permit, service: tcp/26-40']
    expect(outcome(...several)).toEqual(['refuted note fw/filter/1', 'proved fw/filter'])
    expect(ask('rule-redundant', edited(SMALL, OLD, several.map((one) => `      - { ${one} }\n`).join('')))[0]!.message.en).toBe('changes nothing: rule 2, rule 3 decides all of it alike')
  })

  test('not where something in between would decide otherwise', () =>
    expect(outcome('id: 1, action: permit, service: tcp/22', 'id: 2, action: deny, service: tcp/20-25', 'id: 3, action: permit, service: tcp')).toEqual(['proved fw/filter']))

  test('a denial that the end of the list would say as well stands there on purpose', () =>
    expect(outcome('id: 1, action: permit, service: tcp/22', 'id: 2, action: deny, in: mn, out: in', 'id: 3, action: deny, log: true')).toEqual(['proved fw/filter']))

  test('a record in the log is an effect', () => {
    expect(outcome('id: 1, action: permit, service: tcp/22, log: true', 'id: 2, action: permit, service: tcp')).toEqual(['proved fw/filter'])
    expect(outcome('id: 1, action: permit, service: tcp/22, log: true', 'id: 2, action: permit, service: tcp, log: true')).toEqual(['refuted note fw/filter/1', 'proved fw/filter'])
  })
})

describe('device configurations', () => {
  const net = edited(SMALL, SMALL.slice(SMALL.indexOf('    stateful: true\n'), SMALL.indexOf('    interfaces:')), '    config: { syntax: iptables, files: [{ file: v4, family: 4 }, { file: v6, family: 6 }] }\n')
    .replace(/    filter:\n.*\n/, '')
  const dump = (...rules: string[]): string => ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ':LOGDROP - [0:0]', ':WEB - [0:0]', ...rules, 'COMMIT', ''].join('\n')
  const asked = (rule: string, ...rules: string[]) => ask(rule, { 'net.yaml': net, v4: dump(...rules), v6: dump() })

  describe('config-not-understood', () => {
    test('every line understood', () => expect(brief(asked('config-not-understood', '-A FORWARD -i mn -j ACCEPT'))).toEqual(['proved fw']))

    test('each line that is not', () => {
      const [verdict] = asked('config-not-understood', '-A FORWARD -m bpf --bytecode "1,6 0 0 0" -j ACCEPT', '-A FORWARD -i mn -j ACCEPT', '-A FORWARD -m bpf --bytecode "1,6 0 0 1" -j DROP')
      expect(verdict).toMatchObject({ outcome: 'unknown', severity: 'warning', missing: [{ at: { file: 'v4', line: 7 } }, { at: { file: 'v4', line: 9 } }] })
    })

    test('a family without its file', () => {
      const one = edited(net, ', { file: v6, family: 6 }', '')
      const [verdict] = ask('config-not-understood', { 'net.yaml': one, v4: dump() })
      expect(verdict!.missing.map(({ key }) => key)).toEqual(['config:fw/no ip6tables-save'])
      expect(verdict!.missing[0]).toMatchObject({ text: { ja: '装置 fw の設定：ip6tables-save の出力がない' }, yaml: expect.stringContaining('files: [v4, { file: FILE-OF-THE-OTHER-FAMILY, family: 6 }]') })
    })

    test('no configuration at all', () => expect(brief(ask('config-not-understood', SMALL))).toEqual(['vacuous nothing']))
  })

  describe('rule-shadowed', () => {
    test('within a chain that is called, and by what comes before a call', () => {
      const verdicts = asked('rule-shadowed', '-A FORWARD -i mn -j ACCEPT', '-A FORWARD -i mn -p tcp -j WEB', '-A FORWARD -i lg -j WEB', '-A WEB -p tcp -j ACCEPT', '-A WEB -p tcp -m tcp --dport 80 -j DROP')
      expect(verdicts.filter(({ outcome }) => outcome === 'refuted').map(({ key }) => key)).toEqual(['fw/filter FORWARD/iptables/filter/FORWARD/2', 'fw/filter WEB/iptables/filter/WEB/2'])
      expect(verdicts[0]!.message.en).toContain('rule iptables/filter/FORWARD/1 (v4:7)')
    })

    test('what only logs shadows nothing, and can be shadowed', () => {
      expect(brief(asked('rule-shadowed', '-A FORWARD -j LOG', '-A FORWARD -i mn -j ACCEPT'))).toEqual(['proved fw/filter FORWARD'])
      expect(brief(asked('rule-shadowed', '-A FORWARD -i mn -j ACCEPT', '-A FORWARD -i mn -j LOG'))).toEqual(['refuted warning fw/filter FORWARD/iptables/filter/FORWARD/2'])
    })

    test('a call that comes back shadows nothing', () =>
      expect(brief(asked('rule-shadowed', '-A FORWARD -j WEB', '-A FORWARD -p tcp -j ACCEPT', '-A WEB -p udp -j ACCEPT'))).toEqual(['proved fw/filter FORWARD', 'proved fw/filter WEB']))

    test('what is not understood surely matches nothing, and may match all', () => {
      const odd = '-m bpf --bytecode "1,6 0 0 0"'
      expect(brief(asked('rule-shadowed', `-A FORWARD ${odd} -j ACCEPT`, '-A FORWARD -p tcp -j ACCEPT'))).toEqual(['proved fw/filter FORWARD'])
      expect(brief(asked('rule-shadowed', `-A FORWARD -p tcp -j ACCEPT`, `-A FORWARD -p tcp ${odd} -j ACCEPT`))).toEqual(['refuted warning fw/filter FORWARD/iptables/filter/FORWARD/2'])
      expect(brief(asked('rule-shadowed', `-A FORWARD -p tcp -j ACCEPT`, `-A FORWARD ${odd} -j ACCEPT`))).toEqual(['proved fw/filter FORWARD'])
    })

    test('states are told apart', () => {
      expect(brief(asked('rule-shadowed', '-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT', '-A FORWARD -m conntrack --ctstate NEW -j ACCEPT'))).toEqual(['proved fw/filter FORWARD'])
      expect(brief(asked('rule-shadowed', '-A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT', '-A FORWARD -p tcp -m conntrack --ctstate NEW -j ACCEPT'))).toEqual(['refuted warning fw/filter FORWARD/iptables/filter/FORWARD/2'])
    })

    test('a rule that only anticipates a call is not known to be redundant; one that anticipates a rule is', () => {
      expect(asked('rule-redundant', '-A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT', '-A FORWARD -p tcp -j WEB', '-A FORWARD -p tcp -j ACCEPT', '-A WEB -i mn -j DROP').map(({ outcome }) => outcome)).not.toContain('refuted')
      expect(brief(asked('rule-redundant', '-A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT', '-A FORWARD -p udp -j WEB', '-A FORWARD -p tcp -j ACCEPT', '-A WEB -i mn -j DROP'))).toContain('refuted note fw/filter FORWARD/iptables/filter/FORWARD/1')
    })

    test('a chain that two hooks call: a rule counts only where it never matches from either', () => {
      const calls = ['-A FORWARD -i mn -j ACCEPT', '-A FORWARD -j WEB', '-A INPUT -j WEB', '-A WEB -o lg -j ACCEPT', '-A WEB -j DROP']
      expect(asked('rule-shadowed', ...calls).map(({ outcome }) => outcome)).not.toContain('refuted')
    })
  })
})

describe('a line of *nat that is not understood', () => {
  const TOPOLOGY = `
sanso: 1
network: doubtful
zones:
  mn: { tier: mynumber }
  in: { tier: internet }
  dmz: { tier: internet }
segments:
  mn-lan: { zone: mn, subnets: [10.0.1.0/24] }
  dmz: { zone: dmz, subnets: [10.0.2.0/24] }
  in-lan: { zone: in, subnets: [10.0.3.0/24] }
devices:
  fw1:
    kind: firewall
    interfaces: { a: { address: 10.0.3.1/24 }, b: { address: 10.0.2.1/24 } }
    routes: [{ to: 10.0.9.9/32, via: 10.0.2.2 }]
    filter: [{ id: 1, action: permit, destination: 10.0.9.9 }]
  gw2:
    kind: firewall
    interfaces: { eth0: { address: 10.0.2.2/24 }, eth1: { address: 10.0.1.1/24 } }
    config: { syntax: iptables, files: [gw2.v4, { file: gw2.v6, family: 6 }] }
`
  const FILTER = '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n'
  const outcome = (nat: string): string | undefined => ask('mynumber-isolation', {
    'net.yaml': TOPOLOGY, 'gw2.v6': `${FILTER}COMMIT\n`,
    'gw2.v4': `*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n${nat}COMMIT\n${FILTER}-A FORWARD -d 10.0.1.9/32 -j ACCEPT\nCOMMIT\n`,
  }).find(({ key }) => key === 'in->mn')?.outcome

  test('may translate the one address that the firewall before it lets through', () => {
    expect(outcome('')).toBe('proved')
    expect(outcome('-A PREROUTING -d 10.0.9.9/32 -j DNAT --to-destination 10.0.1.9\n')).toBe('refuted')
    expect(outcome('-A\n')).toBe('unknown')
    expect(outcome('-A PREROUTING -d 10.0.9.9/32 -j TPROXY --on-port 80\n')).toBe('unknown')
  })
})
