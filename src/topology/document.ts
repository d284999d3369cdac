/** The document as `schemas/topology.schema.json` admits it: names and addresses are still text. */
import type { DeviceDocument, SwitchDocument, WirelessDocument } from './device-document.ts'
import type { InfrastructureKind, Redirection, Role, Sanitizer, Separation, Tier, TunnelKind } from './model.ts'
import type { Table } from './placed.ts'
import type { AuditDocument, ExceptionDocument, FlowDocument, Include } from './register-document.ts'

export * from './device-document.ts'
export * from './register-document.ts'

export type Names = string | readonly string[]
export type Ports = number | string | readonly (number | string)[]

export interface Document {
  readonly sanso?: 1
  readonly network?: string
  readonly title?: string
  readonly include?: Include | readonly Include[]
  readonly policy?: { readonly profile: string; readonly model: string }
  readonly scope?: { readonly bodies?: Names; readonly sites?: Names }
  readonly absent?: Table<string>
  readonly zones?: Table<ZoneDocument>
  readonly segments?: Table<SegmentDocument>
  readonly lines?: Table<LineDocument>
  readonly tunnels?: Table<TunnelDocument>
  readonly objects?: { readonly addresses?: Table<Names>; readonly services?: Table<Names> }
  readonly devices?: Table<DeviceDocument>
  readonly switches?: Table<SwitchDocument>
  readonly links?: readonly (readonly string[])[]
  readonly wireless?: Table<WirelessDocument>
  readonly hosts?: Table<HostDocument>
  readonly parties?: Table<PartyDocument>
  readonly flows?: Table<FlowDocument>
  readonly infrastructure?: Table<InfrastructureDocument>
  readonly audits?: Table<AuditDocument>
  readonly exceptions?: Table<ExceptionDocument>
}

export interface EvidenceDocument { readonly document: string; readonly on?: string }

/** That traffic is watched, of a zone, device or host. */
export interface WatchDocument {
  readonly monitored?: boolean
  readonly 'logs-to'?: Names
  readonly evidence?: EvidenceDocument
}

export interface ZoneDocument extends WatchDocument {
  readonly tier: Tier
  readonly carries?: 'mynumber' | 'lgwan' | 'internet'
  readonly title?: string
  readonly external?: boolean
  readonly addresses?: Names
  readonly relays?: boolean
  readonly 'internet-connected'?: boolean
}

export interface SegmentDocument {
  readonly zone: string
  readonly title?: string
  readonly vlan?: number
  readonly subnets: Names
}

export interface LineDocument {
  readonly kind: string
  readonly title?: string
  readonly segment: string
  readonly peer: Names
  readonly to: string
  readonly beyond?: Names
  readonly breakout?: BreakoutDocument
}

export interface TunnelDocument {
  readonly kind: TunnelKind
  readonly title?: string
  readonly ends: readonly TunnelEndDocument[]
}

export interface TunnelEndDocument {
  readonly device?: string
  readonly interface?: string
  readonly party?: string
  readonly zone?: string
  readonly address?: string
}

export interface BreakoutDocument {
  readonly services: readonly BreakoutServiceDocument[]
  readonly evidence?: EvidenceDocument
}

export interface BreakoutServiceDocument {
  readonly name: string
  readonly addresses: Names
  readonly fqdn?: Names
  readonly service: Names
  readonly ismap?: boolean
  readonly 'tenant-control'?: boolean
}

export interface HostDocument extends WatchDocument {
  readonly role: Role
  readonly title?: string
  readonly attach: readonly AttachmentDocument[]
  readonly forwards?: boolean
  readonly relays?: Names
  readonly handles?: readonly string[]
  readonly sanitizes?: readonly SanitizerDocument[]
  readonly controls?: ControlsDocument
}

export interface AttachmentDocument {
  readonly segment?: string
  readonly zone?: string
  readonly address?: string
  readonly addresses?: Names
}

export interface ControlsDocument {
  readonly authentication?: readonly string[]
  readonly 'removable-media'?: 'prohibited' | 'allowlist' | 'unrestricted'
  readonly 'media-register'?: { readonly document?: string; readonly approver?: string; readonly on?: string }
  readonly bluetooth?: 'prohibited' | 'permitted'
  readonly tethering?: 'prohibited' | 'permitted'
  readonly redirection?: Redirection
  readonly coverage?: string | CoverageDocument
  readonly edr?: string
  readonly 'per-asset-access'?: boolean
  readonly evidence?: EvidenceDocument
}

export interface CoverageDocument { readonly authentication?: string; readonly 'removable-media'?: string }

export interface ScreenTransferDocument {
  readonly redirection?: Redirection
  readonly authentication?: readonly string[]
  readonly evidence?: EvidenceDocument
}

export interface StandingDocument { readonly zone?: string; readonly segment?: string; readonly host?: string }

export interface InfrastructureDocument {
  readonly kind: InfrastructureKind
  readonly title?: string
  readonly serves: readonly StandingDocument[]
  readonly separated?: Partial<Record<Separation, boolean>>
  readonly management?: StandingDocument
  readonly evidence?: EvidenceDocument
}

export interface SanitizerDocument {
  readonly method: Sanitizer['method']
  readonly from: Tier
  readonly to: Tier
  readonly in: Names
  readonly out: Names
  readonly mode?: 'remove' | 'verify'
  readonly redirection?: Table<boolean>
  readonly 'strip-attachments'?: boolean
  readonly 'html-to-text'?: boolean
  readonly 'on-failure'?: 'block' | 'pass'
  readonly 'on-encrypted'?: 'block' | 'expand' | 'pass'
  readonly evidence?: EvidenceDocument
}

export interface PartyDocument {
  readonly zone: string
  readonly title?: string
  readonly addresses: Names
  readonly operator?: string
  readonly 'public-body'?: boolean
  readonly is?: string
  readonly 'internet-connected'?: boolean
  readonly evidence?: EvidenceDocument
}
