/**
 * What a topology says, after every name, address and port in it was resolved. Every value remembers where it stands (`at`).
 * Devices read from real configurations have the same shape: `src/config` fills `Device` from their own syntax.
 */
import type { Address, AddressSet, Prefix } from '../net/address.ts'
import type { Family, State } from '../net/header.ts'
import type { Ranges } from '../net/interval.ts'
import type { At } from '../verdict.ts'

export const TIERS = [
  'mynumber', 'lgwan', 'internet', 'security-cloud', 'lgwan-network', 'public', 'party', 'cloud',
  'management', 'maintenance', 'shared', 'guest', 'school', 'other',
] as const
export type Tier = (typeof TIERS)[number]

export interface Topology {
  /** The root file. */
  readonly file: string
  readonly at: At
  readonly network: string
  readonly title?: string
  readonly policy: { readonly profile: string; readonly model: string; readonly at: At }
  /** Tiers that the file says do not exist here, with the reason. */
  readonly absent: ReadonlyMap<Tier, { readonly reason: string; readonly at: At }>
  readonly zones: ReadonlyMap<string, Zone>
  readonly segments: ReadonlyMap<string, Segment>
  readonly lines: ReadonlyMap<string, Line>
  readonly devices: ReadonlyMap<string, Device>
  readonly hosts: ReadonlyMap<string, Host>
  readonly parties: ReadonlyMap<string, Party>
  readonly flows: ReadonlyMap<string, Flow>
  readonly exceptions: ReadonlyMap<string, Exception>
  /** Which bodies and sites the file says it covers. */
  readonly scope?: { readonly bodies: readonly string[]; readonly sites: readonly string[]; readonly at: At }
  /** Names that only the text has: the model holds what they stand for. */
  readonly definitions?: readonly Definition[]
}

/** An address or service object, or a list of a device, and whether anything refers to it. */
export interface Definition {
  readonly kind: 'addresses' | 'services' | 'list'
  readonly id: string
  /** Of a list: its device. */
  readonly device?: string
  readonly at: At
  readonly used: boolean
}

interface Named { readonly id: string; readonly title?: string; readonly at: At }

export interface Zone extends Named {
  readonly tier: Tier
  readonly external: boolean
  /** Of an external zone: the addresses known to stand in it. Empty for `public`: every public address no other zone holds. */
  readonly addresses: AddressSet
  /** Of an external zone: what enters at one attachment may leave at any other and into every zone beyond. */
  readonly relays: boolean
  /** Where `relays` was typed; absent means the default (an end) is assumed. */
  readonly relaysAt?: At
  readonly monitored?: boolean
  readonly internetConnected?: boolean
  /** What `monitored` and `internetConnected` rest on. */
  readonly evidence?: Evidence
}

/** One broadcast domain. */
export interface Segment extends Named {
  readonly zone: string
  readonly vlan?: number
  readonly subnets: readonly Prefix[]
}

/** A circuit from a segment, by the next hop `peers`, to an external zone. */
export interface Line extends Named {
  readonly kind: string
  readonly segment: string
  readonly peers: readonly Address[]
  readonly to: string
  readonly beyond: readonly string[]
}

// ---------------------------------------------------------------------------------------------------------- devices

export type DeviceKind = 'router' | 'l3-switch' | 'firewall' | 'appliance'

export interface Device extends Named {
  readonly kind: DeviceKind
  /** Who manages it, of a box that somebody else supplied. */
  readonly managedBy?: string
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly routes: readonly Route[]
  readonly pipeline: Pipeline
  readonly sessions: Sessions
  /** The device's own configuration file, when it has one: `src/config` replaces pipeline and sessions by what it says. */
  readonly config?: DeviceConfig
  /** Facts about the device that are missing or not understood; each may do anything (see `Gap`). */
  readonly gaps: readonly Gap[]
}

export interface DeviceConfig {
  readonly syntax: string
  /** Paths relative to the root file's folder, one per file given (iptables-save and ip6tables-save are two). */
  readonly files: readonly { readonly file: string; readonly family?: Family; readonly at: At }[]
  /** The part of the configuration that is meant, such as a VDOM. */
  readonly context?: string
  readonly captured?: { readonly on?: string; readonly from?: string; readonly at: At }
  readonly at: At
}

/**
 * Something about a device that is not known. `filters`: for packets of `families` every filter decision may go either way.
 * `forwarding`: the device may send any packet out of any interface. Either makes `unknown` what it touches, never green.
 */
export interface Gap {
  readonly touches: 'filters' | 'forwarding'
  readonly families: readonly Family[]
  readonly at: At
  /** The line or fact not understood, as the user wrote it. */
  readonly what: string
}

