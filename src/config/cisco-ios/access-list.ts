/** Access lists of both families, by name or number. */
import type { Family } from '../../net/header.ts'
import type { Action, Condition, Rule } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, any, NEVER, not, unknown, unknownsIn } from '../conditions.ts'
import { answerTest, entryTest, parseEntry, type Entry, type Kind } from './entry.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'
import { decimal } from './names.ts'
import type { ObjectGroups } from './object-groups.ts'

export interface AccessList extends Kind {
  readonly name: string
  readonly at: At
  /** In force in this order. */
  readonly entries: readonly Entry[]
}

interface Draft extends Kind { readonly name: string; readonly at: At; readonly lines: { readonly line: Line; readonly words: readonly string[] }[] }

/** Cisco IOS, "IP Access List Overview": numbers of standard and of extended lists. */
const STANDARD = (number: number): boolean => number <= 99 || (number >= 1300 && number <= 1999)
const EXTENDED = (number: number): boolean => (number >= 100 && number <= 199) || (number >= 2000 && number <= 2699)

export class AccessLists {
  readonly #drafts = new Map<string, Draft>()
  readonly #lists = new Map<string, AccessList>()

  get all(): readonly AccessList[] { return [...this.#lists.values()] }
  get(name: string, family: Family): AccessList | undefined { return this.#lists.get(key(name, family)) }

  /** `access-list 10 permit …`. */
  addNumbered(line: Line): void {
    const number = decimal(line.words[1], 2699)
    if (number === undefined || !(STANDARD(number) || EXTENDED(number))) {
      // 200-299 filter frame types, 700-799 MAC addresses, the rest other protocols than IP.
      return number !== undefined && number > 0 ? irrelevant(line) : notUnderstood(line)
    }
    this.#open(String(number), line, { family: 4, standard: STANDARD(number) }).lines.push({ line, words: line.words.slice(2) })
  }

  /** `ip access-list extended NAME` and `ipv6 access-list NAME` with the entries under them. */
  addNamed(line: Line): void {
    const [family, , type = ''] = line.words
    const kind: Kind = family === 'ipv6' ? { family: 6, standard: false } : { family: 4, standard: type === 'standard' }
    const name = family === 'ipv6' ? line.words[2] : line.words[3]
    if (name === undefined || (family === 'ip' && type !== 'standard' && type !== 'extended')) return notUnderstood(line)
    understood(line)
    const draft = this.#open(name, line, kind)
    for (const child of line.children) draft.lines.push({ line: child, words: child.words })
  }

  #open(name: string, line: Line, kind: Kind): Draft {
    const known = this.#drafts.get(key(name, kind.family))
    if (known) return known
    const draft: Draft = { ...kind, name, at: line.at, lines: [] }
    this.#drafts.set(key(name, kind.family), draft)
    return draft
  }

  /** Reads the entries: not before every object group is known. */
  finish(groups: ObjectGroups): void {
    for (const [id, draft] of this.#drafts) this.#lists.set(id, { ...draft, entries: entriesOf(draft, groups) })
  }
}

const key = (name: string, family: Family): string => `${family} ${name}`

/** Entries stand in the order of their numbers; one without a number comes 10 after the last. */
function entriesOf(draft: Draft, groups: ObjectGroups): Entry[] {
  const numbered: { sequence: number; entry: Entry }[] = []
  const taken = new Set<number>()
  let last = 0
  for (const { line, words } of draft.lines) {
    const [first, ...others] = words[0] === 'sequence' ? words.slice(1) : words
    const written = decimal(first, 4294967295) ?? trailing(words)
    const body = decimal(first, 4294967295) === undefined ? words : others
    if (body[0] === 'remark') { irrelevant(line); continue }
    const entry = parseEntry(line, body, draft, groups)
    if (!entry) { numbered.push({ sequence: last += 10, entry: strange(line) }); notUnderstood(line); continue }
    const sequence = written ?? last + 10
    last = Math.max(last, sequence)
    // The device refuses a second entry with a number that is taken.
    const twice = taken.has(sequence)
    taken.add(sequence)
    const kept = twice ? { ...entry, stray: entry.stray ?? String(sequence) } : entry
    numbered.push({ sequence, entry: kept })
    const missing = [...unknownsIn(entryTest(kept)), ...(entry.action === 'deny' && entry.reflect !== undefined ? ['reflect'] : [])]
    if (missing.length > 0) notUnderstood(line, missing.join(' / '))
    else understood(line)
  }
  return numbered.sort((a, b) => a.sequence - b.sequence).map(({ entry }) => entry)
}

/** IPv6 writes the number last. */
const trailing = (words: readonly string[]): number | undefined => {
  const at = words.indexOf('sequence')
  return at > 0 ? decimal(words[at + 1], 4294967295) : undefined
}

/** A line that is no entry may permit, deny, or be nothing. */
const strange = (line: Line): Entry =>
  ({ line, action: 'permit', source: {}, destination: {}, services: [{}], fragments: false, tests: [], log: false, stray: STRANGE })
export const STRANGE = 'strange'

// ---------------------------------------------------------------------------------------------------- as rules of chains

/** What `evaluate NAME` matches is decided elsewhere: by what the list that reflects has let through. */
export type Evaluated = (name: string, entry: Entry) => Pick<Rule, 'when' | 'action'>

/** An empty list, or one of remarks alone, permits everything where it is applied (Security Configuration Guide, "IP Access List Overview"). */
export const isEmpty = ({ entries }: AccessList): boolean => entries.length === 0

/** The entries as rules: what is done with what they permit, and with what they deny. */
export function rulesOf(
  list: AccessList, evaluated: Evaluated, test: (entry: Entry) => Condition = entryTest, then: Action = { do: 'permit' }, otherwise: Action = { do: 'deny' },
): Rule[] {
  return list.entries.map((entry) => {
    const { line, action, log, evaluate, stray } = entry
    if (stray === STRANGE) return { at: line.at, when: { test: 'all', of: [] }, action: { do: 'unknown', what: line.text.trim() } }
    if (evaluate !== undefined) return { at: line.at, ...evaluated(evaluate, entry) }
    return { at: line.at, when: test(entry), action: action === 'permit' ? then : otherwise, ...(log && { log }) }
  })
}

/** The list for the answers of what it decided: `permit` and `deny` as given for the entries of each kind. */
export function answerRules(list: AccessList, decide: (entry: Entry) => Action): Rule[] {
  return list.entries.map((entry) => ({ at: entry.line.at, when: answerTest(entry), action: decide(entry) }))
}

/** Deeper nesting than this is not worth a condition: no list that chooses routes or translations alternates so often. */
const MOST_TURNS = 200

/** The packets that a list permits, as one condition. Entries of one kind in a row stand side by side. */
export function permittedBy(list: AccessList, test: (entry: Entry) => Condition = entryTest): Condition {
  const runs: { action: 'permit' | 'deny'; of: Condition[] }[] = []
  for (const entry of list.entries) {
    const last = runs.at(-1)
    if (entry.evaluate !== undefined || entry.stray === STRANGE) return unknown(entry.line.text.trim())
    if (last?.action === entry.action) last.of.push(test(entry))
    else runs.push({ action: entry.action, of: [test(entry)] })
  }
  if (runs.length > MOST_TURNS) return unknown(`access list ${list.name}`)
  return runs.reduceRight<Condition>((rest, { action, of }) =>
    (action === 'permit' ? rest === NEVER ? any(of) : any([...of, rest]) : all([not(any(of)), rest])), NEVER)
}
