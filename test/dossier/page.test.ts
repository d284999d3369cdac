/** The page as text: nothing is missing, every link leads somewhere, its policy lets in nothing, and no name is anything but text. */
import { describe, expect, test } from 'vitest'
import { AUDIT_FIELDS } from '../../src/rules/profiles/audit-form.ts'
import { readProfile } from '../../src/rules/profiles/chosen.ts'
import { PROFILE_SCHEMA } from '../../src/rules/profiles/document.ts'
import { EDITIONS } from '../../src/rules/profiles/profile.ts'
import { papers } from '../../src/report/dossier/index.ts'
import { bundled, digest, HOSTILE, inMemory, textOf } from './bundled.ts'
import { hostile } from './hostile.ts'

const NETWORKS = ['examples/saikai-town-wide-permit/topology.yaml', 'examples/saikai/topology.yaml', 'examples/iptables-gateway/topology.yaml']
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)

describe.each(NETWORKS.flatMap((root) => [[root, 'ja'], [root, 'en']] as const))('%s in %s', (root, lang) => {
  const page = async (): Promise<string> => {
    const { bundle, asked } = await bundled(root)
    return lang === 'ja' ? textOf(bundle, 'report.html') : papers({ ...asked.dossier, inputs: [] }, lang, digest).get('report.html')!
  }

  test('every id is one thing, and every link leads to one', async () => {
    const html = await page()
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
    expect(ids.length).toBe(new Set(ids).size)
    for (const [, target] of html.matchAll(/ (?:href="#|aria-labelledby=")([^"]+)"/g)) expect(ids).toContain(target)
  })

  test('every cause, verdict, belief, missing fact, exception and entry of the register is on it', async () => {
    const html = await page()
    const { network, flows, exceptions, coverage, passages, fieldTests } = (await bundled(root)).asked.dossier
    for (const one of [...network.obligations.map(({ subject }) => subject), ...network.findings.map(({ title }) => title), ...network.assumptions.map((belief) => belief.text), ...network.unknowns.map((missing) => missing.text), ...coverage.map(({ says }) => says)]) expect(html).toContain(escaped(one[lang]))
    for (const { id, approver } of [...flows, ...exceptions]) for (const said of [id, approver ?? '']) expect(html).toContain(escaped(said))
    expect(html.match(/class="example"/g) ?? []).toHaveLength(passages.length)
    expect(html.match(/nc -vz|ping -c/g) ?? []).toHaveLength(fieldTests.length)
  })

  test('says what it is about, and that it is about a declaration', async () => {
    const html = await page()
    expect(html.startsWith(`<!doctype html>\n<html lang="${lang}">`)).toBe(true)
    expect(html).toContain(lang === 'ja' ? 'この申告（設定）' : 'this declaration')
    for (const heading of html.match(/<th(?![^>]*scope=)[ >]/g) ?? []) expect(heading).toBe('')
  })
})

test('the policy in the page admits its own style and script alone, by their hashes', async () => {
  const html = textOf((await bundled(NETWORKS[0]!)).bundle, 'report.html')
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!
  const hash = (content: string): string => `'sha256-${Buffer.from(digest(new TextEncoder().encode(content))).toString('base64')}'`
  const style = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, content]) => hash(content!))
  const script = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, content]) => hash(content!))
  expect([style.length, script.length]).toEqual([1, 1])
  expect(policy).toBe(`default-src 'none'; style-src ${style[0]}; script-src ${script[0]}; base-uri 'none'; form-action 'none'`)
  expect(html).not.toMatch(/ style="| on[a-z]+="|https?:\/\/(?!www\.w3\.org\/2000\/svg["'])/)
})

test('a hostile name is text in every paper', async () => {
  const { bundle } = await bundled('net.yaml', { files: inMemory(hostile), cover: { preparedBy: HOSTILE, approvedBy: HOSTILE, classification: HOSTILE, edition: HOSTILE } })
  const html = textOf(bundle, 'report.html')
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html.match(/<\/style/g)).toHaveLength(1)
  expect(html.match(/&#60;script&#62;alert/g)!.length).toBeGreaterThan(20)
  for (const name of ['report.html', 'audit-table.md', 'reachability-test.md', 'diagram.svg', 'diagram.mmd', 'diagram.drawio', 'report.json', 'manifest.json']) {
    expect([name, /[\u202a-\u202e\u2066-\u2069\u001b]/.test(textOf(bundle, name))]).toEqual([name, false])
    if (!name.endsWith('.json')) expect([name, /<script>alert/.test(textOf(bundle, name))]).toEqual([name, false])
  }
  for (const name of ['audit-table.md', 'reachability-test.md']) {
    const rows = textOf(bundle, name).split('\n').filter((line) => line.startsWith('| '))
    expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length)).size, name).toBe(1)
  }
})

test('the table for auditors has the columns of the profile in their order', async () => {
  const { dossier } = (await bundled(NETWORKS[0]!)).asked
  const form = { title: { ja: '県の様式', en: '県の様式' }, columns: [{ heading: { ja: '規則', en: 'rule' }, shows: ['rule', 'severity'] as const }, { heading: { ja: '備考', en: 'note' }, shows: ['blank'] as const }] }
  const table = papers({ ...dossier, inputs: [], auditForm: form }, 'ja', digest).get('audit-table.md')!
  expect(table).toContain('# 県の様式')
  expect(table).toContain('| 規則 | 備考 |')
  expect(table).toContain('| mynumber-isolation<br>エラー |  |')
})

test("a municipality's own profile brings its own form, and without one has the usual", () => {
  const own = (form: string) => readProfile('profile.yaml', `profile: own\nextends: saikai-2024\ntitle: t\nstandard: { document: d, on: 2026-04-01 }\n${form}`)
  const columns = 'audit-table: { title: 県様式, columns: [{ heading: 番号, shows: [number] }, { heading: 条項, shows: [clause, references] }, { heading: 所見, shows: [blank] }] }'
  expect(own(columns).edition!.auditForm).toEqual({ title: { ja: '県様式', en: '県様式' }, columns: [['番号', ['number']], ['条項', ['clause', 'references']], ['所見', ['blank']]].map(([heading, shows]) => ({ heading: { ja: heading, en: heading }, shows })) })
  expect(own('').edition!.auditForm).toBe(EDITIONS.get('saikai-2024')!.auditForm)
  for (const wrong of ['audit-table: { columns: [] }', 'audit-table: { columns: [{ heading: x, shows: [colour] }] }', 'audit-table: { columns: [{ heading: x }] }', 'audit-table: { title: x }']) {
    expect([wrong, own(wrong).edition, own(wrong).problems.length]).toEqual([wrong, undefined, 1])
  }
})

test('what a form can show is what its schema lists', () => {
  const schema = PROFILE_SCHEMA as { $defs: { auditField: { enum: readonly string[] } } }
  expect(schema.$defs.auditField.enum).toEqual(AUDIT_FIELDS)
})
