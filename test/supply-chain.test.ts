/** What others wrote and we ship or run: pinned, known by its hash, and listed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { validateWorkflow } from '@action-validator/core'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

interface Locked { readonly resolved?: string; readonly integrity: string; readonly dev?: boolean; readonly hasInstallScript?: boolean }

describe('the lock file', () => {
  const { '': own, ...locked } = JSON.parse(read('package-lock.json')).packages as Record<string, Locked & { readonly devDependencies: object }>

  // Without an address npm asks the registry that it is set to.
  test('takes every package by its SHA-512, from a registry', () => {
    expect(Object.keys(locked).length).toBeGreaterThan(50)
    for (const [path, { resolved, integrity }] of Object.entries(locked)) {
      expect([path, resolved && new URL(resolved).origin, integrity.slice(0, 7)]).toEqual([path, resolved && 'https://registry.npmjs.org', 'sha512-'])
    }
  })

  test('is that of package.json', () => expect(own!.devDependencies).toEqual(JSON.parse(read('package.json')).devDependencies))

  test('installs nothing that runs with the command, and one package of ours runs a script as it is installed', () => {
    expect(Object.entries(locked).filter(([, { dev }]) => !dev)).toEqual([])
    expect(Object.keys(locked).filter((path) => locked[path]!.hasInstallScript)).toEqual(['node_modules/esbuild'])
  })
})

const built = existsSync(join(ROOT, 'dist/sbom.cdx.json'))

describe.skipIf(!built)(`the bill of materials${built ? '' : ' (skipped: run npm run build first)'}`, () => {
  interface Component { readonly name: string; readonly group?: string; readonly version: string; readonly hashes: readonly { readonly content: string }[]; readonly 'bom-ref': string }
  const sbom = read('dist/sbom.cdx.json')
  const { components, dependencies } = JSON.parse(sbom) as { components: Component[]; dependencies: { ref: string; dependsOn?: string[] }[] }
  const fullName = ({ group, name }: Component): string => (group ? `${group}/${name}` : name)

  test('is CycloneDX 1.6, to the letter', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6)
    expect(await validator.validate(sbom)).toBeNull()
    expect(await validator.validate(sbom.replace('"library"', '"libary"'))).not.toBeNull()
  })

  test('lists what the licence notices are of, and nothing else', () => {
    const noticed = [...read('dist/THIRD-PARTY-LICENSES.txt').matchAll(/^(\S+) (\d+\.\d+\.\d+\S*) \(.+\)$/gm)].map(([, name, version]) => `${name} ${version}`)
    expect(noticed).toEqual(expect.arrayContaining([expect.stringMatching(/^yaml /), expect.stringMatching(/^@oclif\/core /)]))
    expect(components.map((part) => `${fullName(part)} ${part.version}`).sort()).toEqual(noticed.sort())
    expect(dependencies.find(({ ref }) => ref.startsWith('pkg:npm/sanso@'))!.dependsOn).toEqual(components.map((part) => part['bom-ref']).sort())
  })

  test('gives each the hash that the lock file has', () => {
    const locked = Object.values(JSON.parse(read('package-lock.json')).packages as Record<string, Locked>).map(({ integrity }) => integrity)
    for (const { hashes: [hash] } of components) expect(locked).toContain(`sha512-${Buffer.from(hash!.content, 'hex').toString('base64')}`)
  })
})

describe('workflows', () => {
  const folder = join(ROOT, '.github/workflows')
  const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
  type Job = { permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }
  const jobs = (content: string): Job[] => Object.values((parse(content) as { jobs: Record<string, Job> }).jobs)

  test.each(workflows)('%s is one, may only read by default, and takes actions by commit', (_, content) => {
    expect(validateWorkflow(content).errors).toEqual([])
    expect((parse(content) as { permissions: unknown }).permissions).toEqual({ contents: 'read' })
    const used = jobs(content).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
  })

  test('only the job that publishes has an identity, and it runs nothing of the repository', () => {
    const [, content] = workflows.find(([name]) => name === 'publish.yml')!
    const trusted = jobs(content).filter(({ permissions }) => permissions)
    expect(trusted.map(({ permissions }) => permissions)).toEqual([{ 'id-token': 'write' }])
    expect(trusted[0]!.steps.flatMap(({ run }) => run ?? [])).toEqual(['npm publish ./sanso-*.tgz --provenance --access public'])
    expect(trusted[0]!.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([])
  })
})
