/** A tier that the policy speaks of and that the file does not: it may be missing only by a stated reason. */
import type { Tier } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import { TIER_TEXT, type Judgement } from './judgement.ts'
import type { Answer, Rule } from '../rule.ts'

/** Undefined where the tier has a zone; otherwise the verdict that stands for every obligation about it. */
export function absence(judgement: Judgement, rule: Pick<Rule, 'id'>, tier: Tier): Answer | undefined {
  if (judgement.areasOf(tier).some(({ places }) => places.length > 0)) return undefined
  const said = judgement.topology.absent.get(tier)
  const name = TIER_TEXT[tier]
  const about = { rule: rule.id, key: `no ${tier}`, subject: name, assumes: [] }
  if (said) {
    return {
      ...about, at: said.at, outcome: 'vacuous', ground: 'attested', missing: [],
      message: text(`${name.ja}はないと申告されている（${said.reason}）`, `declared not to exist: ${said.reason}`),
    }
  }
  return {
    ...about, at: judgement.topology.at, outcome: 'unknown', ground: 'computed',
    message: text(`${name.ja}の領域が申告されていない`, `no zone of the ${name.en} is declared`),
    missing: [{
      key: `tier:${tier}`, text: text(`${name.ja}の領域、またはそれがない理由`, `a zone of the ${name.en}, or why there is none`),
      yaml: `zones:\n  ZONE-ID: { tier: ${tier} }\n# または / or\nabsent: { ${tier}: 理由 }`,
    }],
  }
}
