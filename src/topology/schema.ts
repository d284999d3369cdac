/**
 * The only door to ajv. The build may put in place of this file one that exports the same `validate` over validators
 * generated ahead of time (`ajv/dist/standalone` with `AJV_OPTIONS`), so that start-up compiles nothing.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Schema } from './topology-schema.ts'

export const AJV_OPTIONS = { strict: true, allErrors: true, allowUnionTypes: true, messages: false } as const

/** What a failed keyword says, in ajv's own terms; its English `message` is never read. */
export type SchemaError = Pick<ErrorObject, 'keyword' | 'instancePath' | 'params' | 'propertyName'>

const compiled = new Map<Schema, ValidateFunction>()

export function validate(schema: Schema, value: unknown): readonly SchemaError[] {
  const check = compiled.get(schema) ?? new Ajv2020(AJV_OPTIONS).compile(schema)
  compiled.set(schema, check)
  return check(value) ? [] : check.errors ?? []
}
