import { MAY, SURELY, type Reading } from '../engine/flood.ts'
import { placeKey, type Place } from '../engine/places.ts'
import { witnessOf, type Found } from '../engine/witness.ts'
import { EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../net/address.ts'
import { TCP, TCP_FLAGS, UDP } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Device, Exception, Tier } from '../topology/model.ts'
import { text, type Cause, type Missing, type Text } from '../verdict.ts'
import { causeOf, missingOf } from './judgement/blame.ts'
import { exceptionAssumed, isolated } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const managementPlane: Rule = {
  id: 'management-plane',
  clause: '第６条第３号ア',
  relation: 'opens',
  basis: {
    kind: 'inference',
    source: text(
      '機器の管理を業務の領域から分けることは、第６条第３号ア（他の領域との通信の遮断）と第６条第６号（アクセス制御）からの推論。これを定めるガイドラインの条文は確認していない',
      'That devices are managed from a network of their own is inferred from the separation of 第６条第３号ア and the access control of 第６条第６号; no text of the guideline that rules on it was read'),
  },
  title: text('機器の管理用の接続口', 'Who can open the management of devices'),
  checks: text(
    '三層のいずれかにつながる機器の一つ一つについて、管理用のサービス（SSH、Telnet、HTTP・HTTPS、SNMP、NETCONF と各社の管理用ポート）を機器自身のアドレスに対して開始できるのが、管理系の領域からだけであることを証明します。インターネット側からできるものは違反、他の領域の申告されたホスト以外からできるものは注記とします。管理系の領域にインターネット側から届く通信が登録の範囲に収まることも証明します。マイナンバー利用事務系につながる機器で local（自身あての通信の規則）が書かれていないものは判定不能とし、他の機器では問いません。認証の強さ、別のポートで動く管理画面、コンソールポートの管理は分かりません。',
    'Proves of each device with a leg in one of the three tiers that its management services (SSH, Telnet, HTTP and HTTPS, SNMP, NETCONF, ports of vendors) can be opened at its own addresses from management zones alone: from the Internet side it is a violation, from anything but declared hosts of other zones a note. Also that what reaches a management zone from the Internet side is registered. A device with a My Number leg and no `local` list is undecided; others without one are not asked. It cannot know how strong a login is, of management on other ports, or of console ports.'),
  why: text('機器を操作できれば、フィルタも経路も書き換えられ、分離のすべてが失われるためです。', 'Whoever can operate a device can rewrite its filter and routes, and with them every separation.'),
  fix: text('機器の local（自身あての通信）で、管理用のサービスを管理系のセグメントの端末からだけ許可してください。', 'In the device\'s `local` list permit management services from machines of the management segment alone.'),
  *check(judgement) {
    const devices = [...judgement.topology.devices.values()].filter((device) => tiersOf(judgement, device).some((tier) => THREE.includes(tier)))
    const zones = judgement.areasOf('management').filter(({ places }) => places.length > 0)
    for (const device of devices) yield managed(judgement, device, this)
    for (const zone of zones) for (const outside of internetSide(judgement)) yield shielded(judgement, outside, zone, this)
    if (devices.length + zones.length === 0) yield nothingToAsk(this, judgement, text('三層につながる機器も管理系の領域もない', 'no device has a leg in the three tiers, and there is no management zone'))
  },
}

const THREE: readonly Tier[] = ['mynumber', 'lgwan', 'internet']

/** Registered by IANA, and by the vendors for their own managers (FortiManager, Palo Alto, MikroTik, web consoles moved aside). */
const MANAGEMENT = {
  tcp: [22, 23, 80, 443, 541, 830, 4443, 8080, 8291, 8443, 10443],
  udp: [161, 830],
} as const

/** Where strangers are, or may be; who works in other zones is known. */
const STRANGERS: readonly Tier[] = ['internet', 'security-cloud', 'public', 'guest', 'school']

const internetSide = (judgement: Judgement): Area[] => judgement.areas().filter(({ tier, zone }) => zone !== undefined
  && tier !== 'mynumber' && tier !== 'lgwan' && tier !== 'lgwan-network' && tier !== 'management' && (STRANGERS.includes(tier) || zone.internetConnected === true))

const tiersOf = ({ topology }: Judgement, { interfaces }: Device): Tier[] => [...interfaces.values()].flatMap(({ segment }) =>
  (segment === undefined ? [] : [topology.zones.get(topology.segments.get(segment)!.zone)!.tier]))

