/** What a change did: to the packets that get through, to the verdicts, to what the verdicts rest on. */
import { difference } from '../engine/difference.ts'
import { zoneGroups } from '../engine/matrix.ts'
import { Recall } from '../engine/recall.ts'
import { judgementOf, open, type Declared, type Files, type Opened } from '../open.ts'
import type { Compared, Turned } from '../report/diff/compared.ts'
import type { Locate } from '../report/report.ts'
import { askInFull, type FullVerdict } from '../rules/ask.ts'
import { RULES } from '../rules/index.ts'
import type { Judgement } from '../rules/judgement/judgement.ts'
import { isNews, nameOf } from '../rules/meaning.ts'
import { sameMeaning } from '../topology/meaning.ts'
import type { Exception } from '../topology/model.ts'
import type { Problem, Verdict } from '../verdict.ts'
import { changedPremises } from './premises.ts'
import { removedPremises } from './removals.ts'

export interface DiffSide { readonly root: string; readonly files: Files }

export type Diffed =
  | { readonly is: 'problems'; readonly of: readonly { readonly problems: readonly Problem[]; readonly locate: Locate }[] }
  | { readonly is: 'diff'; readonly diff: Compared; readonly base: Opened; readonly head: Opened }

export function diff(base: DiffSide, head: DiffSide, asOf: string): Diffed {
  const [old, now] = [open(base.root, base.files), open(head.root, head.files)]
  if (!old.declared || !now.declared) return { is: 'problems', of: [old, now].filter(({ problems }) => problems.length > 0) }
  return { is: 'diff', base: old, head: now, diff: diffOf(old.declared, now.declared, asOf) }
}

export function diffOf(base: Declared, head: Declared, asOf: string): Compared {
  const recall = new Recall()
  const [old, now] = [judgementOf(base, asOf, recall), judgementOf(head, asOf, recall)]
  const [before, after] = [verdictsOf(old), verdictsOf(now)]
  const side = ({ reach }: Judgement) => ({ reach, groups: zoneGroups(reach) })
  return {
    ...difference(side(old), side(now)),
    verdicts: turned(before, after),
    exceptions: exceptionsOf(base, head),
    premises: [
      ...changedPremises(base, head, after, (declared) => verdictsOf(judgementOf(declared, asOf, recall))),
      ...removedPremises(base.topology, head.topology, before, after),
    ],
  }
}

export const verdictsOf = (judgement: Judgement): FullVerdict[] => RULES.flatMap((rule) => askInFull(rule, judgement))

function turned(before: readonly FullVerdict[], after: readonly FullVerdict[]): Turned[] {
  const old = new Map(before.map((verdict) => [nameOf(verdict), verdict]))
  const now = new Map(after.map((verdict) => [nameOf(verdict), verdict]))
  const changed = after.flatMap((verdict): Turned[] => {
    const was = old.get(nameOf(verdict))
    const news = isNews(was, verdict)
    return news || was?.outcome !== verdict.outcome ? [{ ...(was && { before: plain(was) }), after: plain(verdict), news }] : []
  })
  const gone = before.filter((verdict) => !now.has(nameOf(verdict))).map((verdict): Turned => ({ before: plain(verdict), news: false }))
  return [...changed, ...gone]
}

const plain = ({ violation: _, ...verdict }: FullVerdict): Verdict => verdict

function exceptionsOf({ topology: { exceptions: before } }: Declared, { topology: { exceptions: after } }: Declared): Compared['exceptions'] {
  return {
    added: [...after.values()].filter(({ id }) => !before.has(id)).map(shown),
    removed: [...before.values()].filter(({ id }) => !after.has(id)).map(shown),
    changed: [...after.values()].filter((one) => before.has(one.id) && !sameMeaning(one, before.get(one.id))).map(shown),
  }
}

const shown = ({ id, at, title, approver, expires }: Exception): Compared['exceptions']['added'][number] =>
  ({ id, at, ...(title !== undefined && { title }), ...(approver !== undefined && { approver }), ...(expires !== undefined && { expires }) })
