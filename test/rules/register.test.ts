import { describe, expect, test } from 'vitest'
import { isDay, outOfDate } from '../../src/rules/judgement/dates.ts'
import { evidenceFault } from '../../src/rules/judgement/evidence.ts'
import { verify } from '../../src/verify.ts'
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
    expect(brief(ask('register-expired', SMALL, '2027-03-31'))).toEqual(['refuted note flow:F1'])
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

  test('what expires within a month, and has nothing to follow it, is noted', () => {
    expect(brief(ask('register-expired', SMALL, '2027-02-28'))).toEqual(['proved flow:F1'])
    const [soon] = ask('register-expired', SMALL, '2027-03-01')
    expect([soon!.severity, soon!.message.en]).toEqual(['note', 'it expires on 2027-03-31, in 30 days, and nothing follows it'])
  })

  test('what is yet to begin is well as long as nothing of it gets through', () => {
    const early = edited(SMALL, 'expires: 2027-03-31', 'starts: 2026-12-01\n    expires: 2027-03-31')
    expect(brief(ask('register-expired', early))).toEqual(['refuted error flow:F1'])
    expect(brief(ask('register-expired', edited(early, 'service: tcp/443 }', 'service: tcp/80 }')))).toEqual(['proved flow:F1'])
  })
})

describe('the end of the fiscal year', () => {
  /** Next year's entry beside this year's, which ends on 31 March. */
  const renewed = (starts: string, more = ''): string => `${SMALL}  F2:
    kind: specific
    from: { host: tax }
    to: { party: eltax }
    service: tcp/443
    purpose: 申告データの受信
    approved: { by: CISO, on: 2027-03-20 }
    starts: ${starts}
    expires: 2028-03-31
${more}`

  test('before it, the next entry waits and nothing is found', () => {
    expect(brief(ask('register-expired', renewed('2027-04-01'), '2027-03-31'))).toEqual(['proved flow:F1', 'proved flow:F2'])
    expect(ask('mynumber-isolation', renewed('2027-04-01'), '2027-03-31').filter(({ outcome }) => outcome === 'refuted')).toEqual([])
  })

  test('after it, the old entry is one note, whatever rule it was for', () => {
    const verdicts = ask('register-expired', renewed('2027-04-01'), '2027-04-01')
    expect(brief(verdicts)).toEqual(['refuted note flow:F1', 'proved flow:F2'])
    expect(verdicts[0]!.cause!.title.en).toBe('register entry F1: it expired on 2027-03-31; register entry F2 has taken its place')
    expect(ask('mynumber-isolation', renewed('2027-04-01'), '2027-04-01').filter(({ outcome }) => outcome === 'refuted')).toEqual([])
  })

  test('a gap between the two is one finding that names both', () => {
    const verdicts = ask('register-expired', renewed('2027-04-05'), '2027-04-01')
    expect(brief(verdicts)).toEqual(['refuted error flow:F1', 'refuted error flow:F2'])
    expect(new Set(verdicts.map(({ cause }) => cause!.key))).toEqual(new Set(['flow:F1']))
    expect(verdicts[0]!.cause!.title.en).toMatch(/entry F1: it expired on 2027-03-31; of register entry F2, which follows it: it starts, or was approved, only on 2027-04-05/)
    const broken = ask('mynumber-isolation', renewed('2027-04-05'), '2027-04-01').filter(({ outcome }) => outcome === 'refuted')
    expect(broken.map(({ cause }) => cause!.key)).toEqual(['flow:F1'])
  })

  test('an entry for something else is no successor', () => {
    const other = renewed('2027-04-01').replace(/(F2:[^]*)tcp\/443/, '$1tcp/444')
    expect(brief(ask('register-expired', other, '2027-04-01'))).toEqual(['refuted error flow:F1', 'proved flow:F2'])
  })
})

