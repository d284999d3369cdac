/**
 * The judge can say no. The kernel has one network, the library another that lacks one thing of it; a probe whose fate the two versions tell apart
 * must be called a disagreement, by the packet that is walked and by the sets.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explore, type Path } from '../../src/engine/trace.ts'
import { Refused } from './build.ts'
import { endsOf, judge, nothingCounted, textOfHeader, type Library } from './compare.ts'
import { generate } from './generate.ts'
import { Lab, missing } from './lab.ts'
import type { Network, Probe } from './network.ts'
import { PATIENCE } from './observe.ts'
import { probes } from './probes.ts'
import { Random } from './random.ts'
import { raise } from './run.ts'
import { smaller } from './shrink.ts'

const NETWORKS = 12
const VARIANTS = 10

const reason = missing()

describe.skipIf(reason)(`what the library is told wrongly, the kernel refutes${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let lab: Lab
  beforeAll(() => { lab = new Lab() })
  afterAll(() => lab.close())

  test('every planted difference that a probe can see is seen', async () => {
    const unseen: string[] = []
    let walked = 0
    let inSets = 0
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const network = generate(seed)
      const random = new Random(seed)
      const asked = probes(random, network, 60)
      const right = await libraryOf(lab, network)
      const planted = right && await firstVisible(lab, variants(random, network), right, asked)
      if (!right || !planted) continue
      const { kernel } = await raise(lab, network)
      for (const probe of planted.visible.slice(0, 6)) {
        const ask = (library: Library) => judge(kernel, network, library, probe, 0, nothingCounted(), PATIENCE.doubtful)
        expect(await ask(right)).toBeUndefined()
        const told = `seed ${seed}: ${textOfHeader(probe.header)}`
        if (!await ask(planted.wrong)) unseen.push(`${told}, walked`)
        walked++
        // Of what is translated, sets say where it may be, and the choice is the kernel's.
        if (isTranslated(right, probe) || isTranslated(planted.wrong, probe)) continue
        if (!await ask({ topology: right.topology, symbolic: planted.wrong.symbolic })) unseen.push(`${told}, in sets`)
        inSets++
      }
    }
    expect(unseen).toEqual([])
    expect(walked).toBeGreaterThan(NETWORKS)
    expect(inSets).toBeGreaterThan(NETWORKS / 2)
  }, 60_000 + NETWORKS * 10_000)
})

/** What the kernel prints is read back, so that a network has to be built before the library knows it. */
async function libraryOf(lab: Lab, network: Network): Promise<Library | undefined> {
  try {
    return (await raise(lab, network)).library
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

const variants = (random: Random, network: Network): Network[] => {
  // Probes are handed to interfaces, which must stay.
  const faces = ({ routers }: Network): number => routers.reduce((sum, router) => sum + router.faces.length, 0)
  const all = [...smaller(network)].filter((one) => faces(one) === faces(network) && one.segments.length === network.segments.length)
  return all.length === 0 ? [] : random.some(all, VARIANTS)
}

async function firstVisible(lab: Lab, candidates: readonly Network[], right: Library, asked: readonly Probe[]): Promise<{ wrong: Library; visible: Probe[] } | undefined> {
  for (const candidate of candidates) {
    const wrong = await libraryOf(lab, candidate)
    const visible = wrong ? asked.filter((probe) => areApart(pathsOf(right, probe), pathsOf(wrong, probe))) : []
    if (wrong && visible.length > 0) return { wrong, visible }
  }
  return undefined
}

const pathsOf = ({ topology }: Library, { origin, header }: Probe): Path[] => explore(topology, { place: origin, header })

const areApart = (right: readonly Path[], wrong: readonly Path[]): boolean =>
  right.length === 1 && right[0]!.certain && wrong.every((path) => endsOf(path).every((end) => !endsOf(right[0]!).includes(end)))

const isTranslated = (library: Library, probe: Probe): boolean =>
  pathsOf(library, probe).some(({ hops }) => hops.some(({ event }) => event.does === 'translated'))
