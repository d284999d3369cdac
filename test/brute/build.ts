/** Short words for networks made by hand. */
import { address, prefix } from './addresses.ts'
import { AT } from './generate-rules.ts'
import { SYN } from './protocols.ts'
import type { Header } from '../../src/net/header.ts'
import { ANYTHING, DEFAULT_VRF, type Action, type Condition, type Device, type Interface, type Line, type Pipeline, type Route, type Rule, type Segment, type Step } from '../../src/topology/model.ts'

export const segment = (id: string, zone: string, ...subnets: string[]): Segment => ({ id, at: AT, zone, subnets: subnets.map(prefix) })

export const line = (id: string, on: string, peer: string, to: string, beyond: readonly string[] = []): Line =>
  ({ id, at: AT, kind: 'closed', segment: on, peers: [address(peer)], to, beyond })

/** `face('i0', 's0', '10.0.0.1/24')`; a segment of `undefined` is bound to nothing. */
export const face = (name: string, on: string | undefined, own: string, more: Partial<Interface> = {}): Interface => {
  const [value = '', length = '32'] = own.split('/')
  return { name, at: AT, vrf: DEFAULT_VRF, reversePath: 'none', ...(on === undefined ? {} : { segment: on }),
    addresses: [{ address: address(value), length: Number(length), at: AT }], ...more }
}

export const route = (to: string, next: Route['next'], more: Partial<Route> = {}): Route =>
  ({ at: AT, vrf: DEFAULT_VRF, to: prefix(to), distance: 1, next, ...more })

export const via = (hop: string, out: string): Route['next'] => ({ kind: 'via', address: address(hop), interface: out })

export const rule = (action: Action | 'permit' | 'deny', when: Condition = ANYTHING): Rule =>
  ({ at: AT, when, action: typeof action === 'string' ? { do: action } : action })

export const filter = (otherwise: 'permit' | 'deny', ...rules: Rule[]): Step =>
  ({ kind: 'filter', chain: { name: 'filter', at: AT, rules, otherwise } })

export const translate = (field: 'source' | 'destination', ...rules: Rule[]): Step =>
  ({ kind: 'translate', field, chain: { name: 'nat', at: AT, rules, otherwise: 'permit' } })

interface DeviceParts { readonly faces: readonly Interface[]; readonly routes?: readonly Route[]; readonly pipeline?: Partial<Pipeline>; readonly sessions?: Device['sessions']['kind']; readonly midstream?: true; readonly gaps?: Device['gaps'] }

export const device = (id: string, { faces, routes = [], pipeline = {}, sessions = 'none', midstream, gaps = [] }: DeviceParts): Device => ({
  id, at: AT, kind: sessions === 'none' ? 'router' : 'firewall', interfaces: new Map(faces.map((each) => [each.name, each])), routes, gaps, runs: [],
  sessions: { kind: sessions, reassembles: sessions === 'strict', helpers: false, ...(midstream && { midstream }) },
  pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [], ...pipeline },
})

/** TCP that opens, unless told otherwise. */
export const packet = (source: string, destination: string, port = 443, more: Partial<Header> = {}): Header => {
  const from = address(source)
  return { family: from.family, source: from.value, destination: address(destination).value, protocol: 6,
    sourcePort: 50000, destinationPort: port, flags: SYN, fragment: false, ...more }
}
