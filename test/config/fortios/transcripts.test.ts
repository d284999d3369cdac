/** What a real FortiGate did (../shared/data/devices/fortios_fw_policy_basic): each transcript, asked of the model. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answer, fate, lab } from './lab.ts'

const SAMPLE = new URL('../../../../shared/data/devices/fortios_fw_policy_basic/', import.meta.url)
const HAVE_SAMPLE = existsSync(SAMPLE)
if (!HAVE_SAMPLE) console.warn('test/config/fortios/transcripts: skipped, no folder ../shared/data/devices')

const read = (path: string): string => readFileSync(new URL(path, SAMPLE), 'utf8')

describe.skipIf(!HAVE_SAMPLE)('FortiOS 6.4.4, two hosts and three policies', () => {
  const here = HAVE_SAMPLE ? lab(read('configs/fw/show.txt'), {
    inside: ['192.168.123.0/30'], outside: ['192.168.123.4/30'], management: ['192.168.122.0/24'],
  }) : undefined!
  const inside = '192.168.123.1'
  const outside = '192.168.123.6'

  test('every line is understood or known to be irrelevant, and nothing is left open', () => {
    expect(here.reading.lines).toHaveLength(10_220)
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
    expect(here.reading.gaps).toEqual([])
  })

  test.each(['tcp 9100', 'tcp 9101', 'udp 9200', 'udp 9201'])('ncat %s from inside to outside', (service) => {
    const [protocol = '', port = ''] = service.split(' ')
    const client = read(`show/inside/client_outside_${outside}_${protocol}_${port}.txt`)
    const server = read(`show/outside/server_${outside}_${protocol}_${port}.txt`)
    const asked = { from: inside, to: outside, service }
    // A server prints what it got, a client what was echoed.
    const arrived = server.includes('packet1:')
    expect(fate(here, asked)).toBe(arrived ? 'passes' : 'dropped')
    if (arrived) expect(answer(here, asked)).toBe(client.includes('[ECHO:]') ? 'passes' : 'dropped')
  })

  test.each([[inside, outside], [outside, inside]])('ping from %s to %s', (from, to) => {
    expect(read(`show/${from === inside ? 'inside' : 'outside'}/ping_-c_1_-S_${from}_${to}.txt`)).toContain('1 received')
    const asked = { from, to, service: 'icmp 8' }
    expect(fate(here, asked)).toBe('passes')
    expect(answer(here, asked)).toBe('passes')
  })
})
