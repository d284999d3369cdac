/** What is fuzzed: inputs from a seed, and what must hold of each. */
import { random, type Random } from '../brute/random.ts'
import { rootOf, type Case } from './case.ts'
import { holds, loads, reads, type Judge } from './judge.ts'
import { damaged } from './mutate.ts'
import { reshaped } from './reshape.ts'
import { CONFIGURATIONS, RULES, TOWNS } from './seeds.ts'

export interface Target { readonly generate: (seed: number) => Case; readonly judge: Judge }

const another = (from: readonly Case[], choose: Random): string => choose.pick([...choose.pick(from).values()])

/** Mostly the root file: what is beside it is asked for by name. */
function chosen(one: Case, choose: Random): string {
  return choose.chance(0.6) ? rootOf(one) : choose.pick([...one.keys()])
}

const changed = (one: Case, name: string, content: string): Case => new Map(one).set(name, content)

function damagedNetwork(seed: number): Case {
  const choose = random(seed)
  const one = choose.pick(choose.chance(0.8) ? RULES : TOWNS)
  const name = chosen(one, choose)
  return changed(one, name, damaged(one.get(name)!, choose, another(RULES, choose)))
}

function reshapedNetwork(seed: number): Case {
  const choose = random(seed)
  const one = choose.pick(choose.chance(0.9) ? RULES : TOWNS)
  const name = rootOf(one)
  return changed(one, name, reshaped(one.get(name)!, choose) ?? '')
}

function damagedConfiguration(seed: number): Case {
  const choose = random(seed)
  const one = choose.pick(CONFIGURATIONS)
  const name = rootOf(one)
  return changed(one, name, damaged(one.get(name)!, choose, another(CONFIGURATIONS, choose)))
}

export const TARGETS = {
  loader: { generate: (seed) => (seed % 2 === 0 ? damagedNetwork(seed) : reshapedNetwork(seed)), judge: loads },
  readers: { generate: damagedConfiguration, judge: reads },
  engine: { generate: (seed) => (seed % 3 === 0 ? damagedNetwork(seed) : reshapedNetwork(seed)), judge: holds },
} as const satisfies Record<string, Target>

/** The same complaint from less: files and lines are left out as long as it stays. */
export function shrunk(found: Case, judge: Judge, deadline: number): Case {
  const kind = (text: string | undefined): string | undefined => text?.split('\n').slice(0, 2).join('\n').replaceAll(/\d+/g, '0')
  const complaint = kind(judge(found))
  let least = found
  const keep = (other: Case): boolean => {
    if (Date.now() > deadline || kind(judge(other)) !== complaint) return false
    least = other
    return true
  }
  for (const name of [...found.keys()].slice(1)) keep(new Map([...least].filter(([other]) => other !== name)))
  for (const name of least.keys()) {
    for (let size = least.get(name)!.split('\n').length; size >= 1; size = size >> 1) {
      for (let at = 0; at < least.get(name)!.split('\n').length;) {
        const lines = least.get(name)!.split('\n')
        lines.splice(at, size)
        if (!keep(changed(least, name, lines.join('\n')))) at += size
      }
    }
  }
  return least
}
