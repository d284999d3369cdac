/** What every syntax of device configuration implements: text in, the device model out, every line accounted for. */
import type { Family } from '../net/header.ts'
import type { Definition, Gap, Pipeline, Sessions } from '../topology/model.ts'
import type { At, Problem, Text } from '../verdict.ts'

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

export interface Reading {
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
  /** What the topology calls the device, then its files in order. Never throws, whatever the files hold. */
  readonly read: (files: readonly ConfigFile[], at: At) => Reading
}
