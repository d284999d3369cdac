/** What several zones share below the network. */
import type { At } from '../verdict.ts'
import type { Evidence, Named } from './model.ts'

export const INFRASTRUCTURE_KINDS = [
  'hypervisor', 'storage', 'backup', 'directory', 'dns', 'radius', 'ntp', 'printer', 'kvm', 'switch', 'firewall',
] as const
export type InfrastructureKind = (typeof INFRASTRUCTURE_KINDS)[number]

export const SEPARATIONS = [
  'network', 'management', 'volumes', 'one-way', 'offline-copy', 'read-only-replica', 'fixed-ports', 'forests', 'no-scan-across', 'no-usb',
] as const
export type Separation = (typeof SEPARATIONS)[number]

/** Something below the network that several zones use. */
export interface Infrastructure extends Named {
  readonly kind: InfrastructureKind
  readonly serves: readonly StandingName[]
  readonly separated: Readonly<Partial<Record<Separation, boolean>>>
  readonly separatedAt?: At
  readonly management?: StandingName
  readonly evidence?: Evidence
}

export interface StandingName { readonly kind: 'zone' | 'segment' | 'host'; readonly id: string; readonly at: At }
