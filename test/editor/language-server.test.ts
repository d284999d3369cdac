/** What an editor makes of a topology: the real YAML language server, over stdio, with no network. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NO_ANSWERS } from '../../src/questions/init/answers.ts'
import { initialTopology } from '../../src/questions/init/init.ts'
import { Editor, type Position } from './client.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SERVER = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server')
const uri = (path: string): string => pathToFileURL(`${ROOT}${path}`).href

/** By their names in the settings of an editor; the text of a file may name its own. */
const SETTINGS = {
  yaml: {
    schemas: { [uri('schemas/profile.schema.json')]: ['**/profile.yaml'] },
    schemaStore: { enable: false }, kubernetesCRDStore: { enable: false }, validate: true, hover: true, completion: true,
  },
}

/** A network namespace of its own has no way out; it takes root. */
const isolated = process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0
const editor = new Editor([...(isolated ? ['unshare', '-n'] : []), process.execPath, SERVER, '--stdio'], SETTINGS, { PATH: process.env['PATH'], HOME: ROOT })

beforeAll(() => editor.start(uri('')))
afterAll(() => editor.kill())

interface Completion { readonly items: readonly { readonly label: string; readonly documentation?: string | { readonly value: string } }[] }

/** `|` in the text marks where the cursor stands. */
function marked(text: string): { readonly text: string; readonly position: Position } {
  const before = text.slice(0, text.indexOf('|')).split('\n')
  return { text: text.replace('|', ''), position: { line: before.length - 1, character: before.at(-1)!.length } }
}

let count = 0

/** A file that an editor has open and nobody has saved; a topology names its schema in its first line. */
async function completed(typed: string, name = `t${++count}.yaml`): Promise<string[]> {
  const { text, position } = marked(typed)
  const document = uri(`examples/saikai-town/${name}`)
  await editor.opened(document, text)
  const { items } = await editor.request<Completion>('textDocument/completion', { textDocument: { uri: document }, position })
  return items.map(({ label }) => label)
}

async function hovered(typed: string, name = `t${++count}.yaml`): Promise<string> {
  const { text, position } = marked(typed)
  const document = uri(`examples/saikai-town/${name}`)
  await editor.opened(document, text)
  const hover = await editor.request<{ readonly contents: { readonly value: string } } | null>('textDocument/hover', { textDocument: { uri: document }, position })
  return hover?.contents.value ?? ''
}

const FIRST = readFileSync(`${ROOT}examples/saikai-town/topology.yaml`, 'utf8').split('\n')[0]!
const topology = (rest: string): string => `${FIRST}\nsanso: 1\nnetwork: t\nzones:\n  mn: { tier: mynumber }\nsegments:\n  mn-1: { zone: mn, subnets: [10.0.0.0/24] }\n${rest}`

describe('a topology', () => {
  test('its keys are completed, at the top and inside a host', async () => {
    expect(await completed(topology('|'))).toEqual(expect.arrayContaining(['devices', 'flows', 'hosts', 'lines', 'parties']))
    const inHost = await completed(topology('hosts:\n  pc:\n    role: terminal\n    |'))
    expect(inHost).toEqual(expect.arrayContaining(['attach', 'controls', 'handles', 'relays', 'sanitizes']))
    expect(inHost).not.toContain('role')
  })

  test('values of a closed list are completed', async () => {
    expect(await completed(topology('hosts:\n  pc:\n    role: |'))).toEqual(expect.arrayContaining(['terminal', 'sanitizer', 'mail-relay']))
    expect(await completed(topology('flows:\n  F1:\n    kind: |'))).toEqual(expect.arrayContaining(['specific', 'sanitized', 'necessary']))
  })

  test('a key is explained in both languages', async () => {
    const said = await hovered(topology('hosts:\n  pc:\n    re|lays: none\n'))
    expect(said).toContain('受け取った情報を誰に渡すか')
    expect(said).toContain('What it passes on')
    expect(await hovered(topology('fl|ows: {}\n'))).toMatch(/通信要件一覧.*register/is)
  })

  test('a key that there is not and a value that is none are shown where they stand', async () => {
    const wrong = topology('hosts:\n  pc:\n    role: terminall\n    attach: [{ segment: mn-1, address: 10.0.0.9 }]\n    relay: none\n')
    const diagnostics = await editor.opened(uri('examples/saikai-town/wrong.yaml'), wrong)
    const lines = wrong.split('\n')
    const underlined = diagnostics.map(({ range }) => lines[range.start.line]!.slice(range.start.character, range.end.character))
    expect(underlined.sort()).toEqual(['relay', 'terminall'])
    expect(diagnostics.map(({ message }) => message).join()).toMatch(/relay/)
  })

  test.each([
    'examples/saikai-town/topology.yaml', 'examples/saikai-town/hosts.yaml', 'examples/saikai-town/register.yaml', 'examples/saikai/topology.yaml', 'examples/iptables-gateway/topology.yaml',
  ])('%s has nothing wrong', async (path) => {
    const content = readFileSync(`${ROOT}${path}`, 'utf8')
    const text = content.startsWith('# yaml-language-server') ? content : `${FIRST}\n${content}`
    expect(await editor.opened(uri(path), text)).toEqual([])
  })
})

describe('a profile, whose schema the settings name', () => {
  const OWN = 'profile: own\nextends: saikai-2024\ntitle: t\nstandard: { document: d, on: 2026-04-01 }\n'

  test('is completed, explained and held against its schema', async () => {
    expect(await completed(`${OWN}|`, 'a/profile.yaml')).toEqual(expect.arrayContaining(['limits', 'parties', 'severities', 'zone-pairs']))
    expect(await hovered(`${OWN}zone-p|airs: []\n`, 'b/profile.yaml')).toMatch(/[ぁ-ん]/)
    const diagnostics = await editor.opened(uri('examples/saikai-town/c/profile.yaml'), `${OWN}limit: {}\n`)
    expect(diagnostics.map(({ message }) => message).join()).toContain('limit')
  })
})

describe('the files of sanso init', () => {
  const home = mkdtempSync(join(tmpdir(), 'sanso-editor-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('name the schema that is written beside them', async () => {
    const made = initialTopology({ ...NO_ANSWERS, name: '西海町' }, { read: () => undefined, expand: () => [] }, { folder: '', schema: '.sanso/topology.schema.json' })
    if (!('files' in made)) throw new Error('not made')
    mkdirSync(join(home, '.sanso'))
    writeFileSync(join(home, '.sanso/topology.schema.json'), readFileSync(`${ROOT}schemas/topology.schema.json`))
    for (const { name, content } of made.files) {
      expect(await editor.opened(pathToFileURL(join(home, name)).href, content)).toEqual([])
      expect(await editor.opened(pathToFileURL(join(home, `wrong-${name}`)).href, `${content}\nzonez: {}\n`)).toMatchObject([{ message: expect.stringContaining('zonez') }])
    }
  })
})

test('the server ends when it is asked to', async () => expect(await editor.stop()).toBe(0))

test('nothing of it is in what is shipped', () => {
  const { dependencies = {}, devDependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { dependencies?: object; devDependencies: object }
  expect([Object.keys(dependencies).includes('yaml-language-server'), Object.keys(devDependencies).includes('yaml-language-server')]).toEqual([false, true])
})
