/** The rules about permissions that let more across tiers than they look like. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const OLD = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
const rules = (...written: string[]): string => edited(SMALL, OLD, written.map((one) => `      - { ${one} }\n`).join(''))
const stateless = (content: string): string => edited(content, '    stateful: true\n', '')

describe('reply-opens', () => {
  const outcome = (content: string): string[] => brief(ask('reply-opens', content))
  const ESTABLISHED = 'id: 20, action: permit, in: lg, out: mn, established: true'

  test('`established` without sessions lets packets pass that are no answer', () => {
    expect(outcome(stateless(rules(ESTABLISHED)))).toEqual(['refuted note fw/filter/20', 'proved network'])
    const [verdict] = ask('reply-opens', stateless(rules(ESTABLISHED)))
    expect(verdict!.witness!.sent.flags).toMatch(/ACK|RST/)
    expect(verdict!.cause!.key).toBe('rule:fw/filter/20')
  })

  test('a device that knows sessions drops them', () => expect(outcome(rules(ESTABLISHED))).toEqual(['proved network']))

  test('one further on that knows sessions drops them, too', () => {
    const content = stateless(rules(ESTABLISHED)).replace('mn: { address: 10.10.10.1/24 }', 'mn: { address: 10.10.9.1/24 }').replace('segments:\n', 'segments:\n  between: { zone: mn, subnets: [10.10.9.0/24] }\n')
      .replace('routes: [', 'routes: [{ to: 10.10.10.0/24, via: 10.10.9.2 }, ')
      .replace('hosts:\n', '  inner:\n    kind: firewall\n    stateful: true\n    interfaces: { out: { address: 10.10.9.2/24 }, in: { address: 10.10.10.1/24 } }\n    routes: [{ to: default, via: 10.10.9.1 }]\n    filter: [{ action: permit }]\nhosts:\n')
    expect(ask('reply-opens', content)[0]!.witness!.to.en).toContain('10.10.9.')
    expect(outcome(content.replace('in: lg, out: mn, established', 'in: lg, out: mn, destination: mn-srv, established'))).toEqual(['proved network'])
  })

  test('a source port is what its sender chooses: it opens', () => {
    expect(outcome(stateless(rules('id: 20, action: permit, in: lg, out: mn, service: udp, from-port: 53')))).toEqual(['refuted warning fw/filter/20', 'proved network'])
    expect(outcome(rules('id: 20, action: permit, in: lg, out: mn, service: udp/1024-65535, from-port: 53'))).toEqual(['refuted warning fw/filter/20', 'proved network'])
  })

  test('both ports named are a service of their own, and so is a range of clients', () => {
    expect(outcome(rules('id: 20, action: permit, in: lg, out: mn, service: udp/123, from-port: 123'))).toEqual(['vacuous nothing'])
    expect(outcome(rules('id: 20, action: permit, in: lg, out: mn, service: tcp/443, from-port: 1024-65535'))).toEqual(['vacuous nothing'])
  })

  test('within one tier nothing is crossed', () =>
    expect(outcome(stateless(edited(rules(ESTABLISHED), 'mn: { tier: mynumber }', 'mn: { tier: lgwan }')))).toEqual(['proved network']))

  test('networks for guests have their own ways', () =>
    expect(outcome(stateless(edited(rules('id: 20, action: permit, in: lg, out: in, established: true'), 'in: { tier: internet }', 'in: { tier: guest }')))).toEqual(['proved network']))

  test('each of several rules, and one finding with isolation', () => {
    const both = stateless(rules(ESTABLISHED, 'id: 30, action: permit, in: in, out: mn, established: true'))
    expect(outcome(both)).toEqual(['refuted note fw/filter/20', 'refuted note fw/filter/30', 'proved network'])
    expect(ask('mynumber-isolation', both).map(({ cause }) => cause?.key)).toContain('rule:fw/filter/30')
  })
})

describe('rule-any', () => {
  const outcome = (content: string): string[] => brief(ask('rule-any', content))

  test('that a list is used by one interface alone is no rule about what passes the others', () => {
    const listed = edited(rules('id: 20, action: permit, in: lg, out: mn, service: tcp/443'), 'mn: { address: 10.10.10.1/24 }', 'mn: { address: 10.10.10.1/24, ingress: out }')
      .replace('    filter:\n      - { id: 20, action: permit, in: lg, out: mn, service: tcp/443 }\n', '    lists: { out: [{ id: 1, action: permit, service: tcp/443 }] }\n')
      .replace('kind: firewall', 'kind: router')
    expect(outcome(listed)).toEqual(['vacuous nothing'])
  })

  test('everything from one tier to another', () => {
    expect(outcome(rules('id: 20, action: permit, in: lg, out: mn'))).toEqual(['refuted warning fw/filter/20', 'proved network'])
    expect(outcome(rules('id: 20, action: permit, source: in-srv, destination: mn'))).toEqual(['refuted warning fw/filter/20', 'proved network'])
    expect(outcome(rules('action: permit'))).toHaveLength(2)
    expect(ask('rule-any', rules('id: 20, action: permit, in: lg, out: mn'))[0]!.cause!.key).toBe('rule:fw/filter/20')
  })

  test('a service, or an end of a few addresses, is a limit', () => {
    expect(outcome(rules('id: 20, action: permit, in: lg, out: mn, service: [tcp, udp]'))).toEqual(['vacuous nothing'])
    expect(outcome(rules('id: 20, action: permit, in: lg, out: mn, destination: tax'))).toEqual(['proved network'])
    expect(outcome(rules('id: 20, action: permit, in: in, out: mn, source: 192.168.30.0/25'))).toEqual(['proved network'])
  })

  test('what earlier rules deny does not count, and what they leave does', () => {
    expect(outcome(rules('id: 10, action: deny, out: mn', 'id: 20, action: permit, in: lg, destination: mn'))).toEqual(['proved network'])
    expect(outcome(rules('id: 10, action: deny, out: mn, service: tcp', 'id: 20, action: permit, in: lg, destination: mn'))).toEqual(['refuted warning fw/filter/20', 'proved network'])
  })

  test('within one tier, and for guests, everything may be permitted', () => {
    expect(outcome(edited(rules('id: 20, action: permit, in: lg, out: mn'), 'mn: { tier: mynumber }', 'mn: { tier: lgwan }'))).toEqual(['proved network'])
    expect(outcome(edited(rules('id: 20, action: permit, in: in, out: lg'), 'in: { tier: internet }', 'in: { tier: guest }'))).toEqual(['proved network'])
  })

  test('of a device that tracks connections, a rule for new ones', () => {
    const net = edited(SMALL, SMALL.slice(SMALL.indexOf('    stateful: true\n'), SMALL.indexOf('    interfaces:')), '    config: { syntax: iptables, files: [{ file: v4, family: 4 }, { file: v6, family: 6 }] }\n').replace(/    filter:\n.*\n/, '')
    const dump = (...lines: string[]): string => ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ...lines, 'COMMIT', ''].join('\n')
    const asked = (...lines: string[]): string[] => brief(ask('rule-any', { 'net.yaml': net, v4: dump('-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', ...lines), v6: dump() }))
    expect(asked('-A FORWARD -i lg -o mn -m conntrack --ctstate NEW -j ACCEPT')).toEqual(['refuted warning fw/filter FORWARD/iptables/filter/FORWARD/2', 'proved network'])
    expect(asked('-A FORWARD -i lg -o mn -p tcp -m conntrack --ctstate NEW -j ACCEPT')).toEqual(['proved network'])
  })
})
