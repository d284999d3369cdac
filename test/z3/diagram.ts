/** What the library computed, told to the solver node by node. */
import { FALSE, isTerminal } from '../../src/net/diagram.ts'
import { STATES as LIBRARY_STATES } from '../../src/net/header.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import type { Ref } from '../../src/net/unique-table.ts'
import { STATES, type Field, type Packet } from './packet.ts'
import * as smt from './smt.ts'
import type { Truth } from './smt.ts'

interface Term { readonly term: string; readonly width: number }

/** The levels of a diagram as terms over a packet. */
function termsOf(set: PacketSet, packet: Packet): ReadonlyMap<number, Term> {
  const { levels } = set.space
  if (LIBRARY_STATES.join() !== STATES.join()) throw new Error('states have other numbers')
  const whole = (level: number, field: Field, width: number): [number, Term] => [level, { term: packet.name(field), width }]
  const { source, destination, sourcePort, destinationPort } = levels.now
  return new Map([
    whole(levels.family, 'family', 1), whole(levels.protocol, 'protocol', 8), whole(levels.fragment, 'fragment', 1), whole(levels.flags, 'flags', 6),
    whole(levels.in, 'in', 16), whole(levels.out, 'out', 16), whole(levels.state, 'state', 3),
    whole(sourcePort[0]!, 'sourcePort', 16), whole(destinationPort[0]!, 'destinationPort', 16),
    ...([['source', source], ['destination', destination]] as const).flatMap(([field, words]) => words.map((level, i): [number, Term] =>
      [level, { term: `((_ extract ${127 - 32 * i} ${96 - 32 * i}) ${packet.name(field)})`, width: 32 }])),
  ])
}

/** The definitions of the nodes, and the truth that stands for the whole set: packets that nothing has rewritten. */
export function formulaOf(set: PacketSet, packet: Packet, prefix: string): { readonly truth: Truth; readonly definitions: readonly string[] } {
  const { diagrams, levels } = set.space
  const terms = termsOf(set, packet)
  const definitions: string[] = []
  const names = new Map<Ref, Truth>()
  const nameOf = (ref: Ref): Truth => {
    if (isTerminal(ref)) return ref === FALSE ? smt.FALSE : smt.TRUE
    const made = names.get(ref)
    if (made) return made
    const level = diagrams.levelOf(ref)
    const at = terms.get(level)
    if (!at) throw new Error(`a set that depends on level ${level}, which is not asked about`)
    const edges = diagrams.groups(ref, level).filter(({ child }) => child !== FALSE).map(({ child, ranges }) =>
      smt.and(smt.or(...ranges.map(([low, high]) => smt.within(at.term, at.width, low, high))), nameOf(child)))
    const name = `${prefix}${names.size}`
    definitions.push(smt.define(name, smt.or(...edges)))
    names.set(ref, name)
    return name
  }
  return { truth: nameOf(diagrams.restrict(levels.rewritten, 0, set.ref)), definitions }
}
