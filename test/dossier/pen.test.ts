/** Days in Japanese eras. */
import { expect, test } from 'vitest'
import { inEra, penOf } from '../../src/report/dossier/pen.ts'

test.each([
  ['2019-05-01', '令和元年5月1日'], ['2019-04-30', '平成31年4月30日'], ['2026-11-23', '令和8年11月23日'], ['1989-01-08', '平成元年1月8日'], ['1989-01-07', '昭和64年1月7日'], ['1926-12-24', '1926-12-24'],
])('%s is %s', (iso, era) => expect(inEra(iso)).toBe(era))

test('days within sentences are written so, names of files are left alone, and what is no day as well', () => {
  const { say, day } = penOf('ja', true)
  expect(say({ ja: '2026-04-01 まで（2026-02-30、configs/2026-04-01.conf、fw1-2026-04-01、2026-04-01.txt）', en: '' })).toBe('令和8年4月1日 まで（2026-02-30、configs/2026-04-01.conf、fw1-2026-04-01、2026-04-01.txt）')
  expect([day('soon'), day('2026-02-30')]).toEqual(['soon', '2026-02-30'])
})

test('in English, and without the wish for it, days stay', () => {
  for (const pen of [penOf('en', true), penOf('ja', false)]) expect([pen.day('2026-11-23'), pen.say({ ja: '2026-11-23', en: '2026-11-23' })]).toEqual(['2026-11-23', '2026-11-23'])
})
