import { describe, expect, it } from 'vitest'
import { editDistance, nearest } from '../../src/topology/did-you-mean.ts'

describe('editDistance', () => {
  it.each([['', '', 0], ['a', '', 1], ['ab', 'ba', 1], ['kitten', 'sitting', 3], ['mynumbr', 'mynumber', 1], ['ぶんり', 'ぶんかつ', 2], ['abc', 'xyz', 3]])(
    '%s to %s is %i', (a, b, distance) => {
      expect(editDistance(a, b, 9)).toBe(distance)
      expect(editDistance(b, a, 9)).toBe(distance)
    })

  it('stops at its limit', () => expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(2))
})

describe('nearest', () => {
  it('is the nearest that is near', () => {
    expect(nearest('segmnts', ['zones', 'segments', 'segment'])).toBe('segments')
    expect(nearest('lines', ['zones', 'devices'])).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
  })
})