describe('register-incomplete', () => {
  const kind = (name: string): string => edited(SMALL, 'kind: specific', `kind: ${name}`)

  test('a complete entry is', () => expect(brief(ask('register-incomplete', kind('necessary')))).toEqual(['proved F1']))

  test.each([
    ['    purpose: 申告データの受信\n', 'purpose'], ['by: CISO, ', 'approver'], [', on: 2025-04-01', 'date of approval'],
    ['    approved: { by: CISO, on: 2025-04-01 }\n', 'approver, date of approval'], ['    expires: 2027-03-31\n', 'expiry'], ['    service: tcp/443\n', 'service'],
  ])('without %j it is not', (lost, what) => {
    const [verdict] = ask('register-incomplete', edited(kind('necessary'), lost, ''))
    expect([verdict!.outcome, verdict!.severity, verdict!.cause!.key, verdict!.message.en]).toEqual(['refuted', 'warning', 'flow:F1', `it lacks: ${what}`])
    expect(brief(ask('register-incomplete', edited(kind('ordinary'), lost, '')))).toEqual(['refuted note F1'])
  })

  test('a kind that sets a rule aside names ports, too', () => {
    expect(brief(ask('register-incomplete', edited(kind('necessary'), 'service: tcp/443\n', 'service: tcp\n')))).toEqual(['refuted warning F1'])
    expect(brief(ask('register-incomplete', edited(kind('ordinary'), 'service: tcp/443\n', 'service: tcp\n')))).toEqual(['proved F1'])
  })

  test('carried media have no service', () =>
    expect(brief(ask('register-incomplete', edited(kind('media'), '    service: tcp/443\n', '')))).toEqual(['proved F1']))

  test('a 特定通信 is for its own rule', () => {
    const nobody = edited(SMALL, 'by: CISO, ', '')
    expect(brief(ask('register-incomplete', nobody))).toEqual(['vacuous nothing'])
    expect(ask('specific-communication', nobody)[0]!.cause!.key).toBe('flow:F1')
    expect(ask('mynumber-isolation', nobody).filter(({ outcome }) => outcome === 'refuted').map(({ cause }) => cause!.key)).toEqual(['flow:F1'])
  })
})

test.each(['path-divison', '[path-divison]'])('a rule that an exception misspells is shown where it is typed: %s', (rules) => {
  const content = `${SMALL}exceptions:\n  E1: { rules: ${rules}, from: tax, to: eltax, service: tcp/22 }\n`
  const { problems, locate } = verify('net.yaml', { read: () => content, expand: () => [] }, { asOf: '2026-11-01' })
  expect(problems.map(({ at, message }) => [content.split('\n')[locate(at).line - 1]!.slice(locate(at).column - 1, locate(at).endColumn - 1), message.en])).toEqual([
    ['path-divison', 'there is no rule "path-divison"; did you mean "path-division"?']])
})

