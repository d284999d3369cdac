/** Every filter list of a device, once, with all the places of its pipeline where packets meet it. */
import type { Scope } from '../../engine/condition-sets.ts'
import { named } from '../../engine/plain/condition.ts'
import type { Ranges } from '../../net/interval.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { PacketSpace } from '../../net/packet-space.ts'
import type { Chain, Device, Pipeline, Step } from '../../topology/model.ts'

/** A list where it is met; what its conditions mean there, and the packets that can be there, as far as interfaces go. */
export interface Met {
  readonly chain: Chain
  /** All that `scope` and `here` follow from. */
  readonly key: string
  scope(space: PacketSpace): Scope
  here(space: PacketSpace): PacketSet
}

const SEES: Readonly<Record<keyof Pipeline, readonly ('in' | 'out')[]>> = {
  prerouting: ['in'], forward: ['in', 'out'], postrouting: ['in', 'out'], input: ['in'], output: ['out'],
}

/** Lists that are written in one place are one list: a reader may compile it anew for each hook that reaches it. */
export function filterLists(device: Device): Map<string, Met[]> {
  const lists = new Map<string, Met[]>()
  const tracks = device.pipeline.prerouting.some(({ kind }) => kind === 'track')
  for (const stage of Object.keys(SEES) as (keyof Pipeline)[]) {
    const here = (space: PacketSpace): PacketSet => seenAt(stage, device, space)
    let tracked = tracks && stage !== 'prerouting' && stage !== 'output'
    for (const step of device.pipeline[stage]) {
      if (step.kind === 'track') tracked = true
      for (const chain of chainsOf(step)) {
        const key = `${chain.name} ${JSON.stringify(chain.at)}`
        const known = tracked
        const met: Met = { chain, here, key: JSON.stringify([stage, known, [...device.interfaces.keys()]]), scope: (space) => scopeOf(device, space, known) }
        lists.set(key, [...(lists.get(key) ?? []), met])
      }
    }
  }
  return lists
}

/** The list of a step and every list that it calls. */
function chainsOf(step: Step): Set<Chain> {
  const chains = new Set<Chain>(step.kind === 'filter' ? [step.chain] : [])
  for (const { rules } of chains) {
    for (const { action } of rules) if (action.do === 'jump' || action.do === 'goto') chains.add(action.chain)
  }
  return chains
}

/** Interfaces are numbered from 1, in the device's order; what leaves the device itself came in by none: 0. */
function seenAt(stage: keyof Pipeline, { interfaces }: Device, space: PacketSpace): PacketSet {
  const some = (low: number): Ranges => [[low, interfaces.size]]
  if (interfaces.size === 0) return space.all
  const arrived = SEES[stage].includes('in') ? space.in(some(stage === 'postrouting' ? 0 : 1)) : space.all
  return SEES[stage].includes('out') ? arrived.intersect(space.out(some(1))) : arrived
}

function scopeOf({ interfaces }: Device, space: PacketSpace, tracked: boolean): Scope {
  const numbers = (names: readonly string[]): Ranges => [...interfaces.keys()].flatMap((face, index) =>
    (names.some((name) => named(name, face)) ? [[index + 1, index + 1] as const] : []))
  return { space, tracked, in: numbers, out: numbers }
}