export interface Interface {
  readonly name: string
  readonly at: At
  readonly addresses: readonly InterfaceAddress[]
  /** The segment that it stands on; undefined = bound to nothing declared: what lies there is `undeclared`. */
  readonly segment?: string
  readonly vrf: string
  /** Reverse-path check: packets whose source would not be routed back out of this interface are dropped. */
  readonly reversePath: 'none' | 'loose' | 'strict'
}
export interface InterfaceAddress { readonly address: Address; readonly length: number; readonly at: At }

export const DEFAULT_VRF = 'default'

/** A static route. Longest prefix wins, then lowest `distance`; equal ones share the load (either may be taken). */
export interface Route {
  readonly at: At
  readonly vrf: string
  readonly to: Prefix
  readonly distance: number
  readonly next:
    | { readonly kind: 'via'; readonly address: Address; readonly interface: string }
    | { readonly kind: 'interface'; readonly interface: string }
    | { readonly kind: 'vrf'; readonly vrf: string }
    | { readonly kind: 'null' }
}

/**
 * How a device remembers sessions.
 * `none`: every packet is judged by itself. `strict`: TCP without a session passes only if it opens one (SYN without ACK);
 * packets of a session bypass every filter. `conntrack`: Linux; filters see the state, and decide about session packets too.
 */
export type Sessions = { readonly kind: 'none' | 'strict' | 'conntrack'; readonly reassembles: boolean; readonly helpers: boolean }

/**
 * What happens to a packet, in order. `prerouting` sees the incoming interface; then the route is looked up;
 * `forward` and `postrouting` see both interfaces. `input` filters what is for the device itself, `output` what it sends.
 * A step `track` marks where conntrack gives a packet its state; NAT steps translate packets that open a session.
 */
export interface Pipeline {
  readonly prerouting: readonly Step[]
  readonly forward: readonly Step[]
  readonly postrouting: readonly Step[]
  readonly input: readonly Step[]
  readonly output: readonly Step[]
}

export type Step =
  | { readonly kind: 'filter'; readonly chain: Chain }
  | { readonly kind: 'translate'; readonly field: 'source' | 'destination'; readonly chain: Chain }
  | { readonly kind: 'track' }

/** An ordered list, first match decides. A packet that falls through (or returns from) the first chain meets `otherwise`. */
export interface Chain {
  readonly name: string
  readonly at: At
  readonly rules: readonly Rule[]
  readonly otherwise: 'permit' | 'deny'
  /** Where `otherwise` is written; absent when it is the syntax's implicit default. */
  readonly otherwiseAt?: At
}

export interface Rule {
  readonly id?: string
  readonly at: At
  readonly when: Condition
  readonly action: Action
  readonly log?: boolean
}

/** `permit` in a translating chain: pass unchanged. `unknown`: may permit, deny or go on. */
export type Action =
  | { readonly do: 'permit' | 'deny' | 'continue' | 'return' }
  | { readonly do: 'jump' | 'goto'; readonly chain: Chain }
  | { readonly do: 'rewrite'; readonly to: Translation }
  | { readonly do: 'untrack' }
  | { readonly do: 'unknown'; readonly what: string }

/**
 * The new value of the address (`interface`: the address of the outgoing interface for source NAT, of the incoming one for
 * destination NAT, which makes the device itself the receiver) and, where given, of the port: any element of the set.
 * `unknown`: the new address is not known. Source NAT without `ports` keeps the port or takes another of its class
 * (1-511, 512-1023, 1024-65535; as Linux does).
 */
export interface Translation {
  readonly addresses: AddressSet | 'keep' | 'interface' | 'unknown'
  readonly ports?: Ranges
}

/**
 * A test of one packet at one device. `unknown` is a test not understood: true or false, nobody knows; negation keeps it so.
 * A port test is false for packets that have no ports, an ICMP test for what is not ICMP of that family, and so on; what a
 * port test says of a later fragment depends on the device (`Sessions.reassembles`) and is unknown where it does not reassemble.
 */
export type Condition =
  | { readonly test: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly test: 'not'; readonly of: Condition }
  | { readonly test: 'source' | 'destination'; readonly set: AddressSet }
  | { readonly test: 'family'; readonly family: Family }
  | { readonly test: 'protocol'; readonly set: Ranges }
  | { readonly test: 'source-port' | 'destination-port'; readonly set: Ranges }
  | { readonly test: 'icmp'; readonly family: Family; readonly types: Ranges; readonly codes: Ranges }
  /** Of TCP: those bits of `mask` that are set are exactly `set`. */
  | { readonly test: 'tcp-flags'; readonly mask: number; readonly set: number }
  | { readonly test: 'fragment' }
  | { readonly test: 'state'; readonly states: readonly State[] }
  /** The interface name is one of these; a name that ends in `+` is a prefix (iptables). */
  | { readonly test: 'in' | 'out'; readonly names: readonly string[] }
  | { readonly test: 'unknown'; readonly what: string }

