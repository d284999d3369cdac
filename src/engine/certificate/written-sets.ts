/** Packet sets as the lists of a certificate: each diagram node once, after what it leads to. */
import type { SetNode, SetRef } from '../../checker/format.ts'
import { isTerminal, TRUE } from '../../net/diagram.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { PacketSpace } from '../../net/packet-space.ts'
import type { Ref } from '../../net/unique-table.ts'

/** References below this one are no lists: the empty set, and everything. */
const FIRST = 2

export class WrittenSets {
  private readonly space: PacketSpace
  private readonly written: SetNode[] = []
  private readonly known = new Map<Ref, SetRef>()
  private handedOver = 0

  constructor(space: PacketSpace) {
    this.space = space
  }

  of(set: PacketSet): SetRef {
    return this.ref(set.ref)
  }

  /** Of any set over the levels, whether its headers are valid or not. */
  ref(ref: Ref): SetRef {
    if (isTerminal(ref)) return ref === TRUE ? 1 : 0
    const known = this.known.get(ref)
    if (known !== undefined) return known
    const { levels, starts, uppers, children } = this.space.diagrams.table
    const node: number[] = [levels[ref]!]
    for (let edge = starts[ref]!, end = starts[ref + 1]!; edge < end; edge++) {
      node.push(this.ref(children[edge]!))
      if (edge + 1 < end) node.push(uppers[edge]!)
    }
    const made = FIRST + this.written.push(node) - 1
    this.known.set(ref, made)
    return made
  }

  /** The lists written since this was asked before. */
  handOver(): readonly SetNode[] {
    const part = this.written.slice(this.handedOver)
    this.handedOver = this.written.length
    return part
  }
}
