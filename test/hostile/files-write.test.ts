/** Nothing of the user's is half-written, whatever the disk, the reader of the output or a signal does; and the message says what happened. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AS_OF, BIN, ENVIRONMENT, IS_ROOT, newFolder, ROOT, sanso, shell } from './on-disk.ts'

const work = newFolder()
const file = (name: string): string => join(work, name)
const read = (name: string): string => readFileSync(file(name), 'utf8')
/** Small, with a violation that --fix closes. */
const TOWN = 'examples/rules/mynumber-isolation.fail.yaml'
const check = (...args: string[]) => sanso(work, ['check', 'town', '--as-of', AS_OF, '--lang', 'en', ...args])
const isReport = (text: string): boolean => (JSON.parse(text) as { exitCode: number }).exitCode === 1
const leftovers = (folder = '.'): string[] => readdirSync(file(folder)).filter((name) => name.includes('.sanso-'))

beforeAll(() => {
  mkdirSync(file('town'))
  cpSync(join(ROOT, TOWN), file('town/topology.yaml'))
  writeFileSync(file('preload.cjs'), PRELOAD)
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

describe('a file that is there', () => {
  test('keeps its permissions and its owner; a link stays a link; another name of it keeps the old content', () => {
    mkdirSync(file('kept'))
    writeFileSync(file('kept/real.json'), 'old', { mode: 0o640 })
    if (IS_ROOT) chownSync(file('kept/real.json'), 1234, 1234)
    symlinkSync('kept/real.json', file('link.json'))
    linkSync(file('kept/real.json'), file('second.json'))
    expect(check('--format', 'json=link.json')).toMatchObject({ status: 1, stderr: '' })
    expect([readlinkSync(file('link.json')), statSync(file('kept/real.json')).mode & 0o777, read('second.json')]).toEqual(['kept/real.json', 0o640, 'old'])
    if (IS_ROOT) expect(statSync(file('kept/real.json')).uid).toBe(1234)
    expect(isReport(read('kept/real.json'))).toBe(true)
  })

  test.each<[string, string, (path: string) => void]>([
    ['a link that leads out of its folder', 'a link that leads out of its folder: name the file itself', (path) => symlinkSync(join(ROOT, 'package.json'), path)],
    ['a link that leads nowhere', 'a link that leads nowhere', (path) => symlinkSync('/nowhere/at/all', path)],
    ['a folder', 'it is a folder', (path) => mkdirSync(path)],
  ])('%s is not written', (_, why, lay) => {
    rmSync(file('target.json'), { recursive: true, force: true })
    lay(file('target.json'))
    const before = readFileSync(join(ROOT, 'package.json'), 'utf8')
    expect(check('--format', 'json=target.json')).toMatchObject({ status: 2, stderr: `sanso: cannot write target.json: ${why}${why === 'it is a folder' ? ', not a file' : ''}\n` })
    expect(readFileSync(join(ROOT, 'package.json'), 'utf8')).toBe(before)
  })
})

test('a pipe and a device are written straight to, and stay what they are', () => {
  const ran = shell(work, `$SANSO check town --as-of ${AS_OF} --format json=/dev/null; test -c /dev/null && $SANSO check town --as-of ${AS_OF} --format json=>(cat >process.json); sleep 0.2; $SANSO check town --as-of ${AS_OF} --format json=/dev/stdout | cat >stdout.json`)
  expect([ran.stderr, isReport(read('process.json')), isReport(read('stdout.json')), lstatSync('/dev/stdout').isSymbolicLink()]).toEqual(['', true, true, true])
})

describe('a reader that has seen enough, and a disk that is full', () => {
  test('a closed pipe is no crash, and the exit code stays that of the report', () => {
    const ran = shell(work, `$SANSO check town --as-of ${AS_OF} --format json | head -c 10 >/dev/null; echo \${PIPESTATUS[0]}`)
    expect([ran.stdout, ran.stderr]).toEqual(['1\n', ''])
  })

  test('what cannot be written is said, with exit 2', () => {
    const ran = shell(work, ['check town', 'matrix --in town', 'rules', 'config town/topology.yaml --syntax cisco-ios'].map((command) => `$SANSO ${command} --lang en >/dev/full; echo $?`).join('\n'))
    expect([ran.stdout, ran.stderr]).toEqual(['2\n'.repeat(4), 'sanso: cannot write the output: ENOSPC\n'.repeat(4)])
    expect(check('--format', 'json=/dev/full')).toMatchObject({ status: 2, stderr: 'sanso: cannot write /dev/full: the disk is full (ENOSPC)\n' })
  })

  // Only root may mount a disk that is small enough.
  test.skipIf(!IS_ROOT || spawnSync('unshare', ['-m', 'true']).status !== 0)('a full disk leaves the old file as it was, and nothing beside it (needs root to mount a small one)', () => {
    const ran = spawnSync('unshare', ['-m', 'bash', '-c', [
      'mkdir -p small && mount -t tmpfs -o size=32k tmpfs small && mkdir small/town && cp -r town/topology.yaml small/town/ && echo old >small/out.json && cp small/town/topology.yaml before.yaml',
      `${process.execPath} ${BIN} check town --as-of ${AS_OF} --format json=small/out.json; echo $?`,
      `${process.execPath} ${BIN} report town --as-of ${AS_OF} --output small/bundle; echo $?`,
      'cat small/out.json; dd if=/dev/zero of=small/fill bs=1k 2>/dev/null',
      `${process.execPath} ${BIN} check small/town --as-of ${AS_OF} --fix >/dev/null; echo $?`,
      'cmp before.yaml small/town/topology.yaml; ls -A small',
    ].join('\n')], { cwd: work, encoding: 'utf8', timeout: 60_000, env: ENVIRONMENT })
    expect(ran.stdout).toBe('2\n2\nold\n2\nfill\nout.json\ntown\n')
    expect(ran.stderr.match(/書き込めません: \S+：ディスクに空きがありません（ENOSPC）/g)).toHaveLength(3)
  })
})

// Root may write everywhere: somebody else has to try.
test.skipIf(!IS_ROOT)('a folder or a file that may not be written stays as it is (needs root to become somebody else)', () => {
  mkdirSync(file('closed'))
  writeFileSync(file('closed/out.json'), 'old')
  mkdirSync(file('open'))
  writeFileSync(file('open/out.json'), 'old', { mode: 0o444 })
  chmodSync(work, 0o755)
  chmodSync(file('open'), 0o777)
  for (const output of ['closed/out.json', 'open/out.json']) {
    const ran = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, BIN, 'check', 'town', '--as-of', AS_OF, '--format', `json=${output}`], { cwd: work, encoding: 'utf8', env: ENVIRONMENT })
    expect([ran.status, ran.stderr, read(output)]).toEqual([2, `sanso: 書き込めません: ${output}：権限がありません（EACCES）\n`, 'old'])
  }
})

