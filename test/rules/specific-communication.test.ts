import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const message = (content: string): string => {
  const [verdict] = ask('specific-communication', content)
  return `${verdict!.outcome}: ${verdict!.message.en}`
}
const service = (written: string): string => message(edited(SMALL, 'service: tcp/443\n', `service: ${written}\n`))
const to = (end: string): string => message(edited(SMALL, 'to: { party: eltax }', `to: ${end}`))

describe('what an entry has to say', () => {
  test('everything that is missing is named at once', () => {
    const bare = `${SMALL.slice(0, SMALL.indexOf('flows:'))}flows:\n  F1: { kind: specific, from: { host: tax }, to: { party: eltax } }\n`
    expect(message(bare)).toBe('refuted: it lacks: service, purpose, approver, date of approval, expiry')
  })

  test('other kinds are none of its business', () =>
    expect(brief(ask('specific-communication', edited(SMALL, 'kind: specific', 'kind: necessary')))).toEqual(['vacuous nothing']))

  test('an expired entry is narrow all the same', () => expect(brief(ask('specific-communication', SMALL, '2031-01-01'))).toEqual(['proved F1']))

  test('a MAC address is recorded, and no obligation', () =>
    expect(message(edited(SMALL, '    purpose:', '    mac: 00:00:5e:00:53:01\n    purpose:'))).toMatch(/^proved: .*MAC addresses declared: 1/))
})

describe('its ends', () => {
  test.each(['{ zone: lgwan }', '[{ party: eltax }, { zone: lgwan }]', '{ segment: lg-srv }'])('%s is no name of an end', (end) =>
    expect(to(end)).toMatch(/^refuted: its destination is the whole (zone lgwan|segment lg-srv)/))

  test('a few addresses are enough', () => expect(to('{ zone: lgwan, addresses: 198.51.100.48/28 }')).toMatch(/^proved/))

  test.each(['198.51.100.32/27', '[198.51.100.48/28, 198.51.100.99]', "'2001:db8::/64'"])('%s is too wide', (addresses) =>
    expect(to(`{ zone: lgwan, addresses: ${addresses} }`)).toMatch(/^refuted: its destination .* is too wide/))

  test('a range that fits no prefix is counted, not rounded', () =>
    expect(to('{ zone: lgwan, addresses: 198.51.100.47-198.51.100.62 }')).toMatch(/^proved/))
})

describe('its service', () => {
  test.each(['tcp/443', '[tcp/443, udp/500]', 'tcp/8000-8015', 'esp', 'icmp/echo-request', 'icmp'])('%s is narrow', (written) => expect(service(written)).toMatch(/^proved/))

  test.each([
    ['any', /is `any`/], ['[tcp/443, any]', /is `any`/], ['tcp', /tcp names no port/], ['ip/17', /udp names no port/], ['[tcp/443, udp]', /udp names no port/],
    ['tcp/8000-8016', /more than 16 ports/], ['udp/0-65535', /more than 16 ports/], ['ip/50-51', /several protocols/],
  ])('%s is not', (written, why) => {
    expect(service(written)).toMatch(/^refuted/)
    expect(service(written)).toMatch(why)
  })
})

