import { describe, expect, test } from 'vitest'
import type { Family } from '../../src/net/header.ts'
import type { Pipeline } from '../../src/topology/model.ts'
import { outcomes, packet } from './evaluate.ts'
import type { Sketch } from './evaluate.ts'
import { chainOf, filterDump, readText } from './reading.ts'

const dump = (table: string, chain: string, rule: string): string =>
  [`*${table}`, `:${chain} ACCEPT [0:0]`, `-A ${chain} ${rule}`, 'COMMIT', ...(table === 'filter' ? [] : ['*filter', ':FORWARD ACCEPT', 'COMMIT'])].join('\n')

function run(table: string, chain: string, rule: string, { family = 4, ...sketch }: Sketch & { family?: Family } = {}): string[] {
  const reading = readText(dump(table, chain, rule), family)
  return [...outcomes(chainOf(reading, chain.toLowerCase() as keyof Pipeline, table, family), packet(sketch, family))].sort()
}

describe('verdicts', () => {
  test.each([
    ['-j ACCEPT', ['permit']], ['-j DROP', ['deny']], ['-j REJECT', ['deny']], ['-j REJECT --reject-with tcp-reset', ['deny']],
    ['-j RETURN', ['permit']], ['', ['permit']],
    ['-j LOG --log-prefix "-j DROP" --log-level 6 --log-uid', ['permit']], ['-j LOG --log-prefix -j', ['permit']],
    ['-j MARK --set-xmark 0x1/0xff', ['permit']], ['-j NFLOG --nflog-group 5', ['permit']],
    ['-j NFQUEUE --queue-num 1', ['deny', 'permit', 'unknown']], ['-j QUEUE', ['deny', 'permit', 'unknown']],
    ['-j DROP --with-what', ['deny', 'permit', 'unknown']], ['-j REJECT --reject-with', ['deny', 'permit', 'unknown']],
  ])('%s', (rule, expected) => { expect(run('filter', 'FORWARD', rule)).toEqual(expected) })

  test('a rule that only writes a log is marked so', () => {
    const [, rule] = chainOf(readText(filterDump('-A FORWARD -j LOG')), 'forward', 'filter').rules
    expect(rule).toMatchObject({ log: true, action: { do: 'continue' } })
  })

  test('a log behind a match that is not understood decides about nothing', () => {
    expect(readText(filterDump('-A FORWARD -m string --string x -j LOG')).lines[4]).toMatchObject({ status: 'irrelevant' })
  })
})

