/** The check as an auditor's list of items: every rule under its item of the Articles, and every item that no rule asks. */
import { text, type Outcome, type Text } from '../../../verdict.ts'
import type { CoverageItem } from '../../../rules/profiles/coverage.ts'
import type { AuditField } from '../../../rules/profiles/audit-form.ts'
import type { Obligation, ReportedRule } from '../../report.ts'
import { OUTCOME, SEVERITY } from '../../words.ts'
import { clausesOf, OUTCOME_MARK } from '../clauses.ts'
import type { Dossier } from '../dossier.ts'
import { position } from '../../phrases.ts'
import type { Pen } from '../pen.ts'

/** One item; each field is the lines that stand in its cell. */
export type AuditRow = Readonly<Record<Exclude<AuditField, 'blank'>, readonly string[]>>

/** So many lines of one cell are written out; the report has the others. */
const MOST = 6

export function auditRows(dossier: Dossier, pen: Pen): AuditRow[] {
  const { rules, coverage } = dossier
  const items = coverage.flatMap((item, index): AuditRow[] => {
    const own = rules.filter(({ clause }) => clausesOf(clause)[0] === item.clause)
    if (own.length === 0) return [unasked(String(index + 1), item, pen)]
    return own.map((rule, sub) => asked(`${index + 1}-${sub + 1}`, rule, dossier, pen))
  })
  const known = new Set(coverage.map(({ clause }) => clause))
  const others = rules.filter(({ clause }) => !known.has(clausesOf(clause)[0]!))
  return [...items, ...others.map((rule, sub) => asked(`${coverage.length + 1}-${sub + 1}`, rule, dossier, pen))]
}

const NOWHERE = text('現地未実施', 'on site, not done')

function unasked(number: string, { clause, title, says, extent }: CoverageItem, pen: Pen): AuditRow {
  const said = [pen.say(says)]
  return {
    number: [number], item: [pen.say(title)], checks: said, clause: [clause], category: [pen.say(categoryOf(clause))], method: [pen.say(NOWHERE)], evidence: [],
    verdict: [extent === 'not' ? pen.t('未確認', 'not checked') : pen.t('項目としては未確認', 'not checked as such')], findings: said, exceptions: [], severity: [], rule: [], references: [],
  }
}

function asked(number: string, rule: ReportedRule, dossier: Dossier, pen: Pen): AuditRow {
  const { network } = dossier
  const indices = network.obligations.flatMap((one, index) => (one.rule === rule.id ? [index] : []))
  const own = indices.map((index) => network.obligations[index]!)
  return {
    number: [number], item: [pen.say(rule.title)], checks: [pen.say(rule.checks)], clause: [rule.clause], category: [pen.say(categoryOf(rule.clause))],
    method: methods(own, dossier, pen), evidence: few(evidence(own, dossier, pen), pen), verdict: verdicts(own, pen),
    findings: few([
      ...network.findings.filter(({ obligations }) => obligations.some((index) => indices.includes(index)))
        .map(({ severity, title, at }) => `[${pen.say(SEVERITY[severity])}] ${pen.say(title)} ${position(at)}`),
      ...(own.some(({ outcome }) => outcome === 'unknown') ? own.filter(({ outcome }) => outcome === 'unknown').map(({ subject, message }) => `[${pen.t('判定不能', 'unknown')}] ${pen.say(subject)}: ${pen.say(message)}`) : []),
    ], pen),
    exceptions: few(dossier.exceptions.filter(({ rules }) => rules.includes(rule.id)).map(({ id, approver, expires }) =>
      `${id}${approver === undefined ? '' : pen.t(`（承認 ${approver}）`, ` (approved by ${approver})`)} ${expires === undefined ? pen.t('期限の記載なし', 'no expiry') : pen.t(`${pen.day(expires)}まで`, `until ${expires}`)}`), pen),
    severity: [pen.say(SEVERITY[rule.severity])], rule: [rule.id], references: [...network.profile?.references?.[rule.id] ?? []],
  }
}

function categoryOf(clause: string): Text {
  const tiers = clausesOf(clause).flatMap((one) => CATEGORIES[one] ?? [])
  return tiers.length === 0 ? text('共通', 'all') : text(tiers.map(({ ja }) => ja).join('・'), tiers.map(({ en }) => en).join(', '))
}

const CATEGORIES: Readonly<Record<string, Text>> = {
  '第６条第３号ア': text('マイナンバー利用事務系', 'My Number tier'), '第６条第３号イ': text('LGWAN接続系', 'LGWAN tier'), '第６条第３号ウ': text('インターネット接続系', 'Internet tier'),
}

/** Computed from the declaration; where devices brought their own configurations these were looked at. */
function methods(own: readonly Obligation[], { configurations }: Dossier, pen: Pen): string[] {
  const computed = own.some(({ ground, outcome }) => ground === 'computed' && outcome !== 'vacuous')
  const attested = own.some(({ ground, outcome }) => ground === 'attested' && outcome !== 'vacuous')
  const found = [
    ...(computed ? [pen.t('計算', 'computation')] : []), ...(computed && configurations.length > 0 ? [pen.t('設定閲覧', 'configurations read')] : []),
    ...(attested ? [pen.t('申告書類', 'declared documents')] : []),
  ]
  return found.length > 0 ? found : [pen.t('―（対象なし）', '― (nothing to ask)')]
}

function evidence(own: readonly Obligation[], { network, configurations, asOf }: Dossier, pen: Pen): string[] {
  const judged = own.filter(({ outcome }) => outcome !== 'vacuous')
  if (judged.length === 0) return []
  const beliefs = new Map(network.assumptions.map((one) => [one.key, one]))
  const documents = new Set(judged.flatMap(({ assumes }) => assumes).filter((key) => key.startsWith('evidence:')))
  const captured = judged.some(({ ground }) => ground === 'computed') ? configurations : []
  return [
    pen.t(`構成図 ${network.file}（評価基準日 ${pen.day(asOf)}）`, `topology ${network.file} (as of ${asOf})`),
    ...captured.map(({ device, files, capturedOn }) => pen.t(
      `${device} の設定 ${files.join('、')}（取得日 ${capturedOn === undefined ? '記載なし' : pen.day(capturedOn)}）`, `configuration of ${device}: ${files.join(', ')} (captured ${capturedOn ?? 'on a day not stated'})`)),
    ...[...documents].flatMap((key) => { const belief = beliefs.get(key); return belief ? [pen.say(belief.text)] : [] }),
  ]
}

const WORST: readonly Outcome[] = ['refuted', 'unknown', 'excepted', 'proved', 'vacuous']

function verdicts(own: readonly Obligation[], pen: Pen): string[] {
  const lines = WORST.flatMap((outcome) => (['computed', 'attested'] as const).flatMap((ground) => {
    const count = own.filter((one) => one.outcome === outcome && one.ground === ground).length
    return count > 0 && (outcome !== 'vacuous' || own.every((one) => one.outcome === 'vacuous')) ? [`${OUTCOME_MARK[outcome]} ${pen.say(OUTCOME[ground][outcome])} ${pen.t(`${count}件`, String(count))}`] : []
  }))
  return lines.length > 0 ? lines : [`― ${pen.t('対象なし', 'nothing to ask')}`]
}

function few(lines: readonly string[], pen: Pen): string[] {
  const more = lines.length - MOST
  return more > 0 ? [...lines.slice(0, MOST), pen.t(`ほか ${more} 件`, `and ${more} more`)] : [...lines]
}
