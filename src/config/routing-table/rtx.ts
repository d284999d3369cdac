/** YAMAHA RTX: `show ip route`, `show ipv6 route`, in Japanese or English. */
import { parseAddress } from '../../net/address.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Family } from '../../net/header.ts'
import type { ConfigFile } from '../reader.ts'
import { DEFAULT_ROUTE, prefixOf, Rows, type Entry, type Table } from './entry.ts'

const HEAD = /^\s*(?:宛先ネットワーク|Destination)\s+(?:ゲートウェイ|Gateway)\s/i
const ROW = /^(\S+)\s+(\S+)\s+((?:LAN|PP|TUNNEL|WAN|BRIDGE|VLAN|LOOPBACK|NULL|ONU|WLAN)\S*|-)\s+(\S+)(.*)$/i
const MORE = /^\s+(\S+)\s+((?:LAN|PP|TUNNEL|WAN|BRIDGE|VLAN|LOOPBACK|NULL|ONU|WLAN)\S*|-)\s+(\S+)(.*)$/i

export const looksRtx = (content: string): boolean => content.split('\n').some((line) => HEAD.test(line))

export function rtxTable({ file, content }: ConfigFile): Table {
  const rows = new Rows(file, content)
  const entries: Entry[] = []
  const families = new Set<Family>()
  let last = ''
  for (const line of rows.lines) {
    if (line.text.trim() === '' || HEAD.test(line.text) || /^[\w.()\- ]*[#>]/.test(line.text) || /^\s*-+\s*$/.test(line.text)) {
      line.status = 'irrelevant'
      continue
    }
    const row = ROW.exec(line.text)
    const more = row ? null : MORE.exec(line.text)
    const [, network = last, gateway = '', face = '', kind = '', info = ''] = row ?? (more ? [more[0], last, ...more.slice(1)] : [])
    last = network
    const isSix = network.includes(':') || gateway.includes(':') || /show ipv6 route/.test(content)
    const to = network === 'default' ? DEFAULT_ROUTE[isSix ? 6 : 4] : prefixOf(network)
    // A gateway with a filter takes only what its filter passes: the configuration says so, and what it says stays.
    if (!to || kind === '' || /filter/i.test(info)) continue
    families.add(to.family)
    line.status = 'understood'
    entries.push({ at: line.at, vrf: DEFAULT_VRF, to, distance: 1, ...way(gateway, face, kind, to.family) })
  }
  return { entries, covers: [...families].map((family) => ({ family, vrf: DEFAULT_VRF })), lines: rows.lines }
}

function way(gateway: string, face: string, kind: string, family: Family): Pick<Entry, 'kind' | 'next'> {
  const name = faceName(face)
  const address = parseAddress(gateway.replace(/%.*$/, ''))
  if (/^null/i.test(face)) return { kind: 'route', next: { kind: 'null' } }
  // The gateway of an interface's own network is the router itself.
  if (/^implicit/i.test(kind) && name !== undefined && !/^(pp|tunnel)/.test(name)) return { kind: 'connected', next: { kind: 'interface', interface: name } }
  if (address?.family === family) return { kind: 'route', next: { kind: 'via', address, ...(name !== undefined && { interface: name }) } }
  return { kind: 'route', next: name === undefined ? { kind: 'null' } : { kind: 'interface', interface: name } }
}

/** `LAN1`, `PP[01]`, `TUNNEL[1]`, `PP[ANONYMOUS01]` as the configuration names them. */
function faceName(text: string): string | undefined {
  if (text === '-') return undefined
  const [, of = '', number] = /^([A-Za-z]+)\[0*(\d+)\]$/.exec(text) ?? []
  if (number !== undefined) return `${of.toLowerCase()}${number}`
  return /^PP\[ANONYMOUS/i.test(text) ? 'pp-anonymous' : text.toLowerCase()
}
