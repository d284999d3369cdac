/**
 * The Linux kernel as judge: random networks are built out of namespaces, random packets are sent through them, and what
 * really happened is held against what the library says. `SANSO_KERNEL_NETWORKS=500 SANSO_KERNEL_SEED=1` for long runs.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nothingCounted } from './compare.ts'
import { Lab, missing } from './lab.ts'
import { tryNetwork } from './run.ts'

const NETWORKS = Number(process.env['SANSO_KERNEL_NETWORKS'] ?? 40)
const FIRST = Number(process.env['SANSO_KERNEL_SEED'] ?? 1)
const PROBES = 60

const reason = missing()

describe.skipIf(reason)(`the Linux kernel as judge${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let lab: Lab
  beforeAll(() => { lab = new Lab() })
  afterAll(() => lab.close())

  test(`${NETWORKS} networks from seed ${FIRST}: every packet arrives where the library says`, async () => {
    const count = nothingCounted()
    const found: string[] = []
    for (let seed = FIRST; seed < FIRST + NETWORKS && found.length < 3; seed++) {
      const one = await tryNetwork(lab, seed, PROBES, count)
      if (one) found.push(one.text)
    }
    expect(found.join('\n\n')).toBe('')
    // A comparison of nothing would be silent too.
    expect(count.delivered).toBeGreaterThan(count.probes / 5)
    expect(count.replies).toBeGreaterThan(count.probes / 5)
    expect(count.single).toBeGreaterThan((count.probes + count.replies) / 2)
    expect(count.late).toBe(0)
    expect(count.refused).toBeLessThanOrEqual(1 + NETWORKS / 20)
  }, 60_000 + NETWORKS * 5_000)
})
