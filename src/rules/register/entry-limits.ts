/** How narrow an entry is: its ends named or few addresses, its services one protocol and few ports. */
import { countAddresses, formatAddresses, isEmptyAddresses, unionAddresses, type AddressSet } from '../../net/address.ts'
import { PORT_PROTOCOLS } from '../../net/header.ts'
import { count, has, type Ranges } from '../../net/interval.ts'
import { formatRange, protocolName } from '../../net/service.ts'
import type { Condition, End, Flow } from '../../topology/model.ts'
import { text, type Text } from '../../verdict.ts'
import type { Profile } from '../profiles/profile.ts'

/** Everything that makes an entry wider than the profile allows a 特定通信 to be. */
export function beyondLimits(flow: Flow, limits: Profile['limits']): Text[] {
  return [
    ...flow.from.flatMap((end) => wideEnd(end, text('送信元', 'source'), limits)),
    ...flow.to.flatMap((end) => wideEnd(end, text('宛先', 'destination'), limits)),
    ...wideEnds(flow.from, text('送信元', 'source'), limits),
    ...wideEnds(flow.to, text('宛先', 'destination'), limits),
    ...(flow.service ? alternatives(flow.service).flatMap((part) => wideService(part, limits.ports)) : []),
    ...manyPorts(flow, limits.ports),
  ]
}

/** A service that is no protocol, or a protocol without its port, is as good as any. */
export const openServices = (service: Condition | undefined): Text[] =>
  (service ? alternatives(service).flatMap((part) => wideService(part, 65_536)) : [])

/** Narrow pieces may add up to a wide whole. */
function wideEnds(ends: readonly End[], side: Text, { prefix }: Profile['limits']): Text[] {
  const typed = ends.flatMap((end) => (end.kind === 'addresses' ? [end.set] : []))
  const whole = unionAddresses(...typed)
  return typed.length > 1 && isWide(whole, prefix) && typed.every((set) => !isWide(set, prefix))
    ? [text(`${side.ja}のアドレスは合わせて広すぎます`, `the addresses of its ${side.en} are too many together`)] : []
}

function manyPorts(flow: Flow, ports: number): Text[] {
  const chosen = flow.service ? alternatives(flow.service).flatMap((part) => (part.test === 'all' ? part.of : [part]))
    .flatMap((one) => (one.test === 'destination-port' ? [...one.set] : [])) : []
  const total = chosen.reduce((sum, [low, high]) => sum + high - low + 1, 0)
  const single = chosen.some(([low, high]) => high - low + 1 > ports)
  return total > ports && !single ? [text(`サービスのポートは合わせて${total}個あり、${ports}個を超えます`, `its services span ${total} ports together, more than ${ports}`)] : []
}

function wideEnd(end: End, side: Text, { prefix }: Profile['limits']): Text[] {
  if (end.kind === 'zone' || end.kind === 'segment') {
    const kind = end.kind === 'zone' ? '領域' : 'セグメント'
    return [text(`${side.ja}が${kind}「${end.id}」全体です`, `its ${side.en} is the whole ${end.kind} ${end.id}`)]
  }
  if (end.kind !== 'addresses') return []
  const tooMany = isWide(end.set, prefix)
  return tooMany ? [text(`${side.ja}の範囲 ${written(end.set)} が広すぎます（/${prefix[4]}、IPv6は /${prefix[6]} まで）`,
    `its ${side.en} ${written(end.set)} is too wide (at most a /${prefix[4]}, or a /${prefix[6]} of IPv6)`)] : []
}

/** Counted, not read off a prefix: sixteen addresses typed one by one are as wide as a /28. */
export const isWide = ({ v4, v6 }: AddressSet, prefix: Profile['limits']['prefix']): boolean =>
  countAddresses({ v4, v6: [] }) > 1n << BigInt(32 - prefix[4]) || countAddresses({ v4: [], v6 }) > 1n << BigInt(128 - prefix[6])

const written = (set: AddressSet): string => (isEmptyAddresses(set) ? '-' : formatAddresses(set).join(', '))

const alternatives = (condition: Condition): Condition[] => (condition.test === 'any' ? condition.of.flatMap(alternatives) : [condition])

/** One conjunction of tests: it has to say one protocol and, where the protocol has ports, which. */
function wideService(part: Condition, ports: number): Text[] {
  const tests = part.test === 'all' ? part.of : [part]
  if (tests.some(({ test }) => test === 'icmp')) return []
  const protocols = tests.flatMap((one) => (one.test === 'protocol' ? [one.set] : []))[0]
  if (!protocols) return [text('サービスが any です（プロトコルの限定がありません）', 'its service is `any` (no protocol is named)')]
  if (count(protocols) > 1n) return [text(`サービスが複数のプロトコル（ip/${ranges(protocols)}）です`, `its service is several protocols (ip/${ranges(protocols)})`)]
  const protocol = protocols[0]?.[0]
  if (protocol === undefined || !has(PORT_PROTOCOLS.map((one) => [one, one] as const), protocol)) return []
  const name = protocolName(protocol)!
  const chosen = tests.flatMap((one) => (one.test === 'destination-port' ? [one.set] : []))[0]
  if (!chosen) return [text(`サービス ${name} にポート番号の限定がありません`, `its service ${name} names no port`)]
  if (count(chosen) <= BigInt(ports)) return []
  return [text(`サービス ${name}/${ranges(chosen)} のポートの幅が${ports}個を超えます`, `its service ${name}/${ranges(chosen)} spans more than ${ports} ports`)]
}

const ranges = (set: Ranges): string => set.map(formatRange).join(',')
