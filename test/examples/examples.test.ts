/** What ships as an example is what the tool says of it: every example has an expectation here, every expectation an example. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { files } from './files.ts'
import { assemble, verify, type Obligation, type Report } from '../../src/index.ts'
import { changes } from './changes.ts'

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url))
const AS_OF = '2026-11-23'
const GREEN = ['proved', 'vacuous']

interface Expected {
  readonly exitCode: number
  /** Everything that is not green: `rule key: outcome (cause)`. */
  readonly says: readonly string[]
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  'saikai-town': { exitCode: 0, says: [] },
  'iptables-gateway': { exitCode: 0, says: [] },
  saikai: {
    exitCode: 1,
    says: [
      'path-division lg->in: excepted',
      // The exception names this rule too; what comes back from the printer counts until exceptions reach chains.
      'sanitization-waypoint internet->lg: excepted',
      // What the sanitizer does on failure is typed without the document that says so.
      'sanitization-fail-closed cdr1/file/F-101->F-102: unknown',
      'flow-blocked F-102: refuted (flow:F-102)',
    ],
  },
}

interface Defect {
  /** The lines that differ from `saikai-town`, by file: nothing else may. */
  readonly planted: Readonly<Record<string, readonly string[]>>
  /** Causes that stand for the planted lines: a host is named where it is defined, not where it is attached. */
  readonly names: readonly string[]
  /** Obligations that must break. */
  readonly breaks: readonly string[]
}

const DEFECTS: Readonly<Record<string, Defect>> = {
  'saikai-town-wide-permit': {
    planted: { 'topology.yaml': [
      '-       - { id: 70, action: permit, in: mns, out: lge, source: mn-update, destination: update-platform, service: tcp/443, log: true }',
      '+       - { id: 70, action: permit, in: mns, source: 10.10.10.0/24, destination: any, service: tcp/443, log: true }',
    ] },
    names: ['rule:fw1/filter/70'],
    breaks: ['mynumber-isolation mn->lg', 'mynumber-isolation mn->in', 'mynumber-isolation mn->world'],
  },
  'saikai-town-dual-homed-pc': {
    planted: { 'hosts.yaml': ['+       - { segment: in-vdi, address: 192.168.30.207 }'] },
    names: ['host:planning-pc'],
    breaks: ['path-division in->lg', 'path-division lg->in'],
  },
  'saikai-town-dual-homed-nas': {
    planted: { 'hosts.yaml': ['+       - { segment: in-vdi, address: 192.168.30.5 }'] },
    names: ['host:nas'],
    breaks: ['path-division in->lg', 'path-division lg->in'],
  },
  'saikai-town-fail-open': {
    planted: { 'hosts.yaml': ['-         on-failure: block', '+         on-failure: pass'] },
    names: ['host:cdr'],
    breaks: ['sanitization-waypoint internet->lg'],
  },
  'saikai-town-expired-vendor': {
    planted: {
      'topology.yaml': [
        '+       - { id: 75, action: permit, in: edge, out: mns, source: vendor, destination: resident-server, service: tcp/3389, log: true }',
      ],
      'hosts.yaml': [
        '+   vendor:',
        '+     { zone: world, title: 基幹系システム保守業者, addresses: [203.0.113.99], operator: 株式会社サイカイシステム（架空）, public-body: false, internet-connected: true }',
      ],
      'register.yaml': [
        '+   V1:',
        '+     kind: specific',
        '+     title: 基幹系システムのリモート保守',
        '+     from: { party: vendor }',
        '+     to: { host: resident-server }',
        '+     service: tcp/3389',
        '+     purpose: 法改正対応の改修と障害対応',
        '+     approved: { by: 統括情報セキュリティ責任者, on: 2022-04-01 }',
        '+     expires: 2023-03-31',
      ],
    },
    names: ['flow:V1', 'rule:fw1/filter/75', 'party:vendor'],
    breaks: ['mynumber-isolation world->mn'],
  },
}

const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'rules').map(({ name }) => name)

const reports = new Map<string, Report>()

