/** Known violations fail nothing while they mean no more; whatever is new about them is new. */
import { describe, expect, test } from 'vitest'
import { assemble } from '../../src/report/assemble.ts'
import { open } from '../../src/open.ts'
import { parseBaseline, renewed, writeBaseline } from '../../src/questions/baseline.ts'
import type { Baseline } from '../../src/rules/baseline.ts'
import { verify } from '../../src/verify.ts'
import { edited, SMALL } from '../rules/asking.ts'

const AS_OF = '2026-11-01'
const filesOf = (content: string) => ({ read: (name: string) => (name === 'net.yaml' ? content : undefined), expand: () => [] })
const baselineOf = (content: string, before: Baseline = new Map(), how: 'update' | 'prune' = 'update'): Baseline => {
  const baseline = renewed(before, 'small', open('net.yaml', filesOf(content)).declared!, AS_OF, how)
  return parseBaseline(writeBaseline(baseline)) as Baseline
}
const reportOf = (content: string, baseline?: Baseline) =>
  assemble([verify('net.yaml', filesOf(content), { asOf: AS_OF, ...(baseline && { baseline }) })], { asOf: AS_OF, version: '0', failOn: 'note', allowUnknown: false }).networks[0]!

const RULE = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
const holed = (service: string): string => edited(SMALL, RULE, `${RULE}      - { id: 20, action: permit, in: mn, out: in, service: ${service} }\n`)
const isolation = (network: ReturnType<typeof reportOf>) => network.obligations.find(({ rule, key }) => rule === 'mynumber-isolation' && key === 'mn->in')!

describe('a violation that is in the baseline', () => {
  const known = baselineOf(holed('tcp/22-23'))

  test('stays a violation and fails no run', () => {
    const network = reportOf(holed('tcp/22-23'), known)
    expect(isolation(network)).toMatchObject({ outcome: 'refuted', known: true, fails: false })
    expect([network.exitCode, network.conclusion, network.stale]).toEqual([0, 'refuted', []])
    expect(reportOf(holed('tcp/22-23')).exitCode).toBe(1)
  })

  test('with another packet between the same ends is new', () => {
    expect(isolation(reportOf(holed('tcp/22-24'), known))).toMatchObject({ fails: true })
    expect(isolation(reportOf(holed('[tcp/22, udp/53]'), known))).toMatchObject({ fails: true })
  })

  test('written otherwise, in another place of the file, is the same', () => {
    const moved = holed('[tcp/23, tcp/22]').replace('id: 20', 'id: 21').replace('\ndevices:', '\n# a comment\ndevices:')
    expect(isolation(reportOf(moved, known))).toMatchObject({ known: true, fails: false })
  })

  test('of which a part is left is known, and the rest of the entry is stale', () => {
    const network = reportOf(holed('tcp/22'), known)
    expect(isolation(network)).toMatchObject({ known: true })
    expect(network.stale).toContainEqual(expect.objectContaining({ rule: 'mynumber-isolation', key: 'mn->in', left: 'part' }))
  })

  test('that is gone is stale until it is pruned, and new when it comes back', () => {
    expect(reportOf(SMALL, known).stale).toContainEqual(expect.objectContaining({ key: 'mn->in', left: 'nothing' }))
    const pruned = baselineOf(SMALL, known, 'prune')
    expect(reportOf(SMALL, pruned).stale).toEqual([])
    expect(isolation(reportOf(holed('tcp/22'), pruned))).toMatchObject({ fails: true })
  })

  test('pruned while a part is left shrinks to it', () => {
    const pruned = baselineOf(holed('tcp/22'), known, 'prune')
    expect(isolation(reportOf(holed('tcp/22'), pruned))).toMatchObject({ known: true })
    expect(isolation(reportOf(holed('tcp/22-23'), pruned))).toMatchObject({ fails: true })
  })
})

test('what was only unknown and is refuted now is new; the other way round it is not', () => {
  const [entry] = baselineOf(holed('tcp/22')).get('small')!.filter(({ key }) => key === 'mn->in')
  const asUnknown: Baseline = new Map([['small', [{ ...entry!, outcome: 'unknown' }]]])
  expect(isolation(reportOf(holed('tcp/22'), asUnknown))).toMatchObject({ fails: true })
})

describe('what shows one packet, and means more', () => {
  const local = (rule: string) => edited(SMALL, '    stateful: true\n', `    stateful: true\n    local: [{ id: 1, action: permit, ${rule} }]\n`)
  const managed = (network: ReturnType<typeof reportOf>) => network.obligations.find(({ rule, key }) => rule === 'management-plane' && key === 'fw')!

  test.each([
    ['another service by the same line', 'in: mn, service: tcp/22', 'in: mn, service: [tcp/22, tcp/443]'],
    ['a graver case by the same line', 'in: mn, service: tcp/22', 'service: tcp/22'],
  ])('%s is new', (_, before, now) => {
    const known = baselineOf(local(before))
    expect(managed(reportOf(local(before), known))).toMatchObject({ outcome: 'refuted', severity: 'note', known: true, fails: false })
    expect(managed(reportOf(local(now), known))).toMatchObject({ outcome: 'refuted', fails: true })
  })

  test('what else a rule permits that is not registered is new', () => {
    const undeclared = (network: ReturnType<typeof reportOf>) => network.obligations.find(({ rule, key }) => rule === 'flow-undeclared' && key === 'in->others rule:fw/filter/20')!
    const open = (service: string) => holed(service).replace('in: mn, out: in', 'in: in, out: others')
      .replace('  in: { tier: internet }', '  in: { tier: internet }\n  others: { tier: other }').replace('lines:', '  others-srv: { zone: others, subnets: [192.168.40.0/24] }\nlines:').replace('in: { address: 192.168.30.1/24 } }', 'in: { address: 192.168.30.1/24 }, others: { address: 192.168.40.1/24 } }')
    const known = baselineOf(open('tcp/22'))
    expect(undeclared(reportOf(open('tcp/22'), known))).toMatchObject({ known: true, fails: false })
    expect(undeclared(reportOf(open('tcp/22-23'), known))).toMatchObject({ fails: true })
  })
})

test('another network of the same run knows nothing of it', () => {
  const known = new Map([['other', baselineOf(holed('tcp/22')).get('small')!]])
  expect(isolation(reportOf(holed('tcp/22'), known))).toMatchObject({ fails: true })
})

test.each(['', '[]', '{}', '{"sanso-baseline":2,"networks":{}}', '{"sanso-baseline":1,"networks":[]}', '{"sanso-baseline":1,"networks":{"a":[{}]}}',
  '{"sanso-baseline":1,"networks":{"a":[{"rule":"x","key":"y","outcome":"proved","severity":"error","meaning":"z"}]}}',
  '{"sanso-baseline":1,"networks":{"a":[{"rule":"x","key":"y","outcome":"refuted","meaning":"z"}]}}', 'null', '{"__proto__":1}'])('%s is no baseline', (content) =>
  expect(parseBaseline(content)).toHaveProperty('ja'))

test('packets that nobody wrote cover nothing', () => {
  const known = baselineOf(holed('tcp/22'))
  const forged: Baseline = new Map([['small', known.get('small')!.map((entry) => ({ ...entry, packets: 'p1;zz:1>*;0' }))]])
  expect(isolation(reportOf(holed('tcp/22'), forged))).toMatchObject({ fails: true })
})
