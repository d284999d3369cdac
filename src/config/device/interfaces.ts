/** The interfaces that a configuration has, together with what the topology says of them, each on the segment of its address. */
import { formatAddress, formatPrefix, parsePrefix, prefixAround, type Prefix } from '../../net/address.ts'
import type { Device, Interface, InterfaceAddress, Segment } from '../../topology/model.ts'
import { text, type At, type Problem } from '../../verdict.ts'
import type { Reading } from '../reader.ts'

const LINK_LOCAL: readonly Prefix[] = ['fe80::/10', '169.254.0.0/16'].map((block) => parsePrefix(block)!.prefix)
const MOST_NAMED = 8

export class Binding {
  readonly problems: Problem[] = []
  private readonly segments: ReadonlyMap<string, Segment>

  constructor(segments: ReadonlyMap<string, Segment>) {
    this.segments = segments
  }

  /** A configuration that has interfaces of its own knows all of them: what the topology adds is their segment, title or address. */
  interfacesOf(device: Device, { faces, down }: Pick<Reading, 'faces' | 'down'>): Map<string, Interface> {
    const typed = new Map([...device.interfaces.values()].map((one) => [this.called(one, faces ?? [])?.name ?? one.name, one]))
    const bound = new Map((faces ?? []).map((face) => [face.name, this.bound(typed.has(face.name) ? this.merged(face, typed.get(face.name)!) : face)]))
    for (const [name, one] of typed) {
      if (bound.has(name)) continue
      const off = down?.get(one.name)
      if (!off) this.missing(device, one, faces ?? [])
    }
    return bound
  }

  /** Names are written in either case, and IOS shortens them. */
  private called({ name }: Interface, faces: readonly Interface[]): Interface | undefined {
    return faces.find((face) => face.name === name) ?? faces.find((face) => face.name.toLowerCase() === name.toLowerCase())
  }

  private missing({ id }: Device, { name, at }: Interface, faces: readonly Interface[]): void {
    const known = faces.slice(0, MOST_NAMED).map((face) => face.name).join(', ') + (faces.length > MOST_NAMED ? ', …' : '')
    this.problems.push({
      code: 'config-interface', at: { ...at, ...('path' in at && { on: 'key' as const }) },
      message: text(
        `機器「${id}」の設定ファイルにインターフェース「${name}」がありません（あるもの: ${known}）`,
        `the configuration of "${id}" has no interface "${name}" (it has: ${known})`),
    })
  }

  private merged(face: Interface, typed: Interface): Interface {
    const other = typed.addresses.find(({ address, length }) => face.addresses.length > 0
      && !face.addresses.some((own) => formatAddress(own.address) === formatAddress(address) && (own.length === length || own.virtual)))
    if (other) this.problems.push({
      code: 'config-interface', at: other.at,
      message: text(
        `インターフェース「${typed.name}」のアドレス ${shown(other)} は、設定ファイルの ${face.addresses.map(shown).join(', ')} と異なります`,
        `the address ${shown(other)} of the interface "${typed.name}" is not what the configuration says: ${face.addresses.map(shown).join(', ')}`),
      related: [{ at: face.addresses[0]!.at, message: text('設定ファイルではこうなっています', 'the configuration says this') }],
    })
    return {
      ...face,
      addresses: face.addresses.length > 0 ? face.addresses : typed.addresses,
      ...(typed.segment !== undefined && { segment: typed.segment }),
      ...(typed.vlan !== undefined && { vlan: typed.vlan }),
      ...(typed.port !== undefined && { port: typed.port }),
    }
  }

