/** Whether exceptions from a rule cover an entry of the register that the rule refuses, whatever of it gets through. */
import { placeKey, type Place } from '../../engine/places.ts'
import type { End, Exception, Flow } from '../../topology/model.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { standingsOf } from './ends.ts'

/** Those of them that are needed to cover it (all, where each could be spared); undefined: they leave something of it uncovered. */
export function excusing(judgement: Judgement, flow: Flow, exceptions: readonly Exception[]): Exception[] | undefined {
  if (exceptions.length === 0 || !covered(judgement, flow, exceptions)) return undefined
  const needed = exceptions.filter((one) => !covered(judgement, flow, exceptions.filter((other) => other !== one)))
  return needed.length > 0 ? needed : [...exceptions]
}

function covered({ entries, network: { space, topology } }: Judgement, flow: Flow, exceptions: readonly Exception[]): boolean {
  const places = (ends: readonly End[]): Place[] =>
    [...new Map(ends.flatMap((end) => standingsOf(end, topology)).map(({ place }) => [placeKey(place), place])).values()]
  let asked = false
  for (const from of places(flow.from)) {
    for (const to of places(flow.to)) {
      const all = entries.between(space.all, from, to, flow)
      asked ||= !all.isEmpty()
      if (!exceptions.reduce((rest, one) => rest.subtract(entries.between(rest, from, to, one)), all).isEmpty()) return false
    }
  }
  return asked
}
