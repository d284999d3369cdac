import { describe, expect, test } from 'vitest'
import type { Sketch } from '../evaluate.ts'
import { outcomes, packet } from '../evaluate.ts'
import type { Reading } from '../../../src/config/reader.ts'
import { ACCEPT, base, chain, DROP, forwarding, match, meta, payload, readObjects, readText, rule, table, verdicts } from './listing.ts'

const saddr = payload('ip', 'saddr')
const dport = payload('tcp', 'dport')
const from = (address: string): object => match(saddr, address)
const limit = { limit: { rate: 1, per: 'second' } }
const set = (name: string, more: object): object => ({ set: { family: 'inet', table: 't', name, type: 'ipv4_addr', handle: 2, ...more } })
const notUnderstood = ({ lines }: Reading): (string | undefined)[] => lines.filter(({ status }) => status === 'not understood').map(({ why }) => why?.en)

describe('base chains', () => {
  const both = readObjects(table(), base('a', 'forward', { prio: -5 }), base('b', 'forward', { prio: 5 }), rule('a', [ACCEPT]), rule('b', [from('10.0.0.1'), DROP]))

  test('accept ends its own chain only; drop is final', () => {
    expect(verdicts(both, { from: '10.0.0.1' })).toEqual(['deny'])
    expect(verdicts(both, { from: '10.0.0.2' })).toEqual(['permit'])
  })

  test('a policy counts where no rule decides', () => {
    expect(verdicts(readObjects(table(), base('f', 'forward', { policy: 'drop' })), {})).toEqual(['deny'])
  })

  test.each([
    ['-300', ['filter', 'track', 'translate']], ['-150', ['track', 'filter', 'translate']], ['-99', ['track', 'translate', 'filter']],
  ])('a filter at priority %s stands in its place among tracking and NAT', (prio, kinds) => {
    const { pipeline } = readObjects(table(), base('f', 'prerouting', { prio: Number(prio) }), base('n', 'prerouting', { type: 'nat', prio: -140 }), rule('n', [{ redirect: null }]), rule('f', [ACCEPT]))
    expect(pipeline.prerouting.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1])).toEqual(kinds)
  })

  test('of several NAT chains the first statement that translates counts, accept goes on to the next', () => {
    const { pipeline } = readObjects(table(), base('n1', 'prerouting', { type: 'nat', prio: -110 }), base('n2', 'prerouting', { type: 'nat', prio: -90 }),
      rule('n1', [from('10.0.0.4'), { return: null }]), rule('n1', [from('10.0.0.1'), { dnat: { family: 'ip', addr: '1.1.1.1' } }]), rule('n1', [from('10.0.0.2'), ACCEPT]), rule('n2', [{ dnat: { family: 'ip', addr: '2.2.2.2' } }]))
    const [step, ...more] = pipeline.prerouting.filter(({ kind }) => kind === 'translate')
    expect(more).toEqual([])
    const to = (address: string): string[] => [...outcomes((step as { chain: Parameters<typeof outcomes>[0] }).chain, packet({ from: address }))]
    expect(to('10.0.0.1')).not.toEqual(to('10.0.0.2'))
    expect(to('10.0.0.2')).toEqual(to('10.0.0.3'))
    expect(to('10.0.0.4'), 'a chain that ends by itself is followed by the next').toEqual(to('10.0.0.3'))
    expect(to('10.0.0.2')).toHaveLength(1)
  })

  test('a dormant table is no table', () => {
    const dormant = { table: { family: 'ip', name: 'd', handle: 3, flags: ['dormant'] } }
    const of = (flags: unknown): Reading => readObjects({ table: { family: 'inet', name: 't', handle: 1, flags } }, base('f', 'forward', { policy: 'drop' }))
    expect(verdicts(of(['dormant']), {})).toEqual(['permit'])
    expect(verdicts(of(['owner']), {})).toEqual(['deny'])
    // nft 1.0.6 prints nonsense for the flag.
    expect(verdicts(of('q'), {}).sort()).toEqual(['deny', 'permit'])
    expect(readObjects(dormant).gaps).toEqual([])
  })

  test('a return from a base chain meets its policy, also where it is not known whether the chain counts', () => {
    const of = (flags: unknown): Reading => readObjects({ table: { family: 'inet', name: 't', handle: 1, flags } }, base('f', 'forward', { policy: 'drop' }), rule('f', [{ return: null }]))
    expect(verdicts(of([]), {})).toEqual(['deny'])
    expect(verdicts(of('q'), {}).sort()).toEqual(['deny', 'permit'])
  })

  test('chains at a device are met by what passes it, and perhaps by others', () => {
    const ingress = (dev: object): Reading => readObjects({ table: { family: 'netdev', name: 'n', handle: 1 } },
      { chain: { family: 'netdev', table: 'n', name: 'i', handle: 1, type: 'filter', hook: 'ingress', prio: 0, policy: 'drop', ...dev } })
    expect(verdicts(ingress({ dev: 'eth0' }), { in: 'eth0' }, 'prerouting')).toEqual(['deny'])
    expect(verdicts(ingress({ dev: 'eth0' }), { in: 'eth1' }, 'prerouting').sort()).toEqual(['deny', 'permit'])
    expect(verdicts(ingress({}), { in: 'eth0' }, 'prerouting').sort()).toEqual(['deny', 'permit'])
  })
})

