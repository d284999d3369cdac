import { describe, expect, test } from 'vitest'
import { outcomes, packet } from './evaluate.ts'
import type { Sketch } from './evaluate.ts'
import type { Step } from '../../src/topology/model.ts'
import { iptables } from '../../src/config/iptables/index.ts'
import { AT, chainOf, filterDump, readText } from './reading.ts'
import { REFUSED } from './refused.ts'

const forward = (content: string, sketch: Sketch = {}): string[] => [...outcomes(chainOf(readText(content), 'forward', 'filter'), packet(sketch))].sort()

const gapsOf = (kind: 'filters' | 'forwarding') => (content: string): string[] =>
  readText(content, 4).gaps.filter(({ touches, families }) => touches === kind && families.includes(4)).map(({ what }) => what)
const filterGaps = gapsOf('filters')
const forwardingGaps = gapsOf('forwarding')

describe('rules in order', () => {
  test('appended, inserted, inserted at a number, with counters', () => {
    const content = filterDump('-A FORWARD -s 10.0.0.1 -j ACCEPT', '-A FORWARD -j DROP', '-I FORWARD -s 10.0.0.1 -j DROP', '[12:3456] -I FORWARD 1 -s 10.0.0.1 -d 192.0.2.2 -j ACCEPT', '-I FORWARD 4 -s 10.0.0.2 -j ACCEPT')
    expect(forward(content, { from: '10.0.0.1' })).toEqual(['permit'])
    expect(forward(content, { from: '10.0.0.1', to: '10.9.9.9' })).toEqual(['deny'])
    expect(forward(content, { from: '10.0.0.2' })).toEqual(['permit'])
    expect(chainOf(readText(content), 'forward', 'filter').rules.map(({ id, at }) => `${id ?? 'other family'} line ${'line' in at ? at.line : '?'}`)).toEqual([
      'other family line 3', 'iptables/filter/FORWARD/1 line 8', 'iptables/filter/FORWARD/2 line 7', 'iptables/filter/FORWARD/3 line 5',
      'iptables/filter/FORWARD/4 line 9', 'iptables/filter/FORWARD/5 line 6',
    ])
  })

  test('policy, and where it is written', () => {
    expect(forward(filterDump('-P FORWARD ACCEPT'))).toEqual(['permit'])
    expect(chainOf(readText(filterDump()), 'forward', 'filter')).toMatchObject({ otherwise: 'deny', otherwiseAt: { file: 'fw.rules', line: 3 } })
  })

  test.each([['*filter\nCOMMIT'], ['*filter\n:FORWARD -\nCOMMIT']])('a policy that is not written is not known: %j', (content) => {
    expect(() => chainOf(readText(content), 'input', 'filter')).toThrow('0 chains')
    if (content.includes('FORWARD')) expect(forward(content)).toEqual(['deny', 'permit', 'unknown'])
  })

  test('BOM, CRLF, indentation and tabs', () => {
    const content = `\uFEFF${filterDump('  -A\tFORWARD  -s 10.0.0.1\t-j ACCEPT ').replaceAll('\n', '\r\n')}`
    expect(forward(content, { from: '10.0.0.1' })).toEqual(['permit'])
    expect(readText(content).lines.map(({ status }) => status)).toEqual(Array(6).fill('understood'))
  })
})

describe('user chains', () => {
  const content = filterDump(':inner - [0:0]', '-N outer', '-A inner -s 10.0.0.1 -j RETURN', '-A inner -s 10.0.0.2 -j DROP', '-A inner -s 10.0.0.3 -j ACCEPT',
    '-A outer -d 10.1.0.1 -g inner', '-A outer -j inner', '-A outer -s 10.0.0.1 -j ACCEPT', '-A FORWARD -j outer', '-A FORWARD -s 10.0.0.4 -j ACCEPT')
  test.each([
    ['RETURN comes back to the caller', { from: '10.0.0.1' }, 'permit'], ['DROP ends it', { from: '10.0.0.2' }, 'deny'], ['ACCEPT ends it', { from: '10.0.0.3' }, 'permit'],
    ['the end of a chain comes back', { from: '10.0.0.4' }, 'permit'], ['-g does not come back to the chain it left', { from: '10.0.0.1', to: '10.1.0.1' }, 'deny'],
    ['the policy is the last word', { from: '10.0.0.5' }, 'deny'],
  ])('%s', (_, sketch, expected) => { expect(forward(content, sketch)).toEqual([expected]) })

  test('a chain that nothing calls is irrelevant', () => {
    const { lines, gaps } = readText(filterDump(':alone - [0:0]', '-A alone -m weird -j ACCEPT'))
    expect(lines[5]).toMatchObject({ status: 'irrelevant', why: { en: 'no rule jumps to chain "alone"' } })
    expect(gaps).toHaveLength(1)
  })

  test('chains nest deeper than any stack', () => {
    const depth = 20_000
    const names = Array.from({ length: depth }, (_, i) => `:c${i} - [0:0]`)
    const calls = Array.from({ length: depth - 1 }, (_, i) => `-A c${i} -j c${i + 1}`)
    const { problems, lines } = readText(filterDump(...names, ...calls, '-A FORWARD -j c0'))
    expect(problems).toEqual([])
    expect(lines.every(({ status }) => status === 'understood')).toBe(true)
  })
})

