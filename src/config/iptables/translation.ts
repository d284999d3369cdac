/** The targets of the nat table: iptables-extensions(8) DNAT, MASQUERADE, NETMAP, REDIRECT, SNAT; older kernels BALANCE, SAME. */
import { unionAddresses } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition, Pipeline, Translation } from '../../topology/model.ts'
import { addressSpan, networks } from './addresses.ts'
import { all, NEVER } from '../conditions.ts'
import { portRange } from '../netfilter/names.ts'
import type { Target } from './rule.ts'

/** How ports and addresses are picked from what is given; every pick is an element of it. */
const PICK = { '--random': 0, '--random-fully': 0, '--persistent': 0 }

export const NAT_OPTIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  DNAT: { '--to-destination': 1, ...PICK },
  SNAT: { '--to-source': 1, ...PICK },
  REDIRECT: { '--to-ports': 1, '--to-port': 1, ...PICK },
  MASQUERADE: { '--to-ports': 1, ...PICK },
  NETMAP: { '--to': 1 },
  SAME: { '--to': 1, '--nodst': 0, ...PICK },
  BALANCE: { '--to-destination': 1 },
}

export const TRANSLATED_FIELD: Readonly<Record<keyof Pipeline, 'source' | 'destination' | undefined>> = {
  prerouting: 'destination', output: 'destination', input: 'source', postrouting: 'source', forward: undefined,
}

const FIELD: Readonly<Record<string, 'source' | 'destination' | 'either'>> = {
  DNAT: 'destination', BALANCE: 'destination', REDIRECT: 'destination', SNAT: 'source', SAME: 'source', MASQUERADE: 'source', NETMAP: 'either',
}

const ANY_PORT: Ranges = [[0, 65535]]
export const UNKNOWN: Translation = { addresses: 'unknown', ports: ANY_PORT }

/** Undefined: the kernel refuses this target here. */
export function translationOf(target: Target, { family, hook }: { family: Family; hook: keyof Pipeline }): Translation | undefined {
  const field = FIELD[target.name]
  if (field !== 'either' && field !== TRANSLATED_FIELD[hook]) return undefined
  const given = target.options.filter(({ name }) => name.startsWith('--to')).map(({ values }) => values[0] ?? '')
  switch (target.name) {
    case 'MASQUERADE': case 'REDIRECT': {
      const ports = given.map((text) => portRange(text, '-'))
      if (ports.some((range) => range === undefined)) return { addresses: 'interface', ports: ANY_PORT }
      return { addresses: 'interface', ...(ports.length > 0 && { ports: normalize(ports as [number, number][]) }) }
    }
    case 'NETMAP': {
      // It keeps the host part; any address of the network is a superset of that.
      const set = given.length === 1 ? networks(given[0]!, family) : undefined
      return set ? { addresses: set } : UNKNOWN
    }
    default: return together(given.map((text) => endpoint(text, family)))
  }
}

/** Several `--to-…` (Linux before 2.6.11): any of them. */
function together(ends: readonly (Translation | undefined)[]): Translation {
  const [first, ...others] = ends
  if (!first || others.length === 0) return first ?? UNKNOWN
  const sets = ends.map((end) => (end && typeof end.addresses === 'object' && !end.ports ? end.addresses : undefined))
  return sets.every((set) => set !== undefined) ? { addresses: unionAddresses(...sets) } : UNKNOWN
}

/** `10.0.0.1-10.0.0.9:80-90`, `:80`, `[2001:db8::1-2001:db8::9]:80`. A base port after `/` picks within the range. */
function endpoint(text: string, family: Family): Translation | undefined {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text)
  const [, addresses = '', ports] = bracketed ?? (family === 4 ? /^([^:]*)(?::(.*))?$/.exec(text) : [text, text]) ?? []
  const set = addresses === '' ? 'keep' : addressSpan(addresses, family)
  const range = ports === undefined ? undefined : portRange(ports.split('/')[0]!, '-')
  if (set === undefined || (ports !== undefined && !range) || (set === 'keep' && !range)) return undefined
  return { addresses: set, ...(range && { ports: [range] }) }
}

/** What a packet may look like after a destination NAT target. */
export function madeBy(target: Target, family: Family): Condition {
  const to = translationOf(target, { family, hook: 'prerouting' })
  if (!to) return NEVER
  if (to.addresses === 'unknown') return ANYTHING
  return all([
    ...(typeof to.addresses === 'object' ? [{ test: 'destination', set: to.addresses } as const] : []),
    ...(to.ports ? [{ test: 'destination-port', set: to.ports } as const] : []),
  ])
}
