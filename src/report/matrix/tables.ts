/** The table as Markdown, as CSV for spreadsheets, and as one HTML page. */
import type { Ink } from '../ink.ts'
import { inCsv, inHtml, inMarkdown } from '../markup.ts'
import { tableOf, type MatrixReport } from './matrix.ts'

const heading = ({ title, network }: MatrixReport): string => title ?? network

export function markdown(matrix: MatrixReport, pen: Ink): string {
  const rows = tableOf(matrix, pen).map((row) => `| ${row.map(inMarkdown).join(' | ')} |`)
  return [`## ${inMarkdown(heading(matrix))}`, '', rows[0]!, `|${'---|'.repeat(matrix.areas.length + 1)}`, ...rows.slice(1), ''].join('\n')
}

/** With a byte order mark, which Excel wants. */
export const csv = (matrix: MatrixReport, pen: Ink): string =>
  `\uFEFF${tableOf(matrix, pen).map((row) => row.map(inCsv).join(',')).join('\r\n')}\r\n`

export function html(matrix: MatrixReport, pen: Ink): string {
  const [head, ...rows] = tableOf(matrix, pen).map((row) => row.map(inHtml)) as [string[], ...string[][]]
  const title = inHtml(heading(matrix))
  return [
    '<!doctype html>', `<html lang="${pen.lang}">`, '<head>', '<meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">', `<title>${title}</title>`, `<style>${STYLE}</style>`, '</head>',
    '<body>', `<h1>${title}</h1>`, '<div><table>',
    `<thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>`, '<tbody>',
    ...rows.map(([name, ...cells]) => `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`),
    '</tbody>', '</table></div>', '</body>', '</html>', '',
  ].join('\n')
}

const STYLE = ':root{color-scheme:light dark;font:15px/1.6 "Hiragino Sans","Noto Sans JP","Yu Gothic",sans-serif}body{margin:2rem}div{overflow-x:auto}'
  + 'table{border-collapse:collapse}th,td{border:1px solid #8888;padding:.3rem .6rem;text-align:left;vertical-align:top}thead th{position:sticky;top:0;background:Canvas}'
  + '@media print{body{margin:0;font-size:9pt}}'
