/** A way between two segments below every filter, in words: its ports, and which of them a person would change. */
import { text, type At, type Cause, type Text } from '../verdict.ts'
import type { SwitchPort } from '../topology/model.ts'
import type { Berth } from '../topology/wiring.ts'
import type { Crossing, Wire } from './plain/frame.ts'

/**
 * What stands where it does not belong, if one of the segments is at home elsewhere; else the cable on which one VLAN becomes
 * another; else the port of what hangs in a VLAN that is another segment's; else a cable between the two, else what hangs there of the one of which less does.
 */
export function blameOf({ from, to, senders, receivers, leaving, arriving, wires }: Crossing): Cause {
  const [first, last] = [wires[0]!.berth!, wires.at(-1)!.berth!]
  if (senders !== undefined && receivers === undefined) return berthCause(first, to)
  if (receivers !== undefined && senders === undefined) return berthCause(last, from)
  const change = wires.findIndex((wire, index) => index > 0 && wire.cable !== undefined && wires[index - 1]!.cable === wire.cable && vlanOf(wires[index - 1]!) !== vlanOf(wire))
  if (change > 0) return cableCause(wires[change - 1]!, wires[change]!)
  const [stray, other] = [first, last].filter((berth) => berth.is !== 'label')
  if (stray && !other) return berthCause(stray, stray === first ? to : from)
  const cable = wires.findIndex(({ cable: at }) => at !== undefined)
  if (cable > 0) return cableCause(wires[cable]!, wires[cable + 1]!)
  // Neither is at home there, or both are: the one of which less hangs there, whichever way the packet goes.
  const fromIsLess = leaving.length < arriving.length || (leaving.length === arriving.length && from < to)
  const less = [...(fromIsLess ? leaving : arriving)].sort((a, b) => Number(a.is === 'wireless') - Number(b.is === 'wireless') || (a.name < b.name ? -1 : 1))
  return berthCause(less[0]!, fromIsLess ? to : from)
}

const vlanOf = ({ spot }: Wire): number | undefined => ('vlan' in spot ? spot.vlan : undefined)

function berthCause(berth: Berth, other: string): Cause {
  const { spot, port, name, is } = berth
  // A tag is set by the access point, the VLAN of frames without one by the port.
  if (is === 'wireless' && 'vlan' in spot && port?.untagged !== spot.vlan) return { key: `wireless:${name}`, at: berth.at, title: text(`無線LAN ${name}`, `wireless LAN ${name}`) }
  if ('cable' in spot) return { key: `cable:${placeKeyOf(berth.at)}`, at: berth.at, title: text(`${name} の配線`, `the cable of ${name}`) }
  if (port) {
    return {
      key: `port:${spot.switch}/${port.name}`, at: port.at,
      title: text(`ポート ${spot.switch}/${port.name}（${portText(port).ja}）`, `port ${spot.switch}/${port.name} (${portText(port).en})`),
    }
  }
  if (is === 'label') {
    return { key: `vlan:${spot.switch}/${spot.vlan}`, at: berth.at, title: text(`スイッチ ${spot.switch} の VLAN ${spot.vlan}`, `VLAN ${spot.vlan} of switch ${spot.switch}`) }
  }
  return { key: `interface:${name}`, at: berth.at, title: text(`インターフェース ${name}（${other} と同じ VLAN ${spot.vlan}）`, `interface ${name} (VLAN ${spot.vlan}, as ${other})`) }
}

const placeKeyOf = (at: At): string => ('path' in at ? `${at.file}/${at.path.join('/')}` : at.file)

function cableCause(near: Wire, far: Wire): Cause {
  const [a, b] = [near, far].map(({ spot, port }) => ({ name: `${'switch' in spot ? spot.switch : ''}/${port!.name}`, port: port! })).sort((x, y) => (x.name < y.name ? -1 : 1)) as [End, End]
  return {
    key: `link:${a.name}=${b.name}`, at: far.cable!,
    title: text(`${a.name}（${portText(a.port).ja}）と ${b.name}（${portText(b.port).ja}）の接続`, `the link of ${a.name} (${portText(a.port).en}) and ${b.name} (${portText(b.port).en})`),
  }
}
interface End { readonly name: string; readonly port: SwitchPort }

function portText({ mode, untagged }: SwitchPort): Text {
  if (mode === 'access') return text(`アクセス VLAN ${untagged}`, `access VLAN ${untagged}`)
  return untagged === undefined ? text('トランク、ネイティブ VLAN なし', 'trunk, no native VLAN') : text(`トランク、ネイティブ VLAN ${untagged}`, `trunk, native VLAN ${untagged}`)
}

/** One place on the way. */
export function wireText({ spot, port, berth }: Wire): { readonly place: Text; readonly what: Text } {
  const hangs = berth && (berth.is === 'label' ? text(`（セグメント ${berth.segment}）`, ` (segment ${berth.segment})`)
    : text(`（${berth.name}、セグメント ${berth.segment}）`, ` (${berth.name}, segment ${berth.segment})`))
  const end = hangs ?? text('', '')
  if ('cable' in spot) return { place: text(`配線${end.ja}`, `cable${end.en}`), what: text('同じ配線につながる', 'on the same cable') }
  const place = port && berth?.is !== 'label' ? text(`${spot.switch}/${port.name}${end.ja}`, `${spot.switch}/${port.name}${end.en}`)
    : text(`スイッチ ${spot.switch}${end.ja}`, `switch ${spot.switch}${end.en}`)
  const tagged = port !== undefined && port.untagged !== spot.vlan
  return { place, what: port && berth?.is !== 'label'
    ? text(`VLAN ${spot.vlan}（${tagged ? 'タグ付き' : 'タグなし'}）`, `VLAN ${spot.vlan} (${tagged ? 'tagged' : 'untagged'})`)
    : text(`VLAN ${spot.vlan}`, `VLAN ${spot.vlan}`) }
}

export const wireAt = ({ port, berth, cable }: Wire): At | undefined => (berth?.is === 'label' ? berth.at : cable !== undefined ? port?.at ?? cable : port?.at ?? berth?.at)

/** The chain of ports in one line. */
export function chainText({ wires }: Pick<Crossing, 'wires'>): Text {
  const parts = wires.map(wireText)
  return text(parts.map(({ place, what }) => `${place.ja} ${what.ja}`).join(' → '), parts.map(({ place, what }) => `${place.en} ${what.en}`).join(' → '))
}
