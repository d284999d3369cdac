/** What a city's own standard says between zones: it tightens, or it says aloud that it permits. */
import { describe, expect, test } from 'vitest'
import { verify } from '../../src/verify.ts'
import { text } from '../../src/report/text.ts'
import { assemble } from '../../src/report/assemble.ts'
import { AS_OF, ask, brief, edited, SMALL } from './asking.ts'

const profile = (more: string): string => `profile: own
extends: saikai-2024
title: 対策基準
standard: { document: 西海市情報セキュリティ対策基準, on: 2026-04-01 }
${more}`
const files = (more: string, net = SMALL) => ({ 'net.yaml': edited(net, 'profile: saikai-2024', 'profile: ./policy/own.yaml'), 'policy/own.yaml': profile(more) })
const result = (contents: Readonly<Record<string, string>>) =>
  verify('net.yaml', { read: (name) => contents[name], expand: () => [] }, { asOf: AS_OF })

/** A way from LGWAN to the Internet tier that nothing registers. */
const OPEN = edited(SMALL, '    filter:\n', '    filter:\n      - { id: 20, action: permit, in: lg, out: in, destination: 192.168.30.8, service: tcp/443 }\n')
const PERMITTED = 'zone-pairs: [{ from: lgwan, to: in, communication: permitted, service: tcp/443, clause: 第８条 }]'

describe('forbidden and registered', () => {
  test('nothing may pass, registered or not; within entries alone', () => {
    const pair = (communication: string): string => `zone-pairs: [{ from: mynumber, to: lgwan-network, communication: ${communication}, clause: 第８条 }]`
    expect(brief(ask('zone-pairs', files(pair('forbidden'))))).toEqual(['refuted error mn->lgwan by mynumber->lgwan-network'])
    expect(brief(ask('zone-pairs', files(pair('registered'))))).toEqual(['proved mn->lgwan by mynumber->lgwan-network'])
    expect(ask('zone-pairs', files(pair('forbidden')))[0]!.message.ja).toContain('対策基準 第８条')
  })

  test('the direction counts, and names of zones as well as tiers', () => {
    const pairs = 'zone-pairs: [{ from: lg, to: in, communication: forbidden, clause: x }, { from: in, to: lg, communication: forbidden, clause: x }]'
    expect(brief(ask('zone-pairs', files(pairs, OPEN)))).toEqual(['refuted error lg->in by lg->in', 'proved in->lg by in->lg'])
  })

  test('nothing to ask', () => {
    expect(brief(ask('zone-pairs', SMALL))).toEqual(['vacuous nothing'])
    expect(brief(ask('zone-pairs', files('zone-pairs: [{ from: school, to: guest, communication: forbidden, clause: x }]')))).toEqual(['vacuous by school->guest'])
  })

  test('a zone that is not there is a mistake', () => {
    const { problems } = result(files('zone-pairs: [{ from: scool, to: lg, communication: forbidden, clause: x }]'))
    expect(problems.map(({ at, message }) => [at.file, message.en])).toEqual([['policy/own.yaml', 'there is no tier or zone "scool"; did you mean "school"?']])
  })
})

describe('permitted by the standard', () => {
  const division = (contents: Readonly<Record<string, string>>) => ask('path-division', contents).find(({ key }) => key === 'lg->in')!

  test('is no proof: the verdict is `excepted` and names the clause', () => {
    expect(division(files('', OPEN)).outcome).toBe('refuted')
    const verdict = division(files(PERMITTED, OPEN))
    expect(verdict.outcome).toBe('excepted')
    expect(verdict.assumes).toMatchObject([{ key: 'standard:lgwan->in', at: { file: 'policy/own.yaml' } }])
    expect(verdict.assumes[0]!.text.ja).toBe('対策基準 第８条 が認める通信（lgwan → in、tcp/443）')
  })

  test('of a tier, not of a zone that bears its name', () => {
    const open = edited(SMALL, '    filter:\n', '    filter:\n      - { id: 20, action: permit, in: mn, out: lg, destination: 198.51.100.60, service: tcp/443 }\n')
    const permitted = files('zone-pairs: [{ from: mynumber, to: lgwan, communication: permitted, service: tcp/443, clause: x }]', open)
    expect(ask('mynumber-isolation', permitted).find(({ key }) => key === 'mn->lgwan')).toMatchObject({ outcome: 'refuted' })
  })

  test('this service, this direction and these zones alone', () => {
    expect(division(files(PERMITTED.replace('tcp/443', 'tcp/80'), OPEN)).outcome).toBe('refuted')
    expect(division(files(PERMITTED.replace('from: lgwan, to: in', 'from: in, to: lgwan'), OPEN)).outcome).toBe('refuted')
    expect(division(files(PERMITTED.replace('to: in', 'to: public'), OPEN)).outcome).toBe('refuted')
  })

  test('where nothing of it passes, the proof does not rest on it', () =>
    expect(division(files(PERMITTED))).toMatchObject({ outcome: 'proved', assumes: [] }))
})

describe('the file', () => {
  test('is named from the folder of the root file, and stays in it', () => {
    const at = (path: string) => result({ ...files(''), 'net.yaml': SMALL.replace('saikai-2024', path) }).problems.map(({ message }) => message.en)
    expect(at('./policy/own.yaml')).toEqual([])
    expect(at('policy/none.yaml')).toEqual(['cannot read policy/none.yaml'])
    expect(at('../own.yaml')).toEqual(['"../own.yaml" is not a relative path (with /) inside the folder of the root file'])
    expect(at('/etc/own.yaml')).toHaveLength(1)
  })

  test('its mistakes come with those of the topology that it is held against', () => {
    const { problems, locate } = result({ ...files('limits: { ports: 3 }'), 'net.yaml': edited(files('')['net.yaml'], 'model: alpha', 'model: gamma') })
    expect(problems.map(({ at }) => { const { file, line, column } = locate(at); return `${file}:${line}:${column}` })).toEqual(['policy/own.yaml:5:18', 'net.yaml:4:46'])
  })

  test('what it changes, and its clauses, stand in the report', () => {
    const contents = files('limits: { ports: { value: 32, clause: 第１２条 } }\nreferences: { path-division: [第２３条, 別表第１] }', OPEN)
    const report = assemble([result(contents)], { asOf: AS_OF, version: '0', failOn: 'warning', allowUnknown: false })
    const lines = text(report, { lang: 'ja', color: false })
    expect(lines).toContain('プロファイル own が、基にした saikai-2024 から変えた値:\n- limits.ports: 16 → 32 [緩和]  西海市情報セキュリティ対策基準 第１２条  policy/own.yaml:5:18')
    expect(lines).toContain('第６条第３号イ 対策基準 第２３条・別表第１ path-division')
  })
})
