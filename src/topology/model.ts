/**
 * What a topology says, after every name, address and port in it was resolved. Every value remembers where it stands (`at`).
 * Devices read from real configurations have the same shape: `src/config` fills `Device` from their own syntax.
 */
import type { Address, AddressSet, Prefix } from '../net/address.ts'
import type { At } from '../verdict.ts'
import type { Condition, Device } from './device.ts'
import type { Infrastructure } from './infrastructure.ts'
import type { Link, Switch, Wireless } from './layer2.ts'
import type { Tunnel } from './tunnel.ts'

export * from './device.ts'
export * from './infrastructure.ts'
export * from './layer2.ts'
export * from './tunnel.ts'

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
  readonly tunnels: ReadonlyMap<string, Tunnel>
  readonly devices: ReadonlyMap<string, Device>
  /** Absent like empty: nothing is said of what lies below the segments. */
  readonly switches?: ReadonlyMap<string, Switch>
  readonly links?: readonly Link[]
  readonly wireless?: ReadonlyMap<string, Wireless>
  readonly hosts: ReadonlyMap<string, Host>
  readonly parties: ReadonlyMap<string, Party>
  readonly flows: ReadonlyMap<string, Flow>
  readonly exceptions: ReadonlyMap<string, Exception>
  readonly infrastructure: ReadonlyMap<string, Infrastructure>
  readonly audits: ReadonlyMap<string, Audit>
  /** Which bodies and sites the file says it covers. */
  readonly scope?: { readonly bodies: readonly string[]; readonly sites: readonly string[]; readonly at: At }
  /** Names that only the text has: the model holds what they stand for. */
  readonly definitions?: readonly Definition[]
}

/** An address or service object, or a list or chain of a device, and whether anything refers to it. */
export interface Definition {
  readonly kind: 'addresses' | 'services' | 'list' | 'chain'
  readonly id: string
  /** Of a list or chain: its device. */
  readonly device?: string
  readonly at: At
  readonly used: boolean
}

/** Everything that has an id in the file. */
export interface Named { readonly id: string; readonly title?: string; readonly at: At }

/** That what passes is watched for attacks, and where the logs of it go. `monitored` undefined: nobody has said. */
export interface Watch {
  readonly monitored?: boolean
  /** Where it was typed. */
  readonly monitoredAt?: At
  /** Undefined: nobody has said. */
  readonly logsTo?: readonly LogEnd[]
  readonly evidence?: Evidence
}
export interface LogEnd { readonly kind: 'host' | 'party' | 'zone'; readonly id: string }

export interface Zone extends Named, Watch {
  /** Of a cloud that carries a tier, that tier: its area is part of it, everywhere. */
  readonly tier: Tier
  /** It was typed as `tier: cloud`. */
  readonly cloud?: true
  readonly external: boolean
  /** Of an external zone: the addresses known to stand in it. Empty for `public`: every public address no other zone holds. */
  readonly addresses: AddressSet
  /** Of an external zone: what enters at one attachment may leave at any other and into every zone beyond. */
  readonly relays: boolean
  /** Where `relays` was typed; absent means the default (an end) is assumed. */
  readonly relaysAt?: At
  /** `evidence` is what this and `monitored` rest on. */
  readonly internetConnected?: boolean
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
  readonly breakout?: Breakout
}

/** What a local breakout is declared to be for. */
export interface Breakout {
  readonly services: readonly BreakoutService[]
  readonly evidence?: Evidence
  readonly at: At
}

export interface BreakoutService {
  readonly name: string
  /** `any`: no address is named. */
  readonly addresses: AddressSet | 'any'
  readonly fqdn: readonly string[]
  readonly service: Condition
  readonly serviceText: string
  readonly ismap?: boolean
  readonly tenantControl?: boolean
  readonly at: At
}

// ------------------------------------------------------------------------------------------------ hosts and parties

export const ROLES = [
  'server', 'terminal', 'gateway', 'proxy', 'mail-relay', 'file-transfer', 'vdi', 'jump', 'sanitizer',
  'log-collector', 'monitor', 'backup', 'printer', 'storage', 'other',
] as const
export type Role = (typeof ROLES)[number]

/** Where a typed fact comes from. */
export interface Evidence { readonly document: string; readonly on?: string; readonly at: At }

export interface Host extends Named, Watch {
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
  readonly mediaRegister?: { readonly document?: string; readonly approver?: string; readonly on?: string; readonly at: At }
  readonly bluetooth?: 'prohibited' | 'permitted'
  readonly tethering?: 'prohibited' | 'permitted'
  readonly redirection?: Redirection
  /** How many of the machines a control covers; absent: all of them. */
  readonly coverage: { readonly authentication?: Coverage; readonly removableMedia?: Coverage }
  /** Machines with EDR. */
  readonly edr?: Coverage
  readonly perAssetAccess?: boolean
  readonly evidence?: Evidence
  readonly at: At
}

/** Machines that something is done on, of all. */
export interface Coverage { readonly covered: number; readonly of: number; readonly at: At }

/** What a remote desktop may carry besides the screen; `true` is on. */
export type Redirection = Readonly<Partial<Record<'clipboard' | 'drive' | 'printer' | 'usb', boolean>>>

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
  /** The system of the profile's catalogue that it is. */
  readonly is?: string
  readonly isAt?: At
  readonly internetConnected?: boolean
  readonly evidence?: Evidence
}

// ---------------------------------------------------------------------------------------------------- the register

export const FLOW_KINDS = ['specific', 'sanitized', 'export', 'necessary', 'media', 'ordinary'] as const
export type FlowKind = (typeof FLOW_KINDS)[number]

export type End =
  | { readonly kind: 'host' | 'device' | 'party' | 'zone' | 'segment'; readonly id: string; readonly at: At }
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
  /** Of media: the host that makes them safe before they are read. */
  readonly through?: string
  readonly purpose?: string
  readonly approved?: { readonly by?: string; readonly on?: string; readonly at: At }
  readonly starts?: string
  readonly expires?: string
  readonly expiresAt?: At
  readonly mac?: readonly string[]
  /** It shows a screen of the My Number tier to a client elsewhere. */
  readonly screenTransfer?: ScreenTransfer
  /** Of a cloud's way to the Internet: what it is for. */
  readonly use?: CloudUse
}

export interface ScreenTransfer {
  readonly redirection?: Redirection
  readonly authentication?: readonly string[]
  readonly evidence?: Evidence
  readonly at: At
}

export const CLOUD_USES = ['patch', 'licence', 'console'] as const
export type CloudUse = (typeof CLOUD_USES)[number]

/** An audit that was held. Days are as typed. */
export interface Audit extends Named {
  readonly kind: 'external' | 'internal'
  readonly on?: string
  readonly by?: string
  /** The report. */
  readonly document?: string
  readonly submittedTo: readonly string[]
  /** Zones; none: all of them. */
  readonly covers: readonly string[]
}

export interface Exception extends Named {
  readonly rules: readonly string[]
  /** Where each of them is typed. */
  readonly rulesAt: readonly At[]
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
