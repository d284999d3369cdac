/** `sanso.config.yaml`: what a repository wants by default. Read here, found by the commands. */
import json from '../../schemas/config.schema.json' with { type: 'json' }
import { shaped } from '../topology/shape.ts'
import { parse, type Location } from '../topology/source.ts'
import type { Schema } from '../topology/topology-schema.ts'
import type { At, Lang, Problem, Severity } from '../verdict.ts'

export const CONFIG_SCHEMA: Schema = json as Schema

export interface Settings {
  readonly paths?: readonly string[]
  readonly format?: readonly string[]
  readonly 'fail-on'?: Severity
  readonly 'allow-unknown'?: boolean
  readonly baseline?: string
  readonly redact?: boolean
  readonly 'redact-key'?: string
  readonly lang?: Lang
  readonly jobs?: number
  readonly 'max-time'?: string
  readonly 'max-memory'?: string
}

export interface ReadSettings {
  /** Absent if anything is wrong. */
  readonly settings?: Settings
  readonly problems: readonly Problem[]
  readonly locate: (at: At) => Location
}

export function readSettings(file: string, content: string): ReadSettings {
  const source = parse(file, content)
  // An empty file wants nothing.
  const value = source.value ?? {}
  const problems = source.problems.length > 0 ? source.problems : shaped({ ...source, value }, CONFIG_SCHEMA).problems
  return { ...(problems.length === 0 && { settings: value as Settings }), problems, locate: (at) => source.locate(at) }
}
