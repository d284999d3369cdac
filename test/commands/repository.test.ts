/** The real binary in a repository: its settings, its history, its pseudonyms, and what CI makes of them. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { validateAction } from '@action-validator/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'sanso-repository-'))
const repository = join(home, 'work')
const AS_OF = ['--as-of', '2026-11-23']
const ENVIRONMENT = { PATH: process.env['PATH'], HOME: home, LANG: 'en_US.UTF-8', GIT_CONFIG_NOSYSTEM: '1' }

const run = (command: string, args: readonly string[], cwd = repository, environment = {}) =>
  spawnSync(command, args, { cwd, env: { ...ENVIRONMENT, ...environment }, encoding: 'utf8', maxBuffer: 1e9 })
const sansoIn = (folder: string, ...args: string[]) => run(process.execPath, [join(home, 'bin/run.js'), ...args], join(repository, folder))
const sanso = (...args: string[]) => sansoIn('.', ...args)
const git = (...args: string[]) => expect(run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.jp', ...args]).status, args.join(' ')).toBe(0)
const commit = (message: string): void => { git('add', '-A'); git('commit', '-qm', message) }
const write = (name: string, content: string): void => {
  mkdirSync(dirname(join(repository, name)), { recursive: true })
  writeFileSync(join(repository, name), content)
}
const example = (name: string): string => readFileSync(join(ROOT, 'examples/rules', name), 'utf8')

beforeAll(() => {
  cpSync(join(ROOT, 'bin/run.js'), join(home, 'bin/run.js'), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'))
  cpSync(join(ROOT, '.github/actions/sanso'), join(home, '.github/actions/sanso'), { recursive: true })
  expect(spawnSync(process.execPath, [join(ROOT, '.ci/build.mjs'), join(home, 'dist')], { encoding: 'utf8' }).stderr).toBe('')
})
beforeEach(() => {
  rmSync(repository, { recursive: true, force: true })
  write('net/topology.yaml', example('dual-homed.pass.yaml'))
  git('init', '-q')
  commit('first')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('sanso.config.yaml', () => {
  test('is found from a folder below, up to the root of the repository; paths in it are its own', () => {
    write('sanso.config.yaml', 'paths: [net]\nlang: en\nformat: [text, json=report.json]\n')
    mkdirSync(join(repository, 'deep/down'), { recursive: true })
    const { status, stdout } = sansoIn('deep/down', 'check', ...AS_OF)
    expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Proved.*\(\.\.\/\.\.\/net\/topology\.yaml\)/)])
    expect(JSON.parse(readFileSync(join(repository, 'report.json'), 'utf8')).networks).toHaveLength(1)
    expect(sansoIn('deep', 'explain', 'mn', 'lg').status).toBe(0)
  })

  test('one beyond the root of the repository is somebody else\'s', () => {
    writeFileSync(join(home, 'sanso.config.yaml'), 'fail-on: nonsense\n')
    expect(sanso('check', 'net', ...AS_OF).status).toBe(0)
    rmSync(join(home, 'sanso.config.yaml'))
  })

  test('flags win', () => {
    write('sanso.config.yaml', 'paths: [nowhere]\nfail-on: error\nallow-unknown: true\njobs: 3\nlang: ja\n')
    expect(JSON.parse(sanso('check', '--print-config', 'net', '--fail-on', 'note', '--no-allow-unknown', '--jobs', '1', '--lang', 'en').stdout))
      .toEqual({ file: 'sanso.config.yaml', paths: ['net'], format: ['text'], 'fail-on': 'note', 'allow-unknown': false, redact: false, lang: 'en', jobs: 1, 'max-time': '10m', 'max-memory': expect.stringMatching(/^\d+MB$/) })
    expect(JSON.parse(sanso('check', '--print-config').stdout)).toMatchObject({ paths: ['nowhere'], 'fail-on': 'error', 'allow-unknown': true, jobs: 3, lang: 'ja' })
  })

  test('but a branch cannot allow itself more time or memory than the command line does', () => {
    const limits = (...flags: string[]): unknown => {
      const { 'max-time': time, 'max-memory': memory } = JSON.parse(sanso('check', '--print-config', ...flags).stdout)
      return [time, memory]
    }
    write('sanso.config.yaml', 'max-time: 2m\nmax-memory: 2GB\n')
    expect(limits()).toEqual(['2m', '2GB'])
    expect(limits('--max-time', '60s', '--max-memory', '1024MB')).toEqual(['60s', '1024MB'])
    expect(limits('--max-time', '1h', '--max-memory', '3GB')).toEqual(['2m', '2GB'])
  })

  test('mistakes in it are usage, each at its place', () => {
    write('sanso.config.yaml', 'fail-on: sometimes\njobs: 0\nbaselime: b.json\n')
    const { status, stdout, stderr } = sanso('check', 'net')
    expect([status, stdout]).toEqual([2, ''])
    for (const place of ['sanso.config.yaml:1:10', 'sanso.config.yaml:2:7', 'sanso.config.yaml:3:1']) expect(stderr).toContain(place)
    expect(stderr).toContain('baseline')
    write('sanso.config.yaml', 'paths: [\n')
    expect(sanso('check', 'net')).toMatchObject({ status: 2, stderr: expect.stringContaining('sanso.config.yaml:') })
  })

  test('an empty one wants nothing', () => {
    write('sanso.config.yaml', '# later\n')
    expect(sanso('check', 'net', ...AS_OF).status).toBe(0)
  })
})

test('a matrix takes its network as the other commands do, or by --in, and not both', () => {
  const by = sanso('matrix', '--in', 'net')
  expect(by).toMatchObject({ status: 0, stderr: '' })
  expect(sanso('matrix', 'net')).toMatchObject({ status: 0, stdout: by.stdout })
  expect(sanso('matrix', 'net', '--in', 'other')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--in other') })
})

describe('pseudonyms', () => {
  const KEY = '.sanso-redact.key'

  test('their key is made once, for its owner alone, and shown to nobody', () => {
    const first = sanso('check', 'net', '--redact', '--format', 'json', ...AS_OF)
    const key = readFileSync(join(repository, KEY), 'utf8').trim()
    expect(first.status).toBe(0)
    expect(first.stderr).toContain('.gitignore')
    if (process.platform !== 'win32') expect(statSync(join(repository, KEY)).mode & 0o777).toBe(0o600)
    expect(first.stdout + first.stderr).not.toContain(key)
    const second = sanso('check', 'net', '--redact', '--format', 'json', ...AS_OF)
    expect(second).toMatchObject({ stderr: '', stdout: first.stdout })
    expect(first.stdout).not.toContain('topology.yaml')
  })

  test('a key may be named; one that is too short is refused', () => {
    writeFileSync(join(home, 'key'), 'a key that is long enough\n')
    expect(sanso('matrix', '--in', 'net', '--redact', '--redact-key', join(home, 'key')).stdout).toMatch(/zone-[0-9a-f]{8}/)
    expect(existsSync(join(repository, KEY))).toBe(false)
    writeFileSync(join(home, 'key'), 'short\n')
    expect(sanso('check', 'net', '--redact', '--redact-key', join(home, 'key')).status).toBe(2)
  })

  test('settings can ask for them, and a flag take that back', () => {
    write('sanso.config.yaml', 'redact: true\npaths: [net]\n')
    expect(sanso('check', ...AS_OF).stdout).not.toContain('topology.yaml')
    expect(sanso('check', '--no-redact', ...AS_OF).stdout).toContain('topology.yaml')
  })

  test('a baseline is written in them, and is of no use without their key', () => {
    write('net/topology.yaml', example('dual-homed.fail.yaml'))
    const known = ['check', 'net', '--redact', '--baseline', 'known.json', ...AS_OF]
    expect(sanso(...known, '--update-baseline').status).toBe(0)
    expect(readFileSync(join(repository, 'known.json'), 'utf8')).not.toMatch(/mn->|mn-srv|dual-homed:|nas/)
    expect(sanso(...known).status).toBe(0)
    expect(sanso('check', 'net', '--baseline', 'known.json', ...AS_OF).status).toBe(2)
    rmSync(join(repository, KEY))
    expect(sanso(...known).status).toBe(2)
    expect(sanso('check', 'net', '--baseline', 'plain.json', '--update-baseline', ...AS_OF).status).toBe(0)
    expect(sanso('check', 'net', '--redact', '--baseline', 'plain.json', ...AS_OF)).toMatchObject({ status: 2, stdout: '' })
  })

  test('proposals show the files as they are: not together', () => expect(sanso('check', 'net', '--redact', '--fix-dry-run', ...AS_OF).status).toBe(2))
})

test('the same bytes, however many networks are checked at a time; a bug would be one', () => {
  for (const name of readdirSync(join(ROOT, 'examples/rules')).filter((one) => /^(dual|flow|path|rule-any|vlan)/.test(one))) write(`many/${name}`, example(name))
  const [one, four] = ['1', '4'].map((jobs) => sanso('check', 'many', '--format', 'json', '--jobs', jobs, ...AS_OF))
  expect(one!.status).toBe(1)
  expect(four).toEqual({ ...one, pid: four!.pid })
  expect(JSON.parse(one!.stdout).networks.length).toBeGreaterThan(8)
  expect(sanso('check', 'many', '--jobs', '0').status).toBe(2)
})

test('two folders can be compared, though one of them, or both, include files by a pattern', () => {
  write('one/topology.yaml', `${example('dual-homed.fail.yaml')}\ninclude: [more*.yaml]\n`)
  write('one/more.yaml', 'parties: {}\n')
  write('two/topology.yaml', example('dual-homed.fail.yaml'))
  for (const [base, head] of [['one', 'two'], ['two', 'one'], ['one', 'one']] as const) {
    expect(sanso('diff', base, head, '--format', 'json', ...AS_OF)).toMatchObject({ stderr: '', status: 0 })
  }
})

describe('the gate over a history', () => {
  const HOLE = example('dual-homed.fail.yaml')

  test('only what is new fails: the commit that breaks it, not the ones after it', () => {
    write('net/topology.yaml', HOLE)
    commit('a hole')
    const broken = sanso('diff', 'git:HEAD~1:net', 'git:HEAD:net', ...AS_OF)
    expect([broken.status, broken.stderr]).toEqual([1, ''])
    expect(broken.stdout).toMatch(/newly refuted or unknown/)
    write('net/topology.yaml', `# a note\n${HOLE}`)
    commit('a comment')
    expect(sanso('diff', 'git:HEAD~1:net', 'git:HEAD:net', '--fail-on-premise-change', ...AS_OF)).toMatchObject({ status: 0, stdout: expect.stringContaining('no difference in meaning') })
    expect(sanso('diff', 'git:HEAD:net', 'net', ...AS_OF).status).toBe(0)
  })

  test('a baseline as of a revision: a hole that the change adds to it stays new', () => {
    expect(sanso('check', 'net', '--baseline', 'known.json', '--update-baseline', ...AS_OF).status).toBe(0)
    commit('nothing known')
    write('net/topology.yaml', HOLE)
    expect(sanso('check', 'net', '--baseline', 'known.json', '--update-baseline', ...AS_OF).status).toBe(0)
    commit('a hole, and a baseline that knows it')
    expect(sanso('check', 'net', '--baseline', 'known.json', ...AS_OF).status).toBe(0)
    expect(sanso('check', 'net', '--baseline', 'git:HEAD~1:known.json', ...AS_OF).status).toBe(1)
    expect(sanso('check', 'net', '--baseline', 'git:HEAD~1:known.json', '--update-baseline', ...AS_OF).status).toBe(2)
    expect(sanso('check', 'net', '--baseline', 'git:HEAD:none.json', ...AS_OF).status).toBe(2)
  })

  test('several formats at once; redacted, neither side shows a name', () => {
    write('net/topology.yaml', HOLE)
    commit('a hole')
    const { status, stdout } = sanso('diff', 'git:HEAD~1:net', 'git:HEAD:net', '--redact', '--format', 'text', '--format', 'markdown=out.md', ...AS_OF)
    expect(status).toBe(1)
    expect(stdout + readFileSync(join(repository, 'out.md'), 'utf8')).not.toMatch(/mn-|topology|net\//)
  })
})

describe('GitHub', () => {
  const action = readFileSync(join(ROOT, '.github/actions/sanso/action.yml'), 'utf8')

  test('the action is one, and every input reaches its script by the environment alone', () => {
    expect(validateAction(action)).toEqual({ actionType: 'action', errors: [] })
    const { inputs, runs } = parse(action)
    const [{ run: script, env }] = runs.steps
    expect(script).not.toContain('${{')
    expect(Object.keys(inputs).filter((name) => !Object.values<string>(env).includes(`\${{ inputs.${name} }}`))).toEqual([])
    for (const { description, default: value } of Object.values<{ description: string; default: unknown }>(inputs)) expect([typeof description, typeof value]).toEqual(['string', 'string'])
  })

  test.skipIf(process.platform === 'win32')('its script annotates, writes the summary, and ends as the worst of its steps', () => {
    write('net/topology.yaml', HOLE_AND_MORE)
    commit('a hole')
    const inputs = { SANSO: home, SANSO_PATHS: 'net', SANSO_NETWORK: 'net', SANSO_AS_OF: '2026-11-23', SANSO_LANG: 'en', RUNNER_TEMP: home, GITHUB_STEP_SUMMARY: join(home, 'summary.md'), GITHUB_OUTPUT: join(home, 'output') }
    const script = (more = {}) => {
      for (const name of ['summary.md', 'output']) writeFileSync(join(home, name), '')
      return run('bash', [join(home, '.github/actions/sanso/run.sh')], repository, { ...inputs, ...more })
    }
    expect(script()).toMatchObject({ status: 1, stdout: expect.stringMatching(/^::error file=net\/topology\.yaml,line=/) })
    expect(readFileSync(join(home, 'summary.md'), 'utf8')).toMatch(/^## ❌ Refuted/)
    expect(readFileSync(join(home, 'output'), 'utf8')).toBe('exit-code=1\n')
    expect(script({ SANSO_BASE: 'HEAD~1', SANSO_CHECK: 'false' }).status).toBe(1)
    expect(readFileSync(join(home, 'summary.md'), 'utf8')).toMatch(/sanso diff/)
    expect(script({ SANSO_BASE: 'HEAD', SANSO_CHECK: 'false' }).status).toBe(0)
    sanso('check', 'net', '--baseline', 'known.json', '--update-baseline', ...AS_OF)
    expect(script({ SANSO_BASELINE: 'known.json' }).status).toBe(0)
    write('sanso.config.yaml', 'fail-on: error\nallow-unknown: true\n')
    expect(script().status).toBe(1)
    expect(script({ SANSO_BASE: 'no-such-branch', SANSO_CHECK: 'false' }).status).toBe(2)
    const hidden = script({ SANSO_REDACT_KEY: 'a key that is long enough' })
    expect(hidden.stdout).not.toContain('topology')
    expect(existsSync(join(home, 'sanso-redact.key'))).toBe(false)
  })
  const HOLE_AND_MORE = example('dual-homed.fail.yaml')
})

test('the hooks of pre-commit have what it asks for, and run commands that there are', () => {
  const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'))
  const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  for (const hook of hooks) {
    expect(Object.keys(hook).sort()).toEqual(['description', 'entry', 'files', 'id', 'language', 'name', 'pass_filenames', 'require_serial'])
    expect([hook.language, hook.pass_filenames, Object.keys(bin).includes(hook.entry.split(' ')[0])]).toEqual(['node', false, true])
    expect(() => new RegExp(hook.files)).not.toThrow()
    expect(sansoIn('net', ...hook.entry.split(' ').slice(1), ...AS_OF).status, hook.entry).toBe(0)
  }
})
