/**
 * The smallest change that makes a violation go: an irreducible set of edits after which the obligation is proved, no other
 * verdict is worse and every registered flow still works. Each proposal is read and judged again from the edited text.
 */
import { Recall } from '../../engine/recall.ts'
import { judgementOf, open, type Files, type Opened } from '../../open.ts'
import { askInFull, type FullVerdict } from '../../rules/ask.ts'
import { RULES } from '../../rules/index.ts'
import type { Judgement } from '../../rules/judgement/judgement.ts'
import { isBad, isNews, nameOf, wholeOf } from '../../rules/meaning.ts'
import type { BoxText, Text } from '../../verdict.ts'
import { denial, narrowing, removal, reversal, spotsOf, type Candidate } from './candidates.ts'
import { edited, overlap, patchOf, type LineEdit } from './line-edits.ts'

export interface Proposal {
  /** The obligations that are proved after it, of all those that were not. */
  readonly heals: readonly { readonly name: string; readonly subject: Text }[]
  readonly steps: readonly Candidate['what'][]
  readonly edits: readonly LineEdit[]
  /** Unified format. */
  readonly patch: string
  /** Only takes away from filters written in YAML, and nothing gets through that did not. */
  readonly tightens: boolean
}

export interface Fixes {
  readonly proposals: readonly Proposal[]
  /** Refuted, and no edit that could be tried makes it go without breaking something else: a person has to think. */
  readonly unfixed: readonly { readonly name: string; readonly subject: Text; readonly advice?: Text }[]
}

/** Edits in one proposal: beyond so many a person will rather think. */
const MOST_STEPS = 8
/** A deny of more boxes than this is no small change. */
const MOST_BOXES = 8

export function fixes(root: string, files: Files, asOf: string): { readonly opened: Opened; readonly fixes?: Fixes } {
  const opened = open(root, files)
  return opened.declared ? { opened, fixes: new Search(root, files, asOf, opened).run() } : { opened }
}

/** The network with some edits made. Rules are asked one by one, as far as they are needed. */
interface State { readonly steps: readonly Candidate[]; readonly opened: Opened; readonly judgement: Judgement }

const editsOf = ({ steps }: Pick<State, 'steps'>): LineEdit[] => steps.flatMap(({ edits }) => edits)

const verdictsOf = (state: State, rule: string): readonly FullVerdict[] => askInFull(RULES.find(({ id }) => id === rule)!, state.judgement)

/** Those that an edit breaks most often are asked first. */
const ORDER = ['flow-blocked', ...RULES.map(({ id }) => id).filter((id) => id !== 'flow-blocked')]

class Search {
  private readonly root: string
  private readonly files: Files
  private readonly asOf: string
  private readonly recall = new Recall()
  private readonly start: State
  private readonly verdicts: readonly FullVerdict[]
  private readonly before: ReadonlyMap<string, FullVerdict>

  constructor(root: string, files: Files, asOf: string, opened: Opened) {
    this.root = root
    this.files = files
    this.asOf = asOf
    this.start = { steps: [], opened, judgement: this.judged(opened) }
    this.verdicts = RULES.flatMap(({ id }) => verdictsOf(this.start, id))
    this.before = new Map(this.verdicts.map((verdict) => [nameOf(verdict), verdict]))
  }

  run(): Fixes {
    const proposals: Proposal[] = []
    const unfixed: { name: string; subject: Text; advice?: Text }[] = []
    const healed = new Set<string>()
    for (const verdict of this.verdicts.filter(({ outcome, severity }) => outcome === 'refuted' && severity !== 'note')) {
      if (healed.has(nameOf(verdict))) continue
      const found = this.heal(verdict)
      if (!found) {
        unfixed.push({ name: nameOf(verdict), subject: verdict.subject, ...(verdict.fix && { advice: verdict.fix }) })
        continue
      }
      const proposal = this.proposal(this.irreducible(found, verdict))
      for (const { name } of proposal.heals) healed.add(name)
      proposals.push(proposal)
    }
    return { proposals, unfixed: unfixed.filter(({ name }) => !healed.has(name)) }
  }

  /** Edit after edit at what is to blame for what is left, until it is proved. */
  private heal(verdict: FullVerdict): State | undefined {
    let state = this.start
    for (let step = 0; step < MOST_STEPS; step++) {
      const left = this.now(state, verdict)
      if (!left || !isBad(left)) return this.isHarmless(state) ? state : undefined
      const next = this.next(state, left)
      if (!next) return undefined
      state = next
    }
    return undefined
  }

  /** The first of removing, narrowing and denying that breaks nothing; it may leave other ways open. */
  private next(state: State, left: FullVerdict): State | undefined {
    for (const spot of spotsOf(left, state.opened)) {
      const removed = this.tried(state, removal(state.opened, spot)) ?? this.tried(state, reversal(state.opened, spot))
      if (removed && this.differs(left, removed) && this.isHarmless(removed)) return removed
      const needed = removed ? this.broken(removed) : []
      const narrowed = this.tried(state, narrowing(state.opened, spot, needed.flatMap((id) => state.opened.declared!.topology.flows.get(id) ?? [])))
      if (narrowed && this.differs(left, narrowed) && this.isHarmless(narrowed)) return narrowed
      const denied = this.tried(state, denial(state.opened, spot, this.boxes(left)))
      if (denied && this.differs(left, denied) && this.isHarmless(denied)) return denied
    }
    return undefined
  }

