import { formatPrefix, lastAddress, type Prefix } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { SegmentDocument } from '../document.ts'
import type { Segment, Zone } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { network } from './literals.ts'
import type { Mistakes } from './mistakes.ts'
import type { PrefixIndex } from './prefix-index.ts'

/** A subnet of a segment, with the place where it is typed. */
export interface Subnet { readonly segment: string; readonly prefix: Prefix; readonly at: Placed<string>['at'] }

export function buildSegment(
  id: string, typed: Placed<SegmentDocument>, zones: ReadonlyMap<string, Zone>, index: PrefixIndex<Subnet>, mistakes: Mistakes,
): Segment {
  const { value } = typed
  const zoneName = field(typed, 'zone')!
  const zone = mistakes.find('zone', zoneName, zones)
  if (zone?.external) mistakes.say('segment', zoneName.at, text(
    `外部領域「${zone.id}」にセグメントは置けません（外部領域のアドレスは zones に書きます）`,
    `the external zone "${zone.id}" cannot hold segments (say its addresses under zones)`), [
    { at: zone.at, message: text('外部領域の定義はここです', 'the external zone is defined here') },
  ])
  const subnets = each(field(typed, 'subnets')).flatMap(one => {
    const prefix = network(one, mistakes)
    return prefix ? [{ segment: id, prefix, at: one.at }] : []
  })
  sayOverlaps(subnets, mistakes)
  for (const subnet of subnets) index.add(subnet)
  return {
    id, at: named(typed.at), zone: value.zone,
    ...optional('title', value.title),
    ...optional('vlan', value.vlan),
    subnets: subnets.map(({ prefix }) => prefix),
  }
}

function sayOverlaps(subnets: readonly Subnet[], mistakes: Mistakes): void {
  const sorted = [...subnets].sort((a, b) =>
    a.prefix.family - b.prefix.family || (a.prefix.address < b.prefix.address ? -1 : a.prefix.address > b.prefix.address ? 1 : a.prefix.length - b.prefix.length))
  let widest: Subnet | undefined
  for (const subnet of sorted) {
    const { prefix } = subnet
    if (widest?.prefix.family !== prefix.family || lastAddress(widest.prefix) < prefix.address) {
      widest = subnet
      continue
    }
    const same = formatPrefix(prefix) === formatPrefix(widest.prefix)
    mistakes.say('overlap', subnet.at, same
      ? text(`サブネット ${formatPrefix(prefix)} が同じセグメントに二度あります`, `the subnet ${formatPrefix(prefix)} stands in this segment twice`)
      : text(`サブネット ${formatPrefix(prefix)} は同じセグメントの ${formatPrefix(widest.prefix)} に含まれます`,
        `the subnet ${formatPrefix(prefix)} lies within ${formatPrefix(widest.prefix)} of the same segment`), [
      { at: widest.at, message: text('もう一方はここです', 'the other is here') },
    ])
  }
}
