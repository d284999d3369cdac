/** The cover: whose network, what the declaration amounts to, what changed since, who answers for it. */
import { CONCLUSION, OUTCOME } from '../../words.ts'
import { clauseVerdicts, STANDING_MARK } from '../clauses.ts'
import { coverLines } from '../cover-lines.ts'
import type { Comparison, Dossier } from '../dossier.ts'
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import { badge, outcomeBadge, table } from './elements.ts'

export function cover(dossier: Dossier, pen: Pen): Markup {
  const { network, previous, cover: said } = dossier
  const main = clauseVerdicts(network, dossier.rules).slice(0, 3)
  return markup`<header class="cover">
<p class="kind">${pen.t('三層の対策 検証報告書', 'Three-tier verification report')}</p>
<h1>${network.title ?? network.network ?? network.file}</h1>
<p class="conclusion c-${network.conclusion}"><span aria-hidden="true">${MARKS[network.conclusion]}</span> ${pen.say(CONCLUSION[network.conclusion])}</p>
<ul class="sentences">${main.map(({ standing, sentence }) => markup`<li>${badge(STANDING_MARK[standing], pen.say(sentence), standing)}</li>`)}</ul>
<p class="caution">${pen.t('この報告書は、申告された構成図・設定・書類を検証した結果です。実際のネットワークが申告のとおりであることを保証するものではありません。確認していない事項は',
    'This report is about the topology, configurations and documents that were declared. It does not vouch that the network is as declared. What was not checked stands under ')}<a href="#unchecked">${pen.t('「確認した範囲と確認していない事項」', '"What was checked, and what was not"')}</a>${pen.t('に示します。', '.')}</p>
<dl class="facts">${coverLines(dossier, pen).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<table class="seals"><caption class="hidden">${pen.t('作成者と承認者の確認欄', 'To be signed')}</caption><thead><tr><th scope="col">${pen.t('作成者', 'Prepared by')}</th><th scope="col">${pen.t('確認者', 'Checked by')}</th><th scope="col">${pen.t('承認者', 'Approved by')}</th></tr></thead>
<tbody><tr><td>${said.preparedBy ?? ''}</td><td></td><td>${said.approvedBy ?? ''}</td></tr></tbody></table>
${previous ? since(previous, dossier, pen) : markup`<p class="small">${pen.t('前回の報告書との比較：指定なし', 'Compared with an earlier report: none was given')}</p>`}
</header>`
}

const MARKS = { invalid: '×', nothing: '―', refuted: '×', unknown: '？', excepted: '△', proved: '○' } as const

/** So many turned verdicts stand on the cover. */
const MOST = 40

function since({ asOf, version, conclusion, turned, unchanged, profile }: Comparison, { rules, network }: Dossier, pen: Pen): Markup {
  const clause = new Map(rules.map((rule) => [rule.id, rule.clause]))
  const side = (outcome: (typeof turned)[number]['before']): Markup | string => (outcome === undefined ? pen.t('（なし）', '(none)') : outcomeBadge(outcome, pen.say(OUTCOME.computed[outcome])))
  const otherProfile = profile !== undefined && profile !== network.profile?.id
  return markup`<section aria-labelledby="since"><h2 id="since">${pen.t('前回からの変化', 'Changed since the earlier report')}</h2>
<p>${pen.t(`前回（評価基準日 ${pen.day(asOf)}、sanso ${version}）：${pen.say(CONCLUSION[conclusion])}。判定が変わったもの ${turned.length} 件、変わらないもの ${unchanged} 件。`,
    `Earlier report (as of ${asOf}, sanso ${version}): ${pen.say(CONCLUSION[conclusion])}. ${turned.length} verdicts turned, ${unchanged} did not.`)}${otherProfile && pen.t(`評価基準が ${profile} から変わっています。`, ` It was judged by ${profile}.`)}</p>
${turned.length > 0 && table(pen.t('変わった判定', 'Turned verdicts'), [pen.t('対象', 'Subject'), pen.t('条項', 'Clause'), pen.t('前回', 'Before'), pen.t('今回', 'Now')],
    turned.slice(0, MOST).map((one) => [pen.say(one.subject), markup`${clause.get(one.rule) ?? ''} <code>${one.rule}</code>`, side(one.before), side(one.after)]))}
${turned.length > MOST && markup`<p class="small">${pen.t(`ほか ${turned.length - MOST} 件は sanso diff で確認できます`, `${turned.length - MOST} more: see sanso diff`)}</p>`}</section>`
}