const aboutDevice = (judgement: Judgement, device: Device, rule: Rule) => ({
  rule: rule.id, key: device.id, at: device.at, ground: 'computed' as const, assumes: [], missing: [],
  subject: text(`装置 ${device.id} の管理用サービス`, `management of ${device.id}`),
  ...(!tiersOf(judgement, device).includes('mynumber') && { grade: 'no-mynumber' }),
})

function managed(judgement: Judgement, device: Device, rule: Rule): Answer {
  const about = aboutDevice(judgement, device, rule)
  if (!device.config && device.pipeline.input.length === 0) return undeclared(judgement, device, rule)
  const strangers = internetSide(judgement)
  const excuses = judgement.exceptions(rule.id)
  const sure = openings(judgement, device, strangers, { reading: SURELY, excuses })
  if (sure) {
    return {
      ...about, outcome: 'refuted', fix: rule.fix, witness: sure.found.witness, violation: opened(judgement, device, strangers, { reading: MAY, excuses }), cause: localCause(sure.found, device, judgement),
      message: text(`${sure.area.name.ja}から機器の管理用サービスに接続できる`, `its management can be opened from ${sure.area.name.en}`),
    }
  }
  const may = openings(judgement, device, strangers, { reading: MAY, excuses })
  if (may) {
    return { ...about, outcome: 'unknown', witness: may.found.witness, violation: opened(judgement, device, strangers, { reading: MAY, excuses }), missing: missingOf(may.found, judgement.network), message: text('解釈できない設定があり、インターネット側から管理用サービスに接続できる可能性がある', 'it may be opened from the Internet side: part of the configuration is not understood') }
  }
  const others = judgement.areas().filter(({ zone, tier }) => zone !== undefined && tier !== 'management' && !strangers.some(({ id }) => id === zone.id))
  const other = openings(judgement, device, others, { reading: SURELY, excuses, butHosts: true })
  if (other) {
    return {
      ...about, outcome: 'refuted', grade: 'other-zone', fix: rule.fix, witness: other.found.witness, violation: opened(judgement, device, others, { reading: SURELY, excuses, butHosts: true }), cause: localCause(other.found, device, judgement),
      message: text(`管理系ではない${other.area.name.ja}から機器の管理用サービスに接続できる`, `its management can be opened from ${other.area.name.en}, which is no management zone`),
    }
  }
  const isOpenBut = (those: readonly Exception[]): boolean => openings(judgement, device, strangers, { reading: MAY, excuses: those }) !== undefined
  const excused = excuses.length > 0 && isOpenBut([])
  const needed = excused ? excuses.filter((one) => isOpenBut(excuses.filter((other) => other !== one))) : []
  return {
    ...about, outcome: excused ? 'excepted' : 'proved', assumes: (excused && needed.length === 0 ? excuses : needed).map(exceptionAssumed),
    message: excused ? text('承認された例外を除けば、管理系の領域の外から接続できない', 'but for approved exceptions, it cannot be opened from outside the management zones')
      : text('管理系の領域の外から接続できない', 'it cannot be opened from outside the management zones'),
  }
}

/** Nobody has said who may open it: of a device that guards the My Number tier that is asked for. */
function undeclared(judgement: Judgement, device: Device, rule: Rule): Answer {
  const about = aboutDevice(judgement, device, rule)
  if (device.kind === 'appliance' || device.managedBy !== undefined) {
    return {
      ...about, outcome: 'vacuous', message: text('他の団体が管理する機器である', 'somebody else manages it'),
      assumes: [{ key: `device:${device.id}/managed-by`, at: device.at, text: text(`装置 ${device.id} は他の団体が管理する（申告）`, `somebody else manages ${device.id} (declared)`) }],
    }
  }
  if (!tiersOf(judgement, device).includes('mynumber')) {
    return { ...about, outcome: 'vacuous', message: text('自身あての通信の規則（local）が書かれておらず、マイナンバー利用事務系にもつながっていないため問わない', 'it has no `local` list and no My Number leg: not asked') }
  }
  const missing: Missing = {
    key: `device:${device.id}/local`, at: device.at, text: text(`装置 ${device.id} 自身あての通信の規則（なければ []）`, `what ${device.id} itself accepts (\`[]\` if nothing)`),
    yaml: `devices:\n  ${device.id}:\n    local:\n      - { action: permit, source: 管理用端末, service: [tcp/22, tcp/443] }`,
  }
  return { ...about, grade: 'undeclared', outcome: 'unknown', missing: [missing], message: text('自身あての通信の規則（local）が申告されていない', 'what it accepts for itself (`local`) is not declared') }
}

