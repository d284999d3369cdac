/** Ways between two ends inside of other packets. */
import type { Address } from '../net/address.ts'
import type { At } from '../verdict.ts'
import type { Named } from './model.ts'

export const TUNNEL_KINDS = [
  'ipsec', 'gre', 'ipip', 'l2tp', 'pptp', 'ssl-vpn', 'wireguard', 'openvpn', '4in6', '6in4', 'vxlan', 'etherip',
] as const
export type TunnelKind = (typeof TUNNEL_KINDS)[number]

/** `joint`: two devices that are one box, or one cloud: nothing is outside of it, and nothing gets lost. No topology types it. */
export type Carriage = TunnelKind | 'joint'

/** Carries any packet from one end to the other. Where there is one end only, nobody has said where it leads. */
export interface Tunnel extends Named {
  readonly kind: Carriage
  readonly ends: readonly TunnelEnd[]
}

/** `address`: that of the outer packets. At a party the tunnel leads into the external zone where the party stands. */
export type TunnelEnd = { readonly at: At; readonly address?: Address } & (
  | { readonly on: 'device'; readonly device: string; readonly interface: string }
  | { readonly on: 'zone'; readonly zone: string; readonly party?: string }
)