describe('a filter on its path', () => {
  const router = (more: string): string => {
    const [before, rest] = SMALL.split('    kind: firewall\n    stateful: true\n') as [string, string]
    return `${before}    kind: router\n${more}${rest.replace(/    filter:\n.*\n/, '')}`
  }

  test('none at all', () => {
    const [verdict] = ask('specific-communication', router(''))
    expect(verdict).toMatchObject({ outcome: 'refuted', cause: { key: 'device:fw' } })
    expect(verdict!.witness!.delivered).toMatchObject({ destination: '198.51.100.50', destinationPort: 443 })
  })

  test('a rule that permits everything is explicit: mynumber-isolation speaks of that', () =>
    expect(message(edited(SMALL, '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }', '      - { id: 10, action: permit }'))).toMatch(/^proved/))

  test('a list that passes over the interface that the packet takes does not filter it', () => {
    const listed = (face: string): string => {
      const named = router('    lists:\n      only-tax: [{ id: 1, action: permit, source: tax, destination: eltax, service: tcp/443 }]\n')
      return edited(named, `${face}: { address: ${ADDRESS[face]} }`, `${face}: { address: ${ADDRESS[face]}, ingress: only-tax }`)
    }
    expect(message(listed('mn'))).toMatch(/^proved/)
    expect(message(listed('in'))).toMatch(/^refuted: it arrives without an explicit rule/)
  })

  test('so it is in the words of IOS, where a list is that of one interface and one family', () => {
    const [before, rest] = SMALL.split(/    kind: firewall\n(?:.*\n)*?hosts:\n/) as [string, string]
    const content = `${before}    kind: router\n    config: { syntax: ios, file: r }\nhosts:\n${rest}`
    const listed = (on: string): string => ask('specific-communication', { 'net.yaml': content, r: [
      ...Object.entries({ 0: '10.10.10.1', 1: '10.20.10.1', 2: '192.168.30.1' }).flatMap(([number, address]) => [
        `interface GigabitEthernet0/${number}`, ` ip address ${address} 255.255.255.0`, ...(number === on ? [' ip access-group TAX in'] : [])]),
      'ip route 0.0.0.0 0.0.0.0 10.20.10.254', 'ip access-list extended TAX', ' permit tcp host 10.10.10.8 host 198.51.100.50 eq 443', '',
    ].join('\n') })[0]!.outcome
    expect(listed('0')).toBe('proved')
    expect(listed('2')).toBe('refuted')
  })

  test('an explicit rule on one device of the way is enough', () => {
    const second = edited(SMALL, 'devices:\n', 'devices:\n  r1:\n    kind: router\n    interfaces: { a: { address: 10.10.10.2/24 } }\n')
    expect(message(second)).toMatch(/^proved/)
  })

  test('ends on one segment have no filter between them', () =>
    expect(message(edited(edited(SMALL, 'to: { party: eltax }', 'to: { host: other }'), 'parties:', '  other: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.9 }] }\nparties:')))
      .toMatch(/^refuted: it arrives without/))

  test('a line that is not understood may be what permits it, or may not', () => {
    const [before, rest] = SMALL.split('    kind: firewall\n    stateful: true\n') as [string, string]
    const content = `${before}    kind: firewall\n    config: { syntax: iptables, files: [{ file: v4, family: 4 }, { file: v6, family: 6 }] }\n${rest.replace(/    filter:\n.*\n/, '')}`
    const dump = (policy: string, ...rules: string[]): string => ['*filter', ':INPUT DROP [0:0]', `:FORWARD ${policy} [0:0]`, ':OUTPUT ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n')
    const outcome = (policy: string, ...rules: string[]): string => ask('specific-communication', { 'net.yaml': content, v4: dump(policy, ...rules), v6: dump('DROP') })[0]!.outcome
    const odd = '-m bpf --bytecode "1,6 0 0 0"'
    expect(outcome('ACCEPT')).toBe('refuted')
    expect(outcome('ACCEPT', `-A FORWARD ${odd} -j DROP`)).toBe('unknown')
    expect(outcome('ACCEPT', '-A FORWARD -s 10.10.10.8/32 -j ACCEPT')).toBe('proved')
    // Somebody wrote it: what comes in by other interfaces is permitted by a rule.
    expect(outcome('DROP', '-A FORWARD ! -i in -j ACCEPT')).toBe('proved')
    expect(outcome('DROP', `-A FORWARD ${odd} -j ACCEPT`)).toBe('proved')
  })
})

const ADDRESS: Readonly<Record<string, string>> = { mn: '10.10.10.1/24', in: '192.168.30.1/24' }
