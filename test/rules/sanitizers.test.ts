import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const sanitizer = (facts: string, method = 'file', role = 'sanitizer', second = ''): string => edited(edited(SMALL, 'parties:', `  cdr:
    role: ${role}
    forwards: false
    attach:
      - { segment: in-srv, address: 192.168.30.20 }
${second}    sanitizes: [{ method: ${method}, from: internet, to: lgwan, in: [R1], out: [S1], ${facts} }]
parties:`), 'flows:', `flows:
  R1: { kind: ordinary, from: { segment: in-srv }, to: { host: cdr }, service: tcp/443 }
  S1: { kind: sanitized, from: { host: cdr }, to: { segment: lg-srv }, service: tcp/445, purpose: p, approved: { by: b, on: 2026-01-01 }, expires: 2027-01-01 }`)

const EVIDENCE = 'evidence: { document: 設定書, on: 2026-06-01 }'
const CLOSED = `mode: remove, on-failure: block, on-encrypted: block, ${EVIDENCE}`

describe('sanitization-fail-closed', () => {
  const verdict = (facts: string, method?: string) => ask('sanitization-fail-closed', sanitizer(facts, method))[0]!

  test('declared, with evidence in date', () => {
    expect(verdict(CLOSED)).toMatchObject({ outcome: 'proved', ground: 'attested' })
    expect(verdict(CLOSED.replace('on-encrypted: block', 'on-encrypted: expand')).outcome).toBe('proved')
    expect(verdict(CLOSED).assumes.map(({ text }) => text.en)).toContain('what is declared of cdr (設定書, 2026-06-01)')
  })

  test('rests on what is declared of failure, at the keys', () => {
    const at = (key: string) => ({ key: `sanitizer:cdr/file/R1->S1/${key}`, at: { path: ['hosts', 'cdr', 'sanitizes', 0, key] } })
    expect(verdict(CLOSED).assumes).toMatchObject([at('on-failure'), at('on-encrypted'), { key: 'evidence:cdr/file/R1->S1' }])
  })

  test.each(['on-failure', 'on-encrypted'])('%s: pass is refuted, at the key', (key) => {
    const { outcome, cause } = verdict(CLOSED.replace(`${key}: block`, `${key}: pass`))
    expect(outcome).toBe('refuted')
    expect(cause).toMatchObject({ key: 'host:cdr', at: { path: ['hosts', 'cdr', 'sanitizes', 0, key] } })
  })

  test('pass outweighs what is not declared', () => expect(verdict('on-failure: pass').outcome).toBe('refuted'))

  test('what is not declared is asked for with the YAML to type', () => {
    const { outcome, missing } = verdict(`on-failure: block, ${EVIDENCE}`)
    expect(outcome).toBe('unknown')
    expect(missing.map(({ yaml }) => yaml)).toEqual(['hosts:\n  cdr:\n    sanitizes:\n      - method: file    # in: [R1], out: [S1]\n        on-encrypted: block'])
    expect(verdict('mode: remove').missing).toHaveLength(2)
  })

  test.each([
    ['none', CLOSED.replace(`, ${EVIDENCE}`, '')], ['undated', CLOSED.replace(', on: 2026-06-01', '')],
    ['stale', CLOSED.replace('2026-06-01', '2025-06-01')], ['to come', CLOSED.replace('2026-06-01', '2027-06-01')],
  ])('evidence: %s', (_, facts) => expect(verdict(facts)).toMatchObject({ outcome: 'unknown', ground: 'attested', missing: [{ key: 'evidence:cdr/file/R1->S1' }] }))

  test('screen transfer has no file to let pass, but may say that it does', () => {
    expect(verdict(EVIDENCE, 'screen-transfer')).toMatchObject({ outcome: 'vacuous', message: { ja: '画面転送には、失敗したときに通るファイルがない' }, assumes: [] })
    expect(verdict(`on-failure: block, ${EVIDENCE}`, 'screen-transfer').outcome).toBe('vacuous')
    expect(verdict(`on-failure: block, on-encrypted: block, ${EVIDENCE}`, 'screen-transfer')).toMatchObject({ outcome: 'proved', assumes: [{}, {}, {}] })
    expect(verdict(`on-failure: pass, ${EVIDENCE}`, 'screen-transfer').outcome).toBe('refuted')
    expect(verdict(EVIDENCE, 'mail-text').outcome).toBe('unknown')
  })

  test('none anywhere', () => expect(brief(ask('sanitization-fail-closed', SMALL))).toEqual(['vacuous nothing']))
})

