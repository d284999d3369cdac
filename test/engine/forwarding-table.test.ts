/** The table that packet sets are looked up in, against a lookup that reads the routes one by one. */
import { describe, expect, test } from 'vitest'
import { inPrefix, inSet, network as networkAround } from '../brute/addresses.ts'
import { device, face, prefix, route, via } from './networks.ts'
import { generate } from '../brute/generate.ts'
import { random } from '../brute/random.ts'
import { universeOf } from '../brute/space.ts'
import { forwardingTable } from '../../src/engine/forwarding-table.ts'
import type { Address } from '../../src/net/address.ts'
import type { Device } from '../../src/topology/model.ts'

const written = ({ family, value }: Address): string => `${family}/${value}`

/** Every choice for one destination, by reading all routes: longest prefix, then lowest distance; leaks are looked up again. */
function naive(of: Device, vrf: string, to: Address, visited: readonly string[] = []): string[] {
  if (visited.includes(vrf)) return ['none']
  const connected = [...of.interfaces.values()].filter((each) => each.vrf === vrf).flatMap((each) => each.addresses.map(({ address, length }) =>
    ({ to: networkAround(address.family, address.value, length), distance: 0, choices: () => [`${each.name} destination`] })))
  const fixed = of.routes.filter((each) => each.vrf === vrf).map(({ to: prefixOf, distance, next }) => ({
    to: prefixOf, distance, choices: (): string[] => {
      switch (next.kind) {
        case 'null': return ['null']
        case 'interface': return [`${next.interface} any`]
        case 'via': return [`${next.interface} ${written(next.address)}`]
        case 'vrf': return naive(of, next.vrf, to, [...visited, vrf])
      }
    },
  }))
  const matching = [...connected, ...fixed].filter((each) => inPrefix(each.to, to.family, to.value))
  const near = matching.filter((each) => matching.every((other) => other.to.length <= each.to.length))
  const best = near.filter((each) => near.every((other) => other.distance >= each.distance))
  return best.length === 0 ? ['none'] : best.flatMap(({ choices }) => choices())
}

function looked(of: Device, vrf: string, to: Address): string[] {
  const cases = forwardingTable(of, vrf).filter(({ destinations }) => inSet(destinations, to.family, to.value))
  expect(cases.length, 'the cases of a table are disjoint').toBeLessThan(2)
  return cases.flatMap(({ hands, discards }) => {
    const out = hands.map((hand) => `${hand.interface.name} ${typeof hand.to === 'string' ? hand.to : written(hand.to)}`)
    return [...out, ...(discards === 'null-route' ? ['null'] : discards ? ['none'] : [])]
  })
}

const choices = (all: readonly string[]): string[] => [...new Set(all)].sort()
const real = (all: readonly string[]): string[] => choices(all.filter((each) => each !== 'none'))

describe('a forwarding table', () => {
  test('gives each destination the choices of the longest prefix and the lowest distance', () => {
    for (let seed = 4000; seed < 4120; seed++) {
      const topology = generate(seed, { doubt: 0 })
      const { addresses } = universeOf(topology)
      const random4000 = random(seed)
      for (const one of topology.devices.values()) {
        for (const vrf of new Set([...one.interfaces.values()].map((each) => each.vrf))) {
          for (let i = 0; i < 12; i++) {
            const family = random4000.pick([4, 4, 6] as const)
            const to = { family, value: random4000.pick(addresses[family]) }
            expect(real(looked(one, vrf, to)), JSON.stringify({ seed, device: one.id, vrf, to: written(to) })).toEqual(real(naive(one, vrf, to)))
          }
        }
      }
    }
  })

  test('has no two cases for one destination, and none without addresses', () => {
    for (let seed = 4200; seed < 4230; seed++) {
      for (const one of generate(seed).devices.values()) {
        for (const vrf of new Set([...one.interfaces.values()].map((each) => each.vrf))) {
          for (const { destinations } of forwardingTable(one, vrf)) expect(destinations.v4.length + destinations.v6.length).toBeGreaterThan(0)
        }
      }
    }
  })

  const faces = [face('a', 'a', '10.0.1.1/24'), face('r', 'b', '10.0.2.1/24', { vrf: 'red' })]
  const to: Address = { family: 4, value: prefix('8.8.8.8').address }
  const leak = route('8.0.0.0/8', { kind: 'vrf', vrf: 'red' })

  test('ends where VRFs leak into one another', () => {
    const back = route('8.0.0.0/8', { kind: 'vrf', vrf: 'default' }, { vrf: 'red' })
    expect(looked(device('d', { faces, routes: [leak, back] }), 'default', to)).toEqual(['none'])
  })

  // `leaked` gives what the other VRF does not route no hands and no `discards`, and `overlay` then forgets that choice.
  test('keeps dropping among the choices where one of two equal routes leaks into a VRF without a route', () => {
    const one = device('d', { faces, routes: [leak, route('8.0.0.0/8', via('10.0.1.9', 'a'))] })
    expect(choices(naive(one, 'default', to))).toContain('none')
    const [found] = forwardingTable(one, 'default').filter(({ destinations }) => inSet(destinations, 4, to.value))
    expect(found!.discards).toBeDefined()
  })
})