describe('what iptables-restore refuses is a problem', () => {
  test.each(REFUSED)('%s: %s', (code, _, line, lines) => {
    const { problems } = readText(filterDump(...lines))
    expect(problems).toEqual([expect.objectContaining({ code, at: { file: 'fw.rules', line } })])
  })

  test('a jump that is refused may do anything', () => {
    expect(forward(filterDump('-A FORWARD -j nowhere'))).toEqual(['deny', 'permit', 'unknown'])
  })
})

describe('what is not understood is a gap', () => {
  test.each<[string, string]>([
    ['FORWARD -j DROP', 'FORWARD -j DROP'], ['iptables -A FORWARD -j DROP', 'iptables -A FORWARD -j DROP'], ['-D FORWARD 1', '-D FORWARD 1'],
    ['-A FORWARD -m comment --comment "open', '-A FORWARD -m comment --comment "open'], ['-I FORWARD 9 -j DROP', '-I FORWARD 9 -j DROP'],
    [':FORWARD REJECT', ':FORWARD REJECT'], ['-P nowhere DROP', '-P nowhere DROP'], ['-A', '-A'],
    ['# Warning: iptables-legacy tables present, use iptables-legacy-save to see them', '# Warning: iptables-legacy tables present, use iptables-legacy-save to see them'],
  ])('%s', (line, what) => {
    expect(filterGaps(filterDump(line))).toEqual([what])
    expect(readText(filterDump(line)).lines[4]!.status).toBe('not understood')
  })

  test('a truncated file', () => { expect(filterGaps(filterDump('-A FORWARD -j ACCEPT').replace('COMMIT\n', ''))).toEqual(['fw.rules: *filter without COMMIT']) })
  test('a table that begins before the last one ended', () => { expect(filterGaps(`*nat\n${filterDump()}`)).toEqual(['*nat without COMMIT']) })
  test('a rule outside every table', () => { expect(filterGaps(`-A FORWARD -j DROP\n${filterDump()}`)).toEqual(['-A FORWARD -j DROP']) })
  test('a table that is not of iptables', () => {
    const content = `*broute\n-A BROUTING -j DROP\nCOMMIT\n${filterDump()}`
    expect(filterGaps(content)).toEqual(['*broute'])
    expect(readText(content).lines.slice(0, 3).map(({ status }) => status)).toEqual(Array(3).fill('not understood'))
  })
  test('of the forwarding as well, in a table that may translate or reroute, and in none that only filters', () => {
    expect(forwardingGaps(`*nat\n-A\nCOMMIT\n${filterDump()}`)).toEqual(['-A'])
    expect(forwardingGaps(`*mangle\n-A\nCOMMIT\n${filterDump()}`)).toEqual(['-A'])
    expect(forwardingGaps(`-A FORWARD -j DROP\n${filterDump()}`)).toEqual(['-A FORWARD -j DROP'])
    expect(forwardingGaps(filterDump('-A'))).toEqual([])
    expect(filterGaps(filterDump('-A'))).toEqual(['-A'])
  })
  test('of the translation as well: it may rewrite any packet, before every other rule', () => {
    const { pipeline } = readText(`*nat\n-A\n-A PREROUTING -j ACCEPT\nCOMMIT\n${filterDump()}`, 4)
    const rules = pipeline.prerouting.flatMap((step) => (step.kind === 'translate' ? step.chain.rules.slice(1) : []))
    expect(rules.map(({ action }) => action)).toMatchObject([{ do: 'rewrite', to: { addresses: 'unknown' } }, { do: 'permit' }])
    expect(JSON.stringify(rules[0]!.when)).toContain('"unknown"')
  })
  test('the same table twice', () => { expect(filterGaps(`${filterDump('-A FORWARD -j ACCEPT')}${filterDump()}`)).toEqual(['*filter stands twice']) })
  test('no filter table, and nothing at all', () => {
    expect(filterGaps('*nat\nCOMMIT')).toEqual(['no *filter'])
    expect(filterGaps('')).toEqual(['no iptables-save'])
  })
})