describe('statements', () => {
  const jumping = (...expr: object[]): Reading => readObjects(table(), chain('sub'), base('f', 'forward', { policy: 'drop' }),
    rule('sub', [from('10.0.0.1'), ACCEPT]), rule('sub', [from('10.0.0.2'), { return: null }]), rule('f', expr), rule('f', [from('10.0.0.3'), ACCEPT]))

  test('jump comes back, goto does not', () => {
    expect(verdicts(jumping({ jump: { target: 'sub' } }), { from: '10.0.0.3' })).toEqual(['permit'])
    expect(verdicts(jumping({ goto: { target: 'sub' } }), { from: '10.0.0.3' })).toEqual(['deny'])
    expect(verdicts(jumping({ jump: { target: 'sub' } }, DROP), { from: '10.0.0.3' }), 'what stands after a jump is never reached').toEqual(['permit'])
  })

  test('a verdict map decides by key; no element, and the rule ends', () => {
    const vmap = { vmap: { key: dport, data: { set: [[22, DROP], [{ range: [80, 90] }, ACCEPT], [100, { continue: null }], [53, { jump: { target: 'sub' } }]] } } }
    const reading = jumping(vmap, ACCEPT)
    const may = (sketch: Sketch): string[] => verdicts(reading, sketch)
    expect([may({ dport: 22 }), may({ dport: 85 }), may({ dport: 100 }), may({ dport: 101 })]).toEqual([['deny'], ['permit'], ['permit'], ['deny']])
    expect([may({ dport: 53, from: '10.0.0.1' }), may({ dport: 53, from: '10.0.0.3' })]).toEqual([['permit'], ['permit']])
  })

  test('reject with tcp reset is for TCP alone, also where nft does not print that', () => {
    const reading = forwarding([match(meta('nfproto'), 'ipv4'), { reject: { type: 'tcp reset' } }], [ACCEPT])
    expect(verdicts(reading, { protocol: 17 })).toEqual(['permit'])
    expect(verdicts(reading, {})).toEqual(['deny'])
    expect(verdicts(forwarding([{ counter: null }, { reject: { type: 'tcp reset' } }], [ACCEPT]), {})).toEqual(['deny'])
    // Where nft leaves out the family, too.
    expect(verdicts(forwarding([{ reject: { type: 'tcp reset' } }], [ACCEPT]), {}).sort()).toEqual(['deny', 'permit'])
  })

  test.each<[string, object[]]>([
    ['a limit', [limit, ACCEPT]], ['a time', [match(meta('hour'), { range: ['08:00', '17:00'] }), ACCEPT]], ['a set that packets change', [match(saddr, '@changing'), ACCEPT]],
    ['adding to a set', [{ set: { op: 'add', elem: saddr, set: '@changing' } }, ACCEPT]], ['a quota', [{ quota: 'q' }, ACCEPT]], ['a number drawn', [match({ numgen: { mode: 'random', mod: 2 } }, 1), ACCEPT]],
  ])('%s: understood, and either way', (_, expr) => {
    const reading = readObjects(table(), set('changing', { flags: ['timeout'] }), set('other', { elem: ['1.1.1.1'] }), base('f', 'forward', { policy: 'drop' }), rule('f', expr))
    expect(verdicts(reading, {}).sort()).toEqual(['deny', 'permit'])
    expect(notUnderstood(reading)).toEqual([])
  })

  test.each<[string, object[]]>([
    ['a mark', [match(meta('mark'), 1), ACCEPT]], ['an unknown statement', [{ teleport: null }]], ['a queue', [{ queue: { num: 0 } }]], ['reverse path', [match({ fib: { result: 'oif', flags: ['saddr', 'iif'] } }, true), ACCEPT]],
    ['an unknown expression', [match({ colour: 'red' }, 1), ACCEPT]], ['a match of iptables', [{ xt: { type: 'match', name: 'set' } }, ACCEPT]],
  ])('%s: not understood, and either way', (_, expr) => {
    const reading = forwarding(expr)
    expect(verdicts(reading, {}).sort()).toEqual(['deny', 'permit'])
    expect(notUnderstood(reading)).toHaveLength(1)
  })

  test('neighbouring fields that must both be other: where one of them is the same, nft and the kernel may disagree', () => {
    const reading = forwarding([match(payload('tcp', 'sport'), 80, '!='), match(dport, 22, '!='), ACCEPT])
    expect([verdicts(reading, { sport: 1, dport: 1 }), verdicts(reading, { sport: 80, dport: 22 }), verdicts(reading, { sport: 80, dport: 1 }).sort()]).toEqual([['permit'], ['deny'], ['deny', 'permit']])
    const apart = forwarding([match(payload('tcp', 'sport'), 80, '!='), { counter: null }, match(dport, 22, '!='), ACCEPT])
    expect(verdicts(apart, { sport: 80, dport: 1 })).toEqual(['deny'])
    expect(verdicts(forwarding([match(saddr, '10.0.0.1', '!='), match(payload('ip', 'daddr'), '10.0.0.2', '!='), ACCEPT]), { from: '10.0.0.1', to: '10.0.0.3' })).toEqual(['deny'])
  })

  test('a set holds its elements, those that expire perhaps', () => {
    const reading = readObjects(table(), set('s', { elem: ['10.0.0.1', { elem: { val: '10.0.0.2', comment: 'x' } }, { elem: { val: '10.0.0.3', timeout: 60 } }] }),
      base('f', 'forward', { policy: 'drop' }), rule('f', [match(saddr, '@s'), ACCEPT]))
    expect([1, 2, 3].map((last) => verdicts(reading, { from: `10.0.0.${last}` }))).toEqual([['permit'], ['permit'], ['permit', 'deny']])
  })

  test('where no set shows an element, `nft -t` may have left them out', () => {
    const reading = readObjects(table(), set('s', {}), base('f', 'forward', { policy: 'drop' }), rule('f', [match(saddr, '@s'), ACCEPT]))
    expect(verdicts(reading, {}).sort()).toEqual(['deny', 'permit'])
    expect(notUnderstood(reading)).toEqual(['not understood: @s without elements'])
  })

  test('what writes an address without a session, or sends elsewhere, is a gap', () => {
    const of = (statement: object): string[] => forwarding([statement]).gaps.map(({ touches, what }) => `${touches}: ${what}`)
    expect(of({ mangle: { key: payload('ip', 'daddr'), value: '1.2.3.4' } })).toEqual(['forwarding: ip daddr set 1.2.3.4'])
    expect(of({ tproxy: { port: 80 } })).toEqual(['forwarding: tproxy to :80'])
    expect(of({ mangle: { key: payload('ip', 'ttl'), value: 5 } })).toEqual([])
  })
})

