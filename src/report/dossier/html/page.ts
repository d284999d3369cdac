/** The report for people: one file that needs nothing else, and that may load nothing. */
import { safeJson } from '../../neutral.ts'
import type { Dossier } from '../dossier.ts'
import { markup, verbatim, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import type { Digest } from '../paper.ts'
import { DRAWING_STYLE } from '../diagram/style.ts'
import { cover } from './cover.ts'
import { diagramData, diagramSection } from './diagram.ts'
import type { Section } from './elements.ts'
import { grounds, inputs, unchecked } from './grounds.ts'
import { passages } from './passages.ts'
import { auditForm, fieldTestForm, registers } from './registers.ts'
import { PAGE_SCRIPT } from './script.ts'
import { PAGE_STYLE } from './style.ts'
import { byClause, causes, undecided } from './verdicts.ts'

export function page(dossier: Dossier, pen: Pen, digest: Digest): string {
  const { network, cover: { classification }, asOf } = dossier
  const name = network.title ?? network.network ?? network.file
  const title = pen.t(`三層の対策 検証報告書 ${name}`, `Three-tier verification report: ${name}`)
  const sections: readonly Section[] = [byClause, causes, undecided, passages, diagramSection, registers, auditForm, fieldTestForm, grounds, unchecked, inputs].map((part) => part(dossier, pen))
  const style = DRAWING_STYLE + PAGE_STYLE + running(classification, name, pen)
  return markup`<!doctype html>
<html lang="${pen.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(style, digest)}; script-src ${hash(PAGE_SCRIPT, digest)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="sanso ${dossier.version}">
<title>${title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<a class="skip" href="#main">${pen.t('本文へ', 'Skip to content')}</a>
<div class="bar" role="banner"><span>${title}</span>${classification !== undefined && markup`<b>${classification}</b>`}</div>
<div class="layout">
<nav class="contents" aria-label="${pen.t('目次', 'Contents')}"><ol>${sections.map(({ id, heading }) => markup`<li><a href="#${id}">${heading}</a></li>`)}</ol></nav>
<main id="main">
${cover(dossier, pen)}
${sections.map(({ id, heading, body }) => markup`<section id="${id}" class="part${WIDE.includes(id) ? ' wide' : ''}${FRESH.includes(id) ? ' fresh' : ''}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>
${body}</section>
`)}<footer><p>${pen.t(`sanso ${dossier.version} が ${pen.day(asOf)} を評価基準日として作成した。`, `Made by sanso ${dossier.version}, as of ${asOf}.`)}</p></footer>
</main>
</div>
<dialog id="dialog" aria-labelledby="dialog-name"><h2 id="dialog-name">―</h2><div id="dialog-body"></div><p><button type="button" id="dialog-close">${pen.t('閉じる', 'Close')}</button></p></dialog>
<script type="application/json" id="data">${verbatim(safeJson(diagramData(dossier, pen)).replaceAll('<', '\\u003c'))}</script>
<script>${verbatim(PAGE_SCRIPT)}</script>
</body>
</html>
`.source
}

/** Tables that need a page on its side, and parts that begin on a page of their own. */
const WIDE = ['matrix', 'registers', 'audit', 'field-test']
const FRESH = ['diagram', 'unchecked']

/** On every printed page: how it is to be handled, whose it is, and its number. */
function running(classification: string | undefined, name: string, pen: Pen): string {
  const quoted = (text: string): string => `"${text.replace(/[^\p{L}\p{N} ]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `)}"`
  return `@page{@top-left{content:${quoted(name)};font-size:8pt;color:#444}@top-right{content:${quoted(classification ?? '')};font-size:10pt;font-weight:700}@bottom-center{content:counter(page) " / " counter(pages);font-size:8pt}@bottom-right{content:${quoted(pen.t('sanso 検証報告書', 'sanso report'))};font-size:8pt;color:#444}}\n`
}

const hash = (content: string, digest: Digest): Markup => verbatim(`'sha256-${btoa(String.fromCharCode(...digest(new TextEncoder().encode(content))))}'`)
