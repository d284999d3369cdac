/** The network as a drawing: what stands where and what joins it. Every picture of it is made from this one model. */
import type { Tier } from '../../../topology/model.ts'
import type { Text } from '../../../verdict.ts'

export interface Diagram {
  /** In the order in which they are drawn. */
  readonly zones: readonly DrawnZone[]
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
  readonly routes: readonly Route[]
}

/** The nodes that the packet of a finding, or its chain, passes. */
export interface Route { readonly finding: string; readonly steps: readonly string[] }

export interface DrawnZone {
  readonly id: string
  readonly name: string
  readonly tier: Tier
  readonly tierName: Text
  readonly external: boolean
}

/** `outside`: an external zone, which is one node. `gateway`: a host that stands on several segments. */
export type NodeKind = 'segment' | 'device' | 'gateway' | 'outside'

export interface DrawnNode {
  /** Its kind and name, such as `segment:mn-srv`. */
  readonly id: string
  readonly kind: NodeKind
  readonly name: string
  readonly title?: string
  /** What a reader wants to know at once: subnets, VLAN. */
  readonly facts: readonly string[]
  /** Of a segment and of an external zone. */
  readonly zone?: string
  /** Hosts and parties that stand there. */
  readonly members: readonly Member[]
}

export interface Member { readonly name: string; readonly title?: string; readonly role: Text; readonly addresses: readonly string[] }

export type EdgeKind = 'interface' | 'line' | 'beyond' | 'leg' | 'tunnel'

export interface DrawnEdge {
  readonly kind: EdgeKind
  readonly from: string
  readonly to: string
  /** The interface, the circuit, the tunnel. */
  readonly label?: string
}