describe('address translation', () => {
  const v4 = (low: number, high = low): object => ({ v4: [[low, high]], v6: [] })
  const TEN = 10 * 2 ** 24
  const DNAT = '-p tcp -j DNAT --to-destination'
  test.each<[string, string, string, object | 'refused']>([
    ['PREROUTING', `${DNAT} 10.0.0.1`, 'tcp', { addresses: v4(TEN + 1) }],
    ['PREROUTING', `${DNAT} 10.0.0.1:8080`, 'tcp', { addresses: v4(TEN + 1), ports: [[8080, 8080]] }],
    ['PREROUTING', `${DNAT} 10.0.0.1:http`, 'tcp', { addresses: v4(TEN + 1), ports: [[80, 80]] }],
    ['PREROUTING', `${DNAT} 10.0.0.1-10.0.0.9:80-90/8000 --random --persistent`, 'tcp', { addresses: v4(TEN + 1, TEN + 9), ports: [[80, 90]] }],
    ['PREROUTING', `${DNAT} :8080`, 'tcp', { addresses: 'keep', ports: [[8080, 8080]] }],
    ['OUTPUT', `${DNAT} 10.0.0.1`, 'tcp', { addresses: v4(TEN + 1) }],
    ['PREROUTING', `${DNAT} 10.0.0.1 --to-destination 10.0.0.2`, 'old', { addresses: v4(TEN + 1, TEN + 2) }],
    ['PREROUTING', `${DNAT} server.example`, 'old', { addresses: 'unknown', ports: [[0, 65535]] }],
    ['PREROUTING', '-p tcp -j REDIRECT', 'tcp', { addresses: 'interface' }],
    ['PREROUTING', '-p tcp -j REDIRECT --to-ports 3128-3130', 'tcp', { addresses: 'interface', ports: [[3128, 3130]] }],
    ['PREROUTING', '-j NETMAP --to 10.0.0.0/24', 'tcp', { addresses: v4(TEN, TEN + 255) }],
    ['POSTROUTING', '-j NETMAP --to 10.0.0.0/24', 'tcp', { addresses: v4(TEN, TEN + 255) }],
    ['POSTROUTING', '-o eth1 -j MASQUERADE', 'tcp', { addresses: 'interface' }],
    ['POSTROUTING', '-p tcp -j MASQUERADE --to-ports 1024-65535', 'tcp', { addresses: 'interface', ports: [[1024, 65535]] }],
    ['POSTROUTING', '-j SNAT --to-source 10.0.0.1-10.0.0.2', 'tcp', { addresses: v4(TEN + 1, TEN + 2) }],
    ['INPUT', '-j SNAT --to-source 10.0.0.1', 'tcp', { addresses: v4(TEN + 1) }],
    ['POSTROUTING', `${DNAT} 10.0.0.1`, 'refused', 'refused'],
    ['PREROUTING', '-j MASQUERADE', 'refused', 'refused'],
  ])('%s %s', (chain, rule, _, to) => {
    expect(run('nat', chain, rule)).toEqual(to === 'refused' ? ['permit', 'rewrite {"addresses":"unknown","ports":[[0,65535]]}'] : [`rewrite ${JSON.stringify(to)}`])
  })

  test('a packet that no rule matches stays as it is', () => {
    expect(run('nat', 'PREROUTING', `${DNAT} 10.0.0.1`, { protocol: 17 })).toEqual(['permit'])
  })

  test.each([
    ['[2001:db8::1]:80', '::1 and port'], ['[2001:db8::1-2001:db8::5]:80', 'a range and port'],
    ['2001:db8::1', 'an address'], ['2001:db8::1-2001:db8::5', 'a range'],
  ])('IPv6: %s', (to) => {
    const [outcome] = run('nat', 'PREROUTING', `${DNAT} ${to}`, { family: 6 })
    expect(outcome).toMatch(/"v6":\[\[/)
    expect(outcome!.includes('"ports":[[80,80]]')).toBe(to.endsWith(':80'))
  })

  test('what a connection was sent to is not known of packets that destination NAT may have made', () => {
    const content = `*nat\n-A PREROUTING ${DNAT} 10.0.0.1:443\nCOMMIT\n${filterDump('-A FORWARD -m conntrack --ctstate NEW --ctorigdst 192.0.2.9 -j ACCEPT')}`
    const chain = chainOf(readText(content), 'forward', 'filter')
    expect([...outcomes(chain, packet({ to: '10.0.0.1', dport: 443 }))].sort()).toEqual(['deny', 'permit'])
    expect([...outcomes(chain, packet({ to: '10.0.0.1', dport: 80 }))]).toEqual(['deny'])
    expect([...outcomes(chain, packet({ to: '192.0.2.9' }))]).toEqual(['permit'])
    const anywhere = chainOf(readText(content.replace('10.0.0.1:443', 'server.example')), 'forward', 'filter')
    expect([...outcomes(anywhere, packet({ protocol: 1 }))].sort()).toEqual(['deny', 'permit'])
  })
})

describe('raw', () => {
  test.each([
    ['-j NOTRACK', ['permit', 'untrack']], ['-j CT --notrack', ['permit', 'untrack']], ['-j CT --helper ftp', ['permit']],
    ['-m state --state NEW -j DROP', ['deny', 'permit']], ['-m conntrack --ctstate NEW --ctproto 6 -j DROP', ['deny', 'permit']],
    ['-j CT --zone 5', ['deny', 'permit', 'unknown']],
  ])('%s', (rule, expected) => { expect(run('raw', 'PREROUTING', rule)).toEqual(expected) })

  test('a helper is remembered', () => {
    expect(readText(dump('raw', 'PREROUTING', '-p tcp --dport 21 -j CT --helper ftp')).sessions).toEqual({ kind: 'conntrack', reassembles: true, helpers: true })
    expect(readText(filterDump('-A FORWARD -m helper --helper ftp -j ACCEPT')).sessions.helpers).toBe(true)
  })
})

describe('what may leave the routes', () => {
  test.each(['mangle PREROUTING -j TEE --gateway 10.0.0.1', 'mangle PREROUTING -p tcp -j TPROXY --on-port 3128', 'mangle PREROUTING -j ROUTE --oif eth0',
    'mangle POSTROUTING -j SNPT --src-pfx fd00::/64 --dst-pfx 2001:db8::/64', 'filter FORWARD -j SNAT --to-source 10.0.0.1', 'nat PREROUTING -j DNAT --to-destination 10.0.0.1 --new-option'])('%s', (line) => {
    const [table, chain, ...rule] = line.split(' ')
    const { gaps, lines } = readText(dump(table!, chain!, rule.join(' ')), 4)
    expect(gaps.filter(({ touches }) => touches === 'forwarding')).toEqual([{ touches: 'forwarding', families: [4], at: { file: 'fw.rules', line: 3 }, what: `-A ${chain} ${rule.join(' ')}` }])
    expect(lines[2]!.status).toBe('not understood')
  })
})

describe('interfaces that a hook has not got', () => {
  const shared = (match: string, chain: string): string[] => {
    const reading = readText(`*mangle\n:${chain} ACCEPT\n:user -\n-A ${chain} -j user\n-A user ${match} -j DROP\nCOMMIT`, 4)
    return [...outcomes(chainOf(reading, chain.toLowerCase() as keyof Pipeline, 'mangle'), packet({}))].sort()
  }
  test.each([
    ['-o eth1', 'INPUT', ['permit']], ['! -o eth9', 'INPUT', ['deny', 'permit']], ['-o eth1', 'FORWARD', ['deny']], ['-i eth0', 'OUTPUT', ['permit']],
    ['-i eth0', 'POSTROUTING', ['deny', 'permit']], ['-p tcp -o eth1', 'PREROUTING', ['permit']],
  ])('%s in %s', (match, chain, expected) => { expect(shared(match, chain)).toEqual(expected) })
})
