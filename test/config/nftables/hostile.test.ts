/** Damaged rulesets: the reader never throws, never hangs, and what it cannot read is neither a permit nor a deny. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomes, packet } from '../evaluate.ts'
import { ACCEPT, base, chain, DROP, forwarding, match, meta, payload, readText, rule, table, verdicts } from './listing.ts'

const saddr = payload('ip', 'saddr')
const WHOLE = JSON.stringify({ nftables: [
  { metainfo: { version: '1.0.6', json_schema_version: 1 } }, table(), { set: { family: 'inet', table: 't', name: 's', type: 'ipv4_addr', flags: ['interval'], elem: ['10.0.0.1', { prefix: { addr: '10.1.0.0', len: 16 } }] } },
  { map: { family: 'inet', table: 't', name: 'm', type: 'inet_service', map: 'verdict', elem: [[22, ACCEPT], [{ range: [80, 90] }, { jump: { target: 'c' } }]] } },
  chain('c'), base('f', 'forward', { policy: 'drop' }), base('n', 'prerouting', { type: 'nat', prio: -100 }), base('i', 'input'),
  rule('c', [match(saddr, '@s'), { counter: { packets: 1, bytes: 2 } }, ACCEPT]), rule('f', [match({ ct: { key: 'state' } }, ['established', 'related'], 'in'), ACCEPT]),
  rule('f', [{ vmap: { key: payload('tcp', 'dport'), data: '@m' } }]), rule('f', [match({ '&': [payload('tcp', 'flags'), ['fin', 'syn']] }, 'syn'), { log: { prefix: 'a' } }, { reject: { type: 'tcp reset' } }]),
  rule('f', [match({ concat: [saddr, payload('tcp', 'dport')] }, { set: [{ concat: ['10.0.0.1', { range: [1, 9] }] }] }), { goto: { target: 'c' } }]),
  rule('n', [match(meta('iifname'), 'eth*'), { dnat: { family: 'ip', addr: { map: { key: saddr, data: { set: [['10.0.0.1', '10.0.0.2']] } } }, port: 80 } }]), rule('i', [{ limit: { rate: 1, per: 'second' } }, DROP]),
] })

const PIECES = ['{', '}', '[', ']', '"', ',', ':', '\\', 'null', 'true', '0', '-1', '1e9', '"*"', '"@s"', '"constructor"', '"__proto__"', '{"set":[]}', '{"range":[9,1]}', '{"range":[]}', '{"prefix":{}}', '{"concat":[]}', '\n', '🙂', '\u0000']

function survives(content: string): void {
  for (const steps of Object.values(readText(content).pipeline)) {
    for (const step of steps) if (step.kind !== 'track') outcomes(step.chain, packet({}))
  }
}

describe('hostile input', () => {
  test('cut anywhere', () => {
    for (let length = 0; length < WHOLE.length; length += 29) survives(WHOLE.slice(0, length))
  })

  test('with pieces put in, replaced and taken out', () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8), fc.constantFrom(...PIECES))
    fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      survives(edits.reduce((text, [share, length, piece]) => {
        const at = Math.floor(text.length * share)
        return text.slice(0, at) + piece + text.slice(at + length)
      }, WHOLE))
    }), { numRuns: 300, seed: 1 })
  })

  test('any JSON in the place of any part', () => {
    const parts = [...WHOLE.matchAll(/"[^"]*"|\d+|null/g)]
    fc.assert(fc.property(fc.constantFrom(...parts), fc.jsonValue({ maxDepth: 3 }), (part, value) => {
      survives(WHOLE.slice(0, part.index) + JSON.stringify(value) + WHOLE.slice(part.index + part[0].length))
    }), { numRuns: 300, seed: 2 })
  })

  test('any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), survives), { numRuns: 300, seed: 3 })
  })

  test('a statement or expression that nobody knows is never a certain permit of what the rest would deny', () => {
    const strange = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.tuple(fc.constantFrom('match', 'vmap', 'jump', 'dnat', 'mangle', 'set', 'xt', 'limit', 'constructor', '__proto__'), fc.jsonValue({ maxDepth: 2 })).map(([name, of]) => ({ [name]: of })))
    fc.assert(fc.property(strange, (statement) => {
      expect(verdicts(forwarding([statement, ACCEPT]), {})).not.toEqual(['permit'])
    }), { numRuns: 1000, seed: 4 })
  })

  test.each<[string, (n: number) => string]>([
    ['many rules', (n) => JSON.stringify({ nftables: [table(), base('f', 'forward'), ...Array.from({ length: n }, (_, index) => rule('f', [match(saddr, `10.0.${index % 256}.1`), ACCEPT]))] })],
    ['one large set', (n) => JSON.stringify({ nftables: [table(), base('f', 'forward'), rule('f', [match(saddr, { set: Array.from({ length: n }, (_, index) => `10.${index >> 16}.${(index >> 8) % 256}.${index % 256}`) }), ACCEPT])] })],
    ['one deep expression', (n) => `{"nftables": [${'['.repeat(n)}`],
    ['many lines', (n) => `{"nftables": [${'{"a":\n1},\n'.repeat(n)}`],
    ['many words that are no JSON', (n) => 'table inet t\n'.repeat(n)],
  ])('time grows with the size, not faster: %s', (_, make) => {
    const time = (n: number): number => {
      const content = make(n)
      const start = performance.now()
      readText(content)
      return performance.now() - start
    }
    time(500)
    // Eight times the input: 8 if linear, 64 if quadratic. Generous, since the machine is shared.
    expect(time(16_000)).toBeLessThan(200 + 32 * time(2_000))
  })
})