export const ANYTHING: Condition = { test: 'all', of: [] }

// ------------------------------------------------------------------------------------------------ hosts and parties

export const ROLES = [
  'server', 'terminal', 'gateway', 'proxy', 'mail-relay', 'file-transfer', 'vdi', 'jump', 'sanitizer',
  'log-collector', 'monitor', 'backup', 'printer', 'storage', 'other',
] as const
export type Role = (typeof ROLES)[number]

/** Where a typed fact comes from. */
export interface Evidence { readonly document: string; readonly on?: string; readonly at: At }

export interface Host extends Named {
  readonly role: Role
  readonly attach: readonly Attachment[]
  /** Whether it forwards IP between its legs; undefined: a multi-homed host is taken to. */
  readonly forwards?: boolean
  readonly forwardsAt?: At
  /** What it passes on: undefined = everything to everyone; a list = only between these flows. */
  readonly relays?: 'none' | readonly string[]
  readonly relaysAt?: At
  readonly handles: readonly string[]
  readonly sanitizes: readonly Sanitizer[]
  readonly controls?: Controls
}

/** `place` is a segment, or an external zone. */
export interface Attachment {
  readonly place: { readonly segment: string } | { readonly zone: string }
  readonly addresses: AddressSet
  readonly at: At
}

export interface Controls {
  readonly authentication?: readonly string[]
  readonly removableMedia?: 'prohibited' | 'allowlist' | 'unrestricted'
  readonly coverage?: { readonly covered: number; readonly of: number }
  readonly evidence?: Evidence
  readonly at: At
}

export interface Sanitizer {
  readonly at: At
  readonly method: 'mail-text' | 'screen-transfer' | 'file'
  readonly from: Tier
  readonly to: Tier
  /** Flows by which raw information comes in, and by which only sanitised information leaves. */
  readonly in: readonly string[]
  readonly out: readonly string[]
  /** Facts that make it one of the three methods; see rule `sanitization-method`. */
  readonly mode?: 'remove' | 'verify'
  readonly redirection?: Readonly<Record<string, boolean>>
  readonly stripAttachments?: boolean
  readonly htmlToText?: boolean
  readonly onFailure?: 'block' | 'pass'
  readonly onEncrypted?: 'block' | 'expand' | 'pass'
  readonly evidence?: Evidence
}

export interface Party extends Named {
  /** The external zone that it stands in. */
  readonly zone: string
  readonly addresses: AddressSet
  readonly operator?: string
  readonly publicBody?: boolean
  readonly internetConnected?: boolean
  readonly evidence?: Evidence
}

// ---------------------------------------------------------------------------------------------------- the register

export const FLOW_KINDS = ['specific', 'sanitized', 'export', 'necessary', 'media', 'ordinary'] as const
export type FlowKind = (typeof FLOW_KINDS)[number]

export type End =
  | { readonly kind: 'host' | 'party' | 'zone' | 'segment'; readonly id: string; readonly at: At }
  | { readonly kind: 'addresses'; readonly place?: { readonly zone: string }; readonly set: AddressSet; readonly at: At }

/** An entry of the register (通信要件一覧). Days are ISO 8601 calendar days as typed; a malformed one counts as expired. */
export interface Flow extends Named {
  readonly kind: FlowKind
  readonly from: readonly End[]
  readonly to: readonly End[]
  /** Protocol, destination ports and so on, as delivered; undefined when the entry names none. */
  readonly service?: Condition
  /** As written, for people. */
  readonly serviceText: string
  readonly purpose?: string
  readonly approved?: { readonly by?: string; readonly on?: string; readonly at: At }
  readonly starts?: string
  readonly expires?: string
  readonly expiresAt?: At
  readonly mac?: readonly string[]
}

export interface Exception extends Named {
  readonly rules: readonly string[]
  readonly from: readonly End[]
  readonly to: readonly End[]
  readonly service?: Condition
  /** As written, for people. */
  readonly serviceText?: string
  readonly reason?: string
  readonly approver?: string
  readonly ticket?: string
  readonly issued?: string
  readonly expires?: string
  readonly expiresAt?: At
  readonly measures?: string
}
