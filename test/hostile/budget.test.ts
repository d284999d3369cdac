/** What takes too much is unknown, never proved, and stops nothing else. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assemble, verify } from '../../src/index.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const AS_OF = '2026-11-23'

describe('packet sets', () => {
  const file = join(ROOT, 'examples/rules/path-division.fail.yaml')
  const files = { read: (name: string) => readFileSync(name, 'utf8'), expand: () => [] }
  const outcomes = (edgeBudget?: number) => new Map(verify(file, files, { asOf: AS_OF, ...(edgeBudget !== undefined && { edgeBudget }) }).verdicts.map((verdict) => [`${verdict.rule} ${verdict.key}`, verdict]))

  test('with a budget, whatever it is, a rule says what it says without one, or that it is unknown for want of budget', () => {
    const whole = outcomes()
    let cut = 0
    for (let budget = 300; budget < 60_000; budget = Math.ceil(budget * 1.3)) {
      for (const [key, verdict] of outcomes(budget)) {
        if (verdict.key === 'budget') cut++
        else expect([budget, key, verdict.outcome]).toEqual([budget, key, whole.get(key)?.outcome])
      }
    }
    expect(cut).toBeGreaterThan(100)
  })

  test('it is exit 4 however light the rules are, and says what to do', () => {
    const report = assemble([verify(file, files, { asOf: AS_OF, edgeBudget: 1_000 })], { asOf: AS_OF, failOn: 'error', allowUnknown: false, version: '0', empty: [] })
    expect([report.exitCode, report.conclusion]).toEqual([4, 'unknown'])
    expect(report.networks[0]!.unknowns.map(({ yaml }) => yaml)).toContain('max-memory: 8GB')
  })
})

describe('time and memory', () => {
  const home = mkdtempSync(join(tmpdir(), 'sanso-budget-'))
  const work = join(home, 'work')
  const sanso = (...args: string[]) =>
    spawnSync(process.execPath, [join(home, 'bin/run.js'), 'check', ...args, '--lang', 'en', '--as-of', AS_OF], { cwd: work, encoding: 'utf8', timeout: 60_000, env: { PATH: process.env['PATH'] } })

  beforeAll(() => {
    cpSync(join(ROOT, 'bin/run.js'), join(home, 'bin/run.js'), { recursive: true })
    cpSync(join(ROOT, 'package.json'), join(home, 'package.json'))
    expect(spawnSync(process.execPath, [join(ROOT, '.ci/build.mjs'), join(home, 'dist'), join(ROOT, 'test/commands/fake-verify.ts')], { encoding: 'utf8' }).stderr).toBe('')
    mkdirSync(work)
    for (const outcome of ['proved', 'refuted', 'endless', 'hungry', 'littered']) writeFileSync(join(work, `${outcome}.yaml`), `sanso: 1\nnetwork: ${outcome}\noutcome: ${outcome}\n`)
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test.each([
    ['endless', ['--max-time', '2s'], 'max-time: 2s'],
    ['hungry', ['--max-memory', '400MB'], 'max-memory: 400MB'],
    ['littered', ['--max-memory', '300MB'], 'max-memory: 300MB'],
  ])('%s: unknown (budget), and the other network is judged as usual', (name, flags, said) => {
    const alone = sanso(`${name}.yaml`, ...flags)
    expect(alone).toMatchObject({ status: 4, stderr: '', stdout: expect.stringContaining(said) })
    expect(alone.stdout).toContain('unknown (budget)')
    const report = JSON.parse(sanso('proved.yaml', `${name}.yaml`, 'refuted.yaml', ...flags, '--format', 'json').stdout)
    expect(report.networks.map(({ file, conclusion }: { file: string; conclusion: string }) => [file, conclusion]))
      .toEqual([[`${name}.yaml`, 'unknown'], ['proved.yaml', 'proved'], ['refuted.yaml', 'refuted']])
    expect(report.exitCode).toBe(1)
  })

  test('from the settings as well', () => {
    writeFileSync(join(work, 'sanso.config.yaml'), 'max-time: 1s\n')
    expect(sanso('endless.yaml').status).toBe(4)
    rmSync(join(work, 'sanso.config.yaml'))
  })

  test('within the budget the same bytes come out', () => expect(sanso('proved.yaml', '--max-time', '1h', '--max-memory', '4GB').stdout).toBe(sanso('proved.yaml').stdout))

  test.each(['0s', '60', '-1s', '1e9s', '999999h', '1 s', 'constructor', '1constructor'])('--max-time %s is usage', (typed) => expect(sanso('proved.yaml', `--max-time=${typed}`).status).toBe(2))
  test.each(['1MB', '2', '2TB', '0GB', '1__proto__'])('--max-memory %s is usage', (typed) => expect(sanso('proved.yaml', `--max-memory=${typed}`).status).toBe(2))
})
