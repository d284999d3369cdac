/** What is called sanitising is one of the three methods, done by somebody, in the right place. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const SANITIZED = (from: string, to: string) => `{ kind: sanitized, from: ${from}, to: ${to}, service: tcp/443, purpose: p, approved: { by: b, on: 2026-01-01 }, expires: 2027-01-01 }`
const EVIDENCE = 'evidence: { document: 設定書, on: 2026-06-01 }'
const FILE = `mode: remove, on-failure: block, on-encrypted: block, ${EVIDENCE}`
const SCREEN = `redirection: { clipboard: false, drive: false, printer: false, usb: false }, ${EVIDENCE}`

/** SMALL with a host that sanitises, and entries by which information goes in and comes out of it. */
const town = (entry: string, { role = 'sanitizer', attach = '{ segment: in-srv, address: 192.168.30.20 }', flow = SANITIZED('{ host: cdr }', '{ segment: lg-srv }'), more = '' } = {}): string =>
  edited(edited(SMALL, 'parties:', `  cdr: { role: ${role}, attach: [${attach}]${entry && `, sanitizes: [{ ${entry} }]`} }
  proxy: { role: proxy, attach: [{ segment: in-srv, address: 192.168.30.30 }] }
parties:`), 'flows:', `flows:
  R1: { kind: ordinary, from: { segment: in-srv }, to: { host: cdr }, service: tcp/443 }
  S1: ${flow}
${more}`)

const entry = (method: string, facts: string, flows = 'in: [R1], out: [S1]') => `method: ${method}, from: internet, to: lgwan, ${flows}, ${facts}`
const METHOD = 'sanitization-method'

describe('an entry is one of the three methods', () => {
  const about = (method: string, facts: string) => ask(METHOD, town(entry(method, facts)))[0]!

  test.each([
    ['file', FILE], ['file', FILE.replace('remove', 'verify')], ['screen-transfer', SCREEN],
    ['mail-text', `strip-attachments: true, html-to-text: true, ${EVIDENCE}`],
  ])('%s: %s', (method, facts) => expect(about(method, facts)).toMatchObject({ outcome: 'proved', ground: 'attested' }))

  test.each([
    ['screen-transfer', SCREEN.replace('drive: false', 'drive: true'), 'redirection'],
    ['mail-text', `strip-attachments: false, ${EVIDENCE}`, 'strip-attachments'],
    ['mail-text', `strip-attachments: true, html-to-text: false, ${EVIDENCE}`, 'html-to-text'],
  ])('%s: %s is none, at the key', (method, facts, key) =>
    expect(about(method, facts)).toMatchObject({ outcome: 'refuted', cause: { key: 'host:cdr', at: { path: ['hosts', 'cdr', 'sanitizes', 0, key] } } }))

  test.each([
    ['file', EVIDENCE, 'mode: remove'], ['screen-transfer', EVIDENCE, 'redirection:'],
    ['screen-transfer', SCREEN.replace(', usb: false', ''), 'redirection:'],
    ['mail-text', `html-to-text: true, ${EVIDENCE}`, 'strip-attachments: true'],
  ])('%s: %s leaves open whether it is', (method, facts, yaml) => {
    const { outcome, missing } = about(method, facts)
    expect(outcome).toBe('unknown')
    expect(missing.map((one) => one.yaml).join()).toContain(yaml)
  })

  test.each([FILE.replace(`, ${EVIDENCE}`, ''), FILE.replace('2026-06-01', '2025-01-01'), FILE.replace(', on: 2026-06-01', '')])('%s: without evidence in date nobody knows', (facts) =>
    expect(about('file', facts)).toMatchObject({ outcome: 'unknown', missing: [{ key: 'evidence:cdr/file/R1->S1' }] }))
})

