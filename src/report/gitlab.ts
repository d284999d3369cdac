/** GitLab's Code Quality report: a list of issues, each with a fingerprint that stays while the finding means the same. */
import { ink, type Ink } from './ink.ts'
import { safeJson } from './neutral.ts'
import type { Renderer } from './renderer.ts'
import type { ReportedNetwork } from './report.ts'
import type { Severity } from '../verdict.ts'
import type { Location } from '../topology/source.ts'

export const gitlab: Renderer = (report, options) => {
  const pen = ink({ ...options, color: false })
  return `${safeJson(report.networks.flatMap((network) => issues(network, pen)))}\n`
}

/** Of `info`, `minor`, `major`, `critical`, `blocker`. */
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', note: 'info' }

function issues(network: ReportedNetwork, pen: Ink): unknown[] {
  const id = network.network ?? network.file
  return [
    ...network.problems.map(({ code, at, message }) => issue(`input/${code}`, pen.say(message), `${id}|${code}|${at.file}|${at.line}:${at.column}`, 'blocker', at)),
    ...network.obligations.filter(({ outcome, fails, known }) => !known && (outcome === 'refuted' || (outcome === 'unknown' && fails))).map((one) =>
      issue(one.rule, `${pen.say(one.subject)}: ${pen.say(one.message)}`, `${id}|${one.rule}|${one.key}|${one.outcome}`, SEVERITY[one.severity], one.cause?.at ?? one.at)),
  ]
}

const issue = (rule: string, description: string, meaning: string, severity: string, at: Location) => ({
  description, check_name: rule, fingerprint: fingerprint(meaning), severity,
  location: { path: at.file.replace(/^\.\//, ''), lines: { begin: at.line } },
})

/** FNV-1a over UTF-16 units, twice with different seeds: 128 bits that tell issues apart; nobody's secret hangs on it. */
function fingerprint(meaning: string): string {
  const PRIME = 0x100000001b3n
  const MASK = (1n << 64n) - 1n
  const hash = (seed: bigint): bigint => [...meaning].reduce((value, character) => ((value ^ BigInt(character.codePointAt(0)!)) * PRIME) & MASK, seed)
  return [0xcbf29ce484222325n, 0x84222325cbf29cen].map((seed) => hash(seed).toString(16).padStart(16, '0')).join('')
}
