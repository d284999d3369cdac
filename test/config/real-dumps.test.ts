/** Against dumps that we did not write, and what others proved of them: ../shared/data/README.md. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../src/net/address.ts'
import { outcomes, packet } from './evaluate.ts'
import { accepts, boundaries, parseListing } from './listing.ts'
import { interfaceOf, PROVED } from './proved.ts'
import { chainOf, dataFile, HAVE_DATA, readText } from './reading.ts'

if (!HAVE_DATA) console.warn('test/config/real-dumps: skipped, no folder ../shared/data/iptables')

/** [understood, irrelevant, not understood] */
const COUNTS: Readonly<Record<string, readonly [number, number, number]>> = {
  'config_home_user/typical_home_user_iptables-save': [224, 8, 44],
  'config_memphis_testbed/iptables-save': [42, 4, 0],
  'factory/imaginray_factory_network.iptables-save': [25, 0, 0],
  'factory/imaginray_factory_network.iptables-save.by-linux-kernel': [25, 2, 0],
  'linux.gda.pl/firewallp.txt': [11, 2, 13],
  'medium-sized-company/iptables-save': [628, 10, 1],
  'openvpn.eu/iptables-save': [34, 6, 0],
  'parser/ip6tables-save': [14, 2, 0],
  'parser/iptables-save': [49, 2, 3],
  'rlworkman.net/iptables-save': [49, 6, 0],
}

describe.skipIf(!HAVE_DATA)('real dumps', () => {
  test.each(Object.entries(COUNTS))('%s: every line has a status', (path, [understood, irrelevant, not]) => {
    const content = dataFile(path)
    const { lines, problems, gaps } = readText(content)
    expect(lines.map(({ text }) => text)).toEqual(content.split('\n').slice(0, content.endsWith('\n') ? -1 : undefined))
    const count = (status: string): number => lines.filter((line) => line.status === status).length
    expect({ understood: count('understood'), irrelevant: count('irrelevant'), not: count('not understood') }).toEqual({ understood, irrelevant, not })
    expect(problems).toEqual([])
    expect(gaps.map(({ what }) => what)).toEqual([path === 'parser/ip6tables-save' ? 'no iptables-save' : 'no ip6tables-save'])
  })

  test.each(PROVED)('$bounds: between what is proved at least and at most', ({ dump, hook, bounds, behind, outs }) => {
    const section = hook === 'forward' ? 'FORWARD' : 'INPUT'
    const [lower, upper] = ['lower', 'upper'].map((end) => parseListing(dataFile(`${bounds}.${end}`), section))
    const ours = chainOf(readText(dataFile(dump)), hook, 'filter')
    const { addresses, ports } = boundaries([lower!, upper!])
    const port = fc.constantFrom(...ports)
    const address = fc.constantFrom(...addresses)
    let accepted = 0
    let denied = 0
    fc.assert(fc.property(address, address, fc.constantFrom(6, 17, 1, 47), port, port, fc.constantFrom(...outs), (source, destination, protocol, sport, dport, out) => {
      const p = { ...packet({ protocol, sport, dport: protocol === 1 ? dport % 20 : dport, in: interfaceOf(behind, source), out }), source, destination }
      const may = outcomes(ours, p)
      if (accepts(lower!, p)) { accepted++; expect([...may]).toEqual(['permit']) }
      if (!accepts(upper!, p)) { denied++; expect([...may]).toEqual(['deny']) }
    }), { numRuns: 6000, seed: 7 })
    expect(accepted + denied).toBeGreaterThan(500)
  })

  test.each(Object.keys(COUNTS).filter((path) => path.startsWith('factory')))('%s: exactly the arrows proved', (path) => {
    const places = [...dataFile('factory/ipmapping').matchAll(/^\$(\w+)_ipv4 = (\S+)$/gm)].map(([, name, address]) => ({ name: name!, address: address! }))
    const chain = chainOf(readText(dataFile(path)), 'forward', 'filter')
    const arrows = (state: 'new' | 'established'): string[] => places.flatMap((from) => places
      .filter((to) => outcomes(chain, packet({ from: from.address, to: to.address, in: from.name, out: to.name, state })).has('permit'))
      .map((to) => `${from.name} > ${to.name}`))
    expect(places).toHaveLength(12)
    const opening = arrows('new')
    expect(opening).toHaveLength(12)
    expect(arrows('established')).toHaveLength(20)
    expect(arrows('established')).toEqual(expect.arrayContaining(opening))
    const stray = outcomes(chain, packet({ from: '10.0.1.1', to: '10.0.0.2', in: 'Webcam', out: 'SensorSink' }))
    expect([...stray]).toEqual(['deny'])
  })

  test('what the torture file says, rule by rule', () => {
    const { lines } = readText(dataFile('parser/iptables-save'))
    expect(lines.filter(({ status }) => status === 'not understood').map(({ why }) => why!.en)).toEqual([
      'not understood: --something-else',
      'not understood: -m icmp6 --icmpv6-type 133', 'not understood: -m icmp6 --icmpv6-type 133',
    ])
  })

  test('the IPv6 torture file', () => {
    const chain = chainOf(readText(dataFile('parser/ip6tables-save')), 'forward', 'filter', 6)
    const judge = (from: string, to: string, inside: string, outside: string): string[] => [...outcomes(chain, packet({ from, to, in: inside, out: outside }, 6))]
    expect(judge('2001:db8::8d3:0:0:1', '2001:db8:0:0:8d3::', 'eth0', 'foobar')).toEqual(['permit'])
    expect(judge('2001:db8:85a3:8d3:1319:8a2e:370:7344', '::ffff:127.0.0.1', 'eth0', 'foobar')).toEqual(['deny'])
    expect(judge('::1', '::2', 'lo', 'lo')).toEqual(['permit'])
    expect(judge('::1', '::2', 'lo', 'eth0')).toEqual(['deny'])
    expect(parseAddress('::ffff:127.0.0.1')!.family).toBe(6)
  })
})
