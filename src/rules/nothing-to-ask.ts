/** A rule that finds nothing to ask about says so once: silence would look like proof. */
import type { Text, Verdict } from '../verdict.ts'
import type { Judgement } from './judgement.ts'
import type { Rule } from './rule.ts'

export const nothingToAsk = (rule: Pick<Rule, 'id' | 'severity' | 'title'>, { topology }: Judgement, message: Text): Verdict => ({
  rule: rule.id, key: 'nothing', subject: rule.title, at: topology.at, outcome: 'vacuous', ground: 'computed',
  severity: rule.severity, message, assumes: [], missing: [],
})
