/** The bundle as files: the same bytes for the same input, everything listed, everything enclosed as it was read. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readEarlier, verifyBundle, type Bundle, type Dossier, type Earlier } from '../../src/index.ts'
import { compared } from '../../src/questions/dossier/comparison.ts'
import { papers } from '../../src/report/dossier/index.ts'
import { contentOf } from '../../src/commands/disk/read.ts'
import { filesWith } from '../../src/commands/files.ts'
import glob from 'fast-glob'
import { bundled, digest, textOf } from './bundled.ts'

const hex = (content: Uint8Array): string => Buffer.from(digest(content)).toString('hex')
const TOWN = 'examples/saikai-town-wide-permit/topology.yaml'

const sums = (bundle: Bundle): string[] => [...bundle].map(([name, content]) => `${name} ${hex(content)}`)

test('the same input is the same bytes, from whatever folder it was asked for', async () => {
  const { bundle } = await bundled(TOWN)
  const elsewhere = filesWith((pattern, folder) => glob.sync(pattern, { cwd: folder, onlyFiles: true, unique: true }), contentOf)
  expect(sums((await bundled(TOWN, { files: elsewhere })).bundle)).toEqual(sums(bundle))
  expect(sums((await bundled(`./test/../${TOWN}`, { files: elsewhere })).bundle)).toEqual(sums(bundle))
})

test('another day, another language or another cover are other papers', async () => {
  const { dossier } = (await bundled(TOWN)).asked
  const page = (change: Partial<Dossier>, lang: 'ja' | 'en' = 'ja'): string => papers({ ...dossier, inputs: [], ...change }, lang, digest).get('report.html')!
  const plain = page({})
  for (const other of [page({ asOf: '2026-11-24' }), page({}, 'en'), page({ cover: { era: false, classification: '機密性２' } }), page({ cover: { era: true } })]) expect(other).not.toBe(plain)
})

describe.each([TOWN, 'examples/iptables-gateway/topology.yaml', 'examples/saikai/topology.yaml'])('%s', (root) => {
  test('lists every file by its hash, and encloses every input byte for byte', async () => {
    const { bundle } = await bundled(root)
    const manifest = JSON.parse(textOf(bundle, 'manifest.json')) as { files: { path: string; sha256: string; size: number }[]; inputs: { path: string; sha256: string }[]; root: string }
    expect(manifest.files.map(({ path }) => path)).toEqual([...bundle.keys()].filter((name) => name !== 'manifest.json'))
    for (const { path, sha256, size } of manifest.files) expect([path, sha256, size]).toEqual([path, hex(bundle.get(path)!), bundle.get(path)!.length])
    const folder = root.slice(0, root.lastIndexOf('/') + 1)
    expect(manifest.inputs.length).toBeGreaterThan(1)
    for (const { path, sha256 } of manifest.inputs) {
      expect(Buffer.from(bundle.get(`inputs/${path}`)!).equals(readFileSync(folder + path))).toBe(true)
      expect(sha256).toBe(hex(readFileSync(folder + path)))
      expect(textOf(bundle, 'report.html')).toContain(sha256)
    }
    expect(manifest.inputs.map(({ path }) => path)).toContain(manifest.root)
  })

  test('what it says is accepted by whoever checks it, and a changed paper is not', async () => {
    const { bundle } = await bundled(root)
    const check = (files: Bundle) => verifyBundle({ names: [...files.keys()], bytes: (name) => files.get(name), hash: hex },
      filesWith((pattern) => glob.sync(pattern, { cwd: relative('.', root.slice(0, root.lastIndexOf('/'))), onlyFiles: true }), (name) => { const found = files.get(`inputs/${name}`); return found && Buffer.from(found) }))
    const accepted = check(bundle)
    expect('certificates' in accepted && [...accepted.certificates.faults, ...accepted.again ?? []]).toEqual([])
    const tampered = check(new Map([...bundle, ['audit-table.md', new TextEncoder().encode(`${textOf(bundle, 'audit-table.md')}○`)]]))
    expect('certificates' in tampered && tampered.certificates.faults.map(({ place }) => place)).toContain('audit-table.md')
  })
})

describe('an earlier report', () => {
  test('of the same network shows what turned, in both directions', async () => {
    const good = (await bundled('examples/saikai-town/topology.yaml')).bundle
    const bad = (await bundled(TOWN)).bundle
    const earlier = (bundle: Bundle): Earlier => readEarlier(textOf(bundle, 'report.json')) as Earlier
    const turned = await bundled(TOWN, { previous: earlier(good) })
    const worse = turned.asked.dossier.previous!
    const better = (await bundled('examples/saikai-town/topology.yaml', { previous: earlier(bad) })).asked.dossier.previous!
    const isolation = worse.turned.filter(({ rule }) => rule === 'mynumber-isolation')
    expect(isolation.length).toBeGreaterThan(0)
    expect(new Set(isolation.map(({ before, after }) => `${before} ${after}`))).toEqual(new Set(['proved refuted', 'excepted refuted'].filter((turn) => isolation.some(({ before, after }) => `${before} ${after}` === turn))))
    expect(better.turned.map(({ rule, subject, before, after }) => [rule, subject.ja, after, before])).toEqual(worse.turned.map(({ rule, subject, before, after }) => [rule, subject.ja, before, after]))
    expect(textOf(turned.bundle, 'report.html')).toContain('前回からの変化')
    expect(compared(earlier(bad), (await bundled(TOWN)).asked.dossier.network)!.turned).toEqual([])
  }, 60_000)

  test('of another network is compared with nothing', async () => {
    const other = readEarlier(textOf((await bundled('examples/saikai/topology.yaml')).bundle, 'report.json')) as Earlier
    expect(compared(other, (await bundled(TOWN)).asked.dossier.network)).toBeUndefined()
  })

  test.each([['nothing', ''], ['no report', '{}'], ['another format', '{"format":2}'], ['a word that is none', '{"format":1,"asOf":"x","tool":{"version":"0"},"networks":[{"conclusion":"fine","obligations":[]}]}'], ['names that are none', '{"format":1,"asOf":{},"tool":{"version":"0"},"networks":[]}']])('%s is refused with a reason', (_, content) =>
    expect(readEarlier(content)).toMatchObject({ ja: expect.stringContaining('以前の報告書'), en: expect.stringContaining('earlier report') }))
})

test('no password, key or community string of a device is handed in: its copy hides them, its hash is the original\'s, and the bundle is still right', async () => {
  const secret = 'Tanuki4Kitsune'
  const router = `hostname rt1\n!\nenable secret 5 ${secret}\nusername admin password 0 ${secret}\nsnmp-server community ${secret} RO\ninterface GigabitEthernet0/0\n ip address 10.10.10.1 255.255.255.0\n!\nend\n`
  const town = 'sanso: 1\nnetwork: n\npolicy: { profile: saikai-2024, model: alpha }\nzones: { mn: { tier: mynumber } }\nsegments: { lan: { zone: mn, subnets: [10.10.10.0/24] } }\ndevices: { rt1: { kind: router, config: { syntax: cisco-ios, file: rt1.conf } } }\n'
  const own = new Map([['topology.yaml', town], ['rt1.conf', router]])
  const files = filesWith((pattern) => [pattern], (name) => { const found = own.get(name); return found === undefined ? undefined : Buffer.from(found) })
  const { bundle } = await bundled('topology.yaml', { files })
  for (const [name, content] of bundle) expect(Buffer.from(content).includes(secret), name).toBe(false)
  const manifest = JSON.parse(textOf(bundle, 'manifest.json')) as { inputs: { path: string; sha256: string; masked?: true }[] }
  expect(manifest.inputs).toEqual([
    { path: 'rt1.conf', sha256: hex(Buffer.from(router)), size: router.length, masked: true }, { path: 'topology.yaml', sha256: hex(Buffer.from(town)), size: town.length },
  ])
  const again = verifyBundle({ names: [...bundle.keys()], bytes: (name) => bundle.get(name), hash: hex },
    filesWith((pattern) => [pattern], (name) => { const found = bundle.get(`inputs/${name}`); return found && Buffer.from(found) }))
  expect(again).toMatchObject({ certificates: { faults: [] }, again: [] })
})
