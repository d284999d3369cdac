/** The grammar of `show`: config, edit, set, unset, append, next, end. Says nothing of their meaning. */
import type { At } from '../../verdict.ts'
import type { ConfigFile } from '../reader.ts'
import { Node } from './node.ts'
import { quoteAfter, wordsOf } from './words.ts'

export interface Parsed {
  readonly root: Node
  /** Every line of every file, in order, from 0 in `Node.frame` and `Node.lines`. */
  readonly lines: readonly { readonly at: At; readonly text: string }[]
  /** `#config-version=FGT60F-7.2.8-FW-build1639-240313:opmode=0:vdom=1:user=admin` */
  readonly header: { readonly line: number; readonly text: string } | undefined
  /** Blank lines, comments, prompts and what was typed at them. */
  readonly silent: ReadonlySet<number>
  /** Lines that have no place in the grammar, or end in the middle of it. */
  readonly broken: readonly { readonly line: number; readonly at: At; readonly text: string }[]
}

const COMMAND = /^\s*(?:(?:next|end)\s*$|(?:config|edit|set|unset|append)\s)/
/** Values that hold commands or pages themselves. */
const HOLDS_COMMANDS = new Set(['script', 'buffer', 'message', 'content'])
/** `fw01 (root) # show full-configuration` */
const PROMPT = /^\S{1,64}(?: \([^()]{1,80}\))? [#$](?:\s.*)?$/

export function parse(files: readonly ConfigFile[]): Parsed {
  const parser = new Parser()
  for (const file of files) parser.read(file)
  return parser
}

class Parser implements Parsed {
  readonly root = new Node('', '', { file: '', path: [] })
  readonly lines: { at: At; text: string }[] = []
  header: Parsed['header']
  readonly silent = new Set<number>()
  readonly broken: { line: number; at: At; text: string }[] = []
  private open: { node: Node; edit: boolean }[] = []

  read({ file, content }: ConfigFile): void {
    const start = this.lines.length
    const texts = content.split('\n')
    if (texts[texts.length - 1] === '') texts.pop()
    for (const [index, text] of texts.entries()) this.lines.push({ at: { file, line: index + 1 }, text })
    for (let line = start; line < this.lines.length;) line = this.command(line)
    const last = this.lines.length - 1
    if (this.open.length > 0) this.breaks(last, `${this.open[0]!.node.path} …`)
    this.open = []
  }

  /** Returns the line after the command. */
  private command(line: number): number {
    const { text } = this.lines[line]!
    const trimmed = text.trim()
    if (trimmed === '' || trimmed.startsWith('#') || (this.open.length === 0 && PROMPT.test(trimmed))) {
      if (trimmed.startsWith('#config-version=')) this.header ??= { line, text: trimmed }
      this.silent.add(line)
      return line + 1
    }
    const words = wordsOf(trimmed)
    const quote = quoteAfter(trimmed)
    const { values, end } = quote === '' ? { values: words, end: line + 1 } : this.continued(line, words, quote)
    if (values) this.act(line, end, values, trimmed)
    else for (let at = line; at < end; at++) this.breaks(at)
    return end
  }

  /** A quoted value over several lines; no values: the quote is never closed, or what follows are commands. */
  private continued(line: number, words: readonly string[], first: string): { values?: readonly string[]; end: number } {
    const holdsCommands = words[0] === 'set' && HOLDS_COMMANDS.has(words[1] ?? '')
    let quote = first
    let end = line + 1
    for (; end < this.lines.length; end++) {
      const { text } = this.lines[end]!
      if (!holdsCommands && COMMAND.test(text)) return { end: Math.max(line + 1, end) }
      quote = quoteAfter(text, quote)
      if (quote !== '') continue
      return { values: wordsOf(this.lines.slice(line, end + 1).map((one) => one.text).join('\n').trim()), end: end + 1 }
    }
    return { end: holdsCommands ? line + 1 : end }
  }

  private act(line: number, end: number, words: readonly string[], text: string): void {
    const [verb, ...rest] = words
    const top = this.open[this.open.length - 1]
    switch (verb) {
      case 'config': return rest.length > 0 ? this.config(line, rest) : this.breaks(line)
      case 'edit': return top && !top.edit && rest.length === 1 ? this.edit(top.node, line, rest[0]!) : this.breaks(line)
      case 'next': return top?.edit && rest.length === 0 ? this.close(line) : this.breaks(line)
      case 'end': {
        if (!top || rest.length > 0) return this.breaks(line)
        if (top.edit) this.open.pop()
        return this.close(line)
      }
      case 'set': case 'append': case 'unset':
        if (!top || rest.length === 0 || (verb !== 'unset' && rest.length < 2)) return this.breaks(line)
        return this.set(top.node, verb, rest[0]!, rest.slice(1), line, end, text)
      default: return this.breaks(line)
    }
  }

  private config(line: number, words: readonly string[]): void {
    const parent = this.open[this.open.length - 1]?.node ?? this.root
    const name = words.join(' ')
    // What stands inside a VDOM or `global` is named as it is without them.
    const path = parent.path === '' || parent.path === 'vdom' || parent.path === 'global' ? name : `${parent.path}/${name}`
    let node = parent.sections.get(name)
    if (!node) parent.sections.set(name, node = new Node(path, '', this.lines[line]!.at))
    node.frame.push(line)
    this.open.push({ node, edit: false })
  }

  private edit(parent: Node, line: number, name: string): void {
    let node = parent.entries.get(name)
    if (!node) parent.entries.set(name, node = new Node(parent.path, name, this.lines[line]!.at))
    node.frame.push(line)
    this.open.push({ node, edit: true })
  }

  private close(line: number): void {
    this.open.pop()!.node.frame.push(line)
  }

  private set(node: Node, verb: string, key: string, values: readonly string[], line: number, end: number, text: string): void {
    const lines = node.lines.get(key) ?? []
    for (let at = line; at < end; at++) lines.push(at)
    node.lines.set(key, lines)
    const before = verb === 'append' ? node.settings.get(key)?.values ?? [] : []
    if (verb === 'unset') node.settings.delete(key)
    else node.settings.set(key, { key, values: [...before, ...values], at: this.lines[line]!.at, text: text.split('\n')[0]! })
  }

  private breaks(line: number, text = this.lines[line]!.text.trim()): void {
    this.broken.push({ line, at: this.lines[line]!.at, text })
  }
}