/** Each network is verified once, whoever asks. */
function reportOf(name: string): Report {
  const known = reports.get(name)
  if (known) return known
  const result = verify(`examples/${name}/topology.yaml`, files, { asOf: AS_OF })
  const report = assemble([result], { asOf: AS_OF, version: '0.0.0', failOn: 'warning', allowUnknown: false })
  reports.set(name, report)
  return report
}

const obligationsOf = (name: string): readonly Obligation[] => reportOf(name).networks[0]!.obligations
const keyOf = ({ rule, key }: Obligation): string => `${rule} ${key}`

test('every example has an expectation, every expectation an example', () => {
  expect(Object.keys({ ...EXPECTED, ...DEFECTS }).sort()).toEqual(folders.sort())
})

test('the guide names every example, and no other', () => {
  const guide = readFileSync(join(EXAMPLES, 'README.md'), 'utf8')
  const named = new Set([...guide.matchAll(/examples\/([a-z][a-z-]*)/g)].map(([, name]) => name!))
  expect([...named].filter((name) => name !== 'rules').sort()).toEqual([...folders].sort())
})

describe.each(folders)('%s', (name) => {
  test('is understood', () => expect(reportOf(name).networks[0]!.problems).toEqual([]))

  test('makes a report as the schema says', () => {
    const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(EXAMPLES, '../schemas/report.schema.json'), 'utf8')))
    validate(JSON.parse(JSON.stringify(reportOf(name))))
    expect(validate.errors).toBeNull()
  })
})

describe.each(Object.entries(EXPECTED))('%s', (name, { exitCode, says }) => {
  test('says what it is said to say', () => {
    const said = obligationsOf(name).filter(({ outcome }) => !GREEN.includes(outcome))
      .map((one) => `${keyOf(one)}: ${one.outcome}${one.cause ? ` (${one.cause.key})` : ''}`)
    expect(said.sort()).toEqual([...says].sort())
    expect(reportOf(name).exitCode).toBe(exitCode)
  })
})

describe.each(Object.entries(DEFECTS))('%s', (name, { planted, names, breaks }) => {
  const differences = changes(join(EXAMPLES, 'saikai-town'), join(EXAMPLES, name))
  const town = new Map(obligationsOf('saikai-town').map((one) => [keyOf(one), one.outcome]))
  const changed = obligationsOf(name).filter((one) => {
    const before = town.get(keyOf(one))
    return before === undefined ? !GREEN.includes(one.outcome) : before !== one.outcome
  })

  test('differs from the town by what is planted', () => {
    expect(Object.fromEntries(differences.map(({ file, lines }) => [file, lines.map(({ sign, line }) => `${sign} ${line}`)]))).toEqual(planted)
  })

  test('is refuted, for the planted reason', () => {
    expect(reportOf(name).exitCode).toBe(1)
    expect(changed.map(keyOf)).toEqual(expect.arrayContaining([...breaks]))
  })

  test('every verdict that turned names what is planted; all others stay', () => {
    const lines = new Set(differences.flatMap(({ file, lines }) =>
      lines.filter(({ sign }) => sign === '+').map(({ number }) => `examples/${name}/${file}:${number}`)))
    const elsewhere = changed.filter(({ outcome, cause }) => outcome !== 'refuted' || !cause
      || !(names.includes(cause.key) || lines.has(`${cause.at.file}:${cause.at.line}`)))
    expect(elsewhere.map((one) => `${keyOf(one)}: ${one.outcome} ${one.cause?.key ?? ''}`)).toEqual([])
    // `vacuous` stands for "nothing to ask", and goes when there is something.
    const gone = [...town].filter(([key, outcome]) => outcome !== 'vacuous' && !obligationsOf(name).some((one) => keyOf(one) === key))
    expect(gone).toEqual([])
  })
})

test('a gateway without its ip6tables-save lacks something, and that is said', () => {
  const root = 'examples/iptables-gateway/topology.yaml'
  const read = (file: string) => file === root ? files.read(file)?.replace(', configs/gw1.v6', '') : files.read(file)
  const { verdicts } = verify(root, { ...files, read }, { asOf: AS_OF })
  const unknown = verdicts.filter(({ outcome }) => outcome === 'unknown').flatMap(({ missing }) => missing.map(({ text }) => text.en))
  expect(unknown.join()).toContain('ip6tables-save')
})
