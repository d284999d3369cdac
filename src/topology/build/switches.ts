import { has, normalize, subtract, type Ranges } from '../../net/interval.ts'
import { text } from '../../verdict.ts'
import type { SwitchDocument, SwitchPortDocument } from '../document.ts'
import type { Segment, Switch, SwitchPort } from '../model.ts'
import { each, entries, field, named, optional, type Placed } from '../placed.ts'
import { KINDS, type Mistakes } from './mistakes.ts'
import { portNames } from './port-names.ts'

const ALL_VLANS: Ranges = [[1, 4094]]
/** The native VLAN of a trunk that names none, by IEEE 802.1Q and by every vendor. */
const DEFAULT_NATIVE = 1

export interface Surroundings {
  readonly segments: ReadonlyMap<string, Segment>
  /** Only the names: devices may be built later. */
  readonly devices: ReadonlyMap<string, unknown>
}

export function buildSwitch(id: string, typed: Placed<SwitchDocument>, { segments, devices }: Surroundings, mistakes: Mistakes): Switch {
  const ports = new Map<string, SwitchPort>()
  for (const [key, one] of entries(field(typed, 'ports'))) {
    const names = portNames(key)
    if (!names) mistakes.say('port-name', named(one.at), text(
      `「${key}」はポート名（5、1-12、Gi1/0/1-24、1,3,5 など）として読めません`, `"${key}" is not a port or several, such as 5, 1-12, Gi1/0/1-24 or 1,3,5`))
    for (const name of names ?? []) {
      const earlier = ports.get(name)
      if (earlier) {
        mistakes.say('duplicate-id', named(one.at), text(`ポート「${name}」が二度あります`, `the port "${name}" is defined twice`), [
          { at: earlier.at, message: text('最初はここです', 'the first is here') },
        ])
        continue
      }
      ports.set(name, { name, at: named(one.at), ...buildPort(one, mistakes) })
    }
  }
  const device = field(typed, 'device')
  if (device && !devices.has(device.value)) mistakes.unknown('device', device, devices)
  return {
    id, at: named(typed.at), ports,
    ...optional('title', typed.value.title),
    vlans: new Map(entries(field(typed, 'vlans')).flatMap(([number, name]) => buildVlan(number, name, segments, mistakes))),
    ...optional('device', device?.value ?? (devices.has(id) ? id : undefined)),
  }
}

function buildPort(typed: Placed<SwitchPortDocument>, mistakes: Mistakes): Pick<SwitchPort, 'mode' | 'untagged' | 'tagged'> {
  const { value } = typed
  const modes = (['access', 'trunk', 'shutdown'] as const).filter(mode => value[mode] !== undefined)
  if (modes.length !== 1) mistakes.say('port-mode', named(typed.at), text(
    'ポートには access、trunk、shutdown のどれか一つを書いてください', 'a port is one of access, trunk and shutdown'))
  for (const [key, mode] of [['voice', 'access'], ['native', 'trunk']] as const) {
    if (value[key] !== undefined && value[mode] === undefined) mistakes.say('port-mode', { ...field(typed, key)!.at, on: 'key' }, text(
      `「${key}」は ${mode} のポートにだけ書けます`, `"${key}" is only for ${mode} ports`))
  }
  switch (modes[0]) {
    case 'access': return {
      mode: 'access', untagged: value.access!, tagged: value.voice === undefined || value.voice === value.access ? [] : [[value.voice, value.voice]],
    }
    case 'trunk': return buildTrunk(typed, mistakes)
    default: return { mode: 'shutdown', tagged: [] }
  }
}

/** A native VLAN that is typed passes, listed or not: of the two ways that vendors read it the one that lets through. */
function buildTrunk(typed: Placed<SwitchPortDocument>, mistakes: Mistakes): Pick<SwitchPort, 'mode' | 'untagged' | 'tagged'> {
  const allowed = vlanRanges(field(typed, 'trunk')!, mistakes)
  const native = field(typed, 'native')
  if (native && native.value !== 'none' && !isVlan(native.value)) mistakes.say('vlan', native.at, text(
    `「${native.value}」はネイティブ VLAN（1～4094、または none）として読めません`, `"${native.value}" is not a native VLAN (1 to 4094, or none)`))
  const untagged = native === undefined ? (has(allowed, DEFAULT_NATIVE) ? DEFAULT_NATIVE : undefined)
    : isVlan(native.value) ? native.value : undefined
  return { mode: 'trunk', ...optional('untagged', untagged), tagged: untagged === undefined ? allowed : subtract(allowed, [[untagged, untagged]]) }
}

/** `all`, `110`, `120-129`, `110,120-129` or a list of such. */
function vlanRanges(typed: Placed<number | string | readonly (number | string)[]>, mistakes: Mistakes): Ranges {
  return normalize(each(typed).flatMap(({ value, at }) => {
    if (value === 'all') return ALL_VLANS
    return String(value).split(',').flatMap(part => {
      const [, low, high = low] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part.trim()) ?? []
      if (low !== undefined && isVlan(Number(low)) && isVlan(Number(high)) && Number(low) <= Number(high)) return [[Number(low), Number(high)] as const]
      mistakes.say('vlan', at, text(
        `「${value}」は VLAN 番号（1～4094、範囲は 120-129、すべてなら all）として読めません`,
        `"${value}" is not a VLAN id (1 to 4094), a range such as 120-129, or all`))
      return []
    })
  }))
}

const isVlan = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 4094

function buildVlan(number: string, name: Placed<string>, segments: ReadonlyMap<string, Segment>, mistakes: Mistakes): [number, { segment: string; at: Switch['at'] }][] {
  if (!/^\d{1,4}$/.test(number) || !isVlan(Number(number))) {
    mistakes.say('vlan', named(name.at), text(`「${number}」は VLAN 番号（1～4094）ではありません`, `"${number}" is not a VLAN id (1 to 4094)`))
    return []
  }
  const segment = mistakes.find('segment', name, segments)
  if (segment?.vlan !== undefined && segment.vlan !== Number(number)) mistakes.say('vlan', name.at, text(
    `${KINDS.segment.ja}「${segment.id}」の VLAN は ${segment.vlan} と書かれています`, `the VLAN of the segment "${segment.id}" is said to be ${segment.vlan}`), [
    { at: segment.at, message: text('セグメントの定義はここです', 'the segment is defined here') },
  ])
  return segment ? [[Number(number), { segment: segment.id, at: named(name.at) }]] : []
}
