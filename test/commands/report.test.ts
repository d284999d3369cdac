/** `sanso report` and `sanso verify` from outside: folders and zips, what is replaced, and what never is. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'sanso-report-'))
const work = join(home, 'work')
const BIN = join(home, 'bin/run.js')

beforeAll(() => {
  mkdirSync(work)
  cpSync(join(ROOT, 'bin/run.js'), BIN, { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'))
  cpSync(join(ROOT, 'examples/saikai'), join(work, 'saikai'), { recursive: true })
  expect(spawnSync(process.execPath, [join(ROOT, '.ci/build.mjs'), join(home, 'dist')], { encoding: 'utf8' }).stderr).toBe('')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ENVIRONMENT = { PATH: process.env['PATH'], LANG: 'ja_JP.UTF-8', TERM: 'dumb' }
const sanso = (zone: string, ...args: string[]) => spawnSync(process.execPath, [BIN, ...args], { cwd: work, env: { ...ENVIRONMENT, TZ: zone }, encoding: 'utf8', input: '' })
const report = (...args: string[]) => sanso('Asia/Tokyo', 'report', 'saikai', '--as-of', '2026-11-23', ...args)

describe('report', () => {
  test('writes a folder that verify accepts, with the exit code of check, and writes it again', () => {
    const made = report('--output', 'out', '--classification', '機密性２')
    expect([made.status, made.stdout]).toEqual([1, ''])
    expect(made.stderr).toContain('out に報告書一式')
    expect(readdirSync(join(work, 'out')).sort()).toEqual(['audit-table.md', 'certificates.json', 'diagram.drawio', 'diagram.mmd', 'diagram.svg', 'inputs', 'manifest.json', 'reachability-test.md', 'report.html', 'report.json'])
    expect(sanso('UTC', 'verify', 'out')).toMatchObject({ status: 0, stderr: '' })
    expect(report('--output', 'out').status).toBe(1)
    expect(readFileSync(join(work, 'out/report.html'), 'utf8')).not.toContain('機密性２')
    expect(readdirSync(work).filter((name) => name.includes('.tmp'))).toEqual([])
  })

  test('a zip is the same bytes in any time zone, holds the same files, and verify reads it', () => {
    expect(report('--output', 'a.zip').status).toBe(1)
    expect(sanso('America/New_York', 'report', 'saikai', '--as-of', '2026-11-23', '--output', 'b.zip').status).toBe(1)
    expect(readFileSync(join(work, 'a.zip')).equals(readFileSync(join(work, 'b.zip')))).toBe(true)
    const held = unzipSync(readFileSync(join(work, 'a.zip')))
    for (const [name, content] of Object.entries(held)) expect(Buffer.from(content).equals(readFileSync(join(work, 'out', name))), name).toBe(true)
    expect(sanso('UTC', 'verify', 'a.zip')).toMatchObject({ status: 0, stderr: '' })
  })

  test('an earlier bundle, folder or zip, is compared with', () => {
    for (const previous of ['out', 'a.zip']) {
      expect(report('--output', 'next', '--previous', previous).status).toBe(1)
      expect(readFileSync(join(work, 'next/report.html'), 'utf8')).toContain('判定が変わったもの 0 件')
    }
  })

  test('what is no bundle is neither replaced nor compared with', () => {
    mkdirSync(join(work, 'mine'))
    writeFileSync(join(work, 'mine/letter.txt'), 'mine')
    expect(report('--output', 'mine')).toMatchObject({ status: 2, stderr: expect.stringContaining('報告書一式ではない') })
    expect(readFileSync(join(work, 'mine/letter.txt'), 'utf8')).toBe('mine')
    for (const previous of ['mine', 'nowhere', 'mine/letter.txt', 'no.zip']) expect(report('--output', 'never', '--previous', previous).status).toBe(2)
    expect(readdirSync(work)).not.toContain('never')
    expect(report('--output', 'no/such/place.zip')).toMatchObject({ status: 2, stderr: expect.stringContaining('書き込めません') })
  })

  test('mistakes in the input are said, and nothing is written', () => {
    writeFileSync(join(work, 'wrong.yaml'), 'sanso: 1\nnetwork: x\nzones: {}\n')
    const made = sanso('UTC', 'report', 'wrong.yaml', '--output', 'wrong')
    expect([made.status, made.stdout]).toEqual([3, ''])
    expect(made.stderr).toContain('wrong.yaml')
    expect(readdirSync(work)).not.toContain('wrong')
  })

  test('with known violations, verify comes to the same', () => {
    expect(sanso('UTC', 'check', 'saikai', '--as-of', '2026-11-23', '--baseline', 'known.json', '--update-baseline').status).toBe(0)
    expect(report('--output', 'known', '--baseline', 'known.json').status).toBe(0)
    expect(sanso('UTC', 'verify', 'known')).toMatchObject({ status: 0, stderr: '' })
  })

  test('under pseudonyms no input is enclosed, and what can be checked is', () => {
    expect(report('--output', 'hidden', '--redact').status).toBe(1)
    expect(readdirSync(join(work, 'hidden'))).not.toContain('inputs')
    expect(readFileSync(join(work, 'hidden/report.html'), 'utf8')).not.toContain('tax-server')
    expect(sanso('UTC', 'verify', 'hidden').status).toBe(4)
  })
})
