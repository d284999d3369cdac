import { parseAddresses } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import { entries, named, type Placed, type Table } from '../placed.ts'
import { KINDS, type Kind, type Mistakes } from './mistakes.ts'

const RESERVED: ReadonlySet<string> = new Set(['any', 'none', 'default', 'interface', 'unchanged', '__proto__'])

/** The maps of one kind in all files as one; the same id twice is a mistake that shows both places. */
export function merge<T>(kind: Kind, tables: readonly (Placed<Table<T>> | undefined)[], mistakes: Mistakes): ReadonlyMap<string, Placed<T>> {
  const merged = new Map<string, Placed<T>>()
  for (const [id, value] of tables.flatMap(table => entries(table))) {
    const at = named(value.at)
    const earlier = merged.get(id)
    if (earlier) {
      mistakes.say('duplicate-id', at, text(`${KINDS[kind].ja}「${id}」が二度あります`, `the ${KINDS[kind].en} "${id}" is defined twice`), [
        { at: named(earlier.at), message: text('最初はここです', 'the first is here') },
      ])
      continue
    }
    if (RESERVED.has(id) || parseAddresses(id) || !/^[^\s\p{C}]+$/u.test(id)) {
      mistakes.say('id', at, text(
        `「${id}」は名前に使えません（空、空白を含むもの、アドレスと紛らわしいもの、予約語は不可）`,
        `"${id}" cannot be a name (not empty, no spaces, no address, no reserved word)`))
    }
    merged.set(id, value)
  }
  return merged
}
