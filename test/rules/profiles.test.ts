/** Profiles as data: every value says where it comes from; a municipality's own says what it changes, and every mistake in it has its place. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/rules/index.ts'
import { readProfile } from '../../src/rules/profiles/chosen.ts'
import { PROFILE_SCHEMA } from '../../src/rules/profiles/document.ts'
import { changes, explained } from '../../src/rules/profiles/explained.ts'
import { MODEL_SPELLINGS, MODELS, modelOf } from '../../src/rules/profiles/model.ts'
import { EDITIONS, profileOf, type Edition } from '../../src/rules/profiles/profile.ts'
import { isSourced } from '../../src/rules/profiles/sourced.ts'
import { keysAt } from '../../src/topology/topology-schema.ts'
import { mistakes } from '../topology/loading.ts'
import { ask, edited, SMALL } from './asking.ts'

const HOME = fileURLToPath(new URL('../../src/rules/', import.meta.url))
const SOURCES = readdirSync(HOME, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.includes('profiles'))
  .map((name) => [name, readFileSync(HOME + name, 'utf8')] as const)
const POLICY = fileURLToPath(new URL('../../../shared/policy-saikai.txt', import.meta.url))

/** Everything in an edition that no `Sourced` holds. */
function unsourced(value: unknown, path: string): string[] {
  if (isSourced(value)) return []
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, one]) => unsourced(one, `${path}.${key}`)) : [path]
}

