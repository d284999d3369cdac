/** The real binary, built with a made-up `verify` so that every exit code can be provoked. */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'sanso-cli-'))
const work = join(home, 'work')
const BIN = join(home, 'bin/run.js')

beforeAll(() => {
  cpSync(join(ROOT, 'bin/run.js'), BIN, { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'))
  const built = spawnSync(process.execPath, [join(ROOT, '.ci/build.mjs'), join(home, 'dist'), join(ROOT, 'test/commands/fake-verify.ts')], { encoding: 'utf8' })
  expect(built.stderr).toBe('')
  for (const outcome of ['proved', 'refuted', 'unknown', 'invalid', 'bug', 'vacuous', 'excepted', 'endless']) network(`${outcome}.yaml`, { outcome })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function network(name: string, keys: Readonly<Record<string, string | number>>): void {
  mkdirSync(dirname(join(work, name)), { recursive: true })
  writeFileSync(join(work, name), Object.entries({ sanso: 1, network: name, ...keys }).map(([key, value]) => `${key}: ${value}\n`).join(''))
}

const ENVIRONMENT = { PATH: process.env['PATH'], LANG: 'ja_JP.UTF-8' }
const sanso = (...args: string[]) => spawnSync(process.execPath, [BIN, ...args], { cwd: work, env: ENVIRONMENT, encoding: 'utf8', maxBuffer: 1e9 })
const shell = (command: string) =>
  spawnSync('bash', ['--norc', '-c', command], { cwd: work, env: { ...ENVIRONMENT, SANSO: `${process.execPath} ${BIN}` }, encoding: 'utf8', maxBuffer: 1e9 })

describe('exceptions', () => {
  test('are listed; what is due within some days is exit 1', () => {
    cpSync(join(ROOT, 'examples/saikai'), join(work, 'towns/saikai'), { recursive: true })
    expect(sanso('exceptions', 'towns/saikai', '--as-of', '2026-11-23')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('例外 E-2026-03  有効（2027-03-31 まで、あと128日）') })
    expect(sanso('exceptions', 'towns/saikai', '--as-of', '2027-03-10', '--within', '30d', '--lang', 'en')).toMatchObject({ status: 1, stdout: expect.stringContaining('entry F-102  in force (until 2027-03-31, 21 days left)') })
    expect(JSON.parse(sanso('exceptions', 'towns/saikai', '--as-of', '2026-11-23', '--format', 'json').stdout).networks).toHaveLength(1)
  })

  test('days and formats that are none are usage', () => {
    expect(sanso('exceptions', 'towns/saikai', '--within', 'soon').status).toBe(2)
    expect(sanso('exceptions', 'towns/saikai', '--format', 'xlsx').status).toBe(2)
  })

  test('invalid input is exit 3, and said', () => expect(sanso('exceptions', 'proved.yaml')).toMatchObject({ status: 3, stderr: expect.stringContaining('proved.yaml:') }))
})

describe('verify', () => {
  test('what is not there is usage, and what is no bundle is exit 3', () => {
    expect(sanso('verify', 'nowhere')).toMatchObject({ status: 2, stderr: expect.stringContaining('フォルダーも zip もありません: nowhere') })
    mkdirSync(join(work, 'no-bundle'), { recursive: true })
    expect(sanso('verify', 'no-bundle', '--lang', 'en')).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('there is no manifest.json') })
  })

  test('a bundle that lacks what it lists is rejected, with the place', () => {
    writeFileSync(join(work, 'no-bundle/manifest.json'), JSON.stringify({ asOf: '2026-11-23', files: [{ path: 'report.json', sha256: '', size: 1 }] }))
    expect(sanso('verify', 'no-bundle')).toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('× report.json') })
  })
})

