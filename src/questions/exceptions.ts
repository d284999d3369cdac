/** Which exceptions there are and how they stand, and what of the register ends soon. */
import { judgementOf, open, type Files } from '../open.ts'
import { byCodeUnit } from '../report/order.ts'
import { place } from '../report/place.ts'
import type { ListedPermits } from '../report/permits/permits.ts'
import { answersOf } from '../rules/ask.ts'
import { RULES } from '../rules/index.ts'
import type { Judgement } from '../rules/judgement/judgement.ts'
import { endingFlows, exceptionPermits, type PermitFault } from '../rules/register/permits.ts'
import type { Answered } from './answer.ts'

/** `within`: also the entries of the register that end within so many days. */
export function exceptionsIn(root: string, files: Files, { asOf, within }: { readonly asOf: string; readonly within?: number }): Answered<ListedPermits> {
  const { file, declared, problems, locate } = open(root, files)
  if (!declared) return { is: 'problems', problems, locate }
  const judgement = judgementOf(declared, asOf)
  const permits = [...exceptionPermits(judgement, faultsIn(judgement)), ...(within === undefined ? [] : endingFlows(judgement, within))]
  const { network, title } = declared.topology
  return {
    is: 'answer', locate,
    answer: {
      file, network, ...(title !== undefined && { title }), asOf, ...(within !== undefined && { within }),
      // By their last day: what is to be renewed first stands first.
      permits: place([...permits].sort((a, b) => byCodeUnit(a.expires ?? '', b.expires ?? '') || byCodeUnit(a.id, b.id)), locate),
    },
  }
}

/** As the rule about exceptions finds them. */
export function faultsIn(judgement: Judgement): ReadonlyMap<string, PermitFault> {
  const rule = RULES.find(({ id }) => id === 'exception-lifetime')!
  const answers = judgement.topology.exceptions.size === 0 ? [] : answersOf(rule, judgement).filter(({ outcome }) => outcome === 'refuted')
  return new Map([...judgement.topology.exceptions.keys()].flatMap((id): [string, PermitFault][] => {
    const long = answers.find(({ key, grade }) => key === `${id} terms` && grade === undefined)
    const idle = answers.find(({ key }) => key === `${id} use`)
    return long ? [[id, { is: 'too-long', why: long.message }]] : idle ? [[id, { is: 'unused', why: idle.message }]] : []
  }))
}
