/** Nothing of the files' own names, addresses, titles or paths survives redaction, in whatever format; the verdicts do. */
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  assemble, diff, DIFF_FORMATS, diffReport, EXPLANATION_FORMATS, exceptionsIn, explainIn, followIn, FORMATS, MATRIX_FORMATS, matrixIn, open, PERMIT_FORMATS, renderDiff,
  renderer, renderExplanation, renderFollowed, renderMatrix, renderPermits, verify, type Answered, type Files, type Report,
} from '../../src/index.ts'
import { TOPOLOGY_SCHEMA, type Schema } from '../../src/topology/topology-schema.ts'
import { papers } from '../../src/report/dossier/index.ts'
import { bundled, digest } from '../dossier/bundled.ts'
import { files } from '../examples/files.ts'
import { AS_OF } from '../examples/reports.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const secretOf = (key: string) => (message: string): Uint8Array => createHmac('sha256', key).update(message).digest()
const hidden: Files = { ...files, secret: secretOf('a key') }

const OPTIONS = { asOf: AS_OF, version: '0.0.0', failOn: 'warning', allowUnknown: false } as const
const report = (root: string, from: Files): Report => assemble([verify(root, from, { asOf: AS_OF })], OPTIONS)
const answer = <T>(answered: Answered<T>): Extract<Answered<T>, { is: 'answer' }> => {
  if (answered.is !== 'answer') throw new Error(JSON.stringify(answered))
  return answered
}

/** Words that stand in our own sentences, or belong to the language. */
const SOURCES = texts('src').join('\n')
const WORDS = new Set([...tokens(SOURCES), ...wordsOf(TOPOLOGY_SCHEMA)])
const isOurs = (name: string): boolean => WORDS.has(name) || (/[^\x20-\x7e]/.test(name) && SOURCES.includes(name))

function texts(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
}

function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}_-]+/gu) ?? []
}

function wordsOf(schema: Schema): string[] {
  const inner = [schema.items, ...Object.values(schema.properties ?? {}), ...Object.values(schema.$defs ?? {}), schema.additionalProperties]
  return [...Object.keys(schema.properties ?? {}), ...(schema.enum ?? []).map(String), ...inner.flatMap((one) => (typeof one === 'object' ? wordsOf(one) : []))]
}

/** Every name, address and sentence that the files of a network hold, as long as it is not a word that everybody uses. */
function originals(root: string, ...others: readonly string[]): string[] {
  const read = [...open(root, files).sources.values()]
  const found = [...read.flatMap(({ value }) => strings(value)), ...others, ...read.flatMap(({ file }) => file.split(/[/.]/))]
  return [...new Set(found.filter((one) => one.length > 2 && !PLAIN.test(one) && !isOurs(one)))]
}

const strings = (value: unknown): string[] => (typeof value === 'string' ? [value, ...value.split(/[,\s→]+/)]
  : typeof value === 'object' && value !== null ? [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(strings)] : [])

/** Days, numbers, services, and blocks that are everybody's. */
const PLAIN = /^\d+(-\d+)?$|^\d{4}-\d\d-\d\d$|^(tcp|udp|icmp|ip|sctp)\/[\w-]+$|^(0\.0\.0\.0\/0|::\/0|(10|172\.16|192\.168|100\.64|169\.254|192\.0\.2|198\.51\.100|203\.0\.113)(\.0)*\/\d+|-\w|NEW|RELATED|ESTABLISHED|INVALID|ACCEPT|DROP|yaml|topology|examples)$|^第[０-９\d]+条/

function leaks(rendered: string, names: readonly string[]): string[] {
  const found = new Set(tokens(rendered))
  // A word of letters and digits counts where it stands alone; anything longer, such as an address or a sentence, anywhere.
  return names.filter((one) => (/^[A-Za-z0-9_-]+$/.test(one) ? found.has(one) : ADDRESS.test(one) ? alone(one).test(rendered) : rendered.includes(one)))
}

const ADDRESS = /^[\d.:a-fA-F/-]+$/
const alone = (address: string): RegExp => new RegExp(`(?<![\\w.:])${address.replaceAll('.', '\\.')}(?![\\w:/]|\\.\\d)`)

const shape = ({ networks, exitCode, conclusion }: Report) => ({
  exitCode, conclusion,
  networks: networks.map(({ obligations, findings, counts, unknowns }) => ({
    counts, unknowns: unknowns.length,
    verdicts: obligations.map(({ rule, outcome, severity, ground, fails, holds }) => [rule, outcome, severity, ground, fails, holds].join(' ')).sort(),
    findings: findings.map(({ severity, obligations: under, at }) => [severity, under.length, at.line].join(' ')).sort(),
  })),
})

const NETWORKS = [
  'examples/saikai-town/topology.yaml', 'examples/saikai-town-wide-permit/topology.yaml', 'examples/saikai-town-dual-homed-nas/topology.yaml',
  'examples/saikai/topology.yaml', 'examples/iptables-gateway/topology.yaml', 'examples/rules/config-not-understood.fail.yaml', 'examples/rules/counterparty.fail.yaml',
  'examples/rules/vlan-leak.fail.yaml', 'examples/rules/zone-pairs.fail.yaml', 'examples/rules/mynumber-wireless.fail.yaml',
]