describe('files', () => {
  test('every object is a line, with its place and its text as nft prints it', () => {
    const content = '{"nftables": [{"metainfo": {}}, {"table": {"family": "inet", "name": "t"}}]}'
    expect(readText(content).lines.map(({ at, text, status }) => ({ at, text, status }))).toEqual([
      { at: { file: 'fw.json', line: 1, columns: [15, 31] }, text: '{"metainfo": {}}', status: 'irrelevant' },
      { at: { file: 'fw.json', line: 1, columns: [33, 75] }, text: 'table inet t', status: 'understood' },
    ])
    const printed = forwarding([match(saddr, { set: ['1.1.1.1', { prefix: { addr: '10.0.0.0', len: 8 } }] }), match(dport, 22, '!='), { counter: { packets: 0, bytes: 0 } }, ACCEPT])
    expect(printed.lines.at(-1)?.text).toBe('ip saddr { 1.1.1.1, 10.0.0.0/8 } tcp dport != 22 counter accept')
  })

  test('a rule is known by its handle', () => {
    const step = forwarding([ACCEPT]).pipeline.forward[0]!
    expect(step.kind === 'filter' && step.chain.rules[0]!.id).toBe('inet/t/f/9')
  })

  test('a file cut short: what is there is read, and anything may follow', () => {
    const whole = JSON.stringify({ nftables: [table(), base('f', 'forward', { policy: 'drop' }), rule('f', [from('10.0.0.1'), ACCEPT])] })
    for (const length of [whole.length - 1, whole.length - 2, whole.length - 30, 40]) {
      const { problems, gaps } = readText(whole.slice(0, length))
      expect(problems.map(({ code }) => code)).toContain('config-incomplete')
      expect(gaps.map(({ touches }) => touches)).toEqual(expect.arrayContaining(['filters', 'forwarding']))
    }
  })

  test('what is not JSON says what to run instead, and is neither permit nor deny', () => {
    const reading = readText('table inet filter {\n\tchain input {\n')
    expect(reading.problems.map(({ message }) => message.en)).toEqual(['configuration file "fw.json" is not the JSON of nftables: give what "nft -j list ruleset" prints on the device'])
    expect(reading.gaps.map(({ touches }) => touches)).toEqual(['filters', 'forwarding'])
    expect(reading.lines.map(({ status }) => status)).toEqual(['not understood', 'not understood'])
  })

  test.each([
    ['a jump to nowhere', [rule('f', [{ jump: { target: 'x' } }])], 'undefined-chain'],
    ['a chain twice', [base('f', 'forward')], 'duplicate-chain'],
    ['a set that is not there', [rule('f', [match(saddr, '@x'), ACCEPT])], 'undefined-set'],
    ['a loop', [chain('c'), rule('c', [{ jump: { target: 'c' } }]), rule('f', [{ jump: { target: 'c' } }])], 'chain-loop'],
  ])('%s is a problem, as nft refuses it', (_, objects, code) => {
    expect(readObjects(table(), base('f', 'forward'), ...objects).problems.map((problem) => problem.code)).toEqual([code])
  })
})
