/** The register that a network would need: complete, it proves what a register can prove; as it is written, nothing. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draftRegister } from '../../src/questions/draft/draft.ts'
import { renderDrafts } from '../../src/report/drafts.ts'
import { verify } from '../../src/verify.ts'
import { AS_OF, edited, SMALL } from '../rules/asking.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
type Contents = Readonly<Record<string, string>>
const FILE = 'register.draft.yaml'
const filesOf = (contents: Contents) => ({ read: (name: string) => (Object.hasOwn(contents, name) ? contents[name] : undefined), expand: (name: string) => (Object.hasOwn(contents, name) ? [name] : []) })

function drafted(contents: Contents, root = 'net.yaml') {
  const answered = draftRegister(root, filesOf(contents), { asOf: AS_OF, file: FILE })
  if (answered.is !== 'answer') throw new Error(JSON.stringify(answered))
  return answered.answer
}

/** As a person would type it: what stands in comments, filled in. */
const complete = (yaml: string): string => yaml
  .replaceAll('# purpose: ここに目的', 'purpose: 業務').replaceAll('# approved: { by: ここに承認者, on: YYYY-MM-DD }', 'approved: { by: CISO, on: 2026-04-01 }')
  .replaceAll('# expires: YYYY-MM-DD', 'expires: 2027-03-31')

const ISOLATION = ['mynumber-isolation', 'path-division', 'lgwan-exposure', 'flow-undeclared']
function verdicts(contents: Contents) {
  const { problems, verdicts: found } = verify('net.yaml', filesOf(contents), { asOf: AS_OF })
  expect(problems.map(({ message }) => message.en)).toEqual([])
  return found.filter(({ rule, severity }) => ISOLATION.includes(rule) && severity !== 'note' || rule === 'flow-undeclared')
}
const refuted = (contents: Contents) => verdicts(contents).filter(({ outcome }) => outcome === 'refuted')

const FLOW = SMALL.slice(SMALL.indexOf('flows:'))
const BARE = SMALL.replace(FLOW, '')
const RULE = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
const withDraft = (content: string, draft: string): Contents => ({ 'net.yaml': `include: [${FILE}]\n${content}`, [FILE]: draft })

describe('a draft', () => {
  const { drafts, yaml } = drafted({ 'net.yaml': BARE })

  test('names hosts and parties where the packets are just theirs, the service and a guess at the kind', () => {
    expect(drafts.drafts).toMatchObject([{ id: 'D-001', kind: 'specific', from: '{ host: tax }', to: '{ party: eltax }', services: ['tcp/443'], decided: 2 }])
    expect(drafts.drafts[0]!.causes).toMatchObject([{ key: 'rule:fw/filter/10', at: { file: 'net.yaml' } }])
    expect(drafts.rest).toEqual([])
  })

  test('is not green: every violation stays, and names its draft', () => {
    const before = refuted({ 'net.yaml': BARE }).filter(({ rule }) => rule !== 'flow-undeclared')
    const after = refuted(withDraft(BARE, yaml!))
    expect(after.map(({ rule, key }) => `${rule} ${key}`)).toEqual(before.map(({ rule, key }) => `${rule} ${key}`))
    expect(new Set(after.map(({ cause }) => cause?.key))).toEqual(new Set(['flow:D-001']))
  })

  test('complete, proves what was refuted', () => expect(refuted(withDraft(BARE, complete(yaml!)))).toEqual([]))

  test('keeps clear of ids that are taken', () => {
    const taken = edited(SMALL, '  F1:', '  D-001:').replace('to: { party: eltax }', 'to: { segment: in-srv }')
    expect(drafted({ 'net.yaml': taken }).drafts.drafts.map(({ id }) => id)).toEqual(['D-002'])
  })

  test('what drafts stand there already count for nothing', () => 
    expect(drafted(withDraft(BARE, yaml!)).yaml).toBe(yaml!.replaceAll(/net\.yaml:(\d+)/g, (_, line) => `net.yaml:${Number(line) + 1}`)))

  test('of a complete register there is none', () => expect(drafted({ 'net.yaml': SMALL })).toMatchObject({ drafts: { drafts: [], rest: [] } }))
})

