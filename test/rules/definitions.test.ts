/** The rules about what is named: captures that are dated, names that are defined, definitions that are used. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const CAPTURED = ', captured: { on: 2026-10-20, from: fw }'
const net = edited(SMALL, SMALL.slice(SMALL.indexOf('    stateful: true\n'), SMALL.indexOf('    interfaces:')), `    config: { syntax: iptables, files: [{ file: v4, family: 4 }, { file: v6, family: 6 }]${CAPTURED} }\n`)
  .replace(/    filter:\n.*\n/, '')
const dump = (...rules: string[]): string => ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n')
const files = (topology: string, ...rules: string[]) => ({ 'net.yaml': topology, v4: dump(...rules), v6: dump() })

describe('config-stale', () => {
  const outcome = (captured: string, asOf?: string): string[] => brief(ask('config-stale', files(edited(net, CAPTURED, captured)), asOf))

  test('captured within the days of the profile, the last one included', () => {
    expect(outcome(CAPTURED)).toEqual(['proved fw'])
    expect(outcome(', captured: { on: 2025-11-01 }', '2026-11-02')).toEqual(['proved fw'])
    expect(outcome(', captured: { on: 2025-11-01 }', '2026-11-03')).toEqual(['refuted warning fw'])
    expect(outcome(', captured: { on: 2026-11-01 }')).toEqual(['proved fw'])
  })

  test('no day, or one that is none, decides nothing', () => {
    expect(outcome('')).toEqual(['unknown warning fw'])
    expect(outcome(', captured: { from: fw }')).toEqual(['unknown warning fw'])
    expect(outcome(', captured: { on: 2026-02-29 }')).toEqual(['unknown warning fw'])
    expect(ask('config-stale', files(edited(net, CAPTURED, '')))[0]!.missing[0]!.yaml).toContain('captured: { on: YYYY-MM-DD }')
  })

  test('a day after the day of the judgement is wrong', () => expect(outcome(', captured: { on: 2026-11-02 }')).toEqual(['refuted warning fw']))

  test('a proof rests on the day that is declared', () =>
    expect(ask('config-stale', files(net))[0]).toMatchObject({ ground: 'attested', assumes: [{ key: 'captured:fw', at: { path: ['devices', 'fw', 'config', 'captured'] } }] }))

  test('no configuration at all', () => expect(brief(ask('config-stale', SMALL))).toEqual(['vacuous nothing']))
})

describe('undefined-reference', () => {
  const asked = (...rules: string[]) => ask('undefined-reference', files(net, ...rules))

  test('declared interfaces, patterns that one of them fits, and the device itself', () =>
    expect(brief(asked('-A FORWARD -i mn -o lg -j ACCEPT', '-A FORWARD -i m+ -j DROP', '-A INPUT -i lo -j ACCEPT', '-A FORWARD -i + -j DROP'))).toEqual(['proved fw']))

  test('an interface that the topology does not have, once, at its first line, with what to type', () => {
    const [verdict] = asked('-A FORWARD -i ppp0 -j ACCEPT', '-A FORWARD -o ppp0 -j ACCEPT', '-A FORWARD ! -i tun+ -j DROP')
    expect(verdict).toMatchObject({ outcome: 'unknown', severity: 'warning', missing: [
      { key: 'undeclared:fw/ppp0', at: { file: 'v4', line: 5 } }, { key: 'undeclared:fw/tun+', at: { file: 'v4', line: 7 } },
    ] })
    expect(verdict!.missing[0]!.yaml).toContain('ppp0: { segment: SEGMENT }')
  })

  test('a set is the same matter as the line that uses it', () => {
    const rule = '-A FORWARD -m set --match-set vpn-users src -j ACCEPT'
    const [verdict] = asked(rule)
    expect(verdict!.missing.map(({ text }) => text.en)).toEqual(['the contents of the ipset "vpn-users" that fw refers to are not given'])
    expect(ask('config-not-understood', files(net, rule))[0]!.missing.map(({ key }) => key)).toEqual(verdict!.missing.map(({ key }) => key))
  })

  test('no configuration at all', () => expect(brief(ask('undefined-reference', SMALL))).toEqual(['vacuous nothing']))
})

describe('unused-definition', () => {
  const objects = (written: string): string => edited(SMALL, '\ndevices:\n', `\nobjects:\n${written}\ndevices:\n`)
  const outcome = (contents: Parameters<typeof ask>[1]): string[] => brief(ask('unused-definition', contents))

  test('objects that rules, the register or other objects use', () => {
    const written = '  addresses: { a: [10.10.10.8], b: [a] }\n  services: { s: [tcp/443], t: [s] }'
    expect(outcome(edited(objects(written), 'source: tax, destination: eltax, service: tcp/443 }', 'source: b, destination: eltax, service: t }'))).toEqual(['proved network'])
  })

  test('each that nothing uses', () => {
    expect(outcome(objects('  addresses: { a: [10.10.10.8] }\n  services: { s: [tcp/443] }'))).toEqual(['refuted note addresses:a', 'refuted note services:s', 'proved network'])
    expect(ask('unused-definition', objects('  addresses: { a: [10.10.10.8] }'))[0]!.cause).toMatchObject({ key: 'definition:addresses:a', at: { path: ['objects', 'addresses', 'a'] } })
  })

  test('a list that no interface refers to', () =>
    expect(outcome(edited(SMALL, '    filter:\n', '    lists: { old: [{ action: permit }] }\n    filter:\n'))).toEqual(['refuted note list:fw/old', 'proved network']))

  test('a chain that no rule calls; the same name of the other family is another chain', () => {
    const v4 = dump('-A FORWARD -j WEB').replace(':OUTPUT', ':WEB - [0:0]\n:OLD - [0:0]\n:OUTPUT')
    const v6 = dump().replace(':OUTPUT', ':WEB - [0:0]\n:OUTPUT')
    expect(outcome({ 'net.yaml': net, v4, v6 })).toEqual(['refuted note chain:fw/iptables/filter/OLD', 'refuted note chain:fw/ip6tables/filter/WEB', 'proved network'])
  })

  test('nothing is defined', () => expect(outcome(SMALL)).toEqual(['vacuous nothing']))
})