describe.each(NETWORKS)('%s', (root) => {
  const [plain, redacted] = [report(root, files), report(root, hidden)]
  const names = originals(root, plain.networks[0]!.title ?? '')

  test('has names to hide', () => expect(names.length).toBeGreaterThan(15))
  test('is judged as before', () => expect(shape(redacted)).toEqual(shape(plain)))
  test.each(FORMATS)('shows none of them as %s, in either language', async (format) => {
    const render = await renderer(format)
    for (const lang of ['ja', 'en'] as const) expect(leaks(render(redacted, { lang, color: false }), names)).toEqual([])
  })
  test('keeps rules, clauses and days', () => {
    const rules = redacted.networks[0]!.obligations.map(({ rule }) => rule)
    expect(new Set(rules)).toEqual(new Set(plain.networks[0]!.obligations.map(({ rule }) => rule)))
    expect(redacted.rules).toEqual(plain.rules)
  })
})

test.each(NETWORKS)('%s shows none of them in any file of a bundle, and encloses no input', async (root) => {
  const secret = secretOf('a key')
  // 項番 of the table for auditors look like ranges of ports.
  const names = originals(root).filter((one) => !/^\d+-\d+$/.test(one))
  const { bundle, asked: { dossier } } = await bundled(root, { secret })
  for (const [name, content] of bundle) expect(leaks(new TextDecoder().decode(content), names), name).toEqual([])
  for (const [name, content] of papers({ ...dossier, inputs: [] }, 'en', digest)) expect(leaks(content, names), name).toEqual([])
  expect([...bundle.keys()].filter((name) => name.startsWith('inputs/'))).toEqual([])
  expect(JSON.parse(new TextDecoder().decode(bundle.get('manifest.json')!))).toMatchObject({ redacted: true, inputs: expect.arrayContaining([expect.objectContaining({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })]) })
})

describe('questions about a network', () => {
  const root = 'examples/saikai-town-wide-permit/topology.yaml'
  const names = originals(root)
  const options = { lang: 'ja', color: false } as const
  const ends = { from: 'tax-server', to: '198.51.100.50', services: ['tcp/443'] }

  test.each(EXPLANATION_FORMATS)('explain and trace, as %s', (format) => {
    const [why, way] = [answer(explainIn(root, hidden, ends)), answer(followIn(root, hidden, ends))]
    expect(why.answer.outcome).toBe('possible')
    const said = renderExplanation(why.answer, why.locate, format, options) + renderFollowed(way.answer, way.locate, format, options)
    expect(leaks(said, names)).toEqual([])
  })

  test.each(['mns', 'zone:mn', '10.10.10.0/24', 'host:tax-server'])('an end may be typed as ever: %s', (from) => {
    const [plain, now] = [files, hidden].map((some) => explainIn(root, some, { ...ends, from }))
    expect(now!.is).toBe(plain!.is)
    if (now!.is === 'answer' && plain!.is === 'answer') expect(now!.answer.outcome).toBe(plain!.answer.outcome)
  })

  test.each(MATRIX_FORMATS)('matrix, as %s', (format) => {
    for (const by of ['zone', 'segment'] as const) expect(leaks(renderMatrix(answer(matrixIn(root, hidden, by)).answer, format, options), names)).toEqual([])
  })

  test.each(PERMIT_FORMATS)('exceptions, as %s', (format) => {
    const saikai = 'examples/saikai/topology.yaml'
    const listed = renderPermits([answer(exceptionsIn(saikai, hidden, { asOf: AS_OF, within: 400 })).answer], format, options)
    expect(listed).toContain('exception-')
    expect(leaks(listed, originals(saikai))).toEqual([])
  })

  test.each(DIFF_FORMATS)('diff, as %s; the two sides speak of one thing by one name', (format) => {
    const sides = (from: Files) => diff({ root: 'examples/saikai-town/topology.yaml', files: from }, { root, files: from }, AS_OF)
    const [plain, compared] = [sides(files), sides(hidden)]
    if (compared.is !== 'diff' || plain.is !== 'diff') throw new Error('not compared')
    expect([compared.diff.opened.length, compared.diff.closed.length, compared.diff.verdicts.length, compared.diff.premises.length])
      .toEqual([plain.diff.opened.length, plain.diff.closed.length, plain.diff.verdicts.length, plain.diff.premises.length])
    const said = renderDiff(diffReport(compared.diff, compared.base, compared.head, { ...OPTIONS, failOnPremises: false }), format, options)
    expect(leaks(said, [...names, ...originals('examples/saikai-town/topology.yaml')])).toEqual([])
  })

  test('mistakes in the input say where they are, and nothing of what is there', () => {
    const wrong: Files = { ...hidden, read: (name) => files.read(name)?.replace('zone: mn,', 'zone: secret-zone,') }
    const { problems, locate } = open(root, wrong)
    expect(problems.length).toBeGreaterThan(0)
    const said = JSON.stringify(problems.map(({ at, message, related }) => [locate(at), message, related?.map((one) => [locate(one.at), one.message])]))
    expect(said).toContain('"line":')
    expect(leaks(said, [...names, 'secret-zone'])).toEqual([])
  })
})

describe('the key', () => {
  const root = 'examples/rules/dual-homed.pass.yaml'

  test('gives the same pseudonyms every time', () => expect(JSON.stringify(report(root, hidden))).toBe(JSON.stringify(report(root, { ...files, secret: secretOf('a key') }))))
  test('and another key others', () => {
    const ids = (key: string): string[] => report(root, { ...files, secret: secretOf(key) }).networks[0]!.zones.map(({ id }) => id)
    expect(ids('one').filter((id) => id.includes('-') && ids('two').includes(id))).toEqual([])
  })
})
