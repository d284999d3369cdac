import { describe, expect, test } from 'vitest'
import { isDay, outOfDate } from '../../src/rules/judgement/dates.ts'
import { evidenceFault } from '../../src/rules/judgement/evidence.ts'
import { ask, brief, edited, SMALL } from './asking.ts'

describe('days', () => {
  test.each(['2026-01-01', '2026-12-31', '2024-02-29', '2000-02-29', '2026-04-30'])('%s is one', (day) => expect(isDay(day)).toBe(true))

  test.each([
    '2026-02-29', '1900-02-29', '2100-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1', '26-01-01', '2026/01/01',
    '2026-01-01T00:00:00Z', ' 2026-01-01', '2026-01-01\n', '２０２６-01-01', '令和8年1月1日', 'soon', '',
  ])('%j is none', (day) => expect(isDay(day)).toBe(false))
})

describe('within its days', () => {
  const is = (from: readonly (string | undefined)[], until: string | undefined, asOf: string): string => outOfDate({ from, until }, asOf)?.is ?? 'in date'

  test('the stated days are included', () => {
    expect(is(['2026-04-01'], '2026-11-01', '2026-11-01')).toBe('in date')
    expect(is(['2026-04-01'], '2026-11-01', '2026-11-02')).toBe('expired')
    expect(is(['2026-04-01'], '2026-11-01', '2026-04-01')).toBe('in date')
    expect(is(['2026-04-01'], '2026-11-01', '2026-03-31')).toBe('not-yet')
  })

  test('an expiry on a leap day holds on it, and is past on the first of March', () => {
    expect(is([], '2028-02-29', '2028-02-29')).toBe('in date')
    expect(is([], '2028-02-29', '2028-03-01')).toBe('expired')
    expect(is([], '2027-02-29', '2026-01-01')).toBe('expired')
  })

  test('a malformed day counts against the entry', () => {
    expect(is([], 'soon', '2026-11-01')).toBe('expired')
    expect(is([], '9999', '2026-11-01')).toBe('expired')
    expect(is(['last year'], '2027-03-31', '2026-11-01')).toBe('not-yet')
  })

  test('the later of start and approval counts; what is not stated does not', () => {
    expect(is(['2026-04-01', '2026-12-01'], '2027-03-31', '2026-11-01')).toBe('not-yet')
    expect(is(['2026-12-01', '2026-04-01'], '2027-03-31', '2026-11-01')).toBe('not-yet')
    expect(is([undefined, undefined], undefined, '2026-11-01')).toBe('in date')
  })
})

describe('evidence', () => {
  const fault = (on: string | undefined, limit = 366): string => evidenceFault({ document: 'd', at: { file: 'f', path: [] }, ...(on !== undefined && { on }) }, '2026-11-01', limit)?.en ?? 'counts'

  test('counts up to the last day of its limit', () => {
    expect(fault('2026-11-01')).toBe('counts')
    expect(fault('2025-10-31')).toBe('counts')
    expect(fault('2025-10-30')).toMatch(/more than 366 days old/)
    expect(fault('2026-10-31', 1)).toBe('counts')
    expect(fault('2026-10-31', 0)).toMatch(/more than 0 days/)
  })

  test('without a day that exists and has come, it does not', () => {
    expect(fault(undefined)).toMatch(/has no date/)
    expect(fault('June 2026')).toMatch(/is no date/)
    expect(fault('2026-11-02')).toMatch(/yet to come/)
    expect(evidenceFault(undefined, '2026-11-01', 366)!.en).toMatch(/no document/)
  })
})

describe('register-expired', () => {
  const expiring = (day: string): string => edited(SMALL, 'expires: 2027-03-31', `expires: ${day}`)

  test('the stated day is included', () => {
    expect(brief(ask('register-expired', SMALL, '2027-03-31'))).toEqual(['proved flow:F1'])
    expect(brief(ask('register-expired', SMALL, '2027-04-01'))).toEqual(['refuted error flow:F1'])
  })

  test('an entry that still gets through is an error that names the rule, and one finding with its consequence', () => {
    const verdicts = ask('register-expired', expiring('2026-10-31'))
    expect(verdicts[0]!.message.en).toMatch(/expired on 2026-10-31; .*filter rule 10 still lets it through/)
    expect(verdicts[0]!.witness!.delivered.destinationPort).toBe(443)
    const broken = ask('mynumber-isolation', expiring('2026-10-31')).find(({ outcome }) => outcome === 'refuted')!
    expect(broken.cause!.key).toBe(verdicts[0]!.cause!.key)
    expect(broken.cause!.at).toEqual(verdicts[0]!.cause!.at)
  })

  test('one that nothing permits any more is a warning', () =>
    expect(brief(ask('register-expired', edited(expiring('2026-10-31'), 'service: tcp/443 }', 'service: tcp/80 }')))).toEqual(['refuted warning flow:F1']))

  test('a malformed expiry, or one not reached yet, counts as well', () => {
    expect(brief(ask('register-expired', expiring('令和9年3月')))).toEqual(['refuted error flow:F1'])
    expect(ask('register-expired', edited(SMALL, 'on: 2025-04-01', 'on: 2026-11-02'))[0]!.message.en).toMatch(/only on 2026-11-02/)
  })

  test('without an expiry: unknown where the entry permits something, vacuous where it does not', () => {
    const none = edited(SMALL, '    expires: 2027-03-31\n', '')
    const [verdict] = ask('register-expired', none)
    expect(verdict!.outcome).toBe('unknown')
    expect(verdict!.missing[0]!.yaml).toBe('flows:\n  F1:\n    expires: YYYY-MM-DD')
    expect(brief(ask('register-expired', edited(none, 'kind: specific', 'kind: ordinary')))).toEqual(['vacuous flow:F1'])
  })

  test('exceptions have days too', () => {
    const exception = (more: string): string => `${SMALL}exceptions:\n  E1: { rules: [mynumber-isolation], from: { host: tax }, to: { party: eltax }${more} }\n`
    expect(brief(ask('register-expired', exception(', issued: 2026-01-01, expires: 2026-12-31')))).toEqual(['proved flow:F1', 'proved exception:E1'])
    expect(brief(ask('register-expired', exception(', service: tcp/443, expires: 2026-01-31')))).toEqual(['proved flow:F1', 'refuted error exception:E1'])
    expect(brief(ask('register-expired', exception(', service: tcp/22, expires: 2026-01-31')))).toEqual(['proved flow:F1', 'refuted warning exception:E1'])
    expect(brief(ask('register-expired', exception('')))).toEqual(['proved flow:F1', 'unknown error exception:E1'])
  })

  test('an empty register', () =>
    expect(brief(ask('register-expired', SMALL.slice(0, SMALL.indexOf('flows:'))))).toEqual(['vacuous nothing']))
})
