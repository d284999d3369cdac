import { text } from '../../verdict.ts'
import type { ZoneDocument } from '../document.ts'
import type { Tier, Topology, Zone } from '../model.ts'
import { field, named, optional, type Placed } from '../placed.ts'
import { addresses } from './literals.ts'
import type { Mistakes } from './mistakes.ts'
import { buildWatch, type LogEnds } from './watch.ts'

export function buildZone(id: string, typed: Placed<ZoneDocument>, logEnds: LogEnds, mistakes: Mistakes): Zone {
  const { value } = typed
  const external = value.external ?? false
  const relays = field(typed, 'relays')
  const addressesAt = field(typed, 'addresses')
  if (!external) {
    for (const key of ['addresses', 'relays'] as const) {
      if (value[key] !== undefined) mistakes.say('zone', { ...field(typed, key)!.at, on: 'key' }, text(
        `「${key}」は外部領域（external: true）にだけ書けます`, `"${key}" is only for external zones (external: true)`))
    }
  } else if (value.tier === 'public' && addressesAt) {
    mistakes.say('zone', { ...addressesAt.at, on: 'key' }, text(
      'インターネット（tier: public）にはアドレスを書けません（他の領域にないすべてのグローバルアドレスを指します）',
      'the Internet (tier: public) takes no addresses: it is every public address that no other zone holds'))
  }
  const carries = field(typed, 'carries')
  if (carries && value.tier !== 'cloud') mistakes.say('zone', { ...carries.at, on: 'key' }, text(
    '「carries」はクラウド（tier: cloud）にだけ書けます', '"carries" is only for clouds (tier: cloud)'))
  return {
    id, at: named(typed.at), tier: value.carries ?? value.tier, external,
    ...optional('cloud', value.tier === 'cloud' || undefined),
    ...optional('title', value.title),
    addresses: addresses(addressesAt, mistakes),
    relays: value.relays ?? false,
    ...optional('relaysAt', relays?.at),
    ...optional('internetConnected', value['internet-connected']),
    ...buildWatch(typed, logEnds, mistakes),
  }
}

/** A tier cannot be declared absent and have a zone. */
export function buildAbsent(typed: ReadonlyMap<string, Placed<string>>, zones: ReadonlyMap<string, Zone>, mistakes: Mistakes): Topology['absent'] {
  for (const [tier, { at }] of typed) {
    const zone = [...zones.values()].find(one => one.tier === tier)
    if (zone) mistakes.say('absent', named(at), text(
      `層 ${tier} は存在しないと書かれていますが、領域「${zone.id}」があります`, `the tier ${tier} is declared absent, but there is the zone "${zone.id}"`), [
      { at: zone.at, message: text('その領域はここです', 'that zone is here') },
    ])
  }
  return new Map([...typed].map(([tier, { value, at }]) => [tier as Tier, { reason: value, at: named(at) }]))
}
