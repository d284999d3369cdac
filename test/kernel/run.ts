/** Network after network: built, probed, compared, and shrunk where the two disagree. */
import { atEdges } from './at-edges.ts'
import { build, Refused } from './build.ts'
import { judge, nothingCounted, textOfHeader, textOfOrigin, type Count, type Disagreement, type Library } from './compare.ts'
import { generate } from './generate.ts'
import type { Lab } from './lab.ts'
import type { Network, Probe } from './network.ts'
import { Kernel, PATIENCE } from './observe.ts'
import { probes } from './probes.ts'
import { Random } from './random.ts'
import { filesOf, read } from './render.ts'
import { shrink } from './shrink.ts'
import { Symbolic } from './symbolic.ts'

export interface Found { readonly seed: number; readonly text: string }

const SHRINKING = 20_000

/** The network in the kernel, and what the library makes of the same. */
export async function raise(lab: Lab, network: Network): Promise<{ kernel: Kernel; library: Library; files: ReadonlyMap<string, string> }> {
  const printed = await build(lab, network)
  const files = filesOf(network, printed)
  const topology = read(files)
  return { kernel: new Kernel(lab, network), library: { topology, symbolic: new Symbolic(topology) }, files }
}

/** The first disagreement of one network, told so that it can be understood without this program. */
export async function tryNetwork(lab: Lab, seed: number, perNetwork: number, count: Count, shrinking = SHRINKING): Promise<Found | undefined> {
  const network = generate(seed)
  const random = new Random(seed ^ 0x5a5a5a)
  try {
    const { kernel, library } = await raise(lab, network)
    const asked = [...probes(random, network, perNetwork), ...atEdges(random, network, library.symbolic, perNetwork / 2)]
    for (const [turn, probe] of asked.entries()) {
      // What looks wrong may be late: it is looked at again, with patience.
      const suspected = await judge(kernel, network, library, probe, turn, count)
      const found = suspected && await judge(kernel, network, library, probe, turn, nothingCounted(), PATIENCE.doubtful)
      if (found) return { seed, text: await tell(lab, network, found, turn, shrinking) }
    }
    count.late += kernel.late
  } catch (error) {
    if (error instanceof Refused) return void count.refused++
    return { seed, text: `seed ${seed}: ${(error as Error).stack}` }
  }
  return undefined
}

/** One given network and probe: what disagrees, as one text. */
export async function judgeNetwork(lab: Lab, network: Network, probe: Probe): Promise<string | undefined> {
  const { kernel, library, files } = await raise(lab, network)
  const found = await judge(kernel, network, library, probe, 0, nothingCounted(), PATIENCE.doubtful)
  return found && textOf(found, files)
}

async function tell(lab: Lab, network: Network, first: Disagreement, turn: number, shrinking: number): Promise<string> {
  let last = first
  const least = await shrink(network, async (smaller) => {
    try {
      const { kernel, library } = await raise(lab, smaller)
      const found = await judge(kernel, smaller, library, first.probe, turn, nothingCounted(), PATIENCE.doubtful)
      // Another disagreement than the first is another story.
      if (found?.what !== first.what || (found.kernel[0] === 'lost') !== (first.kernel[0] === 'lost')) return false
      last = found
      return true
    } catch {
      return false
    }
  }, shrinking)
  const { files } = await raise(lab, least)
  return `seed ${network.seed}, shrunk (${least.backend}${least.printed ? ', as printed' : ''}):\n${textOf(last, files)}`
}

const textOf = ({ what, probe, sent, kernel, library }: Disagreement, files: ReadonlyMap<string, string>): string => [
  ...[...files].map(([name, text]) => `--- ${name}\n${text.trimEnd()}`),
  `--- ${what} from ${textOfOrigin(probe.origin)}`,
  `probe:   ${textOfHeader(probe.header)}`,
  ...(what === 'reply' ? [`reply:   ${textOfHeader(sent)}`] : []),
  `kernel:  ${kernel.join('\n         ')}`,
  `library: ${library.join('\n         ')}`,
].join('\n')