  private tried(state: State, candidate: Candidate | undefined): State | undefined {
    if (!candidate) return undefined
    // The lines of a candidate are those of the text as it was edited so far: it is made in the text that the user has.
    const made = editsOf(state)
    const edits = candidate.edits.flatMap((edit) => original(edit, made) ?? [])
    if (edits.length < candidate.edits.length || edits.some((edit) => made.some((other) => overlap(edit, other)))) return undefined
    return this.stateOf([...state.steps, { ...candidate, edits }])
  }

  private stateOf(steps: readonly Candidate[]): State | undefined {
    const opened = open(this.root, withEdits(this.files, editsOf({ steps })))
    return opened.declared ? { steps, opened, judgement: this.judged(opened) } : undefined
  }

  private judged({ declared }: Opened): Judgement {
    return judgementOf(declared!, this.asOf, this.recall)
  }

  /** What is said of the same obligation now. */
  private now(state: State, { rule, key }: FullVerdict): FullVerdict | undefined {
    return verdictsOf(state, rule).find((one) => one.key === key)
  }

  /** No verdict is worse than it was, and none of the obligations is gone but with the rule that they were about. */
  private isHarmless(state: State): boolean {
    return ORDER.every((rule) => verdictsOf(state, rule).every((verdict) => verdict.severity === 'note' || !isNews(this.before.get(nameOf(verdict)), verdict)))
  }

  /** Something of the violation went. */
  private differs(left: FullVerdict, state: State): boolean {
    const now = this.now(state, left)
    if (!now || now.outcome !== left.outcome) return true
    if (now.violation && left.violation) return !wholeOf(now.violation()).equals(wholeOf(left.violation()))
    return JSON.stringify(now.cause) !== JSON.stringify(left.cause)
  }

  /** Whether anything gets anywhere that did not: without a deny, or with a rule that was given the ends of an entry. */
  private opens({ judgement: { reach } }: State): boolean {
    const before = this.start.judgement.reach
    const receivers = before.receivers()
    return before.origins.some((from) => receivers.some((to) => !reach.initiate(from, to).within(before.initiate(from, to))))
  }

  /** Registered flows that worked and do not any more. */
  private broken(state: State): string[] {
    return verdictsOf(state, 'flow-blocked').filter((verdict) => isNews(this.before.get(nameOf(verdict)), verdict)).map(({ key }) => key)
  }

  private boxes({ violation, witness, chain }: FullVerdict): readonly BoxText[] {
    const boxes = violation && wholeOf(violation()).boxes(MOST_BOXES)
    if (boxes?.more) return []
    const shown = witness ?? chain?.at(-1)
    return shown && !shown.more ? shown.boxes : []
  }

  /** Without any step that is not needed. */
  private irreducible(state: State, verdict: FullVerdict): State {
    let best = state
    for (const step of state.steps) {
      const fewer = best.steps.filter((one) => one !== step)
      if (fewer.length === 0) continue
      const tried = this.stateOf(fewer)
      const now = tried && this.now(tried, verdict)
      if (tried && (!now || !isBad(now)) && this.isHarmless(tried)) best = tried
    }
    return best
  }

  private proposal(state: State): Proposal {
    const { steps } = state
    const edits = editsOf(state)
    const heals = this.verdicts.filter((verdict) => verdict.outcome === 'refuted' && !isBad(this.now(state, verdict) ?? { outcome: 'proved' }))
    const names = [...new Set(edits.map(({ file }) => file))]
    return {
      heals: heals.map((verdict) => ({ name: nameOf(verdict), subject: verdict.subject })),
      steps: steps.map(({ what }) => what), edits,
      patch: names.map((file) => patchOf(this.files.read(file)!, file, edits)).join(''),
      tightens: steps.every(({ tightens }) => tightens) && !this.opens(state),
    }
  }
}

export const withEdits = (files: Files, edits: readonly LineEdit[]): Files => ({
  ...files,
  read: (name) => {
    const content = files.read(name)
    return content === undefined || !edits.some(({ file }) => file === name) ? content : edited(content, name, edits)
  },
})

/** An edit of the edited text as one of the text before the edits; undefined where it touches what they put in. */
function original(edit: LineEdit, edits: readonly LineEdit[]): LineEdit | undefined {
  let start = edit.start
  for (const other of edits.filter(({ file }) => file === edit.file).sort((a, b) => a.start - b.start)) {
    if (start < other.start) break
    if (start < other.start + other.lines.length) return undefined
    start += other.count - other.lines.length
  }
  return { ...edit, start }
}
