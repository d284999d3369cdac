/** Context-based access control: `ip inspect` (Security Configuration Guide, "Configuring Context-Based Access Control"). */
import type { Condition, Rule } from '../../topology/model.ts'
import { all, any, unknown } from '../conditions.ts'
import { applicationOf } from './applications.ts'
import { turned } from './classes.ts'
import type { Draft } from './draft.ts'
import { ANSWERS, cameBy, leavesBy } from './judging.ts'
import { notUnderstood, understood } from './line.ts'
import { anyOf } from './service.ts'

/**
 * The answers of inspected sessions, which pass every list on their way: those that come back where the session went out under
 * `ip inspect … out`, and those that leave where it came in under `ip inspect … in`. Undefined: nothing is inspected.
 */
export function inspectedAnswers(draft: Draft): Rule | undefined {
  const tests = new Map<string, Condition>()
  for (const [name, lines] of draft.inspections) tests.set(name, any(lines.map((line) => answersOf(line, draft))))
  const applied = draft.up().flatMap((face) => face.inspects.map((one) => ({ ...one, face: face.name })))
  const [first] = applied
  if (!first) return undefined
  return {
    at: first.line.at, action: { do: 'permit' },
    when: all([ANSWERS, any(applied.map(({ direction, name, face }) =>
      all([direction === 'out' ? cameBy([face]) : leavesBy([face]), tests.get(name) ?? unknown(`ip inspect ${name}`)])))]),
  }
}

/** `ip inspect name NAME PROTOCOL [options]`: options say how much is logged and how long a session is kept. */
function answersOf(line: Draft['vty'][number], draft: Draft): Condition {
  const [name = '', ...options] = line.words.slice(4)
  const services = applicationOf(name, draft.portMaps)
  const narrowed = options.includes('java-list') || options.includes('urlfilter')
  if (!services || narrowed) { notUnderstood(line, name); return unknown(line.text.trim()) }
  understood(line)
  return anyOf(services.flatMap((service) => turned(service, 'back')))
}