describe('config', () => {
  const dump = join(ROOT, 'examples/iptables-gateway/configs/gw1.v4')

  test('a file says by itself what it is; what it does not say of IPv6 is exit 4', () => {
    const said = sanso('config', dump)
    expect([said.status, said.stderr]).toEqual([4, ''])
    expect(said.stdout).toContain('gw1.v4  iptables')
    expect(said.stdout).toMatch(/50 +iptables\/filter\/MN-OUT\/1 +continue +source 10\.10\.10\.8 destination 198\.51\.100\.50/)
  })

  test('every line is counted, and shown when asked for', () => {
    const [view] = JSON.parse(sanso('config', dump, '--format', 'json').stdout).configurations
    const { understood, irrelevant, notUnderstood } = view.lines
    expect(understood + irrelevant + notUnderstood).toBe(readFileSync(dump, 'utf8').trimEnd().split('\n').length)
    expect(view.irrelevant).toHaveLength(irrelevant)
    const all = sanso('config', dump, '--all', '--lang', 'en').stdout
    for (const { text } of view.irrelevant) expect(all).toContain(text.trim())
  })

  test('of a network, the segment of each interface', () => {
    const said = sanso('config', join(ROOT, 'examples/iptables-gateway/topology.yaml'), '--lang', 'en')
    expect([said.status, said.stderr]).toEqual([0, ''])
    expect(said.stdout).toMatch(/eth0\.110 +10\.10\.10\.1\/24 +reverse-path strict +→ mn-lan/)
  })

  test('what cannot be told, and what is not there, are usage', () => {
    writeFileSync(join(work, 'notes.txt'), 'nothing of a device\n')
    expect(sanso('config', 'notes.txt')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--syntax') })
    expect(sanso('config', 'absent.conf')).toMatchObject({ status: 2, stderr: expect.stringContaining('absent.conf') })
    expect(sanso('config', 'notes.txt', '--syntax', 'iptabels')).toMatchObject({ status: 2, stderr: expect.stringContaining('「iptables」のことですか') })
  })

  test('mistakes in a file are shown with what was read of it, exit 3', () => {
    writeFileSync(join(work, 'bad.v4'), '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j nowhere\nCOMMIT\n')
    expect(sanso('config', 'bad.v4')).toMatchObject({ status: 3, stdout: expect.stringContaining('[undefined-chain]') })
  })
})

describe('rules', () => {
  test('are listed, and explained one by one, in both languages and every format', () => {
    expect(sanso('rules')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('第６条第３号イ') })
    expect(sanso('rules', 'counterparty', '--lang', 'en').stdout).toContain('what it checks, and what it cannot know')
    expect(sanso('rules', '--format', 'markdown').stdout).toMatch(/^# 規則/)
    expect(JSON.parse(sanso('rules', 'counterparty', '--format', 'json').stdout)).toMatchObject({ id: 'counterparty', severities: { counterparty: { 'saikai-2024': 'error' } } })
  })

  test('what is not there is a mistake of use', () => {
    expect(sanso('rules', 'counterparti')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('「counterparty」のことですか') })
    expect(sanso('rules', '--profile', 'saikai-2042')).toMatchObject({ status: 2, stderr: expect.stringContaining('saikai-2024') })
    expect(sanso('rules', '--profile', 'none.yaml').status).toBe(2)
    expect(sanso('rules', '--format', 'html').status).toBe(2)
  })

  test('profiles are explained: shipped, and a municipality\'s own with its mistakes', () => {
    expect(sanso('rules', '--profile').stdout).toContain('mic-2026')
    expect(sanso('rules', '--profile', 'mic-2026', '--format', 'markdown').stdout).toContain('| `limits.ports` | 16 |')
    mkdirSync(work, { recursive: true })
    const own = 'profile: own\nextends: saikai-2024\ntitle: 市の対策基準\nstandard: { document: 対策基準, on: 2026-04-01 }\n'
    writeFileSync(join(work, 'own.yaml'), `${own}limits: { ports: { value: 32, clause: 第１２条 } }\n`)
    expect(sanso('rules', '--profile', './own.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('limits.ports: 16 → 32 [緩和]') })
    writeFileSync(join(work, 'own.yaml'), `${own}limits: { ports: 32 }\n`)
    expect(sanso('rules', '--profile', 'own.yaml')).toMatchObject({ status: 3, stdout: expect.stringContaining('own.yaml:5:18') })
  })
})

describe('exit codes', () => {
  test.each([['proved', 0], ['vacuous', 0], ['excepted', 0], ['refuted', 1], ['invalid', 3], ['unknown', 4]])('%s: %i', (outcome, code) => {
    const { status, stdout, stderr } = sanso('check', `${outcome}.yaml`)
    expect([status, stderr]).toEqual([code, ''])
    expect(stdout).toContain(`終了コード ${code}`)
  })

  test.each(['text', 'json', 'sarif', 'junit'])('are the same for %s', (format) =>
    expect(['proved', 'refuted', 'invalid', 'unknown'].map((name) => sanso('check', `${name}.yaml`, '--format', format).status)).toEqual([0, 1, 3, 4]))

  test('70: a bug of ours, with no report and no stack unless asked for', () => {
    const { status, stdout, stderr } = sanso('check', 'proved.yaml', 'bug.yaml')
    expect([status, stdout]).toEqual([70, ''])
    expect(stderr).toContain('bug.yaml: a made-up bug')
    expect(stderr).not.toMatch(/^ +at /m)
    expect(shell('DEBUG=1 $SANSO check bug.yaml').stderr).toMatch(/^ +at /m)
  })

  test('several networks in one call: the first of 3, 1, 4, 0', () => {
    expect(sanso('check', 'proved.yaml', 'unknown.yaml').status).toBe(4)
    expect(sanso('check', 'proved.yaml', 'unknown.yaml', 'refuted.yaml').status).toBe(1)
    expect(sanso('check', 'refuted.yaml', 'invalid.yaml').status).toBe(3)
  })

  test('--allow-unknown and --fail-on move them', () => {
    network('note.yaml', { outcome: 'refuted', severity: 'note' })
    expect(sanso('check', 'unknown.yaml', '--allow-unknown').status).toBe(0)
    expect(sanso('check', 'note.yaml').status).toBe(0)
    expect(sanso('check', 'note.yaml', '--fail-on', 'note').status).toBe(1)
  })

  test('an interrupted run ends by the signal, which a shell calls 130', async () => {
    const child = spawn(process.execPath, [BIN, 'check', 'endless.yaml'], { cwd: work, env: ENVIRONMENT })
    await new Promise((done) => setTimeout(done, 500))
    child.kill('SIGINT')
    expect(await new Promise((done) => child.on('exit', (_, signal) => done(signal)))).toBe('SIGINT')
  })
})

describe('usage is 2, says what is wrong in the reader\'s language, and prints nothing to stdout', () => {
  test.each([
    [['check', '--frobnicate'], '未知のオプションです: --frobnicate', 'unknown option: --frobnicate'],
    [['frobnicate'], 'frobnicate', 'frobnicate not found'],
    [['check', 'nowhere.yaml'], 'ファイルがありません: nowhere.yaml', 'no such file: nowhere.yaml'],
    [['check', '--format', 'pdf'], '未知の形式です: pdf', 'unknown format: pdf'],
    [['check', '--format', 'json', '--format', 'text'], '標準出力に出せる形式は一つだけです', 'only one format'],
    [['check', '--format', 'json=a', '--format', 'text=./a'], '同じファイル', 'two formats for one file'],
    [['check', '--format', 'json=no/such/folder.json', 'proved.yaml'], '書き込めません', 'cannot write'],
    [['check', '--fail-on', 'never'], '--fail-on は', '--fail-on is'],
    [['check', '--as-of', '2026-02-30'], '--as-of は', '--as-of is'],
  ])('%j', (args, ja, en) => {
    const said = sanso(...args)
    expect([said.status, said.stdout]).toEqual([2, ''])
    expect(said.stderr).toContain(ja)
    expect(sanso(...args, '--lang', 'en').stderr).toContain(en)
  })

  test('a language that is none', () => expect(sanso('check', '--lang', 'fr').status).toBe(2))
})

describe('streams', () => {
  test('what stands on standard input is nobody\'s argument: a loop that reads a list keeps it', () => {
    expect(shell('echo nonsense | $SANSO rules').stdout).toBe(sanso('rules').stdout)
    expect(shell('printf "one\\ntwo\\n" | { $SANSO schema > /dev/null; cat; }').stdout).toBe('one\ntwo\n')
  })

  test('a reader that has seen enough is no crash', () => {
    network('large.yaml', { outcome: 'proved', count: 5000 })
    const { stdout, stderr } = shell('$SANSO check large.yaml --format json | head -1; echo "${PIPESTATUS[0]}"')
    expect([stdout, stderr]).toEqual(['{\n0\n', ''])
  })

  test('five megabytes arrive whole through a pipe', () => {
    network('huge.yaml', { outcome: 'refuted', count: 9000 })
    const { stdout, status } = shell('set -o pipefail; $SANSO check huge.yaml --format json | cat')
    expect(stdout.length).toBeGreaterThan(5_000_000)
    expect(JSON.parse(stdout).networks[0].counts.total).toBe(9000)
    expect(status).toBe(1)
  })

  test.skipIf(!existsSync('/dev/full'))('output that cannot be written is never a green run', () =>
    expect(shell('$SANSO check proved.yaml > /dev/full').status).toBe(2))

  test('several formats in one run: files whole, nothing left beside them, stdout only what was asked for', () => {
    const { stdout, status } = sanso('check', 'refuted.yaml', '--format', 'text', '--format', 'sarif=out.sarif', '--format', 'junit=out.xml')
    expect([status, stdout.split('\n')[0]]).toEqual([1, '違反を確認（原因 1 件）: refuted.yaml (refuted.yaml)'])
    expect(JSON.parse(readFileSync(join(work, 'out.sarif'), 'utf8')).version).toBe('2.1.0')
    expect(readFileSync(join(work, 'out.xml'), 'utf8')).toContain('</testsuites>')
    expect(readdirSync(work).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(sanso('check', 'proved.yaml', '--format', 'json=out.json').stdout).toBe('')
  })

  test('JSON is what its schema says', () => {
    const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(ROOT, 'schemas/report.schema.json'), 'utf8')))
    for (const name of ['proved', 'refuted', 'unknown', 'invalid']) {
      validate(JSON.parse(sanso('check', `${name}.yaml`, '--format', 'json').stdout))
      expect(validate.errors ?? []).toEqual([])
    }
  })

  test('same input, same bytes', () =>
    expect(sanso('check', 'refuted.yaml', '--format', 'json').stdout).toBe(sanso('check', 'refuted.yaml', '--format', 'json').stdout))
})

