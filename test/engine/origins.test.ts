/** Who sends, from where, and that one question says nothing of another. */
import { describe, expect, test } from 'vitest'
import { lineKey, MAY, REQUIRED, SURELY, type Reading } from '../../src/engine/flood.ts'
import { placeKey } from '../../src/engine/places.ts'
import { between, eachNetwork, face, FACES, places, reachOf, route, via } from './networks.ts'

const sends = (topology: Parameters<typeof reachOf>[0]): boolean => reachOf(topology).origins.some((place) => 'undeclared' in place)
const NOWHERE = face('c', undefined, '10.0.3.1/24')

describe('what is undeclared sends', () => {
  test('where an interface is bound to nothing', () => {
    expect(sends(between({}))).toBe(false)
    expect(sends(between({ faces: [...FACES, NOWHERE] }))).toBe(true)
  })

  test('where nobody owns a next hop', () => {
    expect(sends(between({ routes: [route('10.9.0.0/16', via('10.0.2.77', 'b'))] }))).toBe(true)
  })

  test('from all of these places, and what it sends gets as far as the device lets it', () => {
    for (const topology of [between({ faces: [...FACES, NOWHERE] }), between({ routes: [route('10.9.0.0/16', via('10.0.2.77', 'b'))] })]) {
      expect(reachOf(topology).initiate({ undeclared: true }, { segment: 'a' }).isEmpty()).toBe(false)
    }
  })
})

describe('a place', () => {
  test('is a receiver once, and so is what is undeclared, sending or not', () => {
    let silent = 0
    eachNetwork(16, 0.05, (reach) => {
      const { topology } = reach.network
      const external = [...topology.zones.values()].filter((zone) => zone.external).map(({ id }) => `zone:${id}`)
      const known = [...[...topology.segments.keys()].map((id) => `segment:${id}`), ...external, ...[...topology.devices.keys()].map((id) => `device:${id}`)]
      expect(reach.origins.map(placeKey).filter((key) => key !== 'undeclared')).toEqual(known)
      expect(reach.receivers().map(placeKey)).toEqual([...known, 'undeclared'])
      if (!reach.hasUndeclared()) silent++
    })
    expect(silent).toBeGreaterThan(0)
    expect(silent).toBeLessThan(16)
  })

  test('sends from where its packets enter, and from nowhere else', () => {
    eachNetwork(16, 0.05, (reach) => {
      for (const place of places(reach)) expect(new Set(reach.sources(place, MAY).map(({ at }) => at))).toEqual(new Set(reach.entrances(place)))
    })
  })
})

describe('a question', () => {
  test('is answered the same, whatever was asked before it', () => {
    let differing = 0
    eachNetwork(10, 0.1, (reach, random, seed) => {
      const lines = [...reach.network.topology.lines.keys()]
      const readings: readonly Reading[] = [MAY, SURELY, REQUIRED, ...lines.map((line) => ({ ...MAY, without: [lineKey(line)] })), ...(lines.length > 1 ? [{ ...MAY, without: lines.map(lineKey) }] : [])]
      const from = random.pick(reach.origins)
      const first = readings.map((reading) => reach.from(from, reading))
      readings.forEach((reading, index) => {
        // Over the same graph, by a `Reach` that was asked nothing.
        const fresh = reach.fromOnly(from, reach.network.space.all, reach.network.graph.isUnderstood() ? { ...reading, unknown: 'pass' } : reading)
        for (const to of places(reach)) {
          const node = reach.network.delivered(to)
          expect(first[index]!.at(node).equals(fresh.at(node)), `seed ${seed}, ${JSON.stringify(reading)}, to ${placeKey(to)}`).toBe(true)
          if (!first[index]!.at(node).equals(first[0]!.at(node))) differing++
        }
      })
    })
    expect(differing).toBeGreaterThan(0)
  })

  test('of pairs is one of what arrives, without the marks of interfaces, each time', () => {
    eachNetwork(10, 0.05, (reach, random) => {
      const flood = reach.from(random.pick(reach.origins))
      for (const node of flood.places().keys()) {
        const bare = flood.at(node).forget('in').forget('out')
        expect(flood.pairs(node).equals(bare)).toBe(true)
        expect(flood.pairs(node).equals(bare)).toBe(true)
      }
    })
  })
})
