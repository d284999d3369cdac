/** What the lines of a configuration say, collected before anything of it is put together. */
import type { Address } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import type { Gap, InterfaceAddress, RunningService } from '../../topology/model.ts'
import type { At, Problem } from '../../verdict.ts'
import { AccessLists } from './access-list.ts'
import { notUnderstood, type Line } from './line.ts'
import { ObjectGroups } from './object-groups.ts'

export interface Applied { readonly name: string; readonly line: Line }

export interface Face {
  readonly name: string
  readonly line: Line
  readonly addresses: InterfaceAddress[]
  /** Of IPv4, not `secondary`: what the interface sends from. */
  primary?: Address
  vrf: string
  vlan?: number
  port?: string
  shutdown?: Line
  /** It has, or gets, an address, or forwards without one. */
  carries: boolean
  /** Its address is told by somebody else: DHCP, PPP. */
  dynamic?: { readonly line: Line; readonly how: 'dhcp' | 'ppp' }
  /** A default route by this interface that PPP, or a router's advertisement, brings. */
  defaultByPpp?: Line
  advertised6?: Line
  unnumbered?: Applied
  bridgeGroup?: Applied
  /** A port of layer 2, with the VLANs that it may carry; undefined: all. */
  switchport?: { vlans: ReadonlySet<number> | undefined }
  readonly lists: { readonly direction: 'in' | 'out'; readonly family: Family; readonly name: string; readonly line: Line }[]
  readonly inspects: { readonly direction: 'in' | 'out'; readonly name: string; readonly line: Line }[]
  /** Something that may drop what passes here, and is not understood or depends on traffic. */
  readonly doubts: { readonly direction: 'in' | 'out'; readonly what: string; readonly line: Line }[]
  reversePath?: { readonly mode: 'strict' | 'loose'; readonly byDefaultToo: boolean; readonly family: Family; readonly line: Line }[]
  nat?: { readonly side: 'inside' | 'outside' | 'enable'; readonly line: Line }
  zone?: Applied
  policy?: Applied
  readonly policies: { readonly direction: 'in' | 'out'; readonly name: string; readonly line: Line }[]
}

export interface RouteMapClause {
  readonly line: Line
  readonly action: 'permit' | 'deny'
  readonly sequence: number
  readonly steps: readonly Line[]
}

export class Draft {
  hostname: { readonly name: string; readonly at: At } | undefined
  readonly faces = new Map<string, Face>()
  readonly vrfs = new Set<string>()
  readonly lists = new AccessLists()
  readonly groups = new ObjectGroups()
  /** Lines of these kinds are read once every interface and list is known. */
  readonly routes: Line[] = []
  readonly nat: Line[] = []
  readonly routeMaps = new Map<string, RouteMapClause[]>()
  readonly zones = new Map<string, Line>()
  readonly zonePairs: Line[] = []
  readonly classMaps = new Map<string, Line>()
  readonly policyMaps = new Map<string, Line>()
  readonly inspections = new Map<string, Line[]>()
  readonly portMaps = new Set<string>()
  readonly vty: Line[] = []
  readonly controlPlane: Line[] = []
  readonly vlanMaps: Line[] = []
  localPolicy: Applied | undefined
  readonly runs: { readonly service: RunningService; readonly at: At }[] = []
  readonly gaps: Gap[] = []
  readonly problems: Problem[] = []
  /** `no ip routing`, and `ip routing` where a switch must say so. */
  routing: { readonly on: boolean; readonly line: Line } | undefined
  defaultGateway: Line | undefined
  routing6: Line | undefined
  /** Signs of a LAN switch, which routes only if told to. */
  switchSign: Line | undefined

  /** A line that may have packets go anywhere. */
  gap(line: Line, touches: Gap['touches'], families: readonly Family[] = [4, 6]): void {
    notUnderstood(line)
    this.gaps.push({ touches, families, at: line.at, what: line.text.trim() })
  }

  /** Interface names may be written in full or short: `GigabitEthernet0/1`, `gi0/1`. */
  faceNamed(words: readonly string[]): Face | undefined {
    const written = words.join('').toLowerCase()
    const exact = this.#byName.get(written)
    if (exact) return exact
    const [, kind = '', number = ''] = /^([a-z-]+)(\d.*)$/.exec(written) ?? []
    if (kind === '') return undefined
    return this.#byNumber.get(number)?.find(({ name }) => name.toLowerCase().startsWith(kind))
  }

  readonly #byName = new Map<string, Face>()
  readonly #byNumber = new Map<string, Face[]>()

  face(name: string, line: Line): Face {
    const known = this.#byName.get(name.toLowerCase())
    if (known) return known
    const face: Face = { name, line, addresses: [], vrf: 'default', carries: false, lists: [], inspects: [], doubts: [], policies: [] }
    this.faces.set(name, face)
    this.#byName.set(name.toLowerCase(), face)
    const number = /\d.*$/.exec(name)?.[0] ?? ''
    this.#byNumber.set(number, [...this.#byNumber.get(number) ?? [], face])
    return face
  }

  /** Those in force, as the device model has them. */
  up(): Face[] {
    return [...this.faces.values()].filter(({ shutdown, carries }) => !shutdown && carries)
  }
}
