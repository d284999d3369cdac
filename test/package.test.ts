/** The tarball that an air-gapped terminal gets: it must hold everything, and run without a network. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

test('nothing is needed at run time but Node', () => {
  expect(manifest.dependencies ?? {}).toEqual({})
  expect(['preinstall', 'install', 'postinstall'].filter((script) => script in manifest.scripts)).toEqual([])
})

/** A network namespace of its own has no way out, which is the nearest thing to an air gap. It takes root. */
const canIsolate = process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0
const built = existsSync(join(ROOT, 'dist/main.js'))
const why = !built ? ' (skipped: run npm run build first)' : !canIsolate ? ' (skipped: unshare -n needs root on Linux)' : ''

describe.skipIf(why !== '')(`installed from the tarball without a network${why}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'sanso-package-'))
  const offline = (command: string, ...args: string[]) =>
    spawnSync('unshare', ['-n', command, ...args], { cwd: home, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: home, LANG: 'ja_JP.UTF-8' } })
  let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] }

  beforeAll(() => {
    // Scripts would build again; `npm test` has built already.
    packed = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], { cwd: ROOT, encoding: 'utf8' }))[0]
    writeFileSync(join(home, 'package.json'), '{ "private": true }')
    const { status, stderr } = offline('npm', 'install', `./${packed.filename}`, '--offline', '--no-audit', '--no-fund')
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('npm error')])
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('it holds what runs, its licences and its schemas, and none of what made it', () => {
    const paths = packed.files.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'bin/run.js', 'dist/index.js', 'dist/main.js', 'dist/types/src/index.d.ts', 'dist/THIRD-PARTY-LICENSES.txt', 'schemas/profile.schema.json', 'schemas/report.schema.json']))
    expect(paths.filter((path) => /^(src|test|\.ci|node_modules)\//.test(path))).toEqual([])
  })

  test('the command runs', () => {
    const { status, stdout, stderr } = offline(join(home, 'node_modules/.bin/sanso'), '--help')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('check')
  })

  test('the shipped town is proved', () => {
    const { status, stdout, stderr } = offline(join(home, 'node_modules/.bin/sanso'), 'check', 'node_modules/sanso/examples/saikai-town', '--as-of', '2026-11-23')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('適合')
  })

  const TOWN = 'node_modules/sanso/examples/saikai-town'
  const AS_OF = ['--as-of', '2026-11-23']
  test.each([
    ['config', 'node_modules/sanso/examples/iptables-gateway/topology.yaml'], ['diff', TOWN, 'node_modules/sanso/examples/saikai-town-wide-permit', ...AS_OF], ['exceptions', TOWN, ...AS_OF],
    ['init', 'drafted'], ['matrix', TOWN], ['report', TOWN, ...AS_OF, '--output', 'bundle'], ['verify', 'bundle'], ['rules'], ['schema'],
  ])('%s says without a network what it says with one', (...args) => {
    const sanso = join(home, 'node_modules/.bin/sanso')
    const connected = spawnSync(sanso, args, { cwd: home, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: home, LANG: 'ja_JP.UTF-8' } })
    rmSync(join(home, 'drafted'), { recursive: true, force: true })
    const { status, stdout, stderr } = offline(sanso, ...args)
    expect([0, 1, 4]).toContain(status)
    expect([status, stdout, stderr]).toEqual([connected.status, connected.stdout, connected.stderr])
    expect(stdout + stderr).not.toBe('')
  })

  test('a folder without a network is said to hold none', () => {
    mkdirSync(join(home, 'void'))
    const { status, stdout } = offline(join(home, 'node_modules/.bin/sanso'), 'check', 'void')
    expect([status, stdout.includes('検証の対象がありません')]).toEqual([3, true])
  })

  test('the library can be imported', () => {
    const { status, stdout } = offline(process.execPath, '--input-type=module', '-e', "import { FORMATS } from 'sanso'; console.log(FORMATS.join())")
    expect([status, stdout]).toEqual([0, 'text,json,sarif,junit,github,gitlab,markdown\n'])
  })
})

/** The newest LTS that npm gives: an even major; its binary comes in a package of its own for each platform. */
const NEWEST_LTS = '26'

describe('another Node', () => {
  const home = mkdtempSync(join(tmpdir(), 'sanso-node-'))
  const name = `node-${process.platform}-${process.arch}`
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test(`the newest LTS (${NEWEST_LTS}) says the same as this one (skipped where no registry is reached)`, ({ skip }) => {
    writeFileSync(join(home, 'package.json'), '{ "private": true }')
    const got = spawnSync('npm', ['install', `${name}@${NEWEST_LTS}`, '--no-audit', '--no-fund'], { cwd: home, encoding: 'utf8', timeout: 100_000 })
    if (!built || got.status !== 0) skip(`no ${name}@${NEWEST_LTS} to be had`)
    const check = (node: string) => {
      const { status, stdout } = spawnSync(node, [join(ROOT, 'bin/run.js'), 'check', 'examples/saikai-town-wide-permit', '--as-of', '2026-11-23'], { cwd: ROOT, encoding: 'utf8' })
      return { status, stdout }
    }
    const other = check(join(home, 'node_modules', name, 'bin/node'))
    expect(other.status).toBe(1)
    expect(other).toEqual(check(process.execPath))
  }, 120_000)
})
