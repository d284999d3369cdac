/** An external audit in date whose report went to J-LIS: what the models ask for that let terminals meet the Internet. */
import type { Audit } from '../../topology/model.ts'
import { text, type Missing, type Text } from '../../verdict.ts'
import type { Answer, Rule } from '../rule.ts'
import { isDay } from './dates.ts'
import { daysBetween } from './evidence.ts'
import type { Area, Judgement } from './judgement.ts'

/** 地方公共団体情報システム機構, to whom the report is submitted. */
const J_LIS = /J-?LIS|地方公共団体情報システム機構/i

/** Undefined: the profile ties this model to no audit. */
export function audited(judgement: Judgement, areas: readonly Area[], rule: Rule): Answer | undefined {
  const { profile, model, topology, asOf } = judgement
  if (!profile.externalAudit[model]) return undefined
  const about = {
    rule: rule.id, key: 'external audit', subject: text('外部監査とJ-LISへの報告', 'external audit, and its report to J-LIS'), at: topology.policy.at, ground: 'attested' as const,
    assumes: [], missing: [],
  }
  const external = [...topology.audits.values()].filter(({ kind, covers }) => kind === 'external' && (covers.length === 0 || areas.every(({ id }) => covers.includes(id))))
  const standings = external.map((audit) => ({ audit, ...standingOf(audit, asOf, profile.limits.auditDays) }))
  const held = standings.find(({ is }) => is === 'held')
  if (held) {
    const { id, at, on, document } = held.audit
    return {
      ...about, outcome: 'proved', message: text('期限内に外部監査を受け、J-LISに報告している', 'audited by outsiders in date, and reported to J-LIS'),
      assumes: [{ key: `audit:${id}`, at, text: text(`外部監査 ${id}（${document}、${on}）を実施し報告した（申告）`, `external audit ${id} (${document}, ${on}) was held and reported (declared)`) }],
    }
  }
  const open = standings.find(({ is }) => is === 'undeclared')
  const stale = standings.find(({ is }) => is === 'stale')
  if (stale && !open) {
    const { id, at } = stale.audit
    return {
      ...about, outcome: 'refuted', message: stale.why!, fix: text('外部監査を受け、その報告書をJ-LISに提出してください。', 'Have an external audit, and submit its report to J-LIS.'),
      cause: { key: `audit:${id}`, at: 'path' in at ? { file: at.file, path: [...at.path, 'on'] } : at, title: text(`外部監査 ${id}`, `external audit ${id}`) },
    }
  }
  return { ...about, outcome: 'unknown', message: open?.why ?? text('外部監査が申告されていない', 'no external audit is declared'), missing: [lacking(judgement, open)] }
}

interface Standing { readonly is: 'held' | 'stale' | 'undeclared'; readonly why?: Text }

function standingOf({ on, document, submittedTo }: Audit, asOf: string, days: number): Standing {
  if (on === undefined || !isDay(on)) return { is: 'undeclared', why: text('外部監査の実施日が日付として書かれていない', 'when the external audit was held is not written as a day') }
  if (on > asOf) return { is: 'undeclared', why: text(`外部監査の実施日 ${on} はまだ来ていない`, `the external audit is dated ${on}, which is yet to come`) }
  if (daysBetween(on, asOf) > days) return { is: 'stale', why: text(`最後の外部監査（${on}）から${days}日を超えている`, `the last external audit (${on}) is more than ${days} days old`) }
  if (document === undefined) return { is: 'undeclared', why: text('外部監査の報告書が申告されていない', 'the report of the external audit is not declared') }
  if (!submittedTo.some((to) => J_LIS.test(to.normalize('NFKC')))) return { is: 'undeclared', why: text('外部監査の報告書のJ-LISへの提出が申告されていない', 'that the report went to J-LIS is not declared') }
  return { is: 'held' }
}

function lacking({ topology }: Judgement, open: { readonly audit: Audit; readonly why?: Text } | undefined): Missing {
  const id = open?.audit.id ?? 'AUDIT-ID'
  return {
    key: 'external-audit', at: open?.audit.at ?? topology.policy.at, text: open?.why ?? text('外部監査の実施とJ-LISへの報告', 'an external audit, and its report to J-LIS'),
    yaml: `audits:\n  ${id}: { kind: external, on: YYYY-MM-DD, document: 外部監査報告書, submitted-to: J-LIS }`,
  }
}
