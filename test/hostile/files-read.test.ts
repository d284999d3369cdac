/** What a stranger's branch names is read only where it is a regular file of bearable size, inside the folder of the root file. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesWith } from '../../src/commands/files.ts'
import { BIN, ENVIRONMENT, IS_ROOT, newFolder, sanso, write } from './on-disk.ts'

const work = newFolder()
afterAll(() => rmSync(work, { recursive: true, force: true }))

const SECRET = 'enable secret 5 do-not-show-this'
const root = (name: string, more = ''): string => `sanso: 1\nnetwork: ${name}\nzones: { mn: { tier: mynumber } }\nsegments: { a: { zone: mn, subnets: [10.0.0.0/24] } }\n${more}`
const device = (name: string, file: string): string => root(name, `devices:\n  fw1: { kind: firewall, config: { syntax: cisco-ios, file: "${file}" } }\n`)
const including = (name: string, pattern: string): string => root(name, `include: ["${pattern}"]\n`)
const profiled = (name: string, file: string): string => root(name, `policy: { profile: "${file}", model: alpha }\n`)

interface Case { readonly name: string; readonly root: (name: string) => string; readonly lay: (folder: string) => void; readonly line: number; readonly ja: string; readonly en: string }
const OUT = { ja: 'フォルダーの外を指しています', en: 'a link leads out of the folder of the root file' }
const linked = (target: string, at = 'x.conf') => (folder: string) => symlinkSync(target, join(folder, at))
const X = (name: string) => device(name, 'x.conf')

const CASES: readonly Case[] = [
  { name: 'link-out', root: X, lay: linked('../secret.conf'), line: 6, ...OUT },
  { name: 'link-absolute', root: X, lay: linked('/etc/shadow'), line: 6, ...OUT },
  { name: 'link-zero', root: X, lay: linked('/dev/zero'), line: 6, ...OUT },
  { name: 'link-stdin', root: X, lay: linked('/dev/stdin'), line: 6, ja: 'を読めません', en: 'cannot read link-stdin/x.conf' },
  { name: 'link-folder', root: (name) => device(name, 'sub/secret.conf'), lay: linked('..', 'sub'), line: 6, ...OUT },
  { name: 'link-circle', root: X, lay: linked('x.conf'), line: 6, ja: 'リンクが循環しています', en: 'links lead in a circle' },
  { name: 'link-nowhere', root: X, lay: linked('nothing'), line: 6, ja: 'リンクの指す先がありません', en: 'a link that leads nowhere' },
  { name: 'pipe', root: X, lay: (folder) => execFileSync('mkfifo', [join(folder, 'x.conf')]), line: 6, ja: '名前付きパイプ', en: 'not a regular file (a pipe)' },
  { name: 'pipe-included', root: (name) => including(name, 'x.yaml'), lay: (folder) => execFileSync('mkfifo', [join(folder, 'x.yaml')]), line: 5, ja: '名前付きパイプ', en: 'not a regular file (a pipe)' },
  { name: 'pipe-matched', root: (name) => including(name, '*.yml'), lay: (folder) => execFileSync('mkfifo', [join(folder, 'x.yml')]), line: 5, ja: '名前付きパイプ', en: 'not a regular file (a pipe)' },
  { name: 'folder', root: X, lay: (folder) => mkdirSync(join(folder, 'x.conf')), line: 6, ja: 'ファイルではなくフォルダーです', en: 'it is a folder, not a file' },
  { name: 'sparse', root: X, lay: (folder) => { writeFileSync(join(folder, 'x.conf'), ''); truncateSync(join(folder, 'x.conf'), 100 * 2 ** 30) }, line: 6, ja: '大きすぎます（上限 64 MB）', en: 'too large (at most 64 MB)' },
  { name: 'ledger-out', root: (name) => including(name, 'flows.csv'), lay: linked('../secret.conf', 'flows.csv'), line: 5, ...OUT },
  { name: 'profile-out', root: (name) => profiled(name, 'p.yaml'), lay: linked('../secret.conf', 'p.yaml'), line: 5, ...OUT },
  { name: 'matched-out', root: (name) => including(name, 'sites/*.yaml'), lay: linked('..', 'sites'), line: 5, ...OUT },
  { name: 'matched-one-out', root: (name) => device(name, '*.conf'), lay: linked('../secret.conf'), line: 6, ...OUT },
  { name: 'git', root: (name) => device(name, '.git/config'), lay: (folder) => write(folder, { '.git/config': SECRET }), line: 6, ja: '入力として読みません', en: 'is no input' },
  { name: 'key', root: (name) => device(name, '.sanso-redact.key'), lay: (folder) => write(folder, { '.sanso-redact.key': SECRET }), line: 6, ja: '入力として読みません', en: 'is no input' },
  { name: 'other-encoding', root: (name) => including(name, 'x.yaml'), lay: (folder) => writeFileSync(join(folder, 'x.yaml'), Buffer.from([0x93, 0xfa, 0x0a])), line: 5, ja: 'UTF-8 のテキストではありません', en: 'it is no text in UTF-8' },
  { name: 'braces', root: (name) => including(name, '{a,b}'.repeat(40)), lay: () => undefined, line: 5, ja: 'パターンが複雑すぎます', en: 'the pattern is too involved' },
  { name: 'stars', root: (name) => including(name, '*a*a*a*a*a*a*a*b'), lay: (folder) => write(folder, { ['a'.repeat(200)]: '' }), line: 5, ja: 'パターンが複雑すぎます', en: 'the pattern is too involved' },
]

type Said = Readonly<Record<string, readonly { readonly message: { readonly ja: string; readonly en: string }; readonly at: { readonly line: number } }[]>>
let said: Said
let output: ReturnType<typeof sanso>

beforeAll(() => {
  write(work, { 'secret.conf': SECRET })
  for (const { name, root: text, lay } of CASES) {
    write(work, { [`${name}/topology.yaml`]: text(name) })
    lay(join(work, name))
  }
  output = sanso(work, ['check', ...CASES.map(({ name }) => name), '--jobs', '2', '--format', 'json'])
  said = Object.fromEntries((JSON.parse(output.stdout) as { networks: { file: string; problems: Said[string] }[] }).networks.map(({ file, problems }) => [file.split('/')[0]!, problems]))
})

test.each(CASES)('$name: refused at the line that names it, in both languages', ({ name, line, ja, en }) => {
  expect(said[name]?.map(({ message, at }) => [at.line, message.ja.includes(ja), message.en.includes(en), message])).toEqual([[line, true, true, expect.anything()]])
})

test('input that is refused is exit 3, and nothing of it is shown', () => {
  expect([output.status, output.stderr]).toEqual([3, ''])
  expect(output.stdout).not.toContain('do-not-show-this')
})

test('links inside the folder, files with two names and circles of folders are read', () => {
  write(work, { 'inside/topology.yaml': root('inside', 'include: ["parts/**/*.yaml", linked.yaml]\n'), 'inside/parts/deep/z.yaml': 'zones: { lg: { tier: lgwan } }\n', 'inside/real/l.yaml': 'zones: { in: { tier: internet } }\n' })
  symlinkSync('real/l.yaml', join(work, 'inside/linked.yaml'))
  symlinkSync('..', join(work, 'inside/parts/up'))
  linkSync(join(work, 'inside/parts/deep/z.yaml'), join(work, 'inside/second-name'))
  expect(sanso(work, ['config', 'inside/topology.yaml', '--lang', 'en'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no device of inside/topology.yaml has a configuration file') })
})

describe('every command that opens a file', () => {
  const COMMANDS: readonly (readonly string[])[] = [
    ['check', 'FILE'], ['config', 'FILE'], ['explain', 'a', 'b', '--in', 'FILE'], ['diff', 'FILE', 'inside'], ['check', 'inside', '--baseline', 'FILE'],
    ['rules', '--profile', 'FILE'], ['exceptions', 'FILE'], ['report', 'FILE'], ['verify', 'FILE.zip'], ['report', 'inside', '--previous', 'FILE.zip'],
    ['check', 'inside', '--redact', '--redact-key', 'FILE'], ['init', 'new', '--config', 'fw1=FILE', '--no-input'],
  ]
  test('refuses a pipe and does not wait for it', () => {
    execFileSync('mkfifo', [join(work, 'pipe.yaml'), join(work, 'pipe.yaml.zip')])
    for (const command of COMMANDS) {
      const ran = sanso(work, [...command.map((word) => word.replace('FILE', 'pipe.yaml')), '--lang', 'en'])
      expect([command, ran.status === 2 || ran.status === 3, `${ran.stdout}${ran.stderr}`.includes('not a regular file (a pipe)')]).toEqual([command, true, true])
    }
  })

  test('says nothing of a file that a link outside of the folder leads to', () => {
    write(work, { 'elsewhere/secret.yaml': `sanso: 1\nnetwork: x\n${SECRET}\n` })
    mkdirSync(join(work, 'links'))
    symlinkSync('../elsewhere/secret.yaml', join(work, 'links/l.yaml'))
    for (const command of [['check', 'links'], ['check', 'links/*.yaml'], ['config', 'links/l.yaml', '--syntax', 'cisco-ios'], ['rules', '--profile', 'links/l.yaml'], ['check', 'inside', '--baseline', 'links/l.yaml']]) {
      const { status, stdout, stderr } = sanso(work, [...command, '--lang', 'en'])
      expect([command, status, stdout.includes(OUT.en) || stderr.includes(OUT.en), `${stdout}${stderr}`.includes('do-not-show')]).toEqual([command, expect.toBeOneOf([2, 3]), true, false])
    }
  })
})

test('links in a revision of git lead nowhere else either', () => {
  const folder = join(work, 'repository')
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.invalid', ...args], { cwd: folder, encoding: 'utf8' })
  const parts = '{ mn2: { tier: mynumber } }'
  write(folder, { 'net/topology.yaml': root('g', 'include: [linked.yaml]\n'), 'net/real.yaml': `zones: ${parts}\n`, 'elsewhere.yaml': SECRET })
  const said: string[] = []
  git('init', '-q')
  for (const target of ['real.yaml', '../elsewhere.yaml', '/etc/shadow', 'linked.yaml', 'nothing']) {
    rmSync(join(folder, 'net/linked.yaml'), { force: true })
    symlinkSync(target, join(folder, 'net/linked.yaml'))
    git('add', '-A')
    git('commit', '-q', '-m', target)
    const { status, stderr } = sanso(folder, ['diff', 'git:HEAD:net', 'git:HEAD:net', '--lang', 'en', '--allow-unknown'])
    said.push(`${status} ${/ {2}.*: (.*) {2}\[/.exec(stderr)?.[1] ?? ''}`)
  }
  expect(said).toEqual(['0 ', `3 ${OUT.en}`, `3 ${OUT.en}`, '3 links lead in a circle', '3 a link that leads nowhere'])
})

test('a socket is no file', async () => {
  write(work, { 'socket/topology.yaml': device('socket', 'x.conf') })
  const server = createServer().listen(join(work, 'socket/x.conf'))
  await new Promise((listening) => server.once('listening', listening))
  expect(sanso(work, ['check', 'socket', '--lang', 'en'])).toMatchObject({ status: 3, stdout: expect.stringContaining('not a regular file (a socket)') })
  server.close()
})

describe('settings that a branch brings along', () => {
  test.each(['format: ["json=../out.json"]', 'format: ["json=/tmp/out.json"]', 'format: ["json=away/out.json"]', 'paths: [away]', 'paths: ["away/*.yaml"]', 'paths: [..]', 'baseline: away/known.json'])('%s leads out and is refused', (settings) => {
    const folder = join(work, 'settings')
    rmSync(folder, { recursive: true, force: true })
    write(folder, { 'sanso.config.yaml': `${settings}\n`, 'topology.yaml': root('s') })
    symlinkSync('..', join(folder, 'away'))
    expect(sanso(folder, ['check', '--lang', 'en'])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('is not in the folder of this file') })
  })
})

