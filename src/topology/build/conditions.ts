import { text } from '../../verdict.ts'
import type { MatchDocument } from '../document.ts'
import { ANYTHING, type Condition, type Interface } from '../model.ts'
import { TCP, TCP_FLAGS } from '../../net/header.ts'
import { each, field, type Placed } from '../placed.ts'
import type { AddressNames } from './address-names.ts'
import { ports } from './literals.ts'
import type { Mistakes } from './mistakes.ts'
import type { ServiceNames } from './service-names.ts'

/** What the filters and translations of one device may name. */
export interface DeviceScope {
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly addresses: AddressNames
  readonly services: ServiceNames
}

/** Which interfaces a packet is seen with at this place: a test of another would never be true. */
export type Sees = readonly ('in' | 'out')[]

const ESTABLISHED: Condition = {
  test: 'all', of: [
    { test: 'protocol', set: [[TCP, TCP]] },
    { test: 'any', of: [
      { test: 'tcp-flags', mask: TCP_FLAGS.ACK, set: TCP_FLAGS.ACK },
      { test: 'tcp-flags', mask: TCP_FLAGS.RST, set: TCP_FLAGS.RST },
    ] },
  ],
}

export function condition(typed: Placed<MatchDocument>, sees: Sees, scope: DeviceScope, mistakes: Mistakes): Condition {
  const tests: Condition[] = []
  for (const key of ['in', 'out'] as const) {
    const names = field(typed, key)
    if (!names) continue
    if (!sees.includes(key)) mistakes.say('rule', { ...names.at, on: 'key' }, key === 'out'
      ? text('ここでは出力インターフェースがまだ決まっていないので out は使えません', 'the outgoing interface is not known here: `out` cannot be used')
      : text('ここでは入力インターフェースは分からないので in は使えません', 'the incoming interface is not known here: `in` cannot be used'))
    for (const name of each(names)) mistakes.find('interface', name, scope.interfaces)
    tests.push({ test: key, names: each(names).map(name => name.value) })
  }
  for (const key of ['source', 'destination'] as const) {
    const names = field(typed, key)
    const set = names && scope.addresses.resolve(names)
    if (set) tests.push({ test: key, set })
  }
  const service = field(typed, 'service')
  if (service) tests.push(scope.services.resolve(service))
  const fromPort = field(typed, 'from-port')
  if (fromPort) tests.push({ test: 'source-port', set: ports(fromPort, mistakes) })
  if (typed.value.established) tests.push(ESTABLISHED)
  return all(tests)
}

/** Without needless nesting: `any` adds nothing, one test stands for itself. */
export function all(tests: readonly Condition[]): Condition {
  const of = tests.filter(one => one !== ANYTHING)
  return of.length === 0 ? ANYTHING : of.length === 1 ? of[0]! : { test: 'all', of }
}
