/**
 * Whether a certificate proves what it says: every invariant holds what its senders send, is closed under every edge of the
 * graph, and lies, where something is received, within what is permitted. README.md says why that is a proof.
 */
import { text } from '../verdict.ts'
import { Closure, type Received } from './closure.ts'
import { Edges } from './edges.ts'
import { exampleText } from './example.ts'
import type { Fault } from './fault.ts'
import type { Isolated, NetworkCertificate, Node, Pair, Problem, SetRef } from './format.ts'
import { Headers } from './headers.ts'
import { all, type Literal } from './relation.ts'
import { ALL, levelNamed, Malformed, NONE, Sets } from './sets.ts'

export interface Checked {
  readonly faults: readonly Fault[]
  /** How much was looked at. */
  readonly counts: { readonly places: number; readonly edges: number; readonly invariants: number; readonly obligations: number }
}

/** The certificate has the shape that its type says (shape.ts). `at`: where it stands, for the places of faults. */
export function checkNetwork(certificate: NetworkCertificate, at: string): Checked {
  const { problem, proof } = certificate
  const counts = { places: problem.nodes.length, edges: problem.edges.length, invariants: proof.invariants.length, obligations: problem.isolated.length + proof.reached.filter((reached) => reached !== null).length }
  let sets: Sets
  try {
    sets = new Sets([...problem.sets, ...proof.sets])
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    const [part, index] = error.index < problem.sets.length ? ['problem', error.index] : ['proof', error.index - problem.sets.length]
    return { counts, faults: [{ place: `${at}.${part}.sets[${index}]`, what: text(`集合の書式の誤り（${error.message}）`, `not a set: ${error.message}`) }] }
  }
  const checking = new Checking(certificate, sets, at)
  return { counts, faults: [...checking.invariants(), ...checking.obligations(), ...checking.closures()] }
}

class Checking {
  private readonly problem: Problem
  private readonly headers: Headers
  private readonly edges: Edges
  private readonly at: string
  /** By question. */
  private readonly seen: readonly ReadonlyMap<Node, SetRef>[]
  private readonly reached: NetworkCertificate['proof']['reached']
  private readonly sets: Sets

  constructor({ problem, proof }: NetworkCertificate, sets: Sets, at: string) {
    this.problem = problem
    this.sets = sets
    this.headers = new Headers(sets)
    this.edges = new Edges(sets, this.headers)
    this.at = at
    this.reached = proof.reached
    this.seen = proof.invariants.map((invariant) => new Map(invariant))
  }

  /** What each question starts with is held, and every edge leads from what is held to what is held. */
  *invariants(): Iterable<Fault> {
    for (const [index, { cut, starts, anyRoute }] of this.problem.questions.entries()) {
      const place = `${this.at}.proof.invariants[${index}]`
      const closed = new Set(cut)
      const held = this.seen[index]!
      // Nothing arrives at a place that is cut, so it sees nothing, and whatever is sent to it is lost.
      const before = (node: Node): SetRef => (closed.has(node) ? NONE : held.get(node) ?? NONE)
      const after = (node: Node): SetRef => (closed.has(node) ? ALL : held.get(node) ?? NONE)
      for (const [node, sources] of starts) {
        const missing = this.edges.same.uncovered(all(this.headers.sentBy(sources)), [all([after(node)])])
        if (missing) yield { place, what: text(`「${this.nameOf(node)}」から送られるパケットが含まれていない：${exampleText(missing)}`, `does not hold what is sent at "${this.nameOf(node)}": ${exampleText(missing)}`) }
      }
      for (const [number, edge] of this.problem.edges.entries()) {
        const escaped = this.edges.escape(edge, before(edge.from), after, anyRoute)
        if (escaped) yield { place, what: text(
          `辺 ${number}（「${this.nameOf(edge.from)}」→「${this.nameOf(edge.to)}」）について閉じていない：${exampleText(escaped)}`,
          `not closed under edge ${number} ("${this.nameOf(edge.from)}" → "${this.nameOf(edge.to)}"): ${exampleText(escaped)}`) }
      }
    }
  }

  /** What may be received lies within what is permitted. */
  *obligations(): Iterable<Fault> {
    for (const [index, one] of this.problem.isolated.entries()) {
      for (const [number, pair] of one.pairs.entries()) {
        const what = this.faultOf(one, pair)
        if (what) yield { place: `${this.at}.problem.isolated[${index}] (${one.rule} ${one.key}).pairs[${number}]`, what }
      }
    }
  }

  /** Everyone whom information may get to is listed, and no target among them. */
  *closures(): Iterable<Fault> {
    const { worlds, closed, questions } = this.problem
    const received: Received = (question, receiver) => this.seen[question]!.get(receiver) ?? NONE
    const closures = worlds.map((world) => new Closure(world, received, this.edges.same, this.headers))
    for (const [index, one] of closed.entries()) {
      const reached = this.reached[index]
      const place = `${this.at}.proof.reached[${index}] (${one.rule} ${one.key})`
      const narrowed = worlds[one.world]!.carriers.find(({ standings }) => standings.some(({ question }) => questions[question]!.cut.length > 0))
      if (narrowed) yield { place, what: text(`「${narrowed.key}」の通信が一部しか調べられていない`, `only a part of what "${narrowed.key}" sends is looked at`) }
      const what = reached && closures[one.world]!.fault(one, reached)
      if (what) yield { place, what }
    }
  }

  private faultOf({ holds }: Isolated, { question, receiver, sentFrom, permitted }: Pair): Fault['what'] | undefined {
    if (holds === 'by-filter' && !this.problem.questions[question]!.anyRoute) {
      return text('フィルタによる適合とされているが、経路を問わない証明ではない', 'said to hold by filter, but not proved with every route possible')
    }
    const received = (asked: number): SetRef => this.seen[asked]!.get(receiver) ?? NONE
    const allowed = permitted.map(({ past, ...entry }): Literal[] => [...all(this.headers.of(entry)), ...(past === undefined ? [] : [{ on: 'a', set: received(past), not: true } as const])])
    // A packet is the same one by whichever interface it came in, so what is permitted must not look at interfaces.
    if (permitted.some(({ past }) => past !== undefined && this.sets.levelOf(received(past)) < levelNamed('family'))) {
      return text('許可の範囲が装置のインターフェースに依存している', 'what is permitted depends on interfaces of a device')
    }
    const inside = all([received(question), ...(sentFrom ? [this.headers.from(sentFrom)] : [])])
    const leak = this.edges.same.uncovered(inside, allowed)
    return leak && text(`許可されていないパケットが「${this.nameOf(receiver)}」に届き得る：${exampleText(leak)}`, `a packet that nothing permits may get to "${this.nameOf(receiver)}": ${exampleText(leak)}`)
  }

  private nameOf(node: Node): string {
    return this.problem.nodes[node]!
  }
}
