/** What ships as an example is what the tool says of it: every example has an expectation here, every expectation an example. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { files } from './files.ts'
import { verify } from '../../src/index.ts'
import { DEFECTS } from './defects.ts'
import { planted } from './planted.ts'
import { AS_OF, EXAMPLES, GREEN, keyOf, obligationsOf, reportOf } from './reports.ts'

interface Expected {
  readonly exitCode: number
  /** Everything that is not green: `rule key: outcome (cause)`; what is only worth a look is a `note`. */
  readonly says: readonly string[]
}

/** By root file. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'saikai-town/topology.yaml': {
    exitCode: 0,
    // Outgoing mail: accepted by the policy, and said at every run.
    says: ['path-division unsanitised A16: note (flow:A16)'],
  },
  'saikai-city/alpha-prime.yaml': {
    exitCode: 0,
    // Outgoing mail, and the local breakout that the model admits.
    says: ['path-division unsanitised B24: note (flow:B24)', 'path-division unsanitised B4: note (flow:B4)'],
  },
  'saikai-city/beta-prime.yaml': { exitCode: 0, says: ['path-division unsanitised B24: note (flow:B24)'] },
  'saikai-pref/topology.yaml': { exitCode: 0, says: ['path-division unsanitised C5: note (flow:C5)'] },
  'iptables-gateway/topology.yaml': { exitCode: 0, says: [] },
  'gov-cloud/topology.yaml': { exitCode: 0, says: [] },
  'saikai/topology.yaml': {
    exitCode: 1,
    says: [
      'path-division lg->in: excepted',
      // The exception names this rule too; what comes back from the printer counts until exceptions reach chains.
      'sanitization-waypoint internet->lg: excepted',
      // What the sanitizer does on failure is typed without the document that says so.
      'sanitization-fail-closed cdr1/file/F-101->F-102: unknown',
      'sanitization-method cdr1/file/F-101->F-102: unknown',
      'flow-blocked F-102: refuted (flow:F-102)',
      'register-unused F-102: refuted (flow:F-102)',
      'unused-definition services:meet: note (definition:services:meet)',
      'unused-definition services:ping: note (definition:services:ping)',
      'unused-definition services:vpn: note (definition:services:vpn)',
    ],
  },
}

/** The defects of the town also ship as folders of their own; the others are applied as the guide says. */
const COPIED = Object.keys(DEFECTS).filter((name) => name.startsWith('saikai-town/'))
/** A prefecture of 33 bodies takes a while on a busy machine. */
const SLOW = 300_000
const copyOf = (name: string): string => name.replace('/', '-')

const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'rules').map(({ name }) => name)
const inside = (folder: string, ending: string): string[] => readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith(ending)).sort()
const roots = folders.flatMap((folder) => inside(folder, '.yaml').map((file) => `${folder}/${file}`))
  .filter((path) => /^network: /m.test(readFileSync(join(EXAMPLES, path), 'utf8')))

test('every example has an expectation, every expectation an example', () => {
  expect([...Object.keys(EXPECTED), ...COPIED.map((name) => `${copyOf(name)}/topology.yaml`)].sort()).toEqual(roots.sort())
})

test('every planted defect has an expectation, every expectation a defect', () => {
  const patches = folders.filter((folder) => readdirSync(join(EXAMPLES, folder)).includes('defects'))
    .flatMap((folder) => inside(`${folder}/defects`, '.patch').map((file) => `${folder}/${file.replace('.patch', '')}`))
  expect(Object.keys(DEFECTS).sort()).toEqual(patches.sort())
})

test('the guide names every example and every defect, and no other', () => {
  const guide = readFileSync(join(EXAMPLES, 'README.md'), 'utf8')
  const named = new Set([...guide.matchAll(/examples\/([a-z][a-z-]*)/g)].map(([, name]) => name!))
  expect([...named].filter((name) => name !== 'rules').sort()).toEqual([...folders].sort())
  const applied = new Set([...guide.matchAll(/([a-z-]+)\/defects\/([a-z-]+)\.patch/g)].map(([, folder, name]) => `${folder}/${name}`))
  expect([...applied].sort()).toEqual(Object.keys(DEFECTS).filter((name) => !COPIED.includes(name)).sort())
})

describe.each(roots)('%s', (root) => {
  test('is understood', () => expect(reportOf(root).networks[0]!.problems).toEqual([]), SLOW)

  test('makes a report as the schema says', () => {
    const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(EXAMPLES, '../schemas/report.schema.json'), 'utf8')))
    validate(JSON.parse(JSON.stringify(reportOf(root))))
    expect(validate.errors).toBeNull()
  })
})

describe.each(Object.entries(EXPECTED))('%s', (root, { exitCode, says }) => {
  test('says what it is said to say', () => {
    const said = obligationsOf(reportOf(root)).filter(({ outcome }) => !GREEN.includes(outcome)).map((one) =>
      `${keyOf(one)}: ${one.outcome === 'refuted' && one.severity === 'note' ? 'note' : one.outcome}${one.cause ? ` (${one.cause.key})` : ''}`)
    expect(said.sort()).toEqual([...says].sort())
    expect(reportOf(root).exitCode).toBe(exitCode)
  })
})

/** `SANSO_WRITE_EXAMPLES=1` writes the folders of the town's defects anew, from the town and the patches. */
test.each(COPIED)('the folder of %s is the town with the defect planted', (name) => {
  const [folder, defect] = name.split('/') as [string, string]
  const { files: changed } = planted(join(EXAMPLES, folder), defect)
  const copy = join(EXAMPLES, copyOf(name))
  const wanted = new Map(inside(folder, '.yaml').map((file) => [file, changed.get(file) ?? readFileSync(join(EXAMPLES, folder, file), 'utf8')]))
  if (process.env.SANSO_WRITE_EXAMPLES) {
    mkdirSync(copy, { recursive: true })
    for (const [file, text] of wanted) writeFileSync(join(copy, file), text)
  }
  expect(new Map(inside(copyOf(name), '').map((file) => [file, readFileSync(join(copy, file), 'utf8')]))).toEqual(wanted)
})

test('a gateway without its ip6tables-save lacks something, and that is said', () => {
  const root = 'examples/iptables-gateway/topology.yaml'
  const read = (file: string) => file === root ? files.read(file)?.replace(', configs/gw1.v6', '') : files.read(file)
  const { verdicts } = verify(root, { ...files, read }, { asOf: AS_OF })
  const unknown = verdicts.filter(({ outcome }) => outcome === 'unknown').flatMap(({ missing }) => missing.map(({ text }) => text.en))
  expect(unknown.join()).toContain('ip6tables-save')
})
