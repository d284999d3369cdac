/** Whether a graph is closed: what a place may see, its edges take only to where it may be seen as well. */
import type { CertifiedEdge, Field, Node, SetRef } from './format.ts'
import type { Headers } from './headers.ts'
import { choosing, entering, leaving, rewriting, REWRITTEN_VALUES, unchanged } from './moves.ts'
import { Relation, type Example, type Literal, type Value } from './relation.ts'
import { ALL, NONE, type Sets } from './sets.ts'

/** What is asked of an edge: of all pairs in the relation, those with everything in `inside` end within the set of the place `to`. */
interface Claim { readonly relation: Relation; readonly inside: readonly Literal[]; readonly to: Node }

export class Edges {
  private readonly sets: Sets
  /** Packets that have ports: no others get new ones. */
  private readonly ported: SetRef
  private readonly relations = new Map<string, Relation>()

  constructor(sets: Sets, { ported }: Headers) {
    this.sets = sets
    this.ported = ported
  }

  /** A packet that `before` holds and the edge takes to a place where `after` does not hold it. */
  escape(edge: CertifiedEdge, before: SetRef, after: (node: Node) => SetRef, anyRoute: boolean): Example | undefined {
    if (before === NONE || (edge.anyRoute && !anyRoute)) return undefined
    // Only packets of a session come here, and nobody has opened one.
    if (edge.kind === 'undo') return []
    for (const { relation, inside, to } of this.claims(edge, anyRoute)) {
      const example = relation.uncovered([{ on: 'a', set: before }, ...inside], [[{ on: 'b', set: after(to) }]])
      if (example) return example
    }
    return undefined
  }

  relation(key: string, values: () => readonly Value[]): Relation {
    const known = this.relations.get(key) ?? new Relation(this.sets, values())
    this.relations.set(key, known)
    return known
  }

  get same(): Relation {
    return this.relation('same', unchanged)
  }

  private claims(edge: Exclude<CertifiedEdge, { kind: 'undo' }>, anyRoute: boolean): readonly Claim[] {
    const { to } = edge
    switch (edge.kind) {
      case 'permit': return [{ to, relation: this.same, inside: [{ on: 'a', set: edge.byRoutes && anyRoute ? ALL : edge.set }] }]
      case 'enter': return [{ to, relation: this.relation(`enter ${edge.in}`, () => entering(edge.in)), inside: [] }]
      case 'leave': return [{ to, relation: this.relation(`leave ${edge.out}`, () => leaving(edge.out)), inside: [] }]
      case 'spread': return this.chosen(to, edge.outs, [])
      case 'route': return edge.cases.flatMap(([when, outs]) => this.chosen(to, outs, [{ on: 'a', set: when }]))
      case 'rewrite': return this.rewritten(edge.values, [{ on: 'a', set: edge.when }], to)
      case 'session': return [{ to: edge.other, relation: this.same, inside: [] }]
    }
  }

  private chosen(to: Node, outs: readonly number[], inside: readonly Literal[]): Claim[] {
    return outs.length === 0 ? [] : [{ to, relation: this.relation(`out ${outs.join()}`, () => choosing(outs)), inside }]
  }

  /** Packets without ports keep what they have in the place of ports. */
  private rewritten(values: { readonly [F in Field]?: SetRef }, inside: readonly Literal[], to: Node): Claim[] {
    const fields = Object.keys(values) as Field[]
    const addresses = fields.filter((field) => field === 'source' || field === 'destination')
    const claims = (some: readonly Field[], more: readonly Literal[]): Claim[] => Array.from({ length: REWRITTEN_VALUES }, (_, bits) => ({
      to, relation: this.relation(`rewrite ${some.join()} of ${bits}`, () => rewriting(some, bits)),
      inside: [...inside, ...more, ...some.map((field): Literal => ({ on: 'b', set: values[field]! }))],
    }))
    if (fields.length === addresses.length) return claims(fields, [])
    return [...claims(fields, [{ on: 'a', set: this.ported }]), ...claims(addresses, [{ on: 'a', set: this.ported, not: true }])]
  }
}
