/** Verdicts by clause, causes with their paths and fixes, and what is missing where nothing could be decided. */
import type { Finding, Obligation, ReportedRule } from '../../report.ts'
import { basis } from '../../rule-words.ts'
import { isKnown, witnesses } from '../../phrases.ts'
import { OUTCOME, SEVERITY } from '../../words.ts'
import { clauseVerdicts, STANDING_MARK } from '../clauses.ts'
import type { Dossier } from '../dossier.ts'
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import { badge, outcomeBadge, table, where, witnessed, type Section } from './elements.ts'

export function byClause({ network, rules }: Dossier, pen: Pen): Section {
  const rows = clauseVerdicts(network, rules).map(({ clause, standing, sentence, counts: { computed, attested }, beside }) => [
    clause, badge(STANDING_MARK[standing], pen.say(sentence), standing), computed.proved, attested.proved, computed.refuted + attested.refuted,
    computed.unknown + attested.unknown, computed.excepted + attested.excepted, beside,
  ])
  return {
    id: 'clauses', heading: pen.t('条項別の判定', 'Verdicts by clause'),
    body: markup`<p>${pen.t('基本方針の条項そのものに基づく判定だけを「満たす・満たさない」とします。国のガイドライン、対策基準、本ソフトの推論に基づく指摘は右端の列に分けて数えます。注記は含みません。',
      'Only what rests on the words of the policy itself keeps or breaks a clause. What rests on the national guideline, the city\'s own standard or inference is counted apart at the right; notes are left out.')}</p>
${table(pen.t('条項別の判定', 'Verdicts by clause'), [pen.t('条項', 'Clause'), pen.t('この申告（設定）の判定', 'This declaration'), pen.say(OUTCOME.computed.proved), pen.say(OUTCOME.attested.proved),
      pen.t('違反', 'refuted'), pen.t('判定不能', 'unknown'), pen.t('例外適用中', 'under exception'), pen.t('ほかの根拠による指摘', 'by other grounds')], rows, 'numbers')}`,
  }
}

export function causes(dossier: Dossier, pen: Pen): Section {
  const { network } = dossier
  return {
    id: 'findings', heading: pen.t('指摘（原因ごと）', 'Findings, by cause'),
    body: network.findings.length === 0 ? markup`<p>${pen.t('この申告（設定）に、指摘する事項はありません。', 'Nothing was found against this declaration.')}</p>`
      : markup`${network.findings.map((finding, index) => cause(finding, index, dossier, pen))}`,
  }
}

function cause(finding: Finding, index: number, { network, rules, diagram }: Dossier, pen: Pen): Markup {
  const broken = finding.obligations.map((at) => network.obligations[at]!)
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]))
  const about = [...new Set(broken.map(({ rule }) => rule))].flatMap((id) => ruleOf.get(id) ?? [])
  const fixes = new Set(broken.flatMap(({ fix, rule }) => { const advice = fix ?? ruleOf.get(rule)?.fix; return advice ? [pen.say(advice)] : [] }))
  const shown = broken.find((one) => witnesses(one).length > 0)
  return markup`<article class="finding f-${finding.severity}" id="finding-${index + 1}" aria-labelledby="finding-${index + 1}-name">
<h3 id="finding-${index + 1}-name"><span class="severity">${pen.say(SEVERITY[finding.severity])}</span> ${index + 1}. ${pen.say(finding.title)}</h3>
<p>${where(finding.at)}${isKnown(finding, network) && markup` <span class="badge">${pen.t('既知（ベースライン）', 'known (baseline)')}</span>`}${diagram.routes.some((route) => route.finding === finding.key) && markup` <button type="button" class="show-route" data-finding="${finding.key}">${pen.t('経路を図で見る', 'Show the path on the diagram')}</button>`}</p>
${about.map((rule) => brokenUnder(rule, broken.filter((one) => one.rule === rule.id), pen))}
${shown && witnesses(shown).map((one) => witnessed(one, pen))}
<dl class="advice"><dt>${pen.t('対処', 'Fix')}</dt><dd>${[...fixes].map((fix) => markup`<div>${fix}</div>`)}</dd>
<dt>${pen.t('根拠と理由', 'Grounds')}</dt><dd>${about.map((rule) => markup`<div>${pen.say(basis(rule))}<br><span class="small">${pen.say(rule.why)}（<code>${rule.id}</code>）</span></div>`)}</dd></dl></article>
`
}

/** So many subjects of one rule are written out; the list of all verdicts has the others. */
const MOST = 20

function brokenUnder(rule: ReportedRule, broken: readonly Obligation[], pen: Pen): Markup {
  const [first] = broken
  return markup`<p class="rule">${outcomeBadge(first!.outcome, pen.say(OUTCOME[first!.ground][first!.outcome]))} <b>${rule.clause}</b> ${pen.say(rule.title)} <code>${rule.id}</code></p>
<ul class="broken">${broken.slice(0, MOST).map((one) => markup`<li>${pen.say(one.subject)}：${pen.say(one.message)}</li>`)}${broken.length > MOST && markup`<li>${pen.t(`ほか ${broken.length - MOST} 件`, `and ${broken.length - MOST} more`)}</li>`}</ul>`
}

export function undecided({ network }: Dossier, pen: Pen): Section {
  return {
    id: 'unknown', heading: pen.t('判定できない事項と、足りない申告', 'What could not be decided, and what is missing'),
    body: network.unknowns.length === 0 ? markup`<p>${pen.t('判定できない事項はありません。', 'Everything that was asked is decided.')}</p>`
      : markup`<p>${pen.t('上から順に申告すれば、より多くの判定が決まります。', 'Declared from the top, these decide most.')}</p><ol class="missing">${network.unknowns.map(({ text, yaml, at, obligations, decided }) =>
        markup`<li>${pen.say(text)} ${pen.t(`（${obligations.length} 件に影響、ここまでで ${decided} 件が決まる）`, `(${obligations.length} affected, ${decided} decided so far)`)}${at && markup` ${where(at)}`}${yaml !== '' && markup`<pre>${yaml}</pre>`}</li>`)}</ol>`,
  }
}
