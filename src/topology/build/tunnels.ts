import { text } from '../../verdict.ts'
import type { TunnelDocument, TunnelEndDocument } from '../document.ts'
import type { Device, Party, Tunnel, TunnelEnd, Zone } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { findExternal } from './lines.ts'
import { address } from './literals.ts'
import type { Mistakes } from './mistakes.ts'

export interface TunnelScope {
  readonly devices: ReadonlyMap<string, Device>
  readonly parties: ReadonlyMap<string, Party>
  readonly zones: ReadonlyMap<string, Zone>
}

export function buildTunnel(id: string, typed: Placed<TunnelDocument>, scope: TunnelScope, mistakes: Mistakes): Tunnel {
  const ends = each(field(typed, 'ends')).flatMap(one => buildEnd(one, scope, mistakes) ?? [])
  if (typed.value.ends.every(one => one.device === undefined)) mistakes.say('tunnel', named(typed.at), text(
    'トンネルの端の少なくとも一つは機器（device と interface）です', 'at least one end of a tunnel is a device (device and interface)'))
  return { id, at: named(typed.at), kind: typed.value.kind, ...optional('title', typed.value.title), ends }
}

function buildEnd(typed: Placed<TunnelEndDocument>, { devices, parties, zones }: TunnelScope, mistakes: Mistakes): TunnelEnd | undefined {
  const outer = field(typed, 'address')
  const about = { at: typed.at, ...optional('address', outer && address(outer, mistakes)) }
  const said = (['device', 'party', 'zone'] as const).filter(key => typed.value[key] !== undefined)
  if (said.length !== 1 || (said[0] === 'device') !== (typed.value.interface !== undefined)) {
    mistakes.say('tunnel', typed.at, text(
      'トンネルの端は、device と interface、party、zone のどれか一つで書いてください', 'an end of a tunnel is a device with an interface, a party or a zone: type one of them'))
    return undefined
  }
  const zone = field(typed, 'zone')
  if (zone) return findExternal(zone, zones, mistakes) && { ...about, on: 'zone', zone: zone.value }
  const party = field(typed, 'party')
  if (party) {
    const found = mistakes.find('party', party, parties)
    return found && { ...about, on: 'zone', zone: found.zone, party: found.id }
  }
  const device = mistakes.find('device', field(typed, 'device')!, devices)
  const name = field(typed, 'interface')!
  const face = device && mistakes.find('interface', name, device.interfaces)
  if (face?.segment !== undefined) mistakes.say('tunnel', name.at, text(
    `インターフェース「${face.name}」はセグメント「${face.segment}」に接続しています（トンネルインターフェースはセグメントに接続しません）`,
    `the interface "${face.name}" stands on the segment "${face.segment}": a tunnel interface stands on none`))
  return device && face && { ...about, on: 'device', device: device.id, interface: face.name }
}

/** A tunnel interface leads into one tunnel. */
export function saySharedInterfaces(tunnels: ReadonlyMap<string, Tunnel>, mistakes: Mistakes): void {
  const seen = new Map<string, TunnelEnd>()
  for (const end of [...tunnels.values()].flatMap(({ ends }) => ends)) {
    if (end.on !== 'device') continue
    const key = JSON.stringify([end.device, end.interface])
    const first = seen.get(key)
    if (first) mistakes.say('tunnel', end.at as Placed<unknown>['at'], text(
      `インターフェース「${end.interface}」はすでにトンネルの端です`, `the interface "${end.interface}" is the end of a tunnel already`), [
      { at: first.at, message: text('先に書かれた端はここです', 'the first end is here') },
    ])
    else seen.set(key, end)
  }
}
