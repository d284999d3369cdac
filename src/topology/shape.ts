import { text, type Path, type Problem, type Text } from '../verdict.ts'
import { didYouMean } from './did-you-mean.ts'
import { validate, type SchemaError } from './schema.ts'
import { setAside } from './set-aside.ts'
import type { Source } from './source.ts'
import { keysAt, type Schema } from './topology-schema.ts'

export interface Shaped {
  /** What is left of the document when everything of a wrong shape was set aside. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  readonly removed: readonly Path[]
}

/** A document held against a schema. What was set aside may leave a gap that is wrong in its turn; only the first round is the user's own. */
export function shaped(source: Source, schema: Schema): Shaped {
  let { value } = source
  const problems = checkShape(source, schema)
  const removed: Path[] = []
  for (let wrong = problems; wrong.length > 0; wrong = checkShape({ ...source, value }, schema)) {
    const remainder = setAside(value, wrong.map(({ at }) => ('path' in at ? at.path : [])))
    for (const one of remainder.removed) removed.push(one)
    if (remainder.removed.length === 0) break
    value = remainder.value
  }
  return { value, problems, removed }
}

/** Whether a document has the shape that the schema asks for, in our own words. */
function checkShape(source: Source, schema: Schema): Problem[] {
  const { file, value } = source
  // The keyword that only says "some name of this map is wrong" follows the error that says which, and why.
  return validate(schema, value).filter(error => error.keyword !== 'propertyNames').map(error => {
    const path = toPath(error.instancePath, value)
    return { code: 'schema', at: { file, ...pointAt(error, path) }, message: words(error, path, valueAt(value, path), schema) }
  })
}

/** At a wrong key itself; at the name of a thing that lacks one, for the thing may be long; else at the value. */
function pointAt({ keyword, params, propertyName }: SchemaError, path: Path): { path: Path; on?: 'key' } {
  if (propertyName !== undefined) return { path: [...path, propertyName], on: 'key' }
  if (keyword === 'additionalProperties') return { path: [...path, String(params['additionalProperty'])], on: 'key' }
  return keyword === 'required' && typeof path.at(-1) === 'string' ? { path, on: 'key' } : { path }
}

/** Unescapes a JSON pointer. A number is an index only where a list stands: maps may have keys such as "443". */
function toPath(pointer: string, value: unknown): Path {
  let here = value
  return pointer.split('/').slice(1).map(part => {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const key = Array.isArray(here) ? Number(step) : step
    here = valueAt(here, [key])
    return key
  })
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((here, step) => (here as Record<string | number, unknown>)[step], value)

function words({ keyword, params, propertyName }: SchemaError, path: Path, value: unknown, schema: Schema): Text {
  const limit = String(params['limit'])
  switch (keyword) {
    case 'additionalProperties': return unknownKey(String(params['additionalProperty']), keysAt(path, schema))
    case 'required':
    case 'dependentRequired': return text(
      `「${String(params['missingProperty'])}」がありません`, `"${String(params['missingProperty'])}" is missing`)
    case 'type': return wrongType([params['type']].flat().map(String), value)
    case 'enum': return notListed(propertyName ?? value, (params['allowedValues'] as unknown[]).map(String))
    case 'const': return text(
      `ここに書けるのは ${String(params['allowedValue'])} だけです`, `only ${String(params['allowedValue'])} may stand here`)
    case 'minimum': return text(`${limit} 以上の数を書いてください`, `this must be ${limit} or more`)
    case 'maximum': return text(`${limit} 以下の数を書いてください`, `this must be ${limit} or less`)
    case 'minItems': return text(`${limit} 個以上書いてください`, `at least ${limit} must be listed`)
    case 'maxItems': return text(`${limit} 個までしか書けません`, `at most ${limit} may be listed`)
    case 'minLength': return text('空にはできません', 'this must not be empty')
    default: throw new Error(`no words for the schema keyword ${keyword}`)
  }
}

function unknownKey(key: string, keys: readonly string[]): Text {
  const hint = didYouMean(key, keys)
  const list = keys.join(', ')
  return hint.en === ''
    ? text(`「${key}」というキーはありません（書けるのは ${list}）`, `there is no key "${key}" here (known: ${list})`)
    : text(`「${key}」というキーはありません${hint.ja}`, `there is no key "${key}" here${hint.en}`)
}

function notListed(value: unknown, allowed: readonly string[]): Text {
  const list = allowed.join(', ')
  if (typeof value === 'object') return text(`ここに書けるのは ${list} のどれか一つです`, `only one of ${list} may stand here`)
  const typed = String(value)
  const hint = didYouMean(typed, allowed)
  return text(
    `「${typed}」は書けません${hint.ja || `（書けるのは ${list}）`}`, `"${typed}" cannot stand here${hint.en || ` (known: ${list})`}`)
}

const TYPES: Readonly<Record<string, Text>> = {
  string: text('文字列', 'a string'),
  integer: text('整数', 'a whole number'),
  number: text('数', 'a number'),
  boolean: text('true か false', 'true or false'),
  object: text('キーと値の組', 'a mapping'),
  array: text('リスト', 'a list'),
}

function wrongType(types: readonly string[], value: unknown): Text {
  const named = types.map(type => {
    const name = TYPES[type]
    if (!name) throw new Error(`no words for the schema type ${type}`)
    return name
  })
  const wanted = text(named.map(name => name.ja).join('または'), named.map(name => name.en).join(' or '))
  if (value === null) return text(`ここには${wanted.ja}が必要です（何も書かれていません）`, `${wanted.en} is needed here (nothing is written)`)
  const quote = types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')
  return text(
    `ここには${wanted.ja}を書いてください${quote ? `（文字列なら引用符で囲みます：'${String(value)}'）` : ''}`,
    `${wanted.en} must stand here${quote ? ` (quote it to make it a string: '${String(value)}')` : ''}`)
}
