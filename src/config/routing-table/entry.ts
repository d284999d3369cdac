/** One line of a printed routing table, whatever device printed it. */
import { parseAddress, prefixAround, type Address, type Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import type { At } from '../../verdict.ts'
import type { ReadLine } from '../reader.ts'

export interface Entry {
  readonly at: At
  readonly vrf: string
  readonly to: Prefix
  /** `connected`: the network of an interface; `local`: an address of its own. */
  readonly kind: 'connected' | 'local' | 'route'
  readonly distance: number
  readonly next:
    | { readonly kind: 'via'; readonly address: Address; readonly interface?: string }
    | { readonly kind: 'interface'; readonly interface: string }
    | { readonly kind: 'vrf'; readonly vrf: string }
    | { readonly kind: 'null' }
}

/** What one file says: its routes, and the VRFs and families of which it is the whole table. */
export interface Table {
  readonly entries: readonly Entry[]
  readonly covers: readonly { readonly family: Family; readonly vrf: string }[]
  readonly lines: readonly ReadLine[]
}

/** `10.0.0.0/8`, or an address alone with the length that its heading gives. */
export function prefixOf(word: string, length?: number): Prefix | undefined {
  const [host = '', digits] = word.split('/')
  const address = parseAddress(host)
  if (!address) return undefined
  const bits = digits === undefined ? length ?? (address.family === 4 ? 32 : 128) : Number(digits)
  return Number.isInteger(bits) && bits >= 0 && bits <= (address.family === 4 ? 32 : 128) ? prefixAround(address, bits) : undefined
}

export const DEFAULT_ROUTE: Readonly<Record<Family, Prefix>> = { 4: { family: 4, address: 0n, length: 0 }, 6: { family: 6, address: 0n, length: 0 } }

/** Lines of a file with a status each, as a parser goes through them. */
export class Rows {
  readonly lines: { readonly at: At; readonly text: string; status: ReadLine['status'] }[]

  constructor(file: string, content: string) {
    const rows = content.split('\n')
    if (rows.at(-1) === '') rows.pop()
    this.lines = rows.map((text, index) => ({ at: { file, line: index + 1 }, text, status: 'not understood' }))
  }
}
