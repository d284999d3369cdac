/** A small run of what needs no workloads, so that it does not rot; and answers that are wrong are told from right ones. */
import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { agrees, allPairs } from './asked.ts'
import { report } from './measured.ts'
import { edited, townOf } from './town.ts'

describe('a benchmark', () => {
  test('of a hundred rules and ten zones agrees with its second opinions', () => {
    const { status, stdout } = spawnSync(process.execPath, ['test/bench/run.mjs', 'made-filters', 'towns'], {
      encoding: 'utf8', env: { ...process.env, SANSO_BENCH_RULES: '100', SANSO_BENCH_ZONES: '10' },
    })
    expect(stdout.match(/: agrees/g)).toHaveLength(6)
    expect(stdout).not.toContain('DIFFERS')
    expect(status).toBe(0)
  }, 60_000)

  test.each([{}, { translates: true }, { sixes: true }])('sees one rule that is turned round: %o', (kind) => {
    const town = townOf(10, kind)
    const { reach } = allPairs(town)
    expect(agrees(town, reach)).toBe(true)
    expect(agrees(edited(town), reach)).toBe(false)
  })
})

describe('an answer', () => {
  const before = process.exitCode
  afterEach(() => {
    process.exitCode = before
    vi.restoreAllMocks()
  })
  test('that is wrong says so, and fails the run', () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    report('any', '1', true, { user: 0, wall: 0, peakMiB: 0 })
    expect(process.exitCode).toBe(before)
    report('any', '2', false, { user: 0, wall: 0, peakMiB: 0 })
    expect(said.mock.calls.flat().join()).toContain('2: DIFFERS')
    expect(process.exitCode).toBe(1)
  })
})