describe('a registered 無害化通信 is sanitised by one of its ends', () => {
  const about = (content: string) => ask(METHOD, content).find(({ key }) => key === 'flow S1')!

  test('by a host that sanitises exactly this', () => expect(about(town(entry('file', FILE)))).toMatchObject({ outcome: 'proved', ground: 'computed', assumes: [{ at: { path: ['hosts', 'cdr', 'sanitizes', 0] } }] }))

  test('not by a proxy, nor by a sanitizer that sanitises other things', () => {
    expect(about(town('', { role: 'proxy' }))).toMatchObject({ outcome: 'refuted', cause: { key: 'flow:S1', at: { path: ['flows', 'S1'] } } })
    expect(about(town(entry('file', FILE), { flow: SANITIZED('{ host: proxy }', '{ segment: lg-srv }') }))).toMatchObject({ outcome: 'refuted' })
    expect(about(town(entry('file', FILE, 'in: [R1], out: [R2]'), { more: '  R2: { kind: ordinary, from: { host: cdr }, to: { segment: in-srv }, service: tcp/443 }\n' }))).toMatchObject({ outcome: 'refuted' })
  })

  test('a sanitizer of which nothing is said, or somebody outside: unknown, with the YAML to type', () => {
    for (const role of ['sanitizer', 'vdi', 'mail-relay', 'gateway']) expect(about(town('', { role })).missing[0]!.yaml).toContain('out: [S1]')
    expect(about(town(entry('file', FILE), { flow: SANITIZED('{ party: eltax }', '{ segment: lg-srv }') })).missing[0]!.yaml).toContain('attach: [{ zone: lgwan')
  })

  test('an entry that permits nothing is not asked', () =>
    expect(about(town('', { role: 'proxy', flow: SANITIZED('{ host: cdr }', '{ segment: lg-srv }').replace('2027-01-01', '2026-01-02') }))).toBeUndefined())

  test('the screen that a terminal of the Internet tier opens is one under β and β´ alone', () => {
    const content = town(entry('screen-transfer', SCREEN, 'in: [S1], out: [R3]'), {
      role: 'vdi', attach: '{ segment: lg-srv, address: 10.20.10.20 }', flow: SANITIZED('{ segment: in-srv }', '{ host: cdr }'),
      more: '  R3: { kind: ordinary, from: { host: cdr }, to: { segment: lg-srv }, service: tcp/443 }\n',
    })
    const outcomes = ['alpha', 'α´', 'β', 'beta’', "β'"].map((model) => about(edited(content, 'model: alpha', `model: "${model}"`)).outcome)
    expect(outcomes).toEqual(['refuted', 'refuted', 'proved', 'proved', 'proved'])
    const places = ['alpha', 'alpha-prime', 'beta', 'β′'].map((model) => ask('sanitizer-placement', edited(content, 'model: alpha', `model: "${model}"`))[0]!.outcome)
    expect(places).toEqual(['refuted', 'refuted', 'proved', 'proved'])
  })
})

describe('media carried in from the Internet side', () => {
  const carried = (facts: string, sanitizes = entry('file', FILE), role = 'sanitizer') =>
    ask(METHOD, town(sanitizes, { role, more: `  M1: { kind: media, ${facts} }\n` })).find(({ key }) => key === 'media M1')

  test('go through a host that sanitises files', () => {
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: cdr')).toMatchObject({ outcome: 'proved', ground: 'attested', assumes: [...['mode', 'on-failure', 'on-encrypted'].map((key) => ({ key: `sanitizer:cdr/file/R1->S1/${key}` })), { key: 'evidence:cdr/file/R1->S1' }] })
    expect(carried('from: { host: cdr }, to: { segment: mn-srv }', entry('file', FILE, 'in: [R1], out: [M1]'))).toMatchObject({ outcome: 'proved' })
  })

  test('unknown through what, or what it does', () => {
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'through:M1' }] })
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: cdr', '')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'sanitizes:cdr' }] })
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: cdr', entry('file', `mode: remove, on-failure: block, ${EVIDENCE}`))!.missing.map(({ key }) => key)).toEqual(['sanitizer:cdr/file/R1->S1/on-encrypted'])
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: cdr', entry('file', FILE.replace(`, ${EVIDENCE}`, '')))).toMatchObject({ outcome: 'unknown' })
  })

  test('a virus scan, a proxy, or what lets pass what it cannot sanitise is no such host', () => {
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: proxy')).toMatchObject({ outcome: 'refuted', severity: 'warning', cause: { key: 'flow:M1' } })
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: cdr', entry('screen-transfer', SCREEN))).toMatchObject({ outcome: 'refuted' })
    expect(carried('from: { host: proxy }, to: { segment: lg-srv }, through: cdr', entry('file', FILE.replace('on-failure: block', 'on-failure: pass')))).toMatchObject({ outcome: 'refuted', cause: { key: 'host:cdr' } })
  })

  test('outwards, or between the inner tiers, they are not', () => {
    expect(carried('from: { segment: lg-srv }, to: { host: proxy }')).toBeUndefined()
    expect(carried('from: { segment: lg-srv }, to: { segment: mn-srv }')).toBeUndefined()
  })
})

describe('where a sanitizer stands', () => {
  const placed = (attach: string, zone = '') => brief(ask('sanitizer-placement', edited(town(entry('file', FILE), { attach }), '  in: { tier: internet }', `  in: { tier: internet }\n${zone}`)))

  test('before the LGWAN tier', () => {
    expect(placed('{ segment: in-srv, address: 192.168.30.20 }')).toEqual(['proved cdr'])
    expect(placed('{ zone: lgwan, address: 198.51.100.20 }')).toEqual(['proved cdr'])
    expect(placed('{ zone: sc, address: 203.0.113.20 }', '  sc: { tier: security-cloud, external: true }')).toEqual(['proved cdr'])
    expect(placed('{ segment: in-srv, address: 192.168.30.20 }, { segment: lg-srv, address: 10.20.10.20 }')).toEqual(['proved cdr'])
  })

  test('inside it, or out in the Internet: a warning', () => {
    expect(placed('{ segment: lg-srv, address: 10.20.10.20 }')).toEqual(['refuted warning cdr'])
    expect(placed('{ zone: world, address: 203.0.113.20 }', '  world: { tier: public, external: true }')).toEqual(['refuted warning cdr'])
  })

  test('no sanitizer, no question', () => {
    expect(brief(ask('sanitizer-placement', SMALL))).toEqual(['vacuous nothing'])
    expect(brief(ask(METHOD, SMALL))).toEqual(['vacuous nothing'])
  })
})
