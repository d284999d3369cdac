/** The README says what is so: its rule tables come from the rules, its commands are the ones that CI runs. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RULE_DOCUMENTS } from '../src/report/rule-document.ts'
import { rulesReadme } from '../src/report/rules-markdown.ts'
import { assemble } from '../src/report/assemble.ts'
import { text as inWords } from '../src/report/text.ts'
import { RULES } from '../src/rules/index.ts'
import { verify } from '../src/verify.ts'
import { files } from './examples/files.ts'
import { readProfile } from '../src/rules/profiles/chosen.ts'
import type { Lang } from '../src/verdict.ts'

const README = new URL('../README.md', import.meta.url)
const text = readFileSync(README, 'utf8')

const table = (lang: Lang): string => RULES.map(({ id, clause, title }) => `| \`${id}\` | ${clause} | ${title[lang]} |\n`).join('')

const written = (lang: Lang): string =>
  text.replace(new RegExp(`(<!-- rules:${lang} -->\\n)[^]*?(<!-- /rules:${lang} -->)`), (_, open: string, close: string) => open + table(lang) + close)

test.each(['ja', 'en'] as const)('the table of rules (%s) is what the rules say', (lang) => {
  if (process.env['SANSO_WRITE_README']) writeFileSync(README, (['ja', 'en'] as const).reduce((all, each) =>
    all.replace(new RegExp(`(<!-- rules:${each} -->\\n)[^]*?(<!-- /rules:${each} -->)`), (_, open: string, close: string) => open + table(each) + close), text))
  else expect(text, 'SANSO_WRITE_README=1 npx vitest run test/readme.test.ts writes it').toBe(written(lang))
})

const RULES_README = new URL('../src/rules/README.md', import.meta.url)

test('src/rules/README.md is what the rules say, and points to examples that are there', () => {
  const wanted = rulesReadme(RULE_DOCUMENTS)
  if (process.env['SANSO_WRITE_README']) writeFileSync(RULES_README, wanted)
  else expect(readFileSync(RULES_README, 'utf8'), 'SANSO_WRITE_README=1 npx vitest run test/readme.test.ts writes it').toBe(wanted)
  for (const [, path] of wanted.matchAll(/\]\(([^)#:]+)\)/g)) expect(() => readFileSync(new URL(path!, RULES_README)), path).not.toThrow()
})

test('the profile that schemas/README.md shows is one', () => {
  const shown = /```yaml\n([^`]*\nextends:[^`]*)```/.exec(readFileSync(new URL('../schemas/README.md', import.meta.url), 'utf8'))![1]!
  expect(readProfile('profile.yaml', shown).problems).toEqual([])
})

test('continuous integration runs exactly the test command of the README', () => {
  const command = 'npm ci && npm test'
  expect(text.split('\n')).toContain(command)
  expect(readFileSync(new URL('../.ci/run', import.meta.url), 'utf8')).toContain(command)
})

test('every file that the README points to is there', () => {
  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!)
  expect(links.length).toBeGreaterThan(0)
  for (const path of links) expect(() => readFileSync(new URL(`../${path}`, import.meta.url)), path).not.toThrow()
})

test('what the README shows of a town with a fault is what the report begins with', () => {
  const root = 'examples/saikai-town-wide-permit/topology.yaml'
  const asOf = '2026-11-23'
  const report = assemble([verify(root, files, { asOf })], { asOf, version: '0.0.0', failOn: 'warning', allowUnknown: false })
  const [, shown] = /```\n(違反を確認[^]*?)```/.exec(text)!
  expect(report.networks).toHaveLength(1)
  expect(inWords(report, { lang: 'ja', color: false }).startsWith(shown!)).toBe(true)
})