describe('what is checked', () => {
  const names = (...args: string[]) => JSON.parse(sanso('check', ...args, '--format', 'json').stdout).networks.map(({ file }: { file: string }) => file)

  beforeAll(() => {
    network('city/topology.yaml', { outcome: 'proved' })
    network('city/other.yaml', { outcome: 'proved' })
    network('towns/b.yaml', { outcome: 'proved' })
    network('towns/a.json', { outcome: 'proved' })
    writeFileSync(join(work, 'towns/part.yaml'), 'zones: {}\n')
    network('with-parts/topology.yaml', { outcome: 'proved', include: 'parts/*.yaml' })
    network('with-parts/parts/z.yaml', {})
    network('with-parts/parts/a.yaml', {})
    mkdirSync(join(work, 'void'))
  })

  test('a folder with a topology.yaml is that network', () => expect(names('city')).toEqual(['city/topology.yaml']))
  test('in any other folder, what is a root file', () => expect(names('./towns')).toEqual(['towns/a.json', 'towns/b.yaml']))
  test('a pattern, each file once', () => expect(names('towns/*.*', 'towns/b.yaml')).toEqual(['towns/a.json', 'towns/b.yaml']))
  test('included files are found beside the root, in order', () =>
    expect(sanso('check', 'with-parts').stdout).toContain('with-parts/parts/a.yaml with-parts/parts/z.yaml'))

  test('a folder without any network is 3, and says so', () => {
    const { status, stdout } = sanso('check', 'void', 'proved.yaml')
    expect(status).toBe(3)
    expect(stdout).toContain('検証の対象がありません: void')
  })
})

describe('words', () => {
  test('help needs no network and lists the commands', () => expect(sanso('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('check') }))
  test('the schema is JSON', () => expect(JSON.parse(sanso('schema').stdout).$schema).toContain('2020-12'))

  test('the schema of profiles as well; there is no other', () => {
    expect(JSON.parse(sanso('schema', 'profile').stdout).title).toBe('sanso profile')
    expect(sanso('schema', 'report').status).toBe(2)
  })

  test.each([
    [{ LANG: 'en_US.UTF-8' }, 'Proved'], [{ LANG: 'ja_JP.UTF-8' }, '適合'], [{ LC_ALL: 'ja_JP', LANG: 'en_US' }, '適合'],
    [{ LANG: 'C.UTF-8' }, '適合'], [{}, '適合'], [{ LC_ALL: '', LC_MESSAGES: 'fr_FR' }, 'Proved'],
  ])('%j speaks %s', (locale, word) => {
    const { stdout } = spawnSync(process.execPath, [BIN, 'check', 'proved.yaml'], { cwd: work, env: { PATH: process.env['PATH'], ...locale }, encoding: 'utf8' })
    expect(stdout.startsWith(word)).toBe(true)
  })
})
