/** What verdicts rest on, what was not checked, from which files, and how to check all of it again. */
import { HOLDS, OUTCOME } from '../../words.ts'
import type { Extent } from '../../../rules/profiles/coverage.ts'
import { text, type Text } from '../../../verdict.ts'
import { clausesOf } from '../clauses.ts'
import type { Dossier } from '../dossier.ts'
import { markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import { badge, outcomeBadge, table, where, type Section } from './elements.ts'

export function grounds({ network, rules }: Dossier, pen: Pen): Section {
  const number = new Map(network.assumptions.map(({ key }, index) => [key, index + 1]))
  const asked = rules.map((rule) => ({ rule, own: network.obligations.filter((one) => one.rule === rule.id) })).filter(({ own }) => own.length > 0)
  return {
    id: 'grounds', heading: pen.t('すべての判定と、その前提', 'All verdicts, and what they rest on'),
    body: markup`<p>${pen.t('判定は、次の申告が正しいことを前提とします。一覧の番号（P-1 など）は、各判定の「前提」欄と対応します。', 'Verdicts rest on these declarations; their numbers (P-1, …) stand with each verdict.')}</p>
${network.assumptions.length === 0 ? markup`<p>${pen.t('前提はありません。', 'None.')}</p>` : markup`<details><summary>${pen.t(`前提の一覧（${network.assumptions.length} 件）`, `Assumptions (${network.assumptions.length})`)}</summary>${table(pen.t('前提', 'Assumptions'), [pen.t('番号', 'No.'), pen.t('前提とする申告', 'Declaration'), pen.t('記載箇所', 'Where'), pen.t('依存する判定', 'Verdicts')],
      network.assumptions.map((one, index) => [markup`<span id="p-${index + 1}">P-${index + 1}</span>`, pen.say(one.text), one.at ? where(one.at) : '', one.obligations.length]))}</details>`}
${asked.map(({ rule, own }) => markup`<details><summary>${rule.clause} ${pen.say(rule.title)} <code>${rule.id}</code>（${own.length}）</summary><p>${pen.say(rule.checks)}</p>${table(pen.say(rule.title), [pen.t('対象', 'Subject'), pen.t('判定', 'Verdict'), pen.t('内容', 'What'), pen.t('前提', 'Rests on')],
      own.map((one) => [pen.say(one.subject), outcomeBadge(one.outcome, pen.say(OUTCOME[one.ground][one.outcome])), markup`${pen.say(one.message)}${one.holds && markup` <span class="small">${pen.say(HOLDS[one.holds])}</span>`}`, one.assumes.map((key) => `P-${number.get(key)}`).join(', ')]))}</details>
`)}`,
  }
}

const EXTENTS: Readonly<Record<Extent, readonly [mark: string, kind: string, words: Text]>> = {
  checked: ['○', 'kept', text('確認した', 'checked')], partly: ['△', 'unknown', text('一部を確認', 'partly')], not: ['―', 'nothing', text('本ソフトでは確認しない', 'not by this tool')],
}

export function unchecked({ coverage, rules, network }: Dossier, pen: Pen): Section {
  return {
    id: 'unchecked', heading: pen.t('確認した範囲と確認していない事項', 'What was checked, and what was not'),
    body: markup`<p>${pen.t('第６条と第７条のすべての項目について、本ソフトが確認した範囲を示します。「適合」は、確認していない事項には及びません。', 'Every item of Articles 6 and 7, and how far it was looked at. "Proved" does not extend to what was not.')}</p>
${table(pen.t('第６条及び第７条の確認範囲', 'Articles 6 and 7'), [pen.t('条項', 'Clause'), pen.t('項目', 'Item'), pen.t('条文', 'Wording'), pen.t('確認', 'Checked'), pen.t('範囲', 'How far'), pen.t('規則', 'Rules')],
      coverage.map(({ clause, title, quote, extent, says }) => [clause, pen.say(title), markup`<q lang="ja">${quote}</q>`, badge(EXTENTS[extent][0], pen.say(EXTENTS[extent][2]), EXTENTS[extent][1]), pen.say(says),
        markup`${rules.filter((rule) => clausesOf(rule.clause).includes(clause)).map(({ id }) => markup`<code>${id}</code> `)}`]))}
${(network.profile?.notAsked.length ?? 0) > 0 && markup`<h3>${pen.t('評価基準が求めるが、規則が問わないこと', 'What the profile demands and no rule asks')}</h3><ul>${network.profile!.notAsked.map((one) => markup`<li>${one.clause}：${pen.say(one.text)}</li>`)}</ul>`}
${(network.profile?.changes?.length ?? 0) > 0 && table(pen.t('評価基準の変更点（対策基準による）', 'What the city\'s own standard changes'), [pen.t('項目', 'Key'), pen.t('値', 'Value'), pen.t('元の値', 'Before'), pen.t('出典', 'Source'), ''],
      network.profile!.changes!.map(({ key, value, was, source, loosens }) => [key, pen.say(value), was ? pen.say(was) : '', pen.say(source.text), loosens ? pen.t('緩和', 'loosened') : '']))}`,
  }
}

export function inputs({ inputs: files, configurations, redacted }: Dossier, pen: Pen): Section {
  return {
    id: 'inputs', heading: pen.t('入力と再検証の方法', 'Inputs, and how to check again'),
    body: markup`${table(pen.t('検証に用いたファイル', 'Files'), [pen.t('番号', 'No.'), pen.t('ファイル', 'File'), pen.t('大きさ（バイト）', 'Bytes'), 'SHA-256'], files.map(({ path, size, sha256, masked }, index) => [index + 1, redacted ? path : `inputs/${path}${masked ? pen.t('（同梱の写しではパスワードと鍵を伏せた。ハッシュは原本のもの）', ' (passwords and keys are hidden in the enclosed copy; the hash is the original\'s)') : ''}`, size, markup`<code class="hash">${sha256}</code>`]))}
${configurations.length > 0 && table(pen.t('読み取った機器の設定', 'Device configurations'), [pen.t('機器', 'Device'), pen.t('構文', 'Syntax'), pen.t('ファイル', 'Files'), pen.t('取得日', 'Captured on'), pen.t('取得元', 'Captured from')],
      configurations.map(({ device, syntax, files: of, capturedOn, capturedFrom }) => [device, syntax, of.join(', '), capturedOn === undefined ? pen.t('記載なし', 'not stated') : pen.day(capturedOn), capturedFrom ?? '']))}
<h3>${pen.t('自分で確かめる', 'Check it yourself')}</h3>
${redacted ? markup`<p>${pen.t('仮名の報告書には入力を同梱していません。元の入力を持つ者が、その SHA-256 をこの表と照合してください。', 'A report under pseudonyms encloses no input: whoever has the files compares their SHA-256 with this table.')}</p>`
    : markup`<p>${pen.t('このフォルダー（または zip）を、sanso を導入した別の端末で検証できます。', 'Any machine with sanso can check this folder (or zip):')}</p><pre>sanso verify .</pre>
<p>${pen.t('確かめられること：(1) すべてのファイルが目録（manifest.json）のハッシュと一致し、証明書（certificates.json）の不変条件が通信のグラフについて成り立つこと。これは判定に使った計算とは別の小さな検査器によります。(2) そのグラフが同梱の入力から作られること。これは設定の読み取り部を信頼します。',
      'It confirms (1) that every file is as the manifest says and that the invariants of the certificates hold of the graph, by a small checker apart from what computed the verdicts; (2) that the graph comes from the enclosed inputs, which trusts the readers of configurations.')}</p>`}`,
  }
}
