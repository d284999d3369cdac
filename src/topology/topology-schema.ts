import json from '../../schemas/topology.schema.json' with { type: 'json' }
import type { Path } from '../verdict.ts'

/** The part of JSON Schema that our schemas use to say what may stand where. */
export interface Schema {
  readonly $id?: string
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

/** The keys that a schema knows at a place of the document. */
export function keysAt(path: Path, root: Schema = TOPOLOGY_SCHEMA): readonly string[] {
  let here: Schema | undefined = root
  for (const step of path) here = resolve(below(resolve(here, root), step), root)
  return Object.keys(resolve(here, root)?.properties ?? {})
}

/** A definition of the topology schema by its name, or what a part of it refers to. */
export const schemaOf = (of: string | Schema): Schema => resolve(typeof of === 'string' ? TOPOLOGY_SCHEMA.$defs?.[of] : of, TOPOLOGY_SCHEMA) ?? {}

function below(schema: Schema | undefined, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema?.items
  const others = schema?.additionalProperties
  const own = schema?.properties
  return own && Object.hasOwn(own, step) ? own[step] : typeof others === 'object' ? others : undefined
}

function resolve(schema: Schema | undefined, root: Schema): Schema | undefined {
  const name = schema?.$ref?.replace('#/$defs/', '')
  return name === undefined ? schema : resolve(root.$defs?.[name], root)
}
