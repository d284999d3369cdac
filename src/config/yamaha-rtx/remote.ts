/** Addresses that are handed to callers (`ip pp remote address pool`): routes to them come and go with their calls. */
import { lastAddress, prefixAround, type Address, type Prefix } from '../../net/address.ts'
import { DEFAULT_VRF, type Interface } from '../../topology/model.ts'
import type { StaticRoute } from '../device/routes.ts'
import { addressSet } from './conditions.ts'
import { doubt } from './filters.ts'
import type { Statement } from './statements.ts'

/** A caller's address is a host route while the call lasts; otherwise it is one of the network around it, if there is one. */
export function routesToCallers(pools: readonly Statement[], scopes: readonly Statement[], faces: ReadonlyMap<string, Interface>): StaticRoute[] {
  const leased = scopes.flatMap(({ rest: [range = ''] }) => range.split('/')[0] ?? [])
  return pools.flatMap((statement): StaticRoute[] => {
    const name = statement.key[1]!
    if (!faces.has(name)) return []
    const words = statement.rest.flatMap((word) => (word === 'dhcp' ? leased : [word]))
    const sets = words.map((word) => addressSet(word, 4))
    if (sets.length === 0 || sets.some((set) => set === undefined)) {
      doubt(statement)
      return []
    }
    return sets.flatMap((set) => set!.v4.flatMap(([low, high]) => prefixesOf(low, high))).flatMap((to) => [
      route(statement, to, name),
      ...[...faces.values()].filter(({ addresses }) => addresses.some((own) => own.address.family === 4 && own.length < to.length
        && lastAddress(prefixAround(own.address, own.length)) >= lastAddress(to) && prefixAround(own.address, own.length).address <= to.address)).map((face) => route(statement, to, face.name)),
    ])
  })
}

const route = ({ at }: Statement, to: Prefix, name: string): StaticRoute => ({ at, vrf: DEFAULT_VRF, to, distance: 1, next: { kind: 'interface', interface: name } })

/** The fewest networks that are together exactly the range: at most 62. */
export function prefixesOf(low: bigint, high: bigint): Prefix[] {
  const prefixes: Prefix[] = []
  for (let start = low; start <= high;) {
    const address: Address = { family: 4, value: start }
    let length = 32
    while (length > 0 && prefixAround(address, length - 1).address === start && lastAddress(prefixAround(address, length - 1)) <= high) length--
    const prefix = prefixAround(address, length)
    prefixes.push(prefix)
    start = lastAddress(prefix) + 1n
  }
  return prefixes
}

