/** Which lines of the files were understood, and in which objects something was not. */
import type { LineStatus, ReadLine } from '../reader.ts'
import type { ConfigFile } from '../reader.ts'
import { text, type At, type Problem, type Text } from '../../verdict.ts'
import type { Node } from './json.ts'

const RANK: Readonly<Record<LineStatus, number>> = { irrelevant: 0, understood: 1, 'not understood': 2 }

export class Ledger {
  /** What is not understood in an object: the words for a test or gap in its place. */
  readonly doubts = new Map<Node, string[]>()
  readonly problems: Problem[] = []
  private readonly files = new Map<string, { readonly lines: readonly string[]; readonly marks: { status: LineStatus; why?: Text }[] }>()
  private readonly owners = new Map<Node, string>()

  open({ file, content }: ConfigFile): void {
    const lines = content.split('\n')
    if (lines.at(-1) === '') lines.pop()
    this.files.set(file, { lines, marks: lines.map(() => ({ status: 'irrelevant' })) })
  }

  /** Objects are asked about later without their file. */
  stands(node: Node, file: string): void {
    this.owners.set(node, file)
  }

  at(node: Node): At {
    return { file: this.owners.get(node)!, line: node.line }
  }

  mark(file: string, from: number, to: number, status: LineStatus, why?: Text): void {
    const { marks } = this.files.get(file)!
    for (let line = from; line <= Math.min(to, marks.length); line++) {
      if (RANK[status] >= RANK[marks[line - 1]!.status]) marks[line - 1] = { status, ...(why && { why }) }
    }
  }

  /** Of an object that was marked before: something in it, at `part`, is not understood after all. */
  doubt(node: Node, what: string, part: Node = node): void {
    const known = this.doubts.get(node)
    if (known) known.push(...known.includes(what) ? [] : [what])
    else this.doubts.set(node, [what])
    this.mark(this.owners.get(node)!, part.line, part === node ? part.line : part.end, 'not understood', text(`「${what}」を読み取れません`, `"${what}" is not understood`))
  }

  /** Without an attribute that AWS always prints nobody can tell where a resource belongs: it is left out of no proof. */
  lacks(node: Node, name: string): void {
    this.doubt(node, name)
    this.problems.push({ code: 'config-syntax', at: this.at(node), message: text(`「${name}」がありません（aws の出力のままにしてください）`, `"${name}" is missing (leave the output of aws as it is)`) })
  }

  get lines(): ReadLine[] {
    return [...this.files].flatMap(([file, { lines, marks }]) => lines.map((line, index) => ({ at: { file, line: index + 1 }, text: line, ...marks[index]! })))
  }
}