describe('dual-homed', () => {
  const LG = '      - { segment: lg-srv, address: 10.20.10.20 }\n'
  const host = (role: string, ...legs: string[]): string =>
    edited(SMALL, 'parties:', `  x: { role: ${role}, attach: [${legs.join(', ')}] }\nparties:`)
  const leg = { mn: '{ segment: mn-srv, address: 10.10.10.77 }', lg: '{ segment: lg-srv, address: 10.20.10.77 }', in: '{ segment: in-srv, address: 192.168.30.77 }', lgwan: '{ zone: lgwan, address: 198.51.100.77 }' }

  test('a host with one leg, or several addresses on one segment, is not asked', () =>
    expect(brief(ask('dual-homed', host('server', leg.lg, '{ segment: lg-srv, address: 10.20.10.78 }')))).toEqual(['vacuous nothing']))

  test('two segments of one tier', () => {
    const content = edited(host('server', leg.lg, '{ segment: lg-2, address: 10.20.11.7 }'), 'lines:', '  lg-2: { zone: lg-b, subnets: [10.20.11.0/24] }\nlines:')
    expect(brief(ask('dual-homed', edited(content, 'zones:', 'zones:\n  lg-b: { tier: lgwan }')))).toEqual(['proved x'])
  })

  test('two tiers', () => {
    expect(brief(ask('dual-homed', host('server', leg.lg, leg.in)))).toEqual(['refuted error x'])
    expect(brief(ask('dual-homed', host('terminal', leg.mn, leg.lg)))).toEqual(['refuted error x'])
    expect(brief(ask('dual-homed', host('server', leg.lg, leg.lgwan)))).toEqual(['refuted warning x'])
    expect(ask('dual-homed', host('server', leg.lg, leg.in))[0]!.cause).toMatchObject({ key: 'host:x', at: { path: ['hosts', 'x'] } })
  })

  test('a zone of another tier counts as Internet side until it is said to be off the Internet', () => {
    const managed = (said: string): string => edited(edited(host('monitor', leg.lg, '{ segment: mg, address: 10.90.0.7 }'), 'lines:', '  mg: { zone: mg, subnets: [10.90.0.0/24] }\nlines:'), 'zones:', `zones:\n  mg: { tier: management${said} }`)
    expect(brief(ask('dual-homed', managed('')))).toEqual(['refuted error x'])
    expect(brief(ask('dual-homed', managed(', internet-connected: false')))).toEqual(['refuted warning x'])
  })

  test('a gateway and a vdi may stand in two tiers, but never in the My Number tier', () => {
    for (const role of ['gateway', 'vdi']) {
      expect(ask('dual-homed', host(role, leg.lg, leg.in))[0]).toMatchObject({ outcome: 'proved', assumes: [{ key: 'host:x/role' }] })
      expect(brief(ask('dual-homed', host(role, leg.mn, leg.in)))).toEqual(['refuted error x'])
    }
  })

  test('a sanitizer only with what it sanitises', () => {
    const outcome = (facts: string, role?: string): string => ask('dual-homed', sanitizer(facts, 'file', role, LG))[0]!.outcome
    expect(outcome(CLOSED)).toBe('proved')
    expect(outcome(CLOSED.replace('on-failure: block', 'on-failure: pass'))).toBe('refuted')
    expect(outcome('mode: remove, on-failure: block')).toBe('unknown')
    expect(outcome('on-failure: block, on-encrypted: block')).toBe('unknown')
    expect(outcome(CLOSED, 'server')).toBe('refuted')
    expect(brief(ask('dual-homed', host('sanitizer', leg.lg, leg.in)))).toEqual(['refuted error x'])
    expect(ask('dual-homed', sanitizer('strip-attachments: false, html-to-text: true, on-failure: block, on-encrypted: block', 'mail-text', 'sanitizer', LG))[0]!.outcome).toBe('refuted')
  })
})
