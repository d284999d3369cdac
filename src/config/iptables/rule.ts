/** The grammar of one rule: words to matches with their options, and a target. Says nothing of their meaning. */
import type { At } from '../../verdict.ts'
import { ALIASES, MODULES, PROTOCOL_MODULES } from './matches.ts'
import { targetOption } from './targets.ts'
import type { Word } from './words.ts'

export interface Option { readonly name: string; readonly negated: boolean; readonly values: readonly string[]; readonly text: string }

/** One `-m`; the module is '' for the options that need none. */
export interface Match { readonly module: string; readonly options: readonly Option[]; readonly text: string }

export interface Target { readonly name: string; readonly goto: boolean; readonly options: readonly Option[]; readonly text: string }

export interface RuleText {
  readonly at: At
  readonly matches: readonly Match[]
  readonly target?: Target
  /** Words that have no place in a rule: what the rule does is not known. */
  readonly stray: readonly string[]
}

/** Values that may begin with a dash: `iptables-save` writes `--log-prefix -j` without quotes. */
const FREE_TEXT = new Set(['--comment', '--log-prefix', '--nflog-prefix', '--ulog-prefix', '--string', '--hex-string', '--name'])

export function parseRule(words: readonly Word[], at: At): RuleText {
  const core = opened('')
  const matches: Open[] = [core]
  /** The latest match of each known module; the latest of all stands last. */
  const known = new Map<string, Open>()
  let implied: string | undefined
  let target: (Open & { goto: boolean }) | undefined
  let last: Open = core
  const stray: string[] = []

  const openMatch = (name: string, ...words: string[]): Open => {
    const match = opened(name, ...words)
    matches.push(match)
    known.delete(name)
    if (MODULES.has(name)) known.set(name, match)
    return match
  }

  /** Whose option it is and, where that is known, how many values it takes. */
  const ownerOf = (name: string): { owner: Open; arity: number | undefined } => {
    const ofCore = MODULES.get('')!.options[name]
    if (ofCore) return { owner: core, arity: ofCore.arity }
    for (const match of [...known.values()].reverse()) {
      const option = MODULES.get(match.name)!.options[name]
      if (option) return { owner: match, arity: option.arity }
    }
    // As iptables does: the match named after the protocol needs no `-m`.
    const option = MODULES.get(implied ?? '')?.options[name]
    if (option) return { owner: openMatch(implied!), arity: option.arity }
    const arity = target && targetOption(target.name, name)
    return target && arity !== undefined ? { owner: target, arity } : { owner: last, arity: FREE_TEXT.has(name) ? 1 : undefined }
  }

  let next = 0
  while (next < words.length) {
    const start = next
    let negated = isBang(words[next])
    if (negated) next++
    const word = words[next++]
    if (!isOption(word)) { stray.push(written(words.slice(start, next))); continue }
    const name = ALIASES[word.text] ?? word.text
    const opens = OPENERS[name]
    if (opens) {
      const value = words[next++]
      const text = written(words.slice(start, next))
      if (!value || negated || (opens !== 'match' && target)) stray.push(text)
      else if (opens === 'match') last = openMatch(value.text, text)
      else {
        target = { ...opened(value.text, text), goto: opens === 'goto' }
        last = target
      }
      continue
    }
    const { owner, arity } = ownerOf(name)
    // Before iptables 1.4.3 the exclamation mark stood after the option.
    if (isBang(words[next]) && (arity ?? (isOption(words[next + 1]) ? 0 : 1)) > 0) { negated = true; next++ }
    const first = next
    if (arity !== undefined) next = Math.min(words.length, next + arity)
    else while (next < words.length && !isOption(words[next]) && !isBang(words[next])) next++
    const values = words.slice(first, next).map(({ text }) => text)
    const text = written(words.slice(start, next))
    if (values.length < (arity ?? 0)) stray.push(text)
    if (name === '-p' && !negated) implied = PROTOCOL_MODULES.get(values[0] ?? '')
    owner.options.push({ name, negated, values, text })
    owner.words.push(text)
  }

  return {
    at, stray,
    matches: matches.map((match) => ({ module: match.name, ...closed(match) })),
    ...(target && { target: { name: target.name, goto: target.goto, ...closed(target) } }),
  }
}

interface Open { readonly name: string; readonly options: Option[]; readonly words: string[] }

const opened = (name: string, ...words: string[]): Open => ({ name, options: [], words })

const closed = ({ options, words }: Open): { options: Option[]; text: string } => ({ options, text: words.join(' ') })

const isOption = (word: Word | undefined): word is Word => !!word && !word.quoted && word.text.length > 1 && word.text.startsWith('-')

const isBang = (word: Word | undefined): boolean => !!word && !word.quoted && word.text === '!'

const OPENERS: Readonly<Record<string, 'match' | 'jump' | 'goto' | undefined>> = { '-m': 'match', '-j': 'jump', '-g': 'goto' }

const written = (words: readonly Word[]): string => words.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(' ')
