/** What every syntax of device configuration implements: text in, the device model out, every line accounted for. */
import type { Family } from '../net/header.ts'
import type { Definition, Device, Gap, Interface, Pipeline, RunningService, Sessions } from '../topology/model.ts'
import type { At, Problem, Text } from '../verdict.ts'
import type { StaticPolicyRoute, StaticRoute } from './device/routes.ts'

export interface ConfigFile {
  readonly file: string
  readonly content: string
  /** As the topology declares it; absent: the reader finds out. */
  readonly family?: Family
  /** Where the topology names the file. */
  readonly at: At
}

/**
 * `understood`: the model says exactly what the line says. `irrelevant`: it decides about no packet. `not understood`: the
 * model holds an unknown or a gap in its place, and `why` names the part.
 */
export type LineStatus = 'understood' | 'irrelevant' | 'not understood'

export interface ReadLine {
  readonly at: At
  readonly text: string
  readonly status: LineStatus
  readonly why?: Text
}

/** A name that a configuration uses and that no file of it can define, such as an ipset. */
export interface Reference { readonly kind: 'set'; readonly name: string; readonly at: At }

/** One of several devices that the files of one `config` describe together, such as the networks and gateways of a cloud. */
export interface Part extends Pick<Device, 'pipeline' | 'sessions' | 'runs' | 'gaps'> {
  /** Added to the id of the device in the topology. */
  readonly id: string
  readonly title?: string
  readonly at: At
  readonly faces: readonly Interface[]
  readonly routes: readonly StaticRoute[]
  readonly policyRoutes: readonly StaticPolicyRoute[]
  /** Faces that stand wherever another face, of any part, does. */
  readonly beside?: ReadonlyMap<string, string>
}

/** Two faces of parts that lead into each other, whatever the packet; nothing else stands between. */
export interface Joint { readonly id: string; readonly at: At; readonly ends: readonly [JointEnd, JointEnd] }
export interface JointEnd { readonly part: string; readonly face: string }

/** What a configuration says about the device itself. */
export interface Reading {
  /** What the device calls itself. */
  readonly hostname?: { readonly name: string; readonly at: At }
  /** Every interface that can carry packets, shut down ones left out; never with a segment. Undefined: the syntax has no interfaces. */
  readonly faces?: readonly Interface[]
  /** Interfaces that the file has and that carry nothing (shut down), each with the line that says so. */
  readonly down?: ReadonlyMap<string, At>
  /** Undefined: the syntax has no routes, those of the topology hold. Next hops are resolved later, when all addresses are known. */
  readonly routes?: readonly StaticRoute[]
  readonly policyRoutes?: readonly StaticPolicyRoute[]
  /** Filled in when next hops are resolved: routes whose next hop lies beyond no interface, which the device does not use. */
  readonly inactive?: readonly { readonly at: At }[]
  /** Services by which it passes on what it gets, with the line that starts each. */
  readonly runs?: readonly { readonly service: RunningService; readonly at: At }[]
  /** The parts that `context` can choose (VDOMs, VPCs); empty or absent: there is one. */
  readonly contexts?: readonly string[]
  /** Several devices stand in the place of the one: then the rest of the reading says nothing about packets. */
  readonly parts?: readonly Part[]
  readonly joints?: readonly Joint[]
  readonly pipeline: Pipeline
  readonly sessions: Sessions
  readonly gaps: readonly Gap[]
  /** One for each line of each file, in order. */
  readonly lines: readonly ReadLine[]
  /** Concrete interface names that the configuration mentions, each with its first mention. */
  readonly interfaces: ReadonlyMap<string, At>
  /** What the configuration gives a name, other than objects of the topology. */
  readonly definitions: readonly Omit<Definition, 'device'>[]
  readonly references: readonly Reference[]
  readonly problems: readonly Problem[]
}

export interface Reader {
  /** The names under which `DeviceConfig.syntax` asks for it. */
  readonly syntaxes: readonly string[]
  /** Whether a file looks like this syntax: for `sanso config FILE`, where nobody has said. */
  readonly recognises: (content: string) => boolean
  /** Never throws, whatever the files hold. `at`: where the topology asks for it; `context`: the part of the file that is meant. */
  readonly read: (files: readonly ConfigFile[], at: At, context?: string) => Reading
}
