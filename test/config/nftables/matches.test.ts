import { describe, expect, test } from 'vitest'
import { TCP_FLAGS } from '../../../src/net/header.ts'
import type { Sketch } from '../evaluate.ts'
import { ACCEPT, forwarding, match, meta, payload, verdicts } from './listing.ts'

const { SYN, ACK, FIN, RST } = TCP_FLAGS
const ct = (key: string, more: object = {}): object => ({ ct: { key, ...more } })
const flags = payload('tcp', 'flags')
const saddr = payload('ip', 'saddr')
const dport = payload('tcp', 'dport')
const concat = (...of: unknown[]): object => ({ concat: of })

/** A match, packets for which it holds, and packets for which it does not. */
const EXACT: readonly (readonly [what: string, of: object | readonly object[], yes: readonly Sketch[], no: readonly Sketch[]])[] = [
  ['an address', match(saddr, '10.0.0.1'), [{ from: '10.0.0.1' }], [{ from: '10.0.0.2' }]],
  ['another address', match(saddr, '10.0.0.1', '!='), [{ from: '10.0.0.2' }], [{ from: '10.0.0.1' }]],
  ['a prefix', match(saddr, { prefix: { addr: '10.0.0.0', len: 8 } }), [{ from: '10.9.9.9' }], [{ from: '11.0.0.0' }]],
  ['a range', match(saddr, { range: ['10.0.0.1', '10.0.0.9'] }), [{ from: '10.0.0.9' }], [{ from: '10.0.0.10' }]],
  ['a set in place', match(saddr, { set: ['1.1.1.1', { prefix: { addr: '10.0.0.0', len: 8 } }] }), [{ from: '1.1.1.1' }, { from: '10.0.0.1' }], [{ from: '1.1.1.2' }]],
  ['not in a set', match(dport, { set: [22, { range: [80, 90] }] }, '!='), [{ dport: 23 }], [{ dport: 22 }, { dport: 85 }, { dport: 23, protocol: 17 }]],
  ['a mask', match({ '&': [saddr, '255.255.255.0'] }, '10.0.0.0'), [{ from: '10.0.0.7' }], [{ from: '10.0.1.7' }]],
  ['greater', match(dport, 1023, '>'), [{ dport: 1024 }, { dport: 65535 }], [{ dport: 1023 }]],
  ['less or equal', match(dport, 1023, '<='), [{ dport: 0 }, { dport: 1023 }], [{ dport: 1024 }]],
  ['ports of several protocols', [match(meta('l4proto'), { set: ['tcp', 'udp'] }), match(payload('th', 'dport'), 53)], [{ dport: 53 }, { dport: 53, protocol: 17 }], [{ dport: 53, protocol: 132 }, { dport: 54 }]],
  ['joined', match(concat(saddr, dport), { set: [concat('10.0.0.1', 22), concat({ prefix: { addr: '10.0.1.0', len: 24 } }, { range: [80, 90] })] }),
    [{ from: '10.0.0.1', dport: 22 }, { from: '10.0.1.5', dport: 85 }], [{ from: '10.0.0.1', dport: 80 }, { from: '10.0.1.5', dport: 22 }]],
  ['flags: any of', match(flags, ['syn', 'ack'], 'in'), [{ flags: SYN }, { flags: ACK | FIN }], [{ flags: FIN }]],
  ['flags: none of', match(flags, ['syn', 'ack'], '!'), [{ flags: FIN }], [{ flags: SYN }, { protocol: 17 }]],
  ['flags: under a mask', match({ '&': [flags, ['fin', 'syn', 'rst', 'ack']] }, 'syn'), [{ flags: SYN }, { flags: SYN | 8 }], [{ flags: SYN | ACK }, { flags: ACK }]],
  ['flags: not so under a mask', match({ '&': [flags, ['fin', 'syn', 'rst', 'ack']] }, 'syn', '!='), [{ flags: SYN | RST }], [{ flags: SYN }, { protocol: 17 }]],
  ['flags: all of, under a mask', match({ '&': [flags, ['syn', 'ack']] }, ['syn', 'ack']), [{ flags: SYN | ACK }, { flags: SYN | ACK | FIN }], [{ flags: SYN }, { flags: ACK }]],
  ['flags: several values', match({ '&': [flags, { '|': [{ '|': ['syn', 'ack'] }, 'rst'] }] }, { set: ['syn', { '|': ['syn', 'ack'] }] }), [{ flags: SYN }, { flags: SYN | ACK }], [{ flags: ACK }]],
  ['states', match(ct('state'), ['established', 'related'], 'in'), [{ state: 'established' }, { state: 'related' }], [{ state: 'new' }, { state: 'invalid' }]],
  ['a state', match(ct('state'), 'new', 'in'), [{ state: 'new' }], [{ state: 'untracked' }]],
  ['another state', match(ct('state'), 'new', '!='), [{ state: 'invalid' }], [{ state: 'new' }]],
  ['none of several states', match(ct('state'), ['established', 'related'], '!'), [{ state: 'new' }], [{ state: 'related' }]],
  ['not both of two states, which no packet has', match(ct('state'), { '|': ['established', 'related'] }, '!='), [{ state: 'new' }, { state: 'established' }, { state: 'related' }], []],
  ['states in a set', match(ct('state'), { set: ['invalid', 'new'] }), [{ state: 'invalid' }, { state: 'new' }], [{ state: 'established' }]],
  ['an interface', match(meta('iifname'), 'eth0'), [{ in: 'eth0' }], [{ in: 'eth01' }]],
  ['interfaces by their beginning', match(meta('oifname'), 'eth*'), [{ out: 'eth7' }], [{ out: 'wan' }]],
  ['a family', match(meta('nfproto'), 'ipv6'), [], [{}]],
  ['ICMP', match(payload('icmp', 'type'), { set: ['echo-request', 13] }), [{ protocol: 1, dport: 8 }, { protocol: 1, dport: 13 }], [{ protocol: 1, dport: 0 }, { protocol: 17 }]],
  ['ICMP with a code', [match(payload('icmp', 'type'), 'destination-unreachable'), match(payload('icmp', 'code'), 'port-unreachable')], [{ protocol: 1, dport: 3, sport: 3 }], [{ protocol: 1, dport: 3, sport: 1 }]],
  ['a protocol', match(payload('ip', 'protocol'), { set: ['tcp', 'esp'] }), [{ protocol: 50 }, {}], [{ protocol: 17 }]],
  ['original source', match(ct('ip saddr', { dir: 'original' }), '10.0.0.1'), [{ from: '10.0.0.1' }], [{ from: '10.0.0.2' }, { from: '10.0.0.1', state: 'invalid' }]],
  ['translated, where nothing translates', match(ct('status'), 'dnat', 'in'), [], [{}, { state: 'established' }]],
  ['an own address, of what is forwarded', match({ fib: { result: 'type', flags: ['daddr'] } }, 'local'), [], [{}]],
  ['the rest of a set', match(saddr, { set: ['10.0.0.1', '*'] }), [{ from: '10.0.0.2' }], []],
]

describe('exactly', () => {
  test.each(EXACT)('%s', (_, of, yes, no) => {
    const reading = forwarding([...Array.isArray(of) ? of as object[] : [of], ACCEPT])
    for (const sketch of yes) expect(verdicts(reading, sketch), JSON.stringify(sketch)).toEqual(['permit'])
    for (const sketch of no) expect(verdicts(reading, sketch), JSON.stringify(sketch)).toEqual(['deny'])
    expect(reading.lines.map(({ status }) => status)).not.toContain('not understood')
  })
})
