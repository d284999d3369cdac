/** `ip verify unicast source reachable-via` (Security Command Reference). */
import { addressesOf, prefixAround, unionAddresses } from '../../net/address.ts'
import type { Interface, Step } from '../../topology/model.ts'
import type { StaticRoute } from '../device/routes.ts'
import { all, not, unknown } from '../conditions.ts'
import type { Draft, Face } from './draft.ts'
import { cameBy, judging, ofFamily } from './judging.ts'
import { notUnderstood } from './line.ts'

/** The model has one check for all that comes in: it is that of IPv4 where no IPv6 is, or the same of both. */
export function modelled({ reversePath: checks = [], addresses }: Face): Pick<Interface, 'reversePath' | 'reversePathAt'> {
  const [first] = checks
  const four = checks.find(({ family }) => family === 4)
  const six = checks.find(({ family }) => family === 6)
  const alike = six ? four?.mode === six.mode : !addresses.some(({ address }) => address.family === 6)
  return four && alike ? { reversePath: four.mode, reversePathAt: first!.line.at } : { reversePath: 'none' }
}

/**
 * Without `allow-default` a default route finds no source: only what another route holds is taken. A check that the model does not
 * have is one that may drop anything.
 */
export function reversePathSteps(draft: Draft, routes: readonly StaticRoute[]): Step[] {
  return draft.up().flatMap((face) => (face.reversePath ?? []).flatMap(({ mode, byDefaultToo, family, line }) => {
    const whom = all([cameBy([face.name]), ofFamily(family)])
    const what = line.text.trim()
    if (modelled(face).reversePath !== mode) {
      notUnderstood(line)
      return [judging(what, line.at, whom, [{ at: line.at, when: unknown(what), action: { do: 'deny' } }], 'permit')]
    }
    if (byDefaultToo) return []
    const connected = draft.up().filter(({ vrf }) => vrf === face.vrf).flatMap(({ addresses }) => addresses.map(({ address, length }) => prefixAround(address, length)))
    const routed = routes.filter(({ vrf, to }) => vrf === face.vrf && to.length > 0).map(({ to }) => to)
    const known = unionAddresses({ v4: [], v6: [] }, ...[...connected, ...routed].map(addressesOf))
    const learnt = draft.gaps.some(({ touches }) => touches === 'routes')
    const stranger = all([not({ test: 'source', set: known }), ...(learnt ? [unknown(what)] : [])])
    return [judging(what, line.at, whom, [{ at: line.at, when: stranger, action: { do: 'deny' } }], 'permit')]
  }))
}

export function interfaceOf(face: Face): Interface {
  const { name, line, addresses, vrf, vlan, port } = face
  return {
    name, at: line.at, addresses, vrf, ...(vlan !== undefined && { vlan }), ...(port !== undefined && { port }),
    ...modelled(face),
  }
}