describe('exception-lifetime', () => {
  /** What the register lacks, the exception permits. */
  const excepted = (terms: string, to = '{ party: eltax }'): string => `${SMALL.slice(0, SMALL.indexOf('flows:'))}exceptions:
  E1: { rules: [mynumber-isolation], from: { host: tax }, to: ${to}, service: tcp/443, ${terms} }
`
  const TERMS = 'reason: 移行, approver: CISO, ticket: T-1, issued: 2026-04-01, expires: 2027-03-31, measures: 記録'
  const said = (terms: string, to?: string): string[] => brief(ask('exception-lifetime', excepted(terms, to)))

  test('a complete one that is needed is well, and stays visible', () => {
    expect(said(TERMS)).toEqual(['proved E1 terms', 'proved E1 use', 'proved E1 width'])
    const [one] = ask('mynumber-isolation', excepted(TERMS)).filter(({ outcome }) => outcome !== 'proved')
    expect([one!.outcome, one!.assumes.map(({ key }) => key)]).toEqual(['excepted', ['exception:E1']])
  })

  test.each(['reason: 移行, ', 'approver: CISO, ', ', expires: 2027-03-31', 'issued: 2026-04-01, '])('without %j it is incomplete', (lost) =>
    expect(said(edited(TERMS, lost, lost.startsWith(',') ? '' : ''))[0]).toBe('refuted warning E1 terms'))

  test.each(['ticket: T-1, ', ', measures: 記録'])('without %j something is off the record', (lost) =>
    expect(said(edited(TERMS, lost, ''))).toEqual(['refuted note E1 terms', 'proved E1 use', 'proved E1 width']))

  test('what excuses nothing for want of an approver is one finding with what it should excuse', () => {
    const content = excepted(edited(TERMS, 'approver: CISO, ', ''))
    const broken = ask('mynumber-isolation', content).filter(({ outcome }) => outcome === 'refuted')
    expect(broken.map(({ cause }) => cause!.key)).toEqual(['exception:E1'])
    expect(ask('exception-lifetime', content)[0]!.cause!.key).toBe('exception:E1')
  })

  test('its life is limited, both days counted', () => {
    expect(said(edited(TERMS, 'expires: 2027-03-31', 'expires: 2027-04-01'))).toEqual(['proved E1 terms', 'proved E1 use', 'proved E1 width'])
    const [long] = ask('exception-lifetime', excepted(edited(TERMS, 'expires: 2027-03-31', 'expires: 2027-04-02')))
    expect([long!.outcome, long!.severity, long!.message.en]).toEqual(['refuted', 'error', 'it is to last 367 days, more than 366'])
  })

  test('wide at both ends it is refused, and excuses nothing', () => {
    const wide = excepted(TERMS, '{ zone: lgwan }').replace('from: { host: tax }', 'from: { zone: mn }')
    expect(brief(ask('exception-lifetime', wide))).toEqual(['refuted error E1 terms'])
    expect(ask('mynumber-isolation', wide).filter(({ outcome }) => outcome === 'refuted').map(({ cause }) => cause!.key)).toEqual(['exception:E1'])
    expect(said(TERMS, '{ zone: lgwan }')).toEqual(['proved E1 terms', 'proved E1 use', 'refuted warning E1 width'])
  })

  test('one that is wider than what gets through is found, with the form that suffices', () => {
    const width = ask('exception-lifetime', excepted(TERMS, '{ zone: lgwan }')).at(-1)!
    expect(width.fix!.en).toContain('exceptions: { E1: { to: { party: eltax } } }')
    expect(brief(ask('exception-lifetime', excepted(TERMS))).at(-1)).toBe('proved E1 width')
  })

  test('one that no rule needs is found', () => {
    expect(brief(ask('exception-lifetime', `${SMALL}exceptions:\n  E1: { rules: [mynumber-isolation], from: { host: tax }, to: { party: eltax }, service: tcp/443, ${TERMS} }\n`)))
      .toEqual(['proved E1 terms', 'refuted warning E1 use'])
    expect(said(TERMS).at(1)).toBe('proved E1 use')
    expect(brief(ask('exception-lifetime', edited(excepted(TERMS), 'rules: [mynumber-isolation]', 'rules: [path-division, terminal-export]'))).at(-1)).toBe('refuted warning E1 use')
  })

  test('one is needed though something else breaks the same rule', () => {
    const content = edited(excepted(TERMS), 'service: tcp/443 }\nhosts', 'service: [tcp/443, tcp/22] }\nhosts')
    expect(brief(ask('exception-lifetime', content))).toEqual(['proved E1 terms', 'proved E1 use', 'proved E1 width'])
    expect(ask('mynumber-isolation', content).filter(({ outcome }) => outcome === 'refuted')).toHaveLength(1)
  })

  test('an expired one is for register-expired, with one cause', () => {
    const content = excepted(edited(TERMS, 'expires: 2027-03-31', 'expires: 2026-10-31'))
    expect(brief(ask('exception-lifetime', content))).toEqual(['proved E1 terms'])
    const found = [...ask('register-expired', content), ...ask('mynumber-isolation', content)].filter(({ outcome }) => outcome === 'refuted')
    expect([found.length, ...new Set(found.map(({ cause }) => cause!.key))]).toEqual([2, 'exception:E1'])
  })
})
