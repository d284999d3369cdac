/** A rule that finds nothing to ask about says so once: silence would look like proof. */
import type { Text } from '../../verdict.ts'
import type { Judgement } from './judgement.ts'
import type { Answer, Rule } from '../rule.ts'

export const nothingToAsk = (rule: Pick<Rule, 'id' | 'title'>, { topology }: Judgement, message: Text): Answer => ({
  rule: rule.id, key: 'nothing', subject: rule.title, at: topology.at, outcome: 'vacuous', ground: 'computed', message, assumes: [], missing: [],
})
