/** What a device printed of its routes takes the place of what its configuration says of them. */
import { formatAddress, formatPrefix, prefixAround, type Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import type { Device, Gap, Interface, InterfaceAddress, Route, Segment } from '../../topology/model.ts'
import { text, type At, type Problem } from '../../verdict.ts'
import { resolveRoutes, type StaticRoute } from '../device/routes.ts'
import type { ConfigFile, ReadLine } from '../reader.ts'
import type { Entry, Table } from './entry.ts'
import { readTable } from './index.ts'

export interface Printed { readonly device: Device; readonly problems: readonly Problem[]; readonly lines: readonly ReadLine[] }

export function withTables(device: Device, files: readonly ConfigFile[], segments: ReadonlyMap<string, Segment>): Printed {
  if (files.length === 0) return { device, problems: [], lines: [] }
  const tables = files.map((file) => ({ file, table: readTable(file) }))
  const problems = tables.filter(({ table }) => table.covers.length === 0).map(({ file }) => noTable(file))
  const covers = tables.flatMap(({ table }) => table.covers)
  const faces = new Faces(device.interfaces)
  const entries = tables.flatMap(({ table }) => table.entries).flatMap((one) => faces.named(one))
  const statics = entries.flatMap((one) => faces.checked(one))
  const { routes, inactive } = resolveRoutes(statics, [], { interfaces: device.interfaces, segments })
  const isCovered = ({ vrf, to }: Route): boolean => covers.some((one) => one.vrf === vrf && one.family === to.family)
  return {
    device: {
      ...device, routes: [...device.routes.filter((route) => !isCovered(route)), ...routes],
      gaps: [...device.gaps.flatMap((gap) => narrowed(gap, device, covers)), ...tables.flatMap(({ table }) => unread(table)), ...inactive.map(lost)],
    },
    problems: [...problems, ...faces.problems],
    lines: tables.flatMap(({ table }) => table.lines),
  }
}

const noTable = ({ file, at }: ConfigFile): Problem => ({
  code: 'config-table', at,
  message: text(`「${file}」は経路表として読めません`, `"${file}" is no routing table that can be read`),
})

/** What a routing protocol knows is in the table: of the families of which there is one for every VRF. */
function narrowed(gap: Gap, device: Device, covers: Table['covers']): Gap[] {
  if (gap.touches !== 'routes') return [gap]
  const vrfs = new Set([...device.interfaces.values()].map(({ vrf }) => vrf))
  const families = gap.families.filter((family) => ![...vrfs].every((vrf) => covers.some((one) => one.family === family && one.vrf === vrf)))
  return families.length === 0 ? [] : [{ ...gap, families }]
}

const unread = ({ lines, covers }: Table): Gap[] => (covers.length === 0 ? [] : lines.filter(({ status }) => status === 'not understood').map(({ at, text: what }): Gap =>
  ({ touches: 'routes', families: familiesOf(covers), at, what })))

const familiesOf = (covers: Table['covers']): Family[] => [...new Set(covers.map(({ family }) => family))]

/** The device has the route; where it leads nobody can say. */
const lost = ({ at }: { readonly at: At }): Gap => ({ touches: 'routes', families: [4, 6], at, what: 'next hop' })

class Faces {
  readonly problems: Problem[] = []
  private readonly byName = new Map<string, string>()

  private readonly interfaces: ReadonlyMap<string, Interface>

  constructor(interfaces: ReadonlyMap<string, Interface>) {
    this.interfaces = interfaces
    for (const name of interfaces.keys()) this.byName.set(name.toLowerCase(), name)
  }

  /** With the interface under its own name; an interface that the configuration does not have is a problem, and the entry is lost. */
  named(entry: Entry): Entry[] {
    const { next } = entry
    const name = next.kind === 'via' || next.kind === 'interface' ? next.interface : undefined
    if (name === undefined) return [entry]
    const own = this.own(name)
    if (own === undefined) {
      this.problems.push({
        code: 'config-table', at: entry.at,
        message: text(`経路表のインターフェース「${name}」は、設定ファイルにないか、停止しています`, `the interface "${name}" of the routing table is not in the configuration, or is shut down there`),
      })
      return []
    }
    return [{ ...entry, next: { ...next, interface: own } as Entry['next'] }]
  }

  /** `Gi0/1` is `GigabitEthernet0/1`. */
  private own(name: string): string | undefined {
    const exact = this.byName.get(name.toLowerCase())
    const [, letters = '', number = ''] = /^([A-Za-z-]+)(\d.*)$/.exec(name) ?? []
    if (exact !== undefined || letters === '') return exact
    const longer = [...this.byName].filter(([full]) => full.startsWith(letters.toLowerCase()) && full.endsWith(number) && /^[a-z-]*$/.test(full.slice(letters.length, full.length - number.length)))
    return longer.length === 1 ? longer[0]![1] : undefined
  }

  /** The networks of interfaces are routes by themselves: they are held against the table, and said again only where they are not typed. */
  checked(entry: Entry): StaticRoute[] {
    const { at, vrf, to, distance, next, kind } = entry
    if (kind === 'route' || next.kind !== 'interface') return isOfItself(entry) ? [] : [{ at, vrf, to, distance, next }]
    const face = this.interfaces.get(next.interface)!
    const own = face.addresses.filter(({ address }) => address.family === to.family)
    const isLinkLocal = to.family === 6 && to.address >> 118n === 0x3fan
    if (own.length === 0 || isLinkLocal) return kind === 'connected' && !isLinkLocal ? [{ at, vrf, to, distance: 0, next }] : []
    if (own.some((one) => (kind === 'local' ? one.address.value === to.address : agrees(one, to)))) return []
    // The far end of a line or tunnel, or the network that is told to lie beyond one with a single address of its own.
    if (kind === 'connected' && (isHost(to) || own.some((one) => isHost(one)))) return own.some(({ address }) => address.value === to.address) && isHost(to) ? [] : [{ at, vrf, to, distance: 0, next }]
    this.differs(entry, face, own)
    return []
  }

  private differs({ at, to, kind }: Entry, face: Interface, own: readonly InterfaceAddress[]): void {
    const typed = own.map(({ address, length }) => `${formatAddress(address)}/${length}`).join(', ')
    this.problems.push({
      code: 'config-table', at,
      message: kind === 'local'
        ? text(`経路表ではインターフェース「${face.name}」のアドレスが ${formatPrefix(to)} ですが、設定では ${typed} です`, `the routing table says that the interface "${face.name}" has ${formatPrefix(to)}; the configuration says ${typed}`)
        : text(`経路表ではインターフェース「${face.name}」のネットワークが ${formatPrefix(to)} ですが、設定では ${typed} です`, `the routing table says that the interface "${face.name}" stands on ${formatPrefix(to)}; the configuration says ${typed}`),
      related: [{ at: own[0]!.at, message: text('設定ではこうなっています', 'the configuration says this') }],
    })
  }
}

const isHost = (one: Prefix | InterfaceAddress): boolean => one.length === (('family' in one ? one.family : one.address.family) === 4 ? 32 : 128)

const agrees = ({ address, length }: InterfaceAddress, to: Prefix): boolean => formatPrefix(prefixAround(address, length)) === formatPrefix(to)

/** What the device prints of its own addresses and of multicast is no route to anywhere. */
const isOfItself = ({ kind, next }: Entry): boolean => kind === 'local' && next.kind === 'null'
