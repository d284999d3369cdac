/** What every rule owes: its name, both languages, its article, an example that passes and one, an edit away, that fails. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/rules/index.ts'
import type { Text, Verdict } from '../../src/verdict.ts'
import { resultOfFile } from './asking.ts'

const EXAMPLES = fileURLToPath(new URL('../../examples/rules/', import.meta.url))
const SOURCES = fileURLToPath(new URL('../../src/rules/', import.meta.url))
const POLICY = fileURLToPath(new URL('../../../shared/policy-saikai.txt', import.meta.url))

/** Rules whose counterexample is a packet. A fault of the register or of a host is shown by its place alone. */
const WITNESSED = [
  'mynumber-isolation', 'management-plane', 'zone-pairs', 'cloud-tier', 'path-division', 'lgwan-exposure', 'local-breakout', 'egress-aggregation', 'monitoring',
  'published-services', 'register-expired', 'flow-blocked',
  'spoofable', 'reply-blocked', 'reply-opens', 'rule-any', 'forwarding-loop', 'black-hole', 'flow-undeclared',
]
/** Rules whose counterexample is a chain of packets. */
const CHAINED = ['sanitization-waypoint', 'mynumber-transitive']
/** Rules that cannot refute: what they find is that something is not known. */
const ASKING = ['config-not-understood', 'undefined-reference']

const ids = RULES.map(({ id }) => id)
const example = (id: string, side: 'pass' | 'fail'): string => readFileSync(`${EXAMPLES}${id}.${side}.yaml`, 'utf8')

function verdictsOf(id: string, side: 'pass' | 'fail'): readonly Verdict[] {
  const { problems, verdicts } = resultOfFile(EXAMPLES, `${id}.${side}.yaml`)
  expect(problems).toEqual([])
  return verdicts.filter(({ rule }) => rule === id)
}

describe.each(RULES)('$id', (rule) => {
  test('is named like its file', () => expect(existsSync(`${SOURCES}${rule.id}.ts`)).toBe(true))

  test('speaks both languages', () => {
    const texts: readonly Text[] = [rule.title, rule.checks, rule.why, rule.fix, ...(rule.basis.kind === 'policy' ? [] : [rule.basis.source])]
    for (const { ja, en } of texts) {
      expect(ja).toMatch(/[ぁ-ん]/)
      expect(en).toMatch(/[A-Za-z]/)
      expect(en).not.toMatch(/[ぁ-ん]/)
      expect(ja).not.toBe(en)
    }
  })

  test('cites an article as the law writes it', () => expect(rule.clause).toMatch(/^第[０-９]+条(第[０-９]+項)?(第[０-９]+号(～第[０-９]+号)?)?([アイウ]((・|及び)[アイウ])*)?$/))

  test('says what it cannot know', () => {
    expect(rule.checks.ja).toMatch(/分かりません/)
    expect(rule.checks.en).toMatch(/cannot know/)
  })

  test.skipIf(!existsSync(POLICY))('quotes the policy word by word (needs shared/policy-saikai.txt beside the repository)', () => {
    if (rule.basis.kind !== 'policy') return
    expect(bare(readFileSync(POLICY, 'utf8'))).toContain(bare(rule.basis.quote))
  })

  test('its passing example is proved', () => {
    const outcomes = new Set(verdictsOf(rule.id, 'pass').map(({ outcome }) => outcome))
    expect([...outcomes].filter((outcome) => outcome !== 'proved' && outcome !== 'vacuous')).toEqual([])
    expect(outcomes).toContain('proved')
  })

  test('its failing example is not, and says why', () => {
    const wanted = ASKING.includes(rule.id) ? 'unknown' : 'refuted'
    const broken = verdictsOf(rule.id, 'fail').filter(({ outcome }) => outcome !== 'proved' && outcome !== 'vacuous')
    expect(broken.map(({ outcome }) => outcome)).toContain(wanted)
    for (const verdict of broken.filter(({ outcome }) => outcome === wanted)) {
      if (wanted === 'unknown') expect(verdict.missing).not.toEqual([])
      else expect(verdict.cause).toBeDefined()
      if (WITNESSED.includes(rule.id)) expect(verdict.witness?.path).not.toEqual([])
      if (CHAINED.includes(rule.id)) expect(verdict.chain).not.toEqual([])
    }
  })

  test('they differ by one edit', () => {
    const [passing, failing] = [example(rule.id, 'pass').split('\n'), example(rule.id, 'fail').split('\n')]
    const removed = passing.filter((line) => !failing.includes(line)).length
    const added = failing.filter((line) => !passing.includes(line)).length
    expect(Math.max(removed, added, Math.abs(passing.length - failing.length))).toBeGreaterThan(0)
    expect(removed).toBeLessThanOrEqual(2)
    expect(added).toBeLessThanOrEqual(2)
    expect(Math.abs(passing.length - failing.length)).toBeLessThanOrEqual(2)
  })

  test('its keys are unique, and the same in both languages of every verdict', () => {
    for (const side of ['pass', 'fail'] as const) {
      const verdicts = verdictsOf(rule.id, side)
      expect(new Set(verdicts.map(({ key }) => key)).size).toBe(verdicts.length)
      for (const { message, subject } of verdicts) for (const { ja, en } of [message, subject]) expect([ja.trim(), en.trim()]).not.toContain('')
    }
  })
})

test('no rule twice, no example without a rule', () => {
  expect(new Set(ids).size).toBe(ids.length)
  const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml')).sort()
  expect(files).toEqual(ids.flatMap((id) => [`${id}.fail.yaml`, `${id}.pass.yaml`]).sort())
})

test('every configuration among the examples is used by one', () => {
  const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml')).map((name) => readFileSync(EXAMPLES + name, 'utf8')).join()
  for (const name of readdirSync(`${EXAMPLES}configs`)) expect(examples).toContain(`configs/${name},`)
})

test('a passing example passes every rule', () => {
  for (const id of ids) {
    const { verdicts } = resultOfFile(EXAMPLES, `${id}.pass.yaml`)
    // An exception that no rule needs would be a finding.
    const fine = ['proved', 'vacuous', ...(id === 'exception-lifetime' ? ['excepted'] : [])]
    expect(verdicts.filter(({ outcome }) => !fine.includes(outcome)).map(({ rule, key }) => `${rule} ${key}`)).toEqual([])
  }
}, 180_000)

/** The policy is typeset: line breaks and spaces in it mean nothing. */
const bare = (text: string): string => text.replaceAll(/\s/g, '')
