/** Places under pseudonyms, and back: messages name files and ids of a place, and lines and columns are looked up at the original. */
import { PROFILE_SCHEMA } from '../rules/profiles/document.ts'
import { TOPOLOGY_SCHEMA, type Schema } from '../topology/topology-schema.ts'
import type { At } from '../verdict.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** Keys of the language; whatever else is a step of a path is a name. */
let keys: ReadonlySet<string> | undefined
const isKey = (step: string): boolean => (keys ??= new Set([...keysOf(TOPOLOGY_SCHEMA), ...keysOf(PROFILE_SCHEMA)])).has(step)
/** Below these stands a name, even where it is spelt as a key. */
const TABLES: ReadonlySet<string> = new Set([
  'zones', 'segments', 'lines', 'tunnels', 'devices', 'switches', 'hosts', 'parties', 'flows', 'exceptions', 'infrastructure', 'audits', 'wireless',
  'interfaces', 'ports', 'vlans', 'addresses', 'services', 'lists', 'vrfs',
])

function keysOf(schema: Schema): string[] {
  const inner = [schema.items, ...Object.values(schema.properties ?? {}), ...Object.values(schema.$defs ?? {}), schema.additionalProperties]
  return [...Object.keys(schema.properties ?? {}), ...inner.flatMap((one) => (typeof one === 'object' ? keysOf(one) : []))]
}

export function pseudonymousAt(at: At, names: Pseudonyms): At {
  const file = names.path(at.file)
  if (!('path' in at)) return { ...at, file }
  return { ...at, file, path: at.path.map((step, index) => (typeof step === 'number' || (isKey(step) && !TABLES.has(String(at.path[index - 1]))) ? step : names.name(step))) }
}

export function originalAt(at: At, names: Pseudonyms): At {
  const file = names.original(at.file)
  return 'path' in at ? { ...at, file, path: at.path.map((step) => (typeof step === 'number' ? step : names.original(step))) } : { ...at, file }
}
