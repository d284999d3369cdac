/** Damaged files: the reader never throws, never hangs, accounts for every line, and is never surer than the whole file. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fortios } from '../../../src/config/fortios/index.ts'
import { prepared } from '../../../src/config/text.ts'
import { outcomes, packet } from '../evaluate.ts'
import { BASE, HEADER, policy, readText, table } from './lab.ts'

const SAMPLE = new URL('../../../../shared/data/devices/fortios_fw_policy_basic/configs/fw/show.txt', import.meta.url)
const REAL = existsSync(SAMPLE) ? readFileSync(SAMPLE, 'utf8').split('\n') : []

const SMALL = BASE + table('firewall address', 'a | set subnet 10.1.1.0 255.255.255.0 | set comment "two \\" words"', 'b | set type iprange | set start-ip 10.2.2.1 | set end-ip 10.2.2.9')
  + table('firewall addrgrp', 'g | set member "a" "b"') + table('firewall service custom', 's | set tcp-portrange 80 443-445:1024-65535')
  + table('firewall vip', 'v | set extip 203.0.113.5 | set mappedip "10.2.2.5" | set extintf "wan" | set portforward enable | set extport 80 | set mappedport 80')
  + table('firewall ippool', 'p | set startip 203.0.113.9 | set endip 203.0.113.9')
  + table('firewall policy', policy(1, 'lan', 'dmz', 'set srcaddr "g"', 'set service "s"'), policy(2, 'wan', 'dmz', 'set dstaddr "v"'), policy(3, 'any', 'any', 'set action deny'), policy(4, 'lan', 'wan', 'set nat enable'))
  + table('router static', '1 | set gateway 203.0.113.254 | set device "wan"')
const MULTI = `config vdom\nedit root\n${SMALL.replace(HEADER, '')}end\nconfig global\n${table('system admin', 'x | set password ENC AAAA')}end\n`
const WHOLE = [SMALL, MULTI, ...(REAL.length > 0 ? [REAL.slice(0, 700).join('\n'), REAL.slice(9700, 10220).join('\n')] : [])]

const PIECES = ['"', "'", '\\', 'config ', 'edit ', 'set ', 'unset ', 'append ', 'next', 'end', '\n', ' ', '-', '/', ':', '0.0.0.0', '#', 'config vdom\nedit x\n', 'constructor', '__proto__', 'toString', '\u0000', '🙂', 'enable', '99999999999999999999']

function accounted(content: string): void {
  const { lines, pipeline } = readText(content)
  expect(lines).toHaveLength(content.split('\n').length - (content.endsWith('\n') || content === '' ? 1 : 0))
  for (const steps of Object.values(pipeline)) for (const step of steps) if (step.kind !== 'track') outcomes(step.chain, packet({}))
}

describe('hostile input', () => {
  test('cut anywhere', () => {
    fc.assert(fc.property(fc.constantFrom(...WHOLE), fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => accounted(whole.slice(0, Math.floor(whole.length * share)))), { numRuns: 150, seed: 1 })
  })

  test('with pieces put in, replaced and taken out', () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8), fc.constantFrom(...PIECES))
    fc.assert(fc.property(fc.constantFrom(...WHOLE), fc.array(edit, { minLength: 1, maxLength: 12 }), (whole, edits) => {
      accounted(edits.reduce((text, [share, length, piece]) => {
        const at = Math.floor(text.length * share)
        return text.slice(0, at) + piece + text.slice(at + length)
      }, whole))
    }), { numRuns: 300, seed: 2 })
  })

  test('any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), accounted), { numRuns: 300, seed: 3 })
    fc.assert(fc.property(fc.array(fc.constantFrom(...PIECES, 'firewall policy', 'firewall address', 'root'), { maxLength: 40 }), (words) => accounted(words.join(''))), { numRuns: 500, seed: 4 })
  })

  test('a file that ends in the middle of something leaves everything open', () => {
    const whole = SMALL.trimEnd().split('\n')
    for (let lines = 1; lines < whole.length; lines++) {
      const cut = whole.slice(0, lines)
      const isWhole = cut[lines - 1] === 'end' || lines === 1
      expect([lines, readText(cut.join('\n')).gaps.some(({ touches }) => touches === 'forwarding')]).toEqual([lines, !isWhole])
    }
  })

  test.each(SMALL.split('\n').map((line, index) => [index + 1, line] as const).filter(([, line]) => line.trim() !== '' && !line.startsWith('#')))('line %i damaged: %s', (number, line) => {
    const lines = SMALL.split('\n')
    lines[number - 1] = line.replace(/^(\s*)\S/, '$1?')
    const { gaps, lines: read } = readText(lines.join('\n'))
    expect(gaps.some(({ touches }) => touches === 'forwarding')).toBe(true)
    expect(read[number - 1]!.status).toBe('not understood')
  })

  test('a quote that is never closed swallows no command', () => {
    const damaged = SMALL.replace('words"', 'words')
    const { gaps, lines } = readText(damaged)
    expect(gaps.length).toBeGreaterThan(0)
    expect(lines.filter(({ status }) => status === 'not understood').length).toBeLessThan(12)
  })

  test('values over several lines, and commands inside a script', () => {
    const certificate = `config vpn certificate local\n    edit "x"\n        set certificate "-----BEGIN CERTIFICATE-----\nMIIB\nend of it\n-----END CERTIFICATE-----"\n    next\nend\n`
    const script = `config system auto-script\n    edit "x"\n        set script "config firewall policy\nedit 1\nset action accept\nnext\nend"\n    next\nend\n`
    for (const text of [certificate, script]) {
      const { gaps, lines, pipeline } = readText(BASE + text)
      expect(gaps).toEqual([])
      expect(lines.filter(({ status }) => status === 'not understood')).toEqual([])
      expect(pipeline.forward.flatMap((step) => (step.kind === 'filter' ? step.chain.rules.map(({ id }) => id) : []))).toEqual(['allow-traffic-redirect', 'allow-traffic-redirect'])
    }
  })

  test('no secret shows', () => {
    const secret = 'S3cr3t+Value=='
    const config = prepared(BASE + table('system admin', `admin | set password ENC ${secret}`) + table('vpn ipsec phase1-interface', `t | set interface "wan" | set psksecret ENC ${secret}`)
      + table('user local', `u | set passwd ${secret}`, `v | set passwd ENC ${secret}`) + table('system snmp community', `1 | set name "public" | set auth-pwd ENC ${secret}`)
      + table('system interface', `lan | set password ENC ${secret} | set pptp-password ${secret}`) + table('user radius', `r | set secret ENC ${secret}`) + table('wireless-controller vap', `w | set passphrase ENC ${secret}`)
      + table('vpn certificate local', `c | set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----\n${secret}\n-----END ENCRYPTED PRIVATE KEY-----"`))
    const read = fortios.read([{ file: 'fw.conf', content: config, at: { file: 't', path: [] } }], { file: 't', path: [] })
    expect(JSON.stringify(read, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value as Map<unknown, unknown>] : value))).not.toContain('S3cr3t')
  })

  test.each<[string, (n: number) => string]>([
    ['one long line', (n) => BASE + table('firewall policy', policy(1, 'lan', 'dmz', `set srcaddr ${'"a" '.repeat(n)}`))],
    ['one long quote', (n) => `${BASE}config system global\nset alias "${'\\"a '.repeat(5 * n)}"\nend\n`],
    ['a quote over many lines', (n) => `${BASE}config vpn certificate local\nedit x\nset certificate "${'abc\n'.repeat(n)}"\nnext\nend\n`],
    ['many open quotes', (n) => `${BASE}${'set x "\n'.repeat(n)}`],
    ['many scripts', (n) => `${BASE}${'set script "\n'.repeat(n)}`],
    ['many garbage lines', (n) => BASE + 'garbage "x" y\n'.repeat(n)],
    ['many levels', (n) => 'config x\nedit y\n'.repeat(n)],
    ['many groups in each other', (n) => BASE + table('firewall addrgrp', ...Array.from({ length: n }, (_, i) => `g${i} | set member "g${i + 1}"`)) + table('firewall policy', policy(1, 'lan', 'dmz', 'set srcaddr "g0"'))],
    ['many policies', (n) => BASE + table('firewall policy', ...Array.from({ length: n }, (_, i) => policy(i + 1, 'lan', 'dmz')))],
    ['many VIPs', (n) => BASE + table('firewall vip', ...Array.from({ length: n }, (_, i) => `v${i} | set extip 203.0.${i >> 8}.${i % 256} | set mappedip "10.${i >> 8}.${i % 256}.1" | set extintf "wan"`))
      + table('firewall policy', ...Array.from({ length: n }, (_, i) => policy(i + 1, 'wan', 'dmz', `set dstaddr "v${i}"`)))],
    ['many VIPs to one server', (n) => BASE + table('firewall vip', ...Array.from({ length: n }, (_, i) => `v${i} | set extip 203.0.113.1 | set mappedip "10.2.2.1" | set portforward enable | set extport ${i + 1} | set mappedport ${i + 1}`))
      + table('firewall policy', policy(1, 'wan', 'dmz', 'set dstaddr "v1" "v2"'))],
    ['many addresses', (n) => BASE + table('firewall address', ...Array.from({ length: n }, (_, i) => `a${i} | set subnet 10.${i % 256}.0.0/16`))],
  ])('time grows with the size, not faster: %s', (_, make) => {
    const time = (n: number): number => {
      const content = make(n)
      const start = performance.now()
      readText(content)
      return performance.now() - start
    }
    time(300)
    // Eight times the input: 8 if linear, 64 if quadratic. Generous, since the machine is shared.
    expect(time(8_000)).toBeLessThan(300 + 32 * time(1_000))
  })
})
