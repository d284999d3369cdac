/** `sanso init` from outside: what it writes checks, and it writes over nothing. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'sanso-init-'))
const work = join(home, 'work')
const BIN = join(home, 'bin/run.js')

beforeAll(() => {
  mkdirSync(work)
  cpSync(join(ROOT, 'bin/run.js'), BIN, { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'))
  expect(spawnSync(process.execPath, [join(ROOT, '.ci/build.mjs'), join(home, 'dist')], { encoding: 'utf8' }).stderr).toBe('')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ENVIRONMENT = { PATH: process.env['PATH'], LANG: 'ja_JP.UTF-8', TERM: 'dumb' }
const sanso = (...args: string[]) => spawnSync(process.execPath, [BIN, ...args], { cwd: work, env: ENVIRONMENT, encoding: 'utf8', input: '' })

describe('init', () => {
  test('writes files that check, whatever was skipped, and never over others', () => {
    expect(sanso('init', 'a')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('未回答のもの') })
    expect(sanso('check', 'a').status).toBe(4)
    writeFileSync(join(work, 'a/register.yaml'), 'flows: {} # mine\n')
    expect(sanso('init', 'a')).toMatchObject({ status: 2, stderr: expect.stringContaining('register.yaml') })
    expect(readFileSync(join(work, 'a/register.yaml'), 'utf8')).toContain('mine')
    expect(sanso('init', 'a', '--force').status).toBe(0)
    expect(readdirSync(join(work, 'a')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('a file may be named from where one stands, or from the folder; one that is not there, or elsewhere, is usage', () => {
    cpSync(join(ROOT, 'examples/iptables-gateway/configs'), join(work, 'b/configs'), { recursive: true })
    writeFileSync(join(work, 'elsewhere.csv'), '')
    expect(sanso('init', 'b', '--zone', 'mn=10.10.0.0/16', '--config', 'gw1=b/configs/gw1.v4,configs/gw1.v6').status).toBe(0)
    expect(readFileSync(join(work, 'b/topology.yaml'), 'utf8')).toContain('files: [configs/gw1.v4, configs/gw1.v6]')
    expect(sanso('init', 'c', '--register', 'none.csv')).toMatchObject({ status: 2, stderr: expect.stringContaining('none.csv') })
    expect(sanso('init', 'c', '--register', 'elsewhere.csv')).toMatchObject({ status: 2, stderr: expect.stringContaining('フォルダーの中') })
    expect(sanso('init', 'c', '--zone', 'mn').status).toBe(2)
    expect(sanso('init', 'elsewhere.csv/under').status).toBe(2)
    expect(existsSync(join(work, 'c'))).toBe(false)
  })
})

describe('the first half hour of the README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const part = readme.slice(readme.indexOf('### はじめての30分'), readme.indexOf('**エディター**'))
  const blocks = [...part.matchAll(/ {3}```(\w*)\n([^]*?) {3}```/g)].map(([, language, block]) => ({ language, block: block!.replaceAll(/^ {3}/gm, '') }))
  const run = (script: string) => spawnSync('bash', ['--norc', '-e', '-c', script], { cwd: work, env: ENVIRONMENT, encoding: 'utf8', input: '' })

  test('goes as it says, word for word', () => {
    const typed = blocks.filter(({ language }) => language === '').map(({ block }) => block.replace('SANSO=../sanso', `SANSO=${ROOT}`).replace('"$SANSO/bin/run.js"', `"${BIN}"`))
    expect(typed).toHaveLength(2)
    expect(run(`${typed.join('')}`)).toMatchObject({ status: 0, stderr: '' })
    const village = join(work, 'mura')
    const check = () => sanso('check', 'mura', '--as-of', '2026-11-23')
    expect(check()).toMatchObject({ status: 1, stdout: expect.stringMatching(/mynumber-isolation[^]*configs\/gw1\.v4:51|gw1\.v4:51[^]*mynumber-isolation/) })
    expect(sanso('init', '--draft-register', 'mura', '--as-of', '2026-11-23')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('1. D-001 特定通信  tax-server → eltax  tcp/443') })
    expect(sanso('init', '--draft-register', 'mura')).toMatchObject({ status: 2 })
    const root = readFileSync(join(village, 'topology.yaml'), 'utf8')
    writeFileSync(join(village, 'topology.yaml'), root.replace('# - register.draft.yaml', '- register.draft.yaml'))
    expect(check().stdout).toContain('登録 D-001：')
    const draft = readFileSync(join(village, 'register.draft.yaml'), 'utf8')
    const complete = draft.replace(/ {2}D-001:\n(?: {4}.*\n)+/, () => blocks.find(({ language }) => language === 'yaml')!.block)
    expect(complete).not.toBe(draft)
    writeFileSync(join(village, 'register.draft.yaml'), complete)
    const { stdout } = check()
    expect(stdout).not.toContain('登録 D-001：')
    expect(stdout).toContain('登録 D-002：')
  })
})

/** util-linux's `script` gives a program a terminal. */
const terminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0

describe.skipIf(!terminal)(`on a terminal${terminal ? '' : ' (skipped: no script of util-linux)'}`, () => {
  test('it asks what the flags leave open, again where an answer is none, and not more', () => {
    const answers = ['西海町', '', 'gamma', 'β', 'mn=10.10.0.5/16', 'mn=10.10.0.0/16 lg=10.20.0.0/16', '', '', '', '', '', '', '']
    const { status, stdout } = spawnSync('script', ['-qec', `${process.execPath} ${BIN} init d --party eltax`, '/dev/null'], { cwd: work, env: ENVIRONMENT, encoding: 'utf8', input: `${answers.join('\n')}\n` })
    expect(status).toBe(0)
    expect(stdout).toContain('10/10')
    expect(stdout).toContain('gamma')
    expect(stdout).toContain('10.10.0.0/16 のことですか')
    expect(readFileSync(join(work, 'd/topology.yaml'), 'utf8')).toMatch(/title: '西海町 庁内ネットワーク'\npolicy: \{ profile: saikai-2024, model: beta \}/)
  })
})