describe('--fix', () => {
  test('keeps the permissions of the file, and leaves nothing beside it', () => {
    cpSync(file('town'), file('fixed'), { recursive: true })
    chmodSync(file('fixed/topology.yaml'), 0o600)
    sanso(work, ['check', 'fixed', '--as-of', AS_OF, '--fix'])
    expect([read('fixed/topology.yaml') === read('town/topology.yaml'), statSync(file('fixed/topology.yaml')).mode & 0o777, leftovers('fixed')]).toEqual([false, 0o600, []])
  })
})

/** Ends the process by a signal when it calls `call` for the `count`-th time from the first file that it makes anew. */
const PRELOAD = `
const fs = require('node:fs'), { syncBuiltinESMExports } = require('node:module')
const [name, count] = process.env.DIE_AT.split(':')
let armed = false, calls = 0
const open = fs.openSync
fs.openSync = (path, flags, ...more) => { armed ||= flags === 'wx'; return open(path, flags, ...more) }
const call = fs[name]
const die = () => {
  process.kill(process.pid, process.env.DIE_BY ?? 'SIGKILL')
  // Node takes other signals in the main thread: this one goes no further until it has.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000)
}
fs[name] = (...args) => { if (armed && ++calls === Number(count)) die(); return call(...args) }
syncBuiltinESMExports()
`

describe('kill -9', () => {
  test.each(['writeFileSync:1', 'renameSync:1', 'fsyncSync:2'])('at %s of --fix: the file is the old one or the new one, and the next run cleans up', (dies) => {
    const [old, fixed] = [read('town/topology.yaml'), read('fixed/topology.yaml')]
    rmSync(file('victim'), { recursive: true, force: true })
    cpSync(file('town'), file('victim'), { recursive: true })
    const killed = sanso(work, ['check', 'victim', '--as-of', AS_OF, '--fix'], { NODE_OPTIONS: `--require ${file('preload.cjs')}`, DIE_AT: dies })
    expect(killed.signal).toBe('SIGKILL')
    expect([old, fixed]).toContain(read('victim/topology.yaml'))
    expect(leftovers('victim')).toHaveLength(dies === 'fsyncSync:2' ? 0 : 1)
    sanso(work, ['check', 'victim', '--as-of', AS_OF, '--fix', '--format', 'json=victim/out.json'])
    expect([read('victim/topology.yaml'), leftovers('victim')]).toEqual([fixed, []])
  })

  test('before the last rename of report: the earlier bundle stands aside whole, and the next run takes over from it', () => {
    const report = (env: Readonly<Record<string, string>> = {}) => sanso(work, ['report', 'town', '--as-of', AS_OF, '--output', 'bundle'], env)
    expect(report().status).toBe(1)
    const manifest = read('bundle/manifest.json')
    expect(report({ NODE_OPTIONS: `--require ${file('preload.cjs')}`, DIE_AT: 'renameSync:2' }).signal).toBe('SIGKILL')
    const [old] = readdirSync(work).filter((name) => name.startsWith('bundle.sanso-'))
    expect(read(`${old}/manifest.json`)).toBe(manifest)
    expect(report().status).toBe(1)
    expect([read('bundle/manifest.json'), leftovers()]).toEqual([manifest, []])
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a run by the signal itself, and leaves the old file as it was', (signal) => {
  writeFileSync(file('signal.json'), 'old')
  const ran = sanso(work, ['check', 'town', '--format', 'json=signal.json'], { NODE_OPTIONS: `--require ${file('preload.cjs')}`, DIE_AT: 'renameSync:1', DIE_BY: signal })
  expect([ran.status, ran.signal, read('signal.json')]).toEqual([null, signal, 'old'])
})

test('two runs at once both end well, and the file is whole', async () => {
  const run = () => new Promise<number | null>((resolve) => spawn(process.execPath, [BIN, 'check', 'town', '--as-of', AS_OF, '--format', 'json=both.json'], { cwd: work, env: ENVIRONMENT, stdio: 'ignore' }).once('exit', resolve))
  const report = () => new Promise<number | null>((resolve) => spawn(process.execPath, [BIN, 'report', 'town', '--as-of', AS_OF, '--output', 'both'], { cwd: work, env: ENVIRONMENT, stdio: 'ignore' }).once('exit', resolve))
  expect(await Promise.all([run(), run(), report(), report()])).toEqual([1, 1, 1, 1])
  expect([isReport(read('both.json')), sanso(work, ['verify', 'both']).status, leftovers()]).toEqual([true, 0, []])
})