describe.each([...EDITIONS.values()])('$id', (edition) => {
  test('every value has a source, in both languages', () => {
    const { id: _id, title: _title, notAsked: _notAsked, coverage: _coverage, auditForm: _auditForm, references: _references, zonePairs: _zonePairs, ...values } = edition
    expect(unsourced(values, '')).toEqual([])
    for (const { key, value, source } of explained(edition)) {
      expect(source.text.ja, key).toMatch(/[ぁ-んァ-ン一-龥]/)
      expect(source.text.en, key).not.toMatch(/[ぁ-ん]/)
      expect([value.ja, value.en], key).not.toContain('')
      if (source.kind === 'policy' || source.kind === 'guideline') expect(source.on, key).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      // What was not read says so, wherever its source is shown.
      if (!source.confirmed) expect(source.text.ja, key).toMatch(/未確認|推論/)
    }
  })

  test.skipIf(!existsSync(POLICY))('quotes the policy word by word (needs shared/policy-saikai.txt beside the repository)', () => {
    const bare = (text: string): string => text.replaceAll(/\s/g, '')
    const quotes = explained(edition).flatMap(({ source }) => (source.kind === 'policy' ? [...source.text.ja.matchAll(/「([^」]+)」/g)] : []).map(([, quote]) => quote!))
    for (const quote of quotes) expect(bare(readFileSync(POLICY, 'utf8'))).toContain(bare(quote))
  })

  test('every rule and every grade has a severity, and no severity is left without one', () => {
    const keys = Object.keys(edition.severities)
    expect(keys.filter((key) => !key.includes('/')).sort()).toEqual(RULES.map(({ id }) => id).sort())
    const grades = keys.filter((key) => key.includes('/'))
    expect(grades.filter((key) => !RULES.some(({ id }) => key.startsWith(`${id}/`)) || !SOURCES.some(([, content]) => content.includes(`'${key.split('/')[1]}'`)))).toEqual([])
    const graded = SOURCES.flatMap(([name, content]) => [...content.matchAll(/\bgrade: '([^']+)'/g)].map(([, grade]) => [name.replace('.ts', ''), grade!] as const))
    const unweighed = graded.filter(([name, grade]) => !(RULES.some(({ id }) => id === name) ? grades.includes(`${name}/${grade}`) : grades.some((key) => key.endsWith(`/${grade}`))))
    expect(unweighed).toEqual([])
  })
})

test('every model that there is can be typed, with any mark that stands for a prime', () => {
  expect(new Set(MODEL_SPELLINGS.map(modelOf))).toEqual(new Set(MODELS))
  for (const typed of ['α', 'α′', 'α´', "α'", 'α’', 'ALPHA-PRIME', 'β', 'β´']) expect(modelOf(typed)).toBeDefined()
})

test('the editions differ where the guideline changed', () => {
  const [saikai, mic] = ['saikai-2024', 'mic-2026'].map((id) => profileOf(EDITIONS.get(id)!))
  expect([saikai!.myNumberWireless, mic!.myNumberWireless]).toEqual(['forbidden', 'conditional'])
  expect([saikai!.myNumberScreenTransfer, mic!.myNumberScreenTransfer]).toEqual(['forbidden', 'conditional'])
  expect([saikai!.pathDivision.necessary, mic!.pathDivision.necessary]).toEqual(['exception-only', 'warn'])
  expect([saikai!.localBreakout['alpha-prime'].lgwan, mic!.localBreakout['alpha-prime'].lgwan, mic!.localBreakout.alpha.lgwan]).toEqual(['forbidden', 'named-services', 'forbidden'])
})

// ------------------------------------------------------------------------------------------------ a municipality's own

test('the schema knows every limit that a profile has', () => {
  const limits = explained(EDITIONS.get('saikai-2024')!).flatMap(({ key }) => (key.startsWith('limits.') ? [key.slice('limits.'.length)] : []))
  expect(keysAt(['limits'], PROFILE_SCHEMA)).toEqual(expect.arrayContaining(limits))
  expect(limits).toEqual(expect.arrayContaining([...keysAt(['limits'], PROFILE_SCHEMA)]))
})

const OWN = `profile: own
extends: saikai-2024
title: 西海市 情報セキュリティ対策基準
standard: { document: 対策基準, on: 2026-04-01 }
`
const own = (more: string): Edition => {
  const { edition, problems } = readProfile('own.yaml', OWN + more)
  expect(problems.map(({ message }) => message.en)).toEqual([])
  return edition!
}
const changed = (more: string): string[] => changes(own(more)).map(({ key, was, value, loosens }) => `${key}: ${was?.en ?? '-'} → ${value.en}${loosens ? ' (less)' : ''}`)

describe("a municipality's own profile", () => {
  test('changes nothing that it does not name', () => {
    const { edition: _edition, base: _base, id: _id, title: _title, since: _since, ...rest } = profileOf(own(''))
    const { edition: _, id: _baseId, title: _baseTitle, since: _baseSince, ...base } = profileOf(EDITIONS.get('saikai-2024')!)
    expect(rest).toEqual(base)
    expect(changes(own(''))).toEqual([])
  })

  test('every change is listed with its clause, and says when it asks less', () => {
    expect(changed('limits: { ports: { value: 32, clause: 第１２条 }, exception-days: { value: 184, clause: 第１３条 }, prefix: { value: { 4: 24, 6: 124 }, clause: 第１２条 } }')).toEqual([
      'limits.prefix: /28, of IPv6 /124 → /24, of IPv6 /124 (less)', 'limits.ports: 16 → 32 (less)', 'limits.exception-days: 366 days → 184 days'])
    expect(changed('severities: { flow-blocked: { value: error, clause: 第２条 }, counterparty: { value: note, clause: 第２条 } }')).toEqual([
      'severities.counterparty: error → note (less)', 'severities.flow-blocked: warning → error'])
    expect(changed('my-number-wireless: { value: conditional, clause: 第３条 }\npath-division: { export: { value: exception-only, clause: 第４条 } }')).toEqual([
      'path-division.export: accepted with a note → by a formal exception alone', 'my-number-wireless: forbidden → allowed on conditions (less)'])
    const [change] = changes(own('limits: { ports: { value: 32, clause: 第１２条 } }'))
    expect(change!.source).toMatchObject({ kind: 'standard', on: '2026-04-01', text: { ja: '対策基準 第１２条' }, at: { file: 'own.yaml', path: ['limits', 'ports'] } })
  })

  test('the values count', () => {
    const profile = profileOf(own('limits: { ports: { value: 32, clause: 第１２条 }, prefix: { value: { 4: 24, 6: 120 }, clause: 第１２条 } }\nreferences: { path-division: [第２３条, 別表第１] }'))
    expect([profile.limits.ports, profile.limits.prefix[4], profile.limits.prefix[6], profile.references['path-division']]).toEqual([32, 24, 120, ['第２３条', '別表第１']])
  })

  test('parties are added and changed', () => {
    const more = 'parties:\n  kokuho: { class: offline, clause: 別表第２ }\n  dc: { title: 共同利用データセンター, names: 共同DC, class: offline, route: dedicated, clause: 別表第２ }\n'
    expect(profileOf(own(more)).parties['dc']).toEqual({ title: { ja: '共同利用データセンター', en: '共同利用データセンター' }, names: ['共同DC'], class: 'offline', route: 'dedicated' })
    expect(profileOf(own(more)).parties['kokuho']!.names).toContain('国保連')
    expect(changed(more).map((line) => line.includes('(less)'))).toEqual([true, true])
  })
})

describe('mistakes in it', () => {
  const said = (content: string): string[] => {
    const { problems, source } = readProfile('own.yaml', content)
    return mistakes({ problems, sources: new Map([['own.yaml', source!]]) })
  }

  test.each([
    [OWN.replace('extends: saikai-2024', 'extends: saikai-2042'), ['unknown-name: «saikai-2042» there is no profile "saikai-2042" to extend; did you mean "saikai-2024"?']],
    [OWN.replace('profile: own', 'profile: mic-2026'), ['profile: «mic-2026» "mic-2026" is the name of a shipped profile: choose another']],
    [OWN.replace('2026-04-01', '令和８年'), ['profile: «令和８年» "令和８年" is no day (YYYY-MM-DD)']],
    [OWN.replace('title:', 'titel:'), ['schema: «profile» "title" is missing', 'schema: «titel» there is no key "titel" here; did you mean "title"?']],
    [`${OWN}limits: { ports: 32 }`, ['schema: «32» a mapping must stand here']],
    [`${OWN}limits: { ports: { value: 32 } }`, ['schema: «ports» "clause" is missing']],
    [`${OWN}limits: { port: { value: 32, clause: x } }`, ['schema: «port» there is no key "port" here; did you mean "ports"?']],
    [`${OWN}severities: { flow-bloked: { value: error, clause: x } }`, ['unknown-name: «flow-bloked» there is no rule "flow-bloked"; did you mean "flow-blocked"?']],
    [`${OWN}severities: { flow-blocked: { value: fatal, clause: x } }`, ['schema: «fatal» "fatal" cannot stand here (known: error, warning, note)']],
    [`${OWN}references: { path-division/unsanitised: x }`, ['unknown-name: «path-division/unsanitised» there is no rule "path-division/unsanitised"']],
    [`${OWN}parties: { dc: { class: offline, clause: x } }`, ['profile: «dc» the party "dc" is not in the catalogue that is extended: it needs a title']],
    [`${OWN}zone-pairs: [{ from: lgwan, to: internet, communication: permitted, clause: x }]`,
      ['profile: «{ from: lgwan, to: internet, communication: permitted, clause: x }» service: belongs to communication: permitted, which needs it, and to nothing else']],
    [`${OWN}zone-pairs: [{ from: lgwan, to: internet, communication: permitted, service: tpc/443, clause: x }]`, [expect.stringMatching(/^service: «tpc\/443» /)]],
    [`${OWN}zone-pairs:\n  - { from: a, to: b, communication: forbidden, clause: x }\n  - { from: a, to: b, communication: registered, clause: x }`,
      [expect.stringContaining('from a to b is ruled twice')]],
    [`${OWN}limits: { ports: { value: 0, clause: x } }\nseverities: { nothing: { value: note, clause: x } }`,
      ['schema: «0» this must be 1 or more', 'unknown-name: «nothing» there is no rule "nothing"']],
  ])('%#', (content, wanted) => expect(said(content)).toEqual(wanted))
})

test('every part of the schema is explained in both languages', () => {
  const visit = (value: unknown, path: string): string[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    const { description } = value as { description?: unknown }
    const inside = Object.entries(value).flatMap(([key, one]) => (key === 'properties'
      ? Object.entries(one as object).flatMap(([name, part]) => [...(bilingual((part as { description?: unknown }).description) ? [] : [`${path}/${name}`]), ...visit(part, `${path}/${name}`)])
      : visit(one, `${path}/${key}`)))
    return description !== undefined && !bilingual(description) ? [path, ...inside] : inside
  }
  expect(visit(PROFILE_SCHEMA, '')).toEqual([])
})

const bilingual = (said: unknown): boolean => typeof said === 'string' && /[ぁ-んァ-ン一-龥]/.test(said) && / [A-Z]/.test(said)

describe('what an entry does between the LGWAN tier and the Internet side', () => {
  const permit = (from: string, to: string, destination: string) => `    filter:\n      - { id: 20, action: permit, in: ${from}, out: ${to}, destination: ${destination}, service: tcp/443 }\n`
  const HOSTS = 'hosts:\n  up: { role: server, attach: [{ segment: lg-srv, address: 10.20.10.9 }] }\n  down: { role: server, attach: [{ segment: in-srv, address: 192.168.30.8 }] }\n'
  const entry = (kind: string, from: string, to: string) =>
    `  F2: { kind: ${kind}, from: { host: ${from} }, to: { host: ${to} }, service: tcp/443, purpose: 更新, approved: { by: CISO, on: 2025-04-01 }, expires: 2027-03-31 }\n`
  const network = (profile: string, kind: string, out: boolean): string => {
    const filter = out ? permit('lg', 'in', 'down').replace('destination', 'source: up, destination') : permit('in', 'lg', 'up').replace('destination', 'source: down, destination')
    const net = edited(edited(edited(SMALL, 'saikai-2024', profile), '    filter:\n', filter), 'hosts:\n', HOSTS)
    return net + (out ? entry(kind, 'up', 'down') : entry(kind, 'down', 'up'))
  }
  const outcomes = (profile: string, kind: string, out: boolean): string[] => ask('path-division', network(profile, kind, out))
    .filter(({ key }) => key === (out ? 'lg->in' : 'in->lg') || key.startsWith('unsanitised')).map(({ outcome, severity }) => (outcome === 'refuted' ? `refuted ${severity}` : outcome))

  test.each([
    ['saikai-2024', 'export', ['proved', 'refuted note']], ['saikai-2024', 'necessary', ['refuted error']], ['saikai-2024', 'sanitized', ['proved']],
    ['mic-2026', 'export', ['proved', 'refuted note']], ['mic-2026', 'necessary', ['proved', 'refuted note']], ['mic-2026', 'sanitized', ['proved']],
  ])('%s, out, %s', (profile, kind, wanted) => expect(outcomes(profile, kind, true)).toEqual(wanted))

  test.each(['saikai-2024', 'mic-2026'])('%s: nothing but what is sanitised may be registered inwards', (profile) =>
    expect(['sanitized', 'export', 'necessary'].map((kind) => outcomes(profile, kind, false))).toEqual([['proved'], ['refuted error'], ['refuted error']]))
})
