/**
 * Tables whose lines begin with a code: IOS and IOS-XE `show ip route`, `show ipv6 route`, each also for a VRF, and FortiOS
 * `get router info routing-table all|details`, `get router info6 routing-table`.
 */
import { parseAddress, type Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { ConfigFile } from '../reader.ts'
import { prefixOf, Rows, type Entry, type Table } from './entry.ts'

/** The code before a network: letters with their marks (`S*`, `O*E2`, `O IA`, `i L1`, `B`, `S   %`). */
const ROUTE = /^\s{0,3}([A-Za-z][A-Za-z0-9]{0,3}(?:[*+%&>]{0,4}|\*[A-Z]{1,2}\d?)(?: [*+%&>A-Za-z][A-Za-z0-9*+%&>]{0,4}){0,2})\s+([0-9A-Fa-f.:]+(?:\/\d{1,3})?)(?:\s+(255(?:\.\d{1,3}){3}|0\.0\.0\.0))?(?=[\s,]|$)(.*)$/
const HEADING = /^\s*(\d+\.\d+\.\d+\.\d+)\/(\d+) is (variably )?subnetted/
const LEGEND = /^\s*(?:Codes?:|[A-Za-z0-9*+%&>]{1,3} - [A-Za-z])/
const FURTHER = /^\s+(?:(?:\*\s*)?\[\d+\/\d+\]|is directly\s|\*?via\s)/
const VRF = /^\s*(?:Routing Table: (\S+)|IPv6 Routing Table - (\S+?)(?: - |$)|Routing table for VRF=(\S+)|VRF(?: name)?: (\S+))/

export const looksCoded = (content: string): boolean => /^[ \t]*Codes: |Gateway of last resort|Routing table for VRF=|is directly connected|^[A-Z]\S{0,4}\s+\S+ \[\d+\/\d+\]/m.test(content)

export function codedTable({ file, content }: ConfigFile): Table {
  return new Coded(file, content).table()
}

class Coded {
  private readonly rows: Rows
  private readonly entries: Entry[] = []
  private readonly seen = new Map<string, { readonly family: Family; readonly vrf: string }>()
  private readonly isFortiOs: boolean
  private vrf = DEFAULT_VRF
  private family: Family
  /** The length of networks that are printed without one. */
  private length: number | undefined
  private open: { readonly code: string; readonly to: Prefix; readonly distance: string } | undefined
  private inLegend = false

  constructor(file: string, content: string) {
    this.rows = new Rows(file, content)
    this.isFortiOs = /Routing table for VRF=|get router info/.test(content)
    this.family = /IPv6 Routing Table|get router info6|show ipv6 route/.test(content) ? 6 : 4
  }

  table(): Table {
    for (const line of this.rows.lines) if (this.line(line.text, line)) line.status = 'understood'
    for (const line of this.rows.lines) if (line.status === 'not understood' && isNoise(line.text)) line.status = 'irrelevant'
    return { entries: this.entries, covers: [...this.seen.values()], lines: this.rows.lines }
  }

  private line(text: string, row: { readonly at: Entry['at']; status: string }): boolean {
    const vrf = VRF.exec(text)
    if (vrf) return this.begin(vrf.slice(1).find((name) => name !== undefined)!)
    if (/^\s*Codes?:/.test(text)) this.inLegend = true
    else if (!/^\s/.test(text) || text.trim() === '') this.inLegend = false
    if (this.inLegend || LEGEND.test(text)) return false
    const heading = HEADING.exec(text)
    if (heading) {
      this.length = heading[3] ? undefined : Number(heading[2])
      return true
    }
    if (/^Gateway of last resort/.test(text)) return this.cover(this.family)
    const route = ROUTE.exec(text)
    if (route) return this.route(route, row.at)
    return this.open !== undefined && FURTHER.test(text) && this.way(text, row.at)
  }

  private begin(name: string): boolean {
    this.vrf = name === 'default' || name === '0' || name === 'global' ? DEFAULT_VRF : name
    this.length = undefined
    this.open = undefined
    return this.cover(this.family)
  }

  private cover(family: Family): true {
    this.seen.set(`${family} ${this.vrf}`, { family, vrf: this.vrf })
    return true
  }

  private route([, code = '', network = '', mask, rest = '']: RegExpExecArray, at: Entry['at']): boolean {
    const to = mask === undefined ? prefixOf(network, this.length) : masked(network, mask)
    if (!to) return false
    this.cover(to.family)
    // IPv6 says the distance before the ways, which stand on lines of their own.
    this.open = { code, to, distance: /\[(\d+)\/\d+\]/.exec(rest)?.[1] ?? '0' }
    return rest.trim() === '' || /^\s*\[\d+\/\d+\](?:, tag \d+)?\s*$/.test(rest) || this.way(rest, at)
  }

  /** Everything after the network: one way to it. */
  private way(text: string, at: Entry['at']): boolean {
    const { code, to, distance: before } = this.open!
    const next = this.next(text)
    if (!next) return false
    const [, distance = before] = /\[(\d+)\/\d+\]/.exec(text) ?? []
    const [, priority] = /\[(\d+)\/\d+\]\s*$/.exec(this.isFortiOs ? text.replace(/^\s*\[\d+\/\d+\]/, '') : '') ?? []
    const letter = code.replace(/[^A-Za-z].*$/, '')
    const isOwn = letter === 'L' || letter === 'LC' && to.length === (to.family === 4 ? 32 : 128)
    const kind = isOwn ? 'local' : letter === 'C' ? 'connected' : 'route'
    // FortiOS forwards by the lowest priority among routes of one distance; the others only serve its checks of sources.
    this.entries.push({ at, vrf: this.vrf, to, kind, distance: Number(distance) + Number(priority ?? 0) / 65536, next })
    return true
  }

  private next(text: string): Entry['next'] | undefined {
    if (/\b(?:Null0?|blackhole)\b/i.test(text) && !/\bvia\s+\d/.test(text)) return { kind: 'null' }
    const inner = /\(recursive (.*?)\)/.exec(text)?.[1]
    if (inner !== undefined) return this.next(inner.startsWith('via') || inner.startsWith('is') ? inner : `via ${inner}`)
    const connected = /directly connected(?:, ([^,\s]+))?/.exec(text)
    if (connected) {
      // IPv6 names the interface first: `via GigabitEthernet0/0, directly connected`.
      const face = connected[1] ?? /\bvia ([^,\s]+),/.exec(text)?.[1]
      return face === undefined || /^[\d:.]+$/.test(face) ? undefined : { kind: 'interface', interface: face }
    }
    const [, first = '', second] = /\bvia\s+([^,\s]+)(?:\s+tunnel\s+([^,\s]+))?/.exec(text) ?? []
    if (second !== undefined) return { kind: 'interface', interface: first }
    const other = /\(([A-Za-z][\w.-]*)\)/.exec(text)?.[1] ?? /%([\w.-]+)/.exec(first)?.[1]
    const address = parseAddress(first.replace(/%.*$/, ''))
    if (!address) return first === '' ? undefined : { kind: 'interface', interface: first }
    if (other !== undefined && other !== this.vrf) return { kind: 'vrf', vrf: other === 'default' ? DEFAULT_VRF : other }
    const face = text.slice(text.indexOf(first) + first.length).split(',').map((part) => part.trim()).filter((part) => isFace(part)).at(-1)
    if (address.value === 0n && face !== undefined) return { kind: 'interface', interface: face }
    return { kind: 'via', address, ...(face !== undefined && { interface: face }) }
  }
}

/** Neither an age (`00:01:18`, `2w3d`, `3d04h`, `1y2w`), nor `[1/0]`, nor a remark. */
const isFace = (part: string): boolean => /^[A-Za-z][\w./:-]*$/.test(part) && !/^(?:receive|tag|weight|label|directly|never)\b/.test(part)

function masked(network: string, mask: string): Prefix | undefined {
  const bits = mask.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(bits) ? prefixOf(network, bits.replace(/0/g, '').length) : undefined
}

const isNoise = (text: string): boolean => text.trim() === '' || LEGEND.test(text) || /^\s{4,}\S+ - /.test(text) || /^[\w.()\- ]*[#>] ?\S*/.test(text)
  || /^\s*(?:IPv6 Routing Table|Load for|Time source|Displaying|get router|show ip|%|\* - candidate|Gateway of last resort)/i.test(text) || /^\s+[A-Za-z0-9*+%&> ]{1,3} - /.test(text)
