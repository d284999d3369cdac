/** Whether a command or an object type is known to decide about no packet. */
import { COMMANDS } from './commands.ts'
import { OBJECT_TYPES } from './object-types.ts'

const EXACT = new Set(OBJECT_TYPES.filter((path) => !path.endsWith(' *')))
const BELOW = new Set(OBJECT_TYPES.filter((path) => path.endsWith(' *')).map((path) => path.slice(0, -2)))

const EVERYWHERE: ReadonlySet<string> = new Set('uuid comment comments color alias description visibility fabric-object global-object snmp-index uuid-idx gui-icon q_origin_key'.split(' '))

interface Known { readonly exact: ReadonlySet<string>; readonly beginnings: readonly string[] }

const KNOWN: ReadonlyMap<string, Known> = new Map(Object.entries(COMMANDS).map(([path, text]) => {
  const all = text.trim().split(/\s+/)
  return [path, { exact: new Set(all), beginnings: all.filter((one) => one.endsWith('*')).map((one) => one.slice(0, -1)) }]
}))

const knows = (path: string, key: string, value: string): boolean => {
  const known = KNOWN.get(path)
  return known !== undefined && (known.exact.has(key) || known.exact.has(`${key}=${value}`) || known.beginnings.some((beginning) => key.startsWith(beginning)))
}

/** Single commands of this object type are known. */
export const hasCommands = (path: string): boolean => KNOWN.has(path)

export function isIrrelevant(path: string, key?: string, values: readonly string[] = []): boolean {
  if (isObject(path)) return true
  if (key === undefined) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    return knows(parent, path.slice(parent.length + 1), '')
  }
  return EVERYWHERE.has(key) || knows(path, key, values.join(' '))
}

/** An object type of the list, or what stands in one. */
function isObject(path: string): boolean {
  let end = path.length
  for (;;) {
    const part = path.slice(0, end)
    if (EXACT.has(part)) return true
    const blank = Math.max(part.lastIndexOf(' '), part.lastIndexOf('/'))
    if (blank < 0) return false
    end = blank
    if (BELOW.has(path.slice(0, end))) return true
  }
}
