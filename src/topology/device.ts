/** What a device does with packets, whatever syntax its configuration was written in. */
import type { Address, AddressSet, Prefix } from '../net/address.ts'
import type { Family, State } from '../net/header.ts'
import type { Ranges } from '../net/interval.ts'
import type { At } from '../verdict.ts'
import type { Named, Watch } from './model.ts'

export type DeviceKind = 'router' | 'l3-switch' | 'firewall' | 'appliance'

export interface Device extends Named, Watch {
  readonly kind: DeviceKind
  /** Who manages it, of a box that somebody else supplied. */
  readonly managedBy?: string
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly routes: readonly Route[]
  /** Asked in order before the routes, of what goes through the device; the first that matches decides. */
  readonly policyRoutes?: readonly PolicyRoute[]
  readonly pipeline: Pipeline
  readonly sessions: Sessions
  /** Devices of one cluster remember each other's sessions. */
  readonly cluster?: string
  /** Services of its own by which it passes on what it gets. */
  readonly runs: readonly RunningService[]
  /** What those services pass on: undefined = everything they can; a list = only between these flows. */
  readonly relays?: 'none' | readonly string[]
  readonly relaysAt?: At
  /** The device's own configuration file, when it has one: `src/config` replaces pipeline and sessions by what it says. */
  readonly config?: DeviceConfig
  /** Facts about the device that are missing or not understood; each may do anything (see `Gap`). */
  readonly gaps: readonly Gap[]
}

export const RUNNING_SERVICES = ['dns', 'ntp', 'mail', 'dhcp', 'log', 'proxy'] as const
export type RunningService = (typeof RUNNING_SERVICES)[number]

export interface DeviceConfig {
  readonly syntax: string
  /** Named as the root file is, from where the caller stands; one per file given (iptables-save and ip6tables-save are two). */
  readonly files: readonly { readonly file: string; readonly family?: Family; readonly at: At }[]
  /** Routing tables that the device printed, named as `files` are; they replace what the configuration says of routes. */
  readonly tables?: DeviceConfig['files']
  /** What the file must call the device. */
  readonly hostname?: { readonly name: string; readonly at: At }
  /** The part of the configuration that is meant, such as a VDOM. */
  readonly context?: string
  readonly captured?: { readonly on?: string; readonly from?: string; readonly at: At }
  readonly at: At
}

/**
 * Something about a device that is not known. `filters`: for packets of `families` every filter decision may go either way.
 * `routes`: the way out may be any interface, though every filter still decides (a routing protocol without its table).
 * `forwarding`: the device may send any packet out of any interface, past its filters. Each makes `unknown` what it touches,
 * never green. None of them rewrites: a reader that does not understand a translation says `addresses: 'unknown'` there.
 */
export interface Gap {
  readonly touches: 'filters' | 'routes' | 'forwarding'
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
  /** The tag of its frames; undefined: none, or, on a port that carries the VLAN of its segment with a tag, that one. */
  readonly vlan?: number
  /** The physical port of a sub-interface, where that is not its own name up to the last dot. */
  readonly port?: string
  /**
   * Reverse-path check (RFC 3704): packets whose source would not be routed back out of this interface are dropped. `feasible`:
   * some route to the source, not only the best one, leads out of it; `loose`: some route at all.
   */
  readonly reversePath: 'none' | 'loose' | 'feasible' | 'strict'
  /** Where it is typed; absent: nobody said whether the device checks, and it is taken not to. */
  readonly reversePathAt?: At
}
/** `virtual`: shared with another device (VRRP, HSRP), or answered for (proxy ARP of a pool). */
export interface InterfaceAddress { readonly address: Address; readonly length: number; readonly at: At; readonly virtual?: true }

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
 * A route chosen by more than the destination. It sees the packet as it is routed: after destination NAT, its interface known.
 * `table`: the device's routes decide after all.
 */
export interface PolicyRoute {
  readonly at: At
  readonly vrf: string
  readonly when: Condition
  readonly next: Route['next'] | { readonly kind: 'table' }
}

/**
 * How a device remembers sessions.
 * `none`: every packet is judged by itself, no answer is translated back. `strict`: TCP without a session passes only if it
 * opens one (SYN without ACK; `midstream`: any TCP opens one); packets of a session bypass every filter. `conntrack`: Linux;
 * filters see the state, and decide about session packets too. `inspecting`: routers with NAT, `inspect` or dynamic filters:
 * everything that went through is remembered; filters judge every packet, and after `track` see `established` for the answers
 * of what is remembered, `new` for all others; translating lists apply to all others, whatever their flags. Without a `track`
 * they learn it as they arrive. The answers of what was translated are translated back where the last list of that field
 * stands: the destination at the latest before the route is looked up, the source on the way out.
 */
export interface Sessions {
  readonly kind: 'none' | 'strict' | 'conntrack' | 'inspecting'
  readonly reassembles: boolean
  readonly helpers: boolean
  readonly midstream?: true
}

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
  /** Nobody wrote it: it lets pass what its list does not concern, such as packets of other interfaces or of the other family. */
  readonly elsewhere?: true
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
  /** Of source NAT: the port stays, as where each address has one of its own. */
  readonly samePorts?: true
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
  /** `varies`: it is understood, and its truth depends on traffic or time. */
  | { readonly test: 'unknown'; readonly what: string; readonly varies?: true }

export const ANYTHING: Condition = { test: 'all', of: [] }
