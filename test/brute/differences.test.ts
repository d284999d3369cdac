/** What an edit of one line opens and closes between zones, against the walker: as exact as verdicts are (verdicts.test.ts). */
import { expect, it } from 'vitest'
import { everyKind } from './classes.ts'
import { differ } from './differences.ts'
import { edit } from './edits.ts'
import { generate } from './generate.ts'
import { printTopology } from './print.ts'
import { random } from './random.ts'
import { runs } from './runs.ts'
import { sample, universeOf } from './space.ts'
import type { Start } from './walk.ts'

/** So many packets may be walked in both networks; where there are more kinds, so many by chance. */
const [MOST, SOME] = [2000, 100]

for (const { first, last } of runs(200)) {
  it(`differences are the walker's: seeds ${first} to ${last}`, { timeout: 0 }, () => {
    for (let seed = first; seed <= last; seed++) {
      const choose = random(seed ^ 0xed17)
      const [base, head] = edit(generate(seed, { doubt: seed % 2 === 0 ? 0 : 0.08, tiny: seed % 4 !== 3 }), choose)
      const all = everyKind([base, head], MOST)
      const universe = universeOf(base, head)
      const starts = all ?? Array.from({ length: SOME }, () => sample(head, universe, choose)).filter((start): start is Start => start !== undefined)
      const found = differ(base, head, starts, all !== undefined)
      if (found.length > 0) expect.fail([`seed ${seed}`, ...found, 'before:', ...printTopology(base), 'after:', ...printTopology(head)].join('\n'))
    }
  })
}
