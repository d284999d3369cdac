/** One packet for every pair of zones between which something gets through. */
import { MAY, SURELY } from '../../engine/flood.ts'
import type { Cell, Group } from '../../engine/matrix.ts'
import type { Reach } from '../../engine/reach.ts'
import { witnessOf } from '../../engine/witness.ts'
import type { Witness } from '../../verdict.ts'

export interface Passage { readonly from: string; readonly to: string; readonly certain: boolean; readonly witness: Witness }

export function passagesOf(reach: Reach, groups: readonly Group[], cells: readonly Cell[]): Passage[] {
  const byId = new Map(groups.map((group) => [group.id, group]))
  return cells.flatMap(({ from, to, passage }): Passage[] => {
    if (passage.is !== 'open' && passage.is !== 'unknown') return []
    const certain = passage.is === 'open'
    for (const source of byId.get(from)!.places) {
      for (const target of byId.get(to)!.places) {
        const set = reach.initiate(source, target, certain ? SURELY : MAY)
        if (!set.isEmpty()) return [{ from, to, certain, witness: witnessOf(reach.network, source, target, set).witness }]
      }
    }
    return []
  })
}
