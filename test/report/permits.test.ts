/** The list of exceptions: how each stands, what has to be acted on, in every format and both languages. */
import { describe, expect, test } from 'vitest'
import { exceptionsIn, permitsExitCode, renderPermits, type ListedPermits, type PermitFormat } from '../../src/index.ts'
import { SMALL } from '../rules/asking.ts'

const TERMS = 'reason: 移行, approver: CISO, ticket: T-1, measures: 記録'
const IDLE = `rules: [mynumber-isolation], from: { host: tax }, to: { party: eltax }, service: tcp/22, ${TERMS}`

function listed(exceptions: string, options: { asOf?: string; within?: number } = {}, more = ''): ListedPermits {
  const content = `${SMALL}${more}${exceptions === '' ? '' : `exceptions:\n${exceptions}`}`
  const answered = exceptionsIn('net.yaml', { read: () => content, expand: () => [] }, { asOf: '2026-11-01', ...options })
  if (answered.is !== 'answer') throw new Error('no answer')
  return answered.answer
}
const brief = ({ permits }: ListedPermits): string[] => permits.map(({ id, status, daysLeft, successor }) => `${id} ${status} ${daysLeft ?? '-'}${successor ? ` then ${successor}` : ''}`)

describe('the status of an exception', () => {
  test.each([
    ['in force, though no rule needs it', 'issued: 2026-04-01, expires: 2027-03-31', 'E1 unused 150', 1],
    ['past', 'issued: 2026-04-01, expires: 2026-10-31', 'E1 expired -1', 1],
    ['yet to begin', 'issued: 2026-12-01, expires: 2027-03-31', 'E1 not-yet 150', 0],
    ['for ever', 'issued: 2020-04-01, expires: 2027-03-31', 'E1 too-long 150', 1],
    ['without an end', 'issued: 2026-04-01', 'E1 incomplete -', 1],
    ['until a day that does not exist', 'issued: 2026-04-01, expires: 2027-02-30', 'E1 expired -', 1],
  ])('%s', (_, days, expected, code) => {
    const list = listed(`  E1: { ${IDLE}, ${days} }\n`)
    expect(brief(list)).toEqual([expected])
    expect(permitsExitCode([list])).toBe(code)
  })

  test('one that is needed is in force; it is due only within the days asked about', () => {
    const needed = (within?: number): ListedPermits => {
      const content = `${SMALL.slice(0, SMALL.indexOf('flows:'))}exceptions:\n  E1: { ${IDLE.replace('tcp/22', 'tcp/443')}, issued: 2026-04-01, expires: 2026-11-20 }\n`
      const answered = exceptionsIn('net.yaml', { read: () => content, expand: () => [] }, { asOf: '2026-11-01', ...(within !== undefined && { within }) })
      return answered.is === 'answer' ? answered.answer : listed('')
    }
    expect(brief(needed())).toEqual(['E1 in-force 19'])
    expect([undefined, 18, 19, 30].map((within) => permitsExitCode([needed(within)]))).toEqual([0, 0, 1, 1])
  })
})

describe('the register', () => {
  const next = `  F2: { kind: specific, from: { host: tax }, to: { party: eltax }, service: tcp/443, purpose: p, approved: { by: CISO, on: 2027-03-20 }, starts: 2027-04-01, expires: 2028-03-31 }\n`

  test('is listed only as far as it ends within the days asked about', () => {
    expect(brief(listed('', { asOf: '2027-03-10' }))).toEqual([])
    expect(brief(listed('', { asOf: '2027-03-10', within: 20 }))).toEqual([])
    expect(brief(listed('', { asOf: '2027-03-10', within: 21 }))).toEqual(['F1 in-force 21'])
  })

  test('an entry with a successor is nothing to act on, before its end and after', () => {
    expect(permitsExitCode([listed('', { asOf: '2027-03-10', within: 30 })])).toBe(1)
    const before = listed('', { asOf: '2027-03-10', within: 30 }, next)
    expect(brief(before)).toEqual(['F1 in-force 21 then F2'])
    const after = listed('', { asOf: '2027-04-01', within: 30 }, next)
    expect(brief(after)).toEqual(['F1 expired -1 then F2'])
    expect([before, after].map((list) => permitsExitCode([list]))).toEqual([0, 0])
  })
})

describe('formats', () => {
  const lists = [listed(`  E1: { ${IDLE}, title: "印刷, 支所", issued: 2026-04-01, expires: 2027-03-31 }\n`)]
  const render = (format: PermitFormat, lang: 'ja' | 'en' = 'ja'): string => renderPermits(lists, format, { lang, color: false })

  test('text', () => {
    expect(render('text').replace(/:\d+:3$/m, ':LINE:3')).toBe(`small（net.yaml）判定日 2026-11-01：1件、うち対応が必要なもの1件

! 例外 E1  不要（どの規則も必要としない）（2027-03-31 まで、あと150日）  net.yaml:LINE:3
    名指しした規則（mynumber-isolation）のどれも、この例外を必要としていません
    mynumber-isolation: tax → eltax  tcp/22
    承認者 CISO　起案番号 T-1
    印刷, 支所
`)
    expect(render('text', 'en')).toContain('! exception E1  unused: no rule needs it (until 2027-03-31, 150 days left)')
  })

  test('csv is for spreadsheets', () => {
    const [heading, row, last] = render('csv').split('\r\n')
    expect(heading).toMatch(/^\uFEFF"ネットワーク","区分","番号"/)
    expect(row).toContain('"例外","E1","印刷, 支所","不要（どの規則も必要としない）"')
    expect([row!.split('","').length, last]).toEqual([heading!.split('","').length, ''])
  })

  test('json is the list itself', () => expect(JSON.parse(render('json'))).toMatchObject({ format: 1, networks: [{ network: 'small', asOf: '2026-11-01', permits: [{ id: 'E1', status: 'unused', at: { file: 'net.yaml', column: 3 } }] }] }))
})
