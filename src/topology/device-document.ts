/** Devices, switches and wireless LANs as the schema admits them. */
import type { Names, Ports, EvidenceDocument, WatchDocument } from './document.ts'
import type { DeviceKind, RunningService, Wireless } from './model.ts'
import type { Table } from './placed.ts'

export interface DeviceDocument extends WatchDocument {
  readonly kind: DeviceKind
  readonly title?: string
  readonly 'managed-by'?: string
  readonly stateful?: boolean
  readonly cluster?: string
  readonly interfaces?: Table<InterfaceDocument>
  readonly routes?: readonly RouteDocument[]
  readonly 'policy-routes'?: readonly PolicyRouteDocument[]
  readonly filter?: readonly RuleDocument[]
  readonly local?: readonly RuleDocument[]
  readonly lists?: Table<readonly RuleDocument[]>
  readonly nat?: readonly NatDocument[]
  readonly runs?: readonly RunningService[]
  readonly relays?: Names
  readonly config?: ConfigDocument
}

export interface InterfaceDocument {
  readonly address?: string
  readonly addresses?: Names
  readonly segment?: string
  readonly vrf?: string
  readonly vlan?: number
  readonly port?: string
  readonly virtual?: Names
  readonly 'reverse-path'?: 'none' | 'loose' | 'feasible' | 'strict'
  readonly ingress?: string
  readonly egress?: string
}

export interface SwitchDocument {
  readonly title?: string
  readonly device?: string
  readonly ports: Table<SwitchPortDocument>
  readonly vlans?: Table<string>
}

export interface SwitchPortDocument {
  readonly title?: string
  readonly access?: number
  readonly voice?: number
  readonly trunk?: Ports
  readonly native?: number | 'none'
  readonly shutdown?: true
}

export interface WirelessDocument {
  readonly title?: string
  readonly ssid?: string
  readonly segment?: Names
  readonly vlan?: number | readonly number[]
  readonly 'access-points'?: Names
  readonly guest?: boolean
  readonly security?: Wireless['security']
  readonly eap?: Wireless['eap'][number] | Wireless['eap']
  readonly certificates?: Wireless['certificates']
  readonly controller?: string
  readonly radius?: string
  readonly evidence?: EvidenceDocument
}

/** Where a route leads. */
export interface NextDocument {
  readonly via?: string
  readonly interface?: string
  readonly discard?: true
  readonly 'next-vrf'?: string
}

export interface RouteDocument extends NextDocument {
  readonly to: Names
  readonly vrf?: string
  readonly distance?: number
}

export interface PolicyRouteDocument extends Omit<MatchDocument, 'out'>, NextDocument {
  readonly table?: true
  readonly vrf?: string
}

/** What a filter rule, a NAT entry and its `match` say about a packet. */
export interface MatchDocument {
  readonly in?: Names
  readonly out?: Names
  readonly source?: Names
  readonly destination?: Names
  readonly service?: Names
  readonly 'from-port'?: Ports
  readonly established?: true
}

export interface RuleDocument extends MatchDocument {
  readonly id?: string | number
  readonly action: 'permit' | 'deny'
  readonly log?: boolean
}

export interface NatDocument {
  readonly id?: string | number
  readonly kind: 'source' | 'destination'
  readonly in?: Names
  readonly out?: Names
  readonly match?: MatchDocument
  readonly to: Names
  readonly 'to-port'?: Ports
}

export interface ConfigDocument {
  readonly syntax: string
  readonly file?: string
  readonly files?: readonly (string | { readonly file: string; readonly family?: 4 | 6 })[]
  readonly tables?: readonly (string | { readonly file: string; readonly family?: 4 | 6 })[]
  readonly context?: string
  readonly hostname?: string
  readonly captured?: { readonly on?: string; readonly from?: string }
}
