/** No item of 第６条 and 第７条 is missing from the account of what was checked, and what is said of it is so. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { clausesOf } from '../../src/report/dossier/clauses.ts'
import { EDITIONS } from '../../src/rules/profiles/profile.ts'
import { RULES } from '../../src/rules/index.ts'

const POLICY = fileURLToPath(new URL('../../../shared/policy-saikai.txt', import.meta.url))
const bare = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '')
const wide = (digits: string): string => digits.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

/** 第６条第１号 … 第６条第９号 with their ア, イ, ウ, and 第７条, as the text has them. */
function itemsOf(policy: string): string[] {
  const lines = policy.normalize('NFKC').split('\n').map((line) => line.trim())
  const articles = lines.slice(lines.findIndex((line) => line.startsWith('第6条')), lines.findIndex((line) => line.startsWith('第8条')))
  const items: string[] = []
  let number = ''
  for (const line of articles) {
    const [, found] = /^\((\d+)\)/.exec(line) ?? []
    if (found) items.push(number = `第６条第${wide(found)}号`)
    const [, letter] = /^([アイウ]) /.exec(line) ?? []
    if (letter) items.push(number + letter)
    if (line.startsWith('第7条')) items.push('第７条')
  }
  return items
}

describe.each([...EDITIONS.values()])('$id', ({ coverage }) => {
  test.skipIf(!existsSync(POLICY))('accounts for every item, once, in order, in the words of the policy (needs shared/policy-saikai.txt beside the repository)', () => {
    const policy = readFileSync(POLICY, 'utf8')
    expect(coverage.map(({ clause }) => clause)).toEqual(itemsOf(policy))
    for (const { quote } of coverage) expect(bare(policy)).toContain(bare(quote))
  })

  test('what no rule asks is not said to be checked, and what a rule asks is not said to be left out', () => {
    for (const { clause, extent } of coverage) {
      const asked = RULES.some((rule) => clausesOf(rule.clause).includes(clause))
      if (extent === 'checked') expect(asked, clause).toBe(true)
      if (extent === 'not') expect(asked, clause).toBe(false)
    }
  })

  test('whatever is not wholly checked says what is not', () => {
    for (const { says, extent } of coverage) if (extent !== 'not') expect(says.ja).toMatch(/確認していません|とおりです/)
  })
})
