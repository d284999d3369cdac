/** The routes of a router in the words of ip-route(8) and ip-rule(8), for `ip -batch`. */
import type { Family } from '../../src/net/header.ts'
import { isVia, textOf, textOfSubnet, type Hop, type PolicyRoute, type Route, type Router } from './network.ts'

/** Of the first policy route; the others follow. */
const TABLE = 1000

/** Rules of ip-rule(8) up to this one are the policy routes; the next is the kernel's own that asks the main table. */
const MAIN = 32766

export function routing({ routes }: Router): string[] {
  // A next hop that a route already leads elsewhere is refused: the wider route comes first, the null route last.
  const order = [...routes].sort((a, b) => Number(!isVia(a.via)) - Number(!isVia(b.via)) || a.to.length - b.to.length)
  return order.map(route)
}

/** For `ip -4` or `ip -6`. */
export const policyRouting = ({ policyRoutes }: Router, family: Family): string =>
  policyRoutes.flatMap((one, index) => (one.source.family === family ? policy(one, TABLE + index) : [])).map((line) => `${line}\n`).join('')

const hop = ({ address, face }: Hop): string => `via ${textOf(address)} dev ${face} onlink`

function route({ to, via, metric }: Route): string {
  const target = textOfSubnet(to)
  if (!isVia(via)) return `route add ${via} ${target} metric ${metric}`
  return `route add ${target} metric ${metric} ${via.length === 1 ? hop(via[0]!) : via.map((one) => `nexthop ${hop(one)}`).join(' ')}`
}

/** A rule for each interface: one without would also be asked about what the router itself sends. */
function policy({ faces, source, destination, service, via }: PolicyRoute, table: number): string[] {
  const target = source.family === 4 ? '0.0.0.0/0' : '::/0'
  const when = [
    `from ${textOfSubnet(source)}`, ...(destination ? [`to ${textOfSubnet(destination)}`] : []),
    ...(service ? [`ipproto ${service.protocol} dport ${service.ports.join('-')}`] : []),
  ].join(' ')
  const ways = via === 'table' ? [] : [`route add ${typeof via === 'string' ? `${via} ${target}` : `${target} ${hop(via)}`} table ${table}`]
  return [...ways, ...faces.map((face) => `rule add pref ${table} iif ${face} ${when} ${via === 'table' ? `goto ${MAIN}` : `lookup ${table}`}`)]
}