describe('two families', () => {
  const six = '*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\n-A FORWARD -s 2001:db8::1 -j DROP\nCOMMIT\n'
  const both = (...contents: string[]) => iptables.read(contents.map((content, i) => ({ file: `${i}`, content, at: AT })), AT)

  test('each packet meets the chains of its own family only', () => {
    const reading = both(filterDump('-A FORWARD -p icmp -j ACCEPT', '-A FORWARD -s 10.0.0.1 -j ACCEPT'), six)
    expect(reading.gaps).toEqual([])
    const [four, sixth] = [chainOf(reading, 'forward', 'filter', 4), chainOf(reading, 'forward', 'filter', 6)]
    expect([...outcomes(four, packet({}, 6)), ...outcomes(sixth, packet({}, 4))]).toEqual(['permit', 'permit'])
    expect([...outcomes(four, packet({})), ...outcomes(sixth, packet({ from: '2001:db8::9' }, 6)), ...outcomes(sixth, packet({ from: '2001:db8::1' }, 6))]).toEqual(['deny', 'permit', 'deny'])
  })

  test('a family without its file is a gap, at the place that names the files', () => {
    expect(both(filterDump()).gaps).toEqual([{ touches: 'filters', families: [6], at: AT, what: 'no ip6tables-save' }])
    expect(both(six).gaps).toEqual([{ touches: 'filters', families: [4], at: AT, what: 'no iptables-save' }])
  })

  test('both dumps in one file, told apart by their headers', () => {
    const reading = both(`# Generated by iptables-save v1.8.9 on Mon\n${filterDump()}# Generated by ip6tables-nft-save v1.8.9 (nf_tables) on Mon\n${filterDump()}`)
    expect(reading.gaps).toEqual([])
    expect(reading.pipeline.forward).toHaveLength(2)
  })

  test('a header that contradicts the declared family', () => {
    expect(readText(`# Generated by ip6tables-save v1.4\n${filterDump()}`, 4).problems).toMatchObject([{ code: 'config-family', at: { line: 1 } }])
  })

  test.each([['-s 10.0.0.1', 4], ['-s 2001:db8::/32', 6], ['-d ::/0', 6], ['-j REJECT --reject-with icmp6-port-unreachable', 6], ['-p icmpv6 -m icmp6 --icmpv6-type 1', 6],
    ['-m mac --mac-source 00:11:22:33:44:55', 4], ['-j DROP', 4]])('found out: %s', (rule, family) => {
    expect(both(filterDump(`-A FORWARD ${rule}`)).gaps[0]!.families).toEqual([family === 4 ? 6 : 4])
  })

  test('a device counts as reassembling if every family with a file tracks connections', () => {
    const tracked = (content: string): string => content.replace('COMMIT', '-A FORWARD -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT')
    expect([both(tracked(filterDump()), six), both(tracked(filterDump()), tracked(six)), both(tracked(filterDump())), both(filterDump(), six)]
      .map(({ sessions }) => sessions.reassembles)).toEqual([false, true, true, false])
    expect(readText(`*nat\n:POSTROUTING ACCEPT\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n${filterDump()}`).sessions.reassembles).toBe(true)
    expect(readText(`*nat\n:POSTROUTING ACCEPT\nCOMMIT\n${filterDump()}`).sessions.reassembles).toBe(false)
  })
})

test('the stages stand in the order of the kernel', () => {
  const tables = { raw: ['PREROUTING', 'OUTPUT'], mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], filter: ['INPUT', 'FORWARD', 'OUTPUT'], security: ['INPUT', 'FORWARD', 'OUTPUT'] }
  const content = Object.entries(tables).reverse().map(([table, chains]) => `*${table}\n${chains.map((chain) => `:${chain} ACCEPT [0:0]`).join('\n')}\nCOMMIT\n`).join('')
  const { pipeline } = readText(content, 4)
  const order = Object.fromEntries(Object.entries(pipeline as unknown as Record<string, readonly Step[]>).map(([hook, steps]) =>
    [hook, steps.map((step) => (step.kind === 'track' ? 'track' : step.kind === 'filter' ? step.chain.name : `${step.field} by ${step.chain.name}`))]))
  expect(order).toEqual({
    prerouting: ['raw PREROUTING', 'track', 'mangle PREROUTING', 'destination by nat PREROUTING'],
    forward: ['mangle FORWARD', 'filter FORWARD', 'security FORWARD'],
    postrouting: ['mangle POSTROUTING', 'source by nat POSTROUTING'],
    input: ['mangle INPUT', 'filter INPUT', 'security INPUT', 'source by nat INPUT'],
    output: ['raw OUTPUT', 'track', 'mangle OUTPUT', 'destination by nat OUTPUT', 'filter OUTPUT', 'security OUTPUT'],
  })
})
