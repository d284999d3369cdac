/** Rules that stand in the model and in nobody's configuration, and what people call those that somebody wrote. */
import type { Chain, Rule } from '../../topology/model.ts'
import { text, type At, type Text } from '../../verdict.ts'

/** Of a list: the rules that nobody wrote, and by position how many somebody wrote so far. */
interface Count { readonly implied: ReadonlySet<Rule>; readonly written: readonly number[] }

const counted = new WeakMap<Chain, Count>()

function countOf(chain: Chain): Count {
  const known = counted.get(chain)
  if (known) return known
  const own = JSON.stringify(chain.at)
  const implied = new Set(chain.rules.filter((one) => one.elsewhere || JSON.stringify(one.at) === own))
  let count = 0
  const made = { implied, written: chain.rules.map((one) => (implied.has(one) ? count : ++count)) }
  counted.set(chain, made)
  return made
}

/** Written by nobody: it lets pass what the list does not concern, or stands where the list itself does. `one` is a rule of the list. */
export const isImplied = (one: Rule, chain: Chain): boolean => countOf(chain).implied.has(one)

/** Counted from 1, as people read the list. */
export const numberOf = (chain: Chain, index: number): number => countOf(chain).written[index]!

export function nameOf(chain: Chain, index: number): Text {
  const one = chain.rules[index]!
  if (isImplied(one, chain)) return text('適用するインターフェースの指定', 'the choice of interfaces that use the list')
  const line = 'line' in one.at ? text(`（${one.at.file} ${one.at.line}行）`, ` (${one.at.file}:${one.at.line})`) : text('', '')
  return one.id === undefined ? text(`${numberOf(chain, index)}番目の規則${line.ja}`, `rule number ${numberOf(chain, index)}${line.en}`)
    : text(`規則 ${one.id}${line.ja}`, `rule ${one.id}${line.en}`)
}

export const namesOf = (chain: Chain, indices: readonly number[]): Text =>
  text(indices.map((index) => nameOf(chain, index).ja).join('、'), indices.map((index) => nameOf(chain, index).en).join(', '))

/** What a rule is called where it is to blame: its id, else where it stands. */
export function blamedName({ id }: Rule, at: At): string {
  if (id !== undefined) return id
  return 'line' in at ? `line ${at.line}` : 'path' in at ? at.path.join('/') : at.span.join('-')
}
