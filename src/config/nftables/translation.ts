/** Statements that translate: nft(8), «NAT statements»; kernel net/netfilter/nft_nat.c. */
import { unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition, Pipeline, Translation } from '../../topology/model.ts'
import { all, any, unknown } from '../conditions.ts'
import type { Context } from './fields.ts'
import { get, getText, listOf } from './json.ts'
import { elementsOf, whole } from './matches.ts'
import { portValue } from './names.ts'
import { addressOf } from './subject.ts'
import { valueText } from './written.ts'

export const ANY_PORT: Ranges = [[0, 65535]]
export const UNKNOWN: Translation = { addresses: 'unknown', ports: ANY_PORT }

const FIELD: Readonly<Record<string, 'source' | 'destination'>> = { snat: 'source', masquerade: 'source', dnat: 'destination', redirect: 'destination' }

export const TRANSLATED_FIELD: Readonly<Record<keyof Pipeline, 'source' | 'destination' | undefined>> = {
  prerouting: 'destination', output: 'destination', input: 'source', postrouting: 'source', forward: undefined,
}

export const translates = (name: string): boolean => Object.hasOwn(FIELD, name)

/** What becomes of the packets for which `when` holds as well; a map that has no element for a packet ends the rule. */
export interface Rewriting { readonly when: Condition; readonly to: Translation }

/** Undefined: the kernel refuses it here. */
export function rewritings(name: string, of: unknown, context: Context): readonly Rewriting[] | undefined {
  if (!context.translates || FIELD[name] !== TRANSLATED_FIELD[context.hook]) return undefined
  const address = get(of, 'addr')
  const family = familyOf(of, address, context)
  const guard: Condition = family === undefined ? ANYTHING : { test: 'family', family }
  const [byAddress, byPort] = [ends(address, family, context), ends(get(of, 'port'), family, context, true)]
  return byAddress.flatMap((a) => byPort.map((p) => ({
    when: all([guard, a.when, p.when]),
    to: joined(address === undefined && FIELD[name] !== undefined && (name === 'masquerade' || name === 'redirect') ? 'interface' : a.end?.addresses ?? (address === undefined ? 'keep' : 'unknown'),
      get(of, 'port') === undefined ? a.end?.ports : p.end?.ports ?? ANY_PORT, address !== undefined && !a.end),
  })))
}

const joined = (addresses: Translation['addresses'], ports: Ranges | undefined, lost: boolean): Translation =>
  (lost ? UNKNOWN : { addresses, ...(ports && { ports }) })

/** Of an inet table the statement names the family; a prefix of a map does not keep it to itself. */
function familyOf(of: unknown, address: unknown, { family }: Context): Family | undefined {
  const written = getText(of, 'family') ?? family
  if (written === 'ip') return 4
  if (written === 'ip6') return 6
  return address === undefined ? undefined : addressOf(address, 4) ? 4 : addressOf(address, 6) ? 6 : undefined
}

interface End { readonly addresses?: AddressSet; readonly ports?: Ranges }

/** One end, or one for each element of a map. `end` undefined: not understood. */
function ends(value: unknown, family: Family | undefined, context: Context, isPort = false): { readonly when: Condition; readonly end?: End }[] {
  const map = get(value, 'map')
  const read = (one: unknown): End | undefined => (isPort ? portsOf(one) : endOf(one, family))
  if (map === undefined) return [{ when: ANYTHING, ...withEnd(value === undefined ? {} : read(value)) }]
  const elements = elementsOf(get(map, 'data'), context)
  const key = whole(get(map, 'key'), context)
  if (!elements || !key) return [{ when: unknown(valueText(value)) }]
  const pairs = elements.lasting.map((pair) => listOf(pair))
  // Whatever chooses by traffic (numgen, jhash) may choose any.
  const chooses = key.is('==', [0])
  if (chooses?.test === 'unknown' && chooses.varies) return [{ when: ANYTHING, ...withEnd(anyOf(pairs.map(([, to]) => read(to)))) }]
  const known = pairs.map(([from, to]) => ({ when: all([key.guard, key.is('==', [from]) ?? unknown(valueText(from))]), ...withEnd(read(to)) }))
  return [...known, ...(elements.others ? [{ when: elements.others }] : [])]
}

const withEnd = (end: End | undefined): { end?: End } => (end ? { end } : {})

function anyOf(all: readonly (End | undefined)[]): End | undefined {
  if (all.some((end) => !end || end.ports) || all.length === 0) return undefined
  return { addresses: unionAddresses(...all.flatMap((end) => end!.addresses ?? [])) }
}

/** `10.0.0.1`, a range, a prefix (the host part is kept: any address of it is a superset of that), or address and port joined. */
function endOf(value: unknown, family: Family | undefined): End | undefined {
  const [address, port, ...more] = get(value, 'concat') === undefined ? [value] : listOf(get(value, 'concat'))
  const addresses = family === undefined ? addressOf(address, 4) ?? addressOf(address, 6) : addressOf(address, family)
  const ports = port === undefined ? {} : portsOf(port)
  return addresses && ports && more.length === 0 ? { addresses, ...ports } : undefined
}

function portsOf(value: unknown): End | undefined {
  const range = get(value, 'range')
  const [low, high] = range === undefined ? [portValue(value), portValue(value)] : listOf(range).map(portValue)
  return low === undefined || high === undefined || high > 65535 ? undefined : { ports: normalize([[low, high]]) }
}

/** What a packet may look like after a destination NAT statement. */
export const madeBy = ({ to }: Rewriting): Condition => (to.addresses === 'unknown' ? ANYTHING : all([
  ...(typeof to.addresses === 'object' ? [{ test: 'destination', set: to.addresses } as const] : []),
  ...(to.ports ? [{ test: 'destination-port', set: to.ports } as const] : []),
]))

export const madeByAny = (of: readonly Rewriting[]): Condition => any(of.map(madeBy))
