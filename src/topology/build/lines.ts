import { prefixContains } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { LineDocument } from '../document.ts'
import type { Line, Segment, Zone } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { buildBreakout, type Objects } from './breakout.ts'
import { address, isLinkLocal } from './literals.ts'
import type { Mistakes } from './mistakes.ts'

export function buildLine(
  id: string, typed: Placed<LineDocument>,
  { zones, segments, ...objects }: Objects & { readonly zones: ReadonlyMap<string, Zone>; readonly segments: ReadonlyMap<string, Segment> }, mistakes: Mistakes,
): Line {
  const { value } = typed
  const segment = mistakes.find('segment', field(typed, 'segment')!, segments)
  const peers = each(field(typed, 'peer')).flatMap(one => {
    const peer = address(one, mistakes)
    if (peer && segment && !isLinkLocal(peer) && !segment.subnets.some(subnet => prefixContains(subnet, peer))) {
      mistakes.say('line', one.at, text(
        `${one.value} はセグメント「${segment.id}」のサブネットの外にあります`, `${one.value} lies outside the subnets of the segment "${segment.id}"`), [
        { at: segment.at, message: text('セグメントの定義はここです', 'the segment is defined here') },
      ])
    }
    return peer ? [peer] : []
  })
  const to = findExternal(field(typed, 'to')!, zones, mistakes)
  for (const name of each(field(typed, 'beyond'))) {
    findExternal(name, zones, mistakes)
    if (to && !to.relays) {
      mistakes.say('line', name.at, text(
        `領域「${to.id}」は中継しないため、その先に「${name.value}」はありません（中継するなら ${to.id} に relays: true を書いてください）`,
        `the zone "${to.id}" does not relay, so "${name.value}" cannot lie beyond it (if it relays, give ${to.id} relays: true)`), [
        { at: to.at, message: text('領域の定義はここです', 'the zone is defined here') },
      ])
    }
  }
  return {
    id, at: named(typed.at), kind: value.kind, segment: value.segment, peers, to: value.to,
    ...optional('title', value.title),
    beyond: each(field(typed, 'beyond')).map(name => name.value),
    ...optional('breakout', buildBreakout(typed, objects, mistakes)),
  }
}

export function findExternal(name: Placed<string>, zones: ReadonlyMap<string, Zone>, mistakes: Mistakes): Zone | undefined {
  const zone = mistakes.find('zone', name, zones)
  if (!zone || zone.external) return zone
  mistakes.say('external', name.at, text(
    `領域「${zone.id}」は外部領域ではありません（external: true が必要です）`, `the zone "${zone.id}" is not external (it needs external: true)`), [
    { at: zone.at, message: text('領域の定義はここです', 'the zone is defined here') },
  ])
  return undefined
}
