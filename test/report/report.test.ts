import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { assemble, type ReportOptions } from '../../src/report/assemble.ts'
import { json } from '../../src/report/json.ts'
import type { Outcome, Severity } from '../../src/verdict.ts'
import { result, verdict, verdicts } from './made-up.ts'

const OPTIONS: ReportOptions = { asOf: '2026-11-23', version: '0.1.0', failOn: 'warning', allowUnknown: false }
const of = (parts: Parameters<typeof result>[0], options: Partial<ReportOptions> = {}) => assemble([result(parts)], { ...OPTIONS, ...options })
const only = (outcome: Outcome, severity: Severity = 'error') => ({ verdicts: [verdict({ outcome, severity })] })

describe('exit code', () => {
  test.each([
    ['proved', 0], ['vacuous', 0], ['excepted', 0], ['refuted', 1], ['unknown', 4],
  ] as const)('%s alone gives %i', (outcome, code) => expect(of(only(outcome)).exitCode).toBe(code))

  test.each([
    ['error', 'error', 1], ['error', 'warning', 0], ['error', 'note', 0],
    ['warning', 'error', 1], ['warning', 'warning', 1], ['warning', 'note', 0],
    ['note', 'note', 1],
  ] as const)('--fail-on %s with a refuted %s gives %i', (failOn, severity, code) =>
    expect(of(only('refuted', severity), { failOn }).exitCode).toBe(code))

  test('what is unknown is weighed as what is refuted, and may be allowed', () => {
    expect(of(only('unknown', 'note')).exitCode).toBe(0)
    expect(of(only('unknown'), { allowUnknown: true }).exitCode).toBe(0)
    expect(of(only('unknown'), { allowUnknown: true }).conclusion).toBe('unknown')
  })

  test('notes alone leave a network proved, unless the run fails on them', () => {
    expect(of(only('refuted', 'note')).conclusion).toBe('proved')
    expect(of(only('refuted', 'note'), { failOn: 'note' }).conclusion).toBe('refuted')
    expect(of(only('refuted', 'warning'), { failOn: 'error' }).conclusion).toBe('refuted')
  })

  test('a mistake in the input, no verdict and no network are 3', () => {
    expect(of({ problems: [{ code: 'schema', at: { file: 'x', span: [0, 1] }, message: { ja: '', en: '' } }], verdicts: [] }).exitCode).toBe(3)
    expect(of({ verdicts: [] }).exitCode).toBe(3)
    expect(assemble([], OPTIONS).exitCode).toBe(3)
    expect(of(only('proved'), { empty: ['sites/'] }).exitCode).toBe(3)
  })

  test('of several networks the first of 3, 1, 4, 0 wins, whatever their order', () => {
    const code = (...outcomes: Outcome[]) => assemble(outcomes.map((outcome) => result(only(outcome))), OPTIONS).exitCode
    expect([code('proved', 'unknown'), code('unknown', 'refuted', 'proved'), code('proved', 'refuted')]).toEqual([4, 1, 1])
    expect(assemble([result(only('refuted')), result({ verdicts: [] })], OPTIONS).exitCode).toBe(3)
  })
})

describe('grouping', () => {
  const network = of({}).networks[0]!

  test('every obligation is counted once', () => {
    const { total, computed, attested } = network.counts
    expect(total).toBe(verdicts.length)
    expect([computed, attested].flatMap((counts) => Object.values(counts)).reduce((a, b) => a + b)).toBe(total)
    expect(attested.proved).toBe(1)
  })

  test('one cause is one finding, as heavy as its heaviest obligation', () => {
    expect(network.findings).toHaveLength(1)
    expect(network.findings[0]).toMatchObject({ key: 'rule:fw1/filter/30', severity: 'error', fails: true })
    expect(network.findings[0]!.obligations.map((index) => network.obligations[index]!.key)).toEqual(['mn→sc', 'mn→world'])
  })

  test('a refuted obligation without a cause is a finding of its own', () =>
    expect(of({ verdicts: [verdict({ outcome: 'refuted' })] }).networks[0]!.findings[0]!.key).toBe('obligation:mynumber-isolation/mn→world'))

  test('the fact that decides most stands first, and an obligation counts as decided when nothing more is missing', () =>
    expect(network.unknowns.map(({ key, obligations, decided }) => [key, obligations.length, decided])).toEqual([['b', 2, 1], ['a', 1, 2]]))

  test('an unknown that names no fact is listed all the same', () =>
    expect(of(only('unknown')).networks[0]!.unknowns).toMatchObject([{ yaml: '', decided: 1 }]))

  test('a belief is told once, with all that rests on it', () => {
    expect(network.assumptions.map(({ key }) => key)).toEqual(['lgwan-no-relay'])
    expect(network.assumptions[0]!.obligations.map((index) => network.obligations[index]!.key)).toEqual(['lg→mn', 'mn→lg'])
  })
})

test('the order of what comes in does not reach the report', () =>
  expect(json(of({ verdicts: [...verdicts].reverse() }))).toBe(json(of({}))))

describe('schema', () => {
  const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'))
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)
  const problems = [{ code: 'duplicate', at: { file: 'x', path: ['a'] }, message: { ja: '重複', en: 'twice' }, related: [{ at: { file: 'x', path: [] }, message: { ja: '初出', en: 'first' } }] }]

  test.each([['every kind of verdict', of({})], ['problems', of({ problems, verdicts: [] })], ['nothing', assemble([], OPTIONS)]])(
    'a report of %s is valid', (_, report) => {
      validate(JSON.parse(json(report)))
      expect(validate.errors ?? []).toEqual([])
    })

  test('nothing that is not described is let through', () => {
    const report = JSON.parse(json(of({})))
    report.networks[0].obligations[0].extra = 1
    expect(validate(report)).toBe(false)
  })
})