test('names of files steer no terminal', () => {
  const name = 'a\u001b[31m\u202e\nb.yaml'
  write(work, { [`names/${name}`]: 'sanso: 1\nnetwork: : :\n' })
  for (const args of [['check', `names/${name}`], ['check', 'names'], ['config', `names/${name}`], ['check', `names/not-${name}`]]) {
    const { status, stdout, stderr } = sanso(work, args)
    expect([args, status, /[\u001b\u202e]|\nb\.yaml/.test(stdout + stderr)]).toEqual([args, expect.toBeOneOf([2, 3]), false])
  }
})

test('a name that is not UTF-8 is said to be so', () => {
  mkdirSync(join(work, 'bytes'))
  writeFileSync(Buffer.concat([Buffer.from(`${work}/bytes/`), Buffer.from([0xff]), Buffer.from('.yaml')]), root('x'))
  expect(sanso(work, ['check', 'bytes', '--lang', 'en'])).toMatchObject({ status: 3, stdout: expect.stringContaining('its name is not UTF-8') })
})

test('input is bounded in all, and what is read is read once', () => {
  const read: string[] = []
  const part = Buffer.alloc(60 * 2 ** 20)
  const files = filesWith(() => [], (name) => { read.push(name); return part })
  const names = ['a', 'b', 'c', 'd', 'e', 'a']
  expect(names.map((name) => files.readBytes!(name) === undefined)).toEqual([false, false, false, false, true, false])
  expect([read, files.why!('e')?.en]).toEqual([['a', 'b', 'c', 'd', 'e'], 'the input of the network is too large in all (at most 256 MB)'])
})

const asNobody = (cwd: string, args: readonly string[]) =>
  spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, BIN, ...args], { cwd, encoding: 'utf8', input: '', timeout: 60_000, env: ENVIRONMENT })

// Root may read everything: somebody else has to try.
test.skipIf(!IS_ROOT)('what may not be read is said to be so (needs root to become somebody else)', () => {
  write(work, { 'closed/topology.yaml': device('closed', 'x.conf'), 'closed/x.conf': SECRET, 'closed-root/topology.yaml': root('r'), 'closed-folder/sub/x.yaml': '', 'closed-folder/topology.yaml': including('f', '*/*.yaml') })
  chmodSync(work, 0o755)
  chownSync(join(work, 'closed/x.conf'), 0, 0)
  for (const path of ['closed/x.conf', 'closed-root/topology.yaml', 'closed-folder/sub']) chmodSync(join(work, path), 0)
  for (const folder of ['closed', 'closed-root', 'closed-folder']) {
    expect(asNobody(work, ['check', folder])).toMatchObject({ status: 3, stderr: '', stdout: expect.stringContaining('権限がありません（EACCES）') })
  }
})
