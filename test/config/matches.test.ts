import { describe, expect, test } from 'vitest'
import { outcomes, packet } from './evaluate.ts'
import type { Sketch, Truth } from './evaluate.ts'
import { MATCH_CASES } from './match-cases.ts'
import type { MatchCase } from './match-cases.ts'
import { chainOf, filterDump, readText } from './reading.ts'

/** Whether a packet meets the target of `-A FORWARD <match> -j ACCEPT`. */
function matches({ match, family = 4 }: Pick<MatchCase, 'match'> & { family?: 4 | 6 }, sketch: Sketch): Truth {
  const reading = readText(filterDump(`-A FORWARD ${match} -j ACCEPT`), family)
  const possible = outcomes(chainOf(reading, 'forward', 'filter', family), packet(sketch, family))
  return possible.size > 1 ? 'unknown' : possible.has('permit')
}

describe('matches', () => {
  test.each(MATCH_CASES)('$match', (one) => {
    for (const sketch of one.yes ?? []) expect.soft(matches(one, sketch), `should match ${JSON.stringify(sketch)}`).toBe(true)
    for (const sketch of one.no ?? []) expect.soft(matches(one, sketch), `should not match ${JSON.stringify(sketch)}`).toBe(false)
    for (const sketch of [...one.unknown ?? [], ...one.unread ?? []]) expect.soft(matches(one, sketch), `nobody knows of ${JSON.stringify(sketch)}`).toBe('unknown')
  })

  test('a line is understood exactly when nothing in it is unknown', () => {
    for (const { match, family, unknown, yes, no, unread } of MATCH_CASES) {
      const line = readText(filterDump(`-A FORWARD ${match} -j ACCEPT`), family ?? 4).lines[4]!
      if (unknown) expect(line, match).toMatchObject({ status: 'not understood', why: { en: expect.stringMatching(/^not understood: ./) } })
      else if (yes || no || unread) expect(line, match).toMatchObject({ status: 'understood' })
    }
  })
})
