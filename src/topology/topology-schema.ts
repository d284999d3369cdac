import json from '../../schemas/topology.schema.json' with { type: 'json' }
import type { Path } from '../verdict.ts'

/** The part of JSON Schema that our schema uses to say what may stand where. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly (string | number)[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly $defs?: Readonly<Record<string, Schema>>
}

export const TOPOLOGY_SCHEMA: Schema = json as Schema

/** The keys that the schema knows at a place of the document. */
export function keysAt(path: Path): readonly string[] {
  let here: Schema | undefined = TOPOLOGY_SCHEMA
  for (const step of path) here = resolve(below(resolve(here), step))
  return Object.keys(resolve(here)?.properties ?? {})
}

/** A definition by its name, or what a part of the schema refers to. */
export const schemaOf = (of: string | Schema): Schema => resolve(typeof of === 'string' ? TOPOLOGY_SCHEMA.$defs?.[of] : of) ?? {}

function below(schema: Schema | undefined, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema?.items
  const others = schema?.additionalProperties
  const own = schema?.properties
  return own && Object.hasOwn(own, step) ? own[step] : typeof others === 'object' ? others : undefined
}

function resolve(schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.replace('#/$defs/', '')
  return name === undefined ? schema : resolve(TOPOLOGY_SCHEMA.$defs?.[name])
}
