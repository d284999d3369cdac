/** What the cover says of a clause: the policy alone breaks it, and nothing that is unknown keeps it. */
import { describe, expect, test } from 'vitest'
import { clausesOf, clauseVerdicts, type Standing } from '../../src/report/dossier/clauses.ts'
import { assemble } from '../../src/report/assemble.ts'
import type { Verdict } from '../../src/verdict.ts'
import { result, rule, verdict } from '../report/made-up.ts'

const guideline = { ...rule, id: 'guided', basis: { kind: 'guideline', source: { ja: 'x', en: 'x' } } } as const
const main = (...verdicts: readonly Partial<Verdict>[]) => {
  const report = assemble([result({ rules: [rule, guideline], verdicts: verdicts.map((one, index) => verdict({ key: `k${index}`, ...one })) })], { asOf: '2026-11-23', version: '0', failOn: 'warning', allowUnknown: false })
  return clauseVerdicts(report.networks[0]!, report.rules).find(({ clause }) => clause === rule.clause)!
}

test.each([
  ['第６条第３号ア', ['第６条第３号ア']], ['第６条第３号ア及びイ', ['第６条第３号ア', '第６条第３号イ']], ['第６条第３号ア・イ', ['第６条第３号ア', '第６条第３号イ']], ['第２条第８号～第１０号', ['第２条第８号～第１０号']],
])('%s is %j', (clause, wanted) => expect(clausesOf(clause)).toEqual(wanted))

describe('a clause is', () => {
  test.each<[Standing, Partial<Verdict>[]]>([
    ['kept', [{}, { ground: 'attested' }]],
    ['broken', [{}, { outcome: 'unknown' }, { outcome: 'refuted' }]],
    ['unknown', [{}, { outcome: 'excepted' }, { outcome: 'unknown' }]],
    ['excepted', [{}, { outcome: 'excepted' }]],
    ['nothing', [{ outcome: 'vacuous' }]],
    ['nothing', []],
    ['kept', [{}, { outcome: 'refuted', severity: 'note' }]],
    ['kept', [{}, { rule: 'guided', outcome: 'refuted' }]],
  ])('%s by %j', (standing, verdicts) => expect(main(...verdicts).standing).toBe(standing))

  test('never said to be kept by the network: the sentence is about the declaration', () => {
    for (const standing of [main({}), main({ outcome: 'refuted' }), main({ outcome: 'unknown' }), main({ outcome: 'excepted' })]) {
      expect(standing.sentence.ja).toContain('この申告（設定）')
      expect(standing.sentence.en).toMatch(/this declaration/i)
    }
  })

  test('what other grounds say is counted beside, computed and attested apart', () => {
    const { beside, counts } = main({}, {}, { ground: 'attested' }, { rule: 'guided', outcome: 'refuted' })
    expect([beside, counts.computed.proved, counts.attested.proved]).toEqual([1, 2, 1])
  })
})
