/** What must hold of any input whatever: a text says what does not. */
import { checkNetwork } from '../../src/checker/check.ts'
import { READERS } from '../../src/config/index.ts'
import { certify, FORMATS, open, renderer, assemble, type NetworkResult } from '../../src/index.ts'
import { BudgetExceeded } from '../../src/net/unique-table.ts'
import { resultOf } from '../../src/verify.ts'
import type { At } from '../../src/verdict.ts'
import { filesOf, rootOf, type Case } from './case.ts'

const AS_OF = '2026-11-23'
/** Enough for every example; what needs more is answered by `unknown (budget)`. */
const EDGES = 300_000
/** Control characters and those that turn the direction of writing: a name must not reach a terminal with them. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

export type Judge = (one: Case) => string | undefined

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

function guarded(judge: Judge): Judge {
  return (one) => {
    try {
      return judge(one)
    } catch (error) {
      return error instanceof Error ? error.stack ?? error.message : `threw ${String(error)}`
    }
  }
}

/** Every place that an answer names is one: a line and a column of a file that was read. */
function misplaced(result: NetworkResult, one: Case): string | undefined {
  const ats: At[] = [...result.problems.flatMap(({ at, related = [] }) => [at, ...related.map((other) => other.at)]), ...result.verdicts.map(({ at }) => at)]
  for (const at of ats) {
    const { file, line, column } = result.locate(at)
    const lines = one.get(file)?.split(/\r\n|[\n\r]/)
    // A file that is missing is named where somebody asks for it.
    if (!lines) return `${JSON.stringify(at)} lies in no file`
    if (line < 1 || line > lines.length || column < 1) return `${JSON.stringify(at)} is at ${file}:${line}:${column}, which is not there`
  }
  return undefined
}

const RENDERERS = await Promise.all(FORMATS.map(async (format) => ({ format, render: await renderer(format) })))

function unprintable(result: NetworkResult): string | undefined {
  const report = assemble([result], { asOf: AS_OF, version: '0', failOn: 'warning', allowUnknown: false })
  for (const { format, render } of RENDERERS) {
    const text = render(report, { lang: 'ja', color: false })
    const found = UNPRINTABLE.exec(text)
    if (found) return `${format} has ${JSON.stringify(found[0])} in «${JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20))}»`
  }
  return undefined
}

/** A network is either refused, with a place for each mistake, or judged, the same each time; whatever it says can be shown. */
export const loads: Judge = guarded((one) => {
  const judged = (): NetworkResult => resultOf(open(rootOf(one), filesOf(one)), { asOf: AS_OF, edgeBudget: EDGES })
  const result = judged()
  if (result.problems.length === 0 && result.verdicts.length === 0) return 'neither a problem nor a verdict'
  return misplaced(result, one) ?? unprintable(result)
})

/** What is proved or refuted is so for the checker as well, which shares nothing with the engine; asked twice, it is the same. */
export const holds: Judge = guarded((one) => {
  const opened = open(rootOf(one), filesOf(one))
  if (!opened.declared) return undefined
  const first = plain(resultOf(opened, { asOf: AS_OF, edgeBudget: EDGES }).verdicts)
  const second = plain(resultOf(open(rootOf(one), filesOf(one)), { asOf: AS_OF, edgeBudget: EDGES }).verdicts)
  if (JSON.stringify(first) !== JSON.stringify(second)) return 'asked twice, it answers otherwise'
  if (first.some(({ key }) => key === 'budget')) return undefined
  try {
    const { faults } = checkNetwork(plain(certify(opened, { asOf: AS_OF })!), 'it')
    return faults.length === 0 ? undefined : JSON.stringify(faults[0])
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined
    throw error
  }
})

/** A reader gives every line of a configuration a status, whatever it holds. Its syntax is the root's name. */
export const reads: Judge = guarded((one) => {
  const root = rootOf(one)
  const reader = READERS.find(({ syntaxes }) => syntaxes.includes(root.split('.')[0]!))!
  const at = { file: root, path: [] }
  for (const other of READERS) other.recognises(one.get(root)!)
  const { lines, contexts = [] } = reader.read([...one].map(([file, content]) => ({ file, content, at })), at)
  const expected = [...one.values()].reduce((sum, content) => sum + content.split('\n').length - (content.endsWith('\n') || content === '' ? 1 : 0), 0)
  if (lines.length !== expected) return `${lines.length} lines of ${expected}`
  for (const context of contexts.slice(0, 2)) reader.read([...one].map(([file, content]) => ({ file, content, at })), at, context)
  return undefined
})