describe('what no entry can put in order', () => {
  const holed = edited(BARE, RULE, `${RULE}      - { id: 20, action: permit, in: mn, out: in, service: tcp/22 }\n`)
  const { drafts } = drafted({ 'net.yaml': holed })

  test('is told apart, with what permits it and why', () => {
    expect(drafts.drafts.map(({ from, to }) => `${from} ${to}`)).toEqual(['{ host: tax } { party: eltax }'])
    expect(drafts.rest).toMatchObject([{ cause: { key: 'rule:fw/filter/20' }, open: [{ rule: 'mynumber-isolation' }] }])
    expect(drafts.rest[0]!.why.ja).toContain('インターネットに接続されているか')
  })

  test.each(['ja', 'en'] as const)('and printed (%s)', (lang) => {
    const printed = renderDrafts(drafts, FILE, 'net.yaml', { lang, color: false })
    expect(printed).toContain('D-001')
    expect(printed).toMatch(lang === 'ja' ? /このままでは登録しても適合にならないもの/ : /no entry puts these in order/)
    expect(printed).toContain('net.yaml:24:9')
  })
})

describe('the law of drafts', () => {
  const end = fc.constantFrom('mn-srv', 'lg-srv', 'in-srv', 'tax', 'eltax', 'lgwan', '10.20.10.7', '10.10.10.16/28', '192.168.30.5')
  const service = fc.constantFrom('tcp/443', 'udp/53', '[tcp/25, tcp/587]', 'icmp/echo-request', 'tcp/1000-1003', 'any', 'esp')
  const rule = fc.record({ source: end, destination: end, service })

  test('complete, they decide whatever they say that they decide; what is left is told', () => fc.assert(fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (rules) => {
    const written = rules.map((one, index) => `      - { id: ${index + 1}, action: permit, source: ${one.source}, destination: ${one.destination}, service: ${one.service} }\n`)
    const content = edited(BARE, RULE, written.join(''))
    const before = verdicts({ 'net.yaml': content }).filter(({ outcome }) => outcome === 'refuted')
    const { drafts, yaml } = drafted({ 'net.yaml': content })
    const rest = new Set(drafts.rest.flatMap(({ open }) => open.map(({ rule: id, subject }) => `${id} ${subject.en}`)))
    const after = yaml === undefined ? before : refuted(withDraft(content, complete(yaml)))
    expect(new Set(after.map(({ rule: id, subject }) => `${id} ${subject.en}`))).toEqual(rest)
    expect(drafts.drafts.at(-1)?.decided ?? 0).toBe(before.length - before.filter(({ rule: id, key }) => after.some((one) => one.rule === id && one.key === key)).length)
  }), { numRuns: 25, seed: 7 }))
})

test('a gateway whose rules are a real dump', () => {
  const folder = `${ROOT}examples/iptables-gateway/`
  const read = (name: string): string => readFileSync(folder + name, 'utf8')
  const topology = read('topology.yaml').replace('include: register.yaml\n', '')
    .replaceAll(/^ {4}relays: \[.*\n/gm, '').replaceAll(/^ {4}sanitizes:\n(?: {6}.*\n)*/gm, '')
  const contents = { 'net.yaml': topology, 'configs/gw1.v4': read('configs/gw1.v4'), 'configs/gw1.v6': read('configs/gw1.v6') }
  const { drafts, yaml } = drafted(contents)
  expect(drafts.drafts.length).toBeGreaterThan(3)
  expect(drafts.rest).toEqual([])
  expect(refuted({ ...contents, ...withDraft(topology, complete(yaml!)) })).toEqual([])
})
