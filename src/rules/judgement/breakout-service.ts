/** What is declared of one cloud service that is reached directly. */
import { TCP, UDP } from '../../net/header.ts'
import { text, type Missing } from '../../verdict.ts'
import type { Answer, Rule } from '../rule.ts'
import { lineCause, refusedCause, type Admission } from './breakouts.ts'
import { evidenceAssumed, evidenceFault } from './evidence.ts'
import type { Judgement } from './judgement.ts'

export function breakoutService(judgement: Judgement, breakout: Admission, rule: Rule): Answer {
  const { line, at, id, refused, declared } = breakout
  const about = {
    rule: rule.id, key: `service ${id}`, subject: text(`回線 ${line.id} で直接に接続するサービス「${declared.name}」`, `service "${declared.name}", reached by line ${line.id}`),
    at, ground: 'attested' as const, assumes: [], missing: [],
  }
  const refuted = { ...about, outcome: 'refuted' as const, fix: rule.fix, cause: lineCause(line, at) }
  if (refused) return { ...refuted, cause: refusedCause(breakout), message: refused }
  const uses = (protocol: number): boolean => judgement.entries.service(breakout).meets(judgement.network.space.protocol([[protocol, protocol]]))
  if (uses(TCP) && declared.tenantControl === false) {
    return { ...refuted, message: text('契約していないテナントにも接続できる（tenant-control: false）', 'tenants that are not the own can be reached (tenant-control: false)') }
  }
  if (declared.ismap === false) return { ...refuted, grade: 'ismap', message: text('ISMAPに登録されたサービスではない', 'it is not on the ISMAP list') }
  const undeclared = [
    ...(declared.ismap === undefined ? [missing(breakout, 'ismap', text('ISMAPに登録されているか', 'whether it is on the ISMAP list'))] : []),
    ...(uses(TCP) && declared.tenantControl === undefined ? [missing(breakout, 'tenant-control', text('接続を自団体のテナントに限っているか', 'whether only the own tenant can be reached'))] : []),
  ]
  if (undeclared.length > 0) return { ...about, outcome: 'unknown', missing: undeclared, message: text('サービスの条件が申告されていない', 'what is asked of the service is not declared') }
  const { evidence, at: breakoutAt } = line.breakout!
  const fault = evidenceFault(evidence, judgement.asOf, judgement.profile.limits.evidenceDays)
  if (fault) {
    return {
      ...about, outcome: 'unknown', message: fault,
      missing: [{ key: `evidence:line:${line.id}`, at: evidence?.at ?? breakoutAt, text: text(`回線 ${line.id}：${fault.ja}`, `line ${line.id}: ${fault.en}`), yaml: `lines:\n  ${line.id}:\n    breakout:\n      evidence: { document: 文書名, on: YYYY-MM-DD }` }],
    }
  }
  return {
    ...about, outcome: 'proved', assumes: [breakout.assumed, evidenceAssumed(`line:${line.id}`, evidence!)],
    message: uses(UDP) ? text('宛先とテナントが限定されている（UDPのメディア通信にはテナント制御が効かない）', 'limited to its destinations and the own tenant (UDP media knows no tenant control)')
      : text('宛先とテナントが限定されている', 'limited to its destinations and the own tenant'),
  }
}

const missing = ({ id, line, at, declared }: Admission, key: string, asks: Missing['text']): Missing => ({
  key: `breakout:${id}/${key}`, at, text: text(`サービス「${declared.name}」：${asks.ja}`, `service "${declared.name}": ${asks.en}`),
  yaml: `lines:\n  ${line.id}:\n    breakout:\n      services:\n        - name: ${declared.name}\n          ${key}: true`,
})