/** `butHosts`: what declared hosts may open was chosen by somebody, and is left out. */
interface Asked { readonly reading: Reading; readonly excuses: readonly Exception[]; readonly butHosts?: true }

/** The first area from which a session with its management begins, but for what exceptions excuse. */
function openings(judgement: Judgement, device: Device, areas: readonly Area[], asked: Asked): { readonly area: Area; readonly found: Found } | undefined {
  const [first] = opening(judgement, device, areas, asked)
  return first && { area: first.area, found: witnessOf(judgement.network, first.from, { device: device.id }, first.set) }
}

/** All of them. */
const opened = (judgement: Judgement, device: Device, areas: readonly Area[], asked: Asked) => (): PacketSet[] =>
  [...opening(judgement, device, areas, asked)].map(({ set }) => set)

function* opening(
  judgement: Judgement, device: Device, areas: readonly Area[], { reading, excuses, butHosts }: Asked,
): Iterable<{ readonly area: Area; readonly from: Place; readonly set: PacketSet }> {
  const { space } = judgement.network
  const services = managementServices(judgement)
  const to: Place = { device: device.id }
  for (const area of areas) {
    for (const from of area.places) {
      const open = answerable(judgement, judgement.reach.initiate(from, to, reading).intersect(services), from)
      const chosen = butHosts ? open.whereSent(space.source(hostsAt(judgement, from))) : space.none
      const set = excuses.reduce((rest, excuse) => rest.subtract(judgement.entries.between(rest, from, to, excuse)), open.subtract(chosen))
      if (!set.isEmpty()) yield { area, from, set }
    }
  }
}

/** Whose answers come back: with a spoofed source nobody operates a device (rule `spoofable` asks about those). */
const answerable = ({ network: { space, places } }: Judgement, set: PacketSet, from: Place): PacketSet =>
  ('zone' in from && !set.isEmpty() ? set.whereSent(space.source(places.heldBy.get(from.zone)!)) : set)

const hostsAt = ({ topology }: Judgement, place: Place): AddressSet => unionAddresses(EMPTY_ADDRESSES, ...[...topology.hosts.values()].flatMap(({ attach }) =>
  attach.filter((one) => placeKey(one.place) === placeKey(place)).map(({ addresses }) => addresses)))

function managementServices({ network: { space } }: Judgement): PacketSet {
  const to = (protocol: number, ports: readonly number[]): PacketSet =>
    space.protocol([[protocol, protocol]]).intersect(space.union(ports.map((port) => space.destinationPort([[port, port]]))))
  return to(TCP, MANAGEMENT.tcp).intersect(space.tcpFlags(TCP_FLAGS.SYN | TCP_FLAGS.ACK | TCP_FLAGS.RST, TCP_FLAGS.SYN)).union(to(UDP, MANAGEMENT.udp))
}

/** The rule of the device itself that lets it in, whatever let the packet come so far. */
function localCause(found: Found, device: Device, { network }: Judgement): Cause {
  const hops = found.path.hops.filter(({ place, event }) => 'device' in place && place.device === device.id 
    && event.does === 'permitted' && event.rule !== undefined)
  if (hops.length > 0) return causeOf({ ...found, path: { ...found.path, hops: hops.slice(-1) } }, network)
  return { key: `device:${device.id}`, at: device.at, title: text(`装置 ${device.id}（自身あての通信を制限していない）`, `device ${device.id} (accepts anything for itself)`) }
}

const SHIELDED: { readonly proved: Text; readonly refuted: Text } = {
  proved: text('登録のほかに、インターネット側から管理系の領域へ届く通信はない', 'but for what is registered, nothing reaches the management zone from the Internet side'),
  refuted: text('登録のない通信が、インターネット側から管理系の領域へ届く', 'something that is not registered reaches the management zone from the Internet side'),
}

function shielded(judgement: Judgement, from: Area, to: Area, rule: Rule): Answer {
  const permits = judgement.active('specific', 'necessary', 'export', 'sanitized', 'ordinary')
  const segments = new Set(to.places.flatMap((place) => ('segment' in place ? [place.segment] : [])))
  const guards = [...judgement.topology.devices.values()].some((device) => tiersOf(judgement, device).includes('mynumber')
    && [...device.interfaces.values()].some(({ segment }) => segment !== undefined && segments.has(segment)))
  return { ...isolated(judgement, { rule: rule.id, fix: rule.fix, from, to, permits, says: SHIELDED }), ...(!guards && { grade: 'no-mynumber' }) }
}