  /** The segment as typed, else the one that holds the addresses. None: it leads to `undeclared`. */
  private bound(face: Interface): Interface {
    const global = face.addresses.filter((one) => !one.virtual && !LINK_LOCAL.some((block) => block.family === one.address.family && holds(block, one)))
    const holding = global.map((one) => ({ one, subnets: this.holding(one, face.segment) }))
    const segments = [...new Set(holding.flatMap(({ subnets }) => subnets.map(({ segment }) => segment.id)))]
    if (segments.length > 1) {
      this.problems.push({
        code: 'binding', at: global[0]!.at,
        message: text(
          `インターフェース「${face.name}」のアドレスは複数のセグメント（${segments.slice(0, MOST_NAMED).join(', ')}）に当てはまります。構成図の interfaces で segment を指定してください`,
          `the addresses of the interface "${face.name}" lie in several segments (${segments.slice(0, MOST_NAMED).join(', ')}): type its \`segment\` under \`interfaces\` of the topology`),
        related: segments.slice(0, MOST_NAMED).map((id) => ({ at: this.segments.get(id)!.at, message: text('当てはまるセグメント', 'a segment that holds it') })),
      })
      return face
    }
    for (const { one, subnets } of holding) this.agrees(face, one, subnets)
    const segment = face.segment ?? segments[0]
    return segment === undefined ? face : { ...face, segment }
  }

  private holding(one: InterfaceAddress, chosen: string | undefined): { segment: Segment; prefix: Prefix }[] {
    const candidates = chosen === undefined ? [...this.segments.values()] : [this.segments.get(chosen)!]
    return candidates.flatMap((segment) => segment.subnets.filter((prefix) => holds(prefix, one)).map((prefix) => ({ segment, prefix })))
  }

  private agrees(face: Interface, one: InterfaceAddress, subnets: readonly { segment: Segment; prefix: Prefix }[]): void {
    const own = formatPrefix(prefixAround(one.address, one.length))
    if (subnets.some(({ prefix }) => prefix.length === one.length)) return
    const segment = subnets[0]?.segment ?? (face.segment === undefined ? undefined : this.segments.get(face.segment))
    if (!segment || segment.subnets.length === 0) return
    const theirs = (subnets.length > 0 ? subnets.map(({ prefix }) => prefix) : segment.subnets).map(formatPrefix).join(', ')
    this.problems.push({
      code: 'prefix-length', at: one.at,
      message: text(
        `サブネットが合いません：インターフェース「${face.name}」は ${shown(one)}（${own}）、セグメント「${segment.id}」は ${theirs} です`,
        `the subnets disagree: the interface "${face.name}" has ${shown(one)} (${own}), the segment "${segment.id}" has ${theirs}`),
      related: [{ at: segment.at, message: text('セグメントの定義はここです', 'the segment is defined here') }],
    })
  }
}

const shown = ({ address, length }: InterfaceAddress): string => `${formatAddress(address)}/${length}`

const holds = (prefix: Prefix, { address }: InterfaceAddress): boolean =>
  prefix.family === address.family && prefixAround(address, prefix.length).address === prefix.address

/** The same address on one segment at two devices that do not share it. */
export function sharedAddresses(devices: Iterable<Device>): Problem[] {
  const owners = new Map<string, { readonly device: Device; readonly at: At }>()
  const problems: Problem[] = []
  for (const device of devices) {
    for (const { segment, addresses } of device.interfaces.values()) {
      for (const { address, at, virtual } of addresses) {
        if (segment === undefined || virtual) continue
        const key = `${segment} ${formatAddress(address)}`
        const other = owners.get(key)
        owners.set(key, other ?? { device, at })
        const isOneCluster = device.cluster !== undefined && other?.device.cluster === device.cluster
        if (!other || other.device === device || isOneCluster || (!device.config && !other.device.config)) continue
        problems.push({
          code: 'address-twice', at,
          message: text(
            `アドレス ${formatAddress(address)} はセグメント「${segment}」で機器「${other.device.id}」も使っています`,
            `the address ${formatAddress(address)} is also used by the device "${other.device.id}" in the segment "${segment}"`),
          related: [{ at: other.at, message: text('もう一方はここです', 'the other is here') }],
        })
      }
    }
  }
  return problems
}
