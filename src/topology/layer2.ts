/** Switches, cables and radio: what decides which segments are one broadcast domain whatever the file calls them. */
import type { Ranges } from '../net/interval.ts'
import type { At } from '../verdict.ts'
import type { Evidence, Named } from './model.ts'

export interface Switch extends Named {
  readonly ports: ReadonlyMap<string, SwitchPort>
  /** Which segment a VLAN of this switch is, where that was typed. */
  readonly vlans: ReadonlyMap<number, { readonly segment: string; readonly at: At }>
  /** The device that is the routing half of the same box: its VLAN interfaces stand in the VLANs of this switch. */
  readonly device?: string
}

/** Invariant: `untagged` is not in `tagged`. A port that is shut down carries neither. */
export interface SwitchPort {
  readonly name: string
  readonly at: At
  readonly mode: 'access' | 'trunk' | 'shutdown'
  /** The access or native VLAN: its frames leave without a tag, and frames without a tag are in it. */
  readonly untagged?: number
  /** The VLANs whose frames leave with a tag: a voice VLAN, or those that a trunk lets through. */
  readonly tagged: Ranges
}

/** Two ends joined by a cable, or by whatever passes every frame. */
export interface Link { readonly ends: readonly [LinkEnd, LinkEnd]; readonly at: At }

export type LinkEnd =
  | PortEnd
  | { readonly kind: 'interface'; readonly device: string; readonly interface: string; readonly at: At }
  /** Of a host on several segments: the leg, where it was typed. */
  | { readonly kind: 'host'; readonly host: string; readonly segment?: string; readonly at: At }
  | { readonly kind: 'line'; readonly line: string; readonly at: At }
  /** Whatever else of that segment hangs there. */
  | { readonly kind: 'segment'; readonly segment: string; readonly at: At }
export interface PortEnd { readonly kind: 'port'; readonly switch: string; readonly port: string; readonly at: At }

export const SECURITIES = [
  'open', 'wep', 'wpa-personal', 'wpa2-personal', 'wpa3-personal', 'wpa-enterprise', 'wpa2-enterprise', 'wpa3-enterprise',
] as const
export const EAP_METHODS = ['tls', 'peap', 'ttls', 'fast', 'md5', 'teap', 'other'] as const

/** A wireless LAN (SSID). */
export interface Wireless extends Named {
  readonly ssid?: string
  /** Where those who connect come out: segments, or VLANs; several where the network assigns one of them to each. */
  readonly segments: readonly string[]
  readonly vlans: readonly number[]
  /** The switch ports that its access points hang on. */
  readonly accessPoints: readonly PortEnd[]
  /** For visitors. */
  readonly guest?: boolean
  readonly security?: (typeof SECURITIES)[number]
  /** Every method that is accepted. */
  readonly eap: readonly (typeof EAP_METHODS)[number][]
  readonly certificates?: 'own-terminals' | 'any'
  /** Hosts. */
  readonly controller?: string
  readonly radius?: string
  readonly evidence?: Evidence
}
