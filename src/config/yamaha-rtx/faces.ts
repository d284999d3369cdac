/** Interfaces: which there are, which carry packets, and their addresses. */
import { parseAddress, parsePrefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF, type Gap, type Interface, type InterfaceAddress } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { maskLength } from './conditions.ts'
import { doubt, familyOf } from './filters.ts'
import type { Statement } from './statements.ts'

export interface Faces {
  readonly up: ReadonlyMap<string, Interface>
  readonly down: ReadonlyMap<string, At>
  readonly gaps: readonly Gap[]
}

interface Draft { readonly name: string; at: At; readonly addresses: InterfaceAddress[]; isUsed?: true; vlan?: number; port?: string }

export function facesOf(of: ReadonlyMap<Statement['kind'], readonly Statement[]>): Faces {
  const all = (kind: Statement['kind']): readonly Statement[] => of.get(kind) ?? []
  const drafts = new Map<string, Draft>()
  const gaps: Gap[] = []
  const known = (name: string, at: At): Draft => {
    const one = drafts.get(name) ?? { name, at, addresses: [] }
    drafts.set(name, one)
    return one
  }
  const draft = (name: string, at: At): Draft => Object.assign(known(name, at), { isUsed: true as const })
  const prefixes = new Map(all('prefix').map((one) => [one.key[2]!, one.rest[0] ?? '']))
  for (const one of all('vlan')) {
    const [, name = ''] = one.key
    const face = known(name, one.at)
    const vid = /^vid=(\d{1,4})$/.exec(one.rest.find((word) => word.startsWith('vid=')) ?? '')?.[1]
    if (vid === undefined) doubt(one)
    else face.vlan = Number(vid)
    face.port = name.split('/')[0]!
  }
  for (const one of all('address')) {
    const face = draft(one.key[1]!, one.at)
    const family = familyOf(one)
    const word = family === 6 ? one.key[3] ?? '' : one.rest[0] ?? ''
    if (/^(dhcp|auto|pdp|ipcp)$/.test(word)) {
      if (family === 6) gaps.push(dynamic(one))
      continue
    }
    const found = addressOf(word, family, prefixes)
    if (found === 'dynamic') gaps.push(dynamic(one))
    else if (found) face.addresses.push({ ...found, at: one.at })
    else {
      doubt(one)
      gaps.push({ touches: 'forwarding', families: [family], at: one.at, what: one.text })
    }
  }
  for (const one of all('dhcpv6')) draft(one.key[1]!, one.at)
  // A line that PPP or a tunnel runs over carries packets whether or not it has an address of its own.
  const switches = switched(all('switch'))
  for (const { context, at, rest } of all('template')) {
    if (context && switches.get(context.name)?.on) for (const name of rest.flatMap((word) => spread('tunnel', word))) switches.set(name, { at, on: true })
  }
  // L2TP and PPTP carry PPP alone: IP goes by the line that is bound to the tunnel.
  const carriers = new Map(all('encapsulation').flatMap(({ context, rest, at }) => (context && (rest[0] === 'l2tp' || rest[0] === 'pptp') ? [[context.name, at] as const] : [])))
  for (const [name, { at, on }] of switches) if (on) draft(name, at)
  for (const one of all('bridge')) {
    const members = one.rest.filter((word) => !word.includes('='))
    for (const name of [one.key[2]!, ...members]) draft(name, one.at)
    doubt(one)
    gaps.push({ touches: 'forwarding', families: [4, 6], at: one.at, what: one.text })
  }
  for (const one of all('vrrp')) shared(one, draft(one.key[1]!, one.at))
  const down = new Map<string, At>()
  for (const { name, at } of drafts.values()) if (/^(pp|tunnel)/.test(name) && !switches.get(name)?.on) down.set(name, switches.get(name)?.at ?? at)
  for (const [name, at] of carriers) if (drafts.get(name)?.addresses.length === 0) down.set(name, at)
  for (const one of all('shutdown')) if (one.rest.length === 0) down.set(one.key[2]!, one.at)
  // A VLAN without an address of either family takes no IP.
  for (const { name, at, vlan, isUsed } of drafts.values()) if (vlan !== undefined && !isUsed) down.set(name, at)
  const up = [...drafts.values()].filter(({ name }) => !down.has(name) && name !== 'null' && name !== 'local')
  return { up: new Map(up.map(({ isUsed, ...one }): [string, Interface] => [one.name, { ...one, vrf: DEFAULT_VRF, reversePath: 'none' }])), down, gaps }
}

/** `pp enable 1`, `tunnel disable 3`; both are off until they are enabled. `all` is every one that is mentioned before. */
function switched(statements: readonly Statement[]): Map<string, { readonly at: At; readonly on: boolean }> {
  const state = new Map<string, { at: At; on: boolean }>()
  for (const { key, at } of statements) {
    const [of = '', to, which = ''] = key
    const on = to === 'enable'
    for (const name of which.split(/[ ,]/).flatMap((word) => spread(of, word))) {
      if (name === `${of}all`) for (const known of state.keys()) { if (known.startsWith(of)) state.set(known, { at, on }) }
      else state.set(name === `${of}anonymous` ? `${of}-anonymous` : name, { at, on })
    }
  }
  return state
}

const MOST_IN_A_SPAN = 10000

/** `tunnel enable 1-10`. */
function spread(of: string, word: string): string[] {
  const [, low, high] = /^(\d{1,5})-(\d{1,5})$/.exec(word) ?? []
  if (low === undefined || Number(high) - Number(low) > MOST_IN_A_SPAN) return [`${of}${word}`]
  return Array.from({ length: Math.max(0, Number(high) - Number(low) + 1) }, (_, index) => `${of}${Number(low) + index}`)
}

/** The router is given it while it runs: whether and how it then routes IPv6 is not in the file. */
const dynamic = ({ at, text }: Statement): Gap => ({ touches: 'forwarding', families: [6], at, what: text })

/** `192.168.0.1/24`, `192.168.0.1/255.255.255.0`, `203.0.113.1` (of a PP: itself alone), `prefix-id::1/64`. */
function addressOf(word: string, family: Family, prefixes: ReadonlyMap<string, string>): Omit<InterfaceAddress, 'at'> | 'dynamic' | undefined {
  if (/^[\w-]+@/.test(word)) return 'dynamic'
  const [host = '', mask] = word.split('/')
  const named = family === 6 ? /^(\d+)::([\da-f:]*)$/i.exec(host) : null
  const prefix = named && prefixes.get(named[1]!)
  if (typeof prefix === 'string' && /^[\w-]+@/.test(prefix)) return 'dynamic'
  const base = typeof prefix === 'string' ? parsePrefix(prefix)?.prefix : undefined
  const suffix = base && parseAddress(`::${named![2]}`)
  const address = base && suffix ? { family, value: base.address | suffix.value } : parseAddress(host)
  const length = mask === undefined ? (family === 4 ? 32 : 128) : maskLength(mask, family)
  return address?.family === family && length !== undefined ? { address, length } : undefined
}

/** `ip lan1 vrrp 1 192.168.0.254 priority=200`. */
function shared(statement: Statement, face: Draft): void {
  const address = parseAddress(statement.rest[0] ?? '')
  const own = face.addresses.find((one) => one.address.family === address?.family)
  if (!address) return doubt(statement)
  if (own?.address.value === address.value) return
  face.addresses.push({ address, length: own?.length ?? (address.family === 4 ? 32 : 128), at: statement.at, virtual: true })
}
