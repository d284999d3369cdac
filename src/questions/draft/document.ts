/** The drafts as a file of the topology language. Purpose, approval and dates are left to a person: no draft is ever green. */
import { neutral } from '../../report/neutral.ts'
import { KIND, plainEnds, type Draft, type Drafts } from '../../report/drafts.ts'
import { position } from '../../report/phrases.ts'
import type { Placed } from '../../report/report.ts'
import { list, scalar } from './yaml.ts'

export function documentOf(found: Placed<Drafts>): string {
  const { drafts, rest } = neutral(found)
  return [
    '# 通信要件一覧の下書き / drafts of register entries',
    '#',
    '# 許可されているのに登録のない通信です。目的・承認者・承認日・有効期限を記入するまで、何も適合になりません。',
    '# 必要なものは記入して register.yaml へ移し、不要なものは消して、許可している箇所を閉じてください。種別は推測です。',
    '# Permitted and not registered. Nothing is green until purpose, approval and expiry are typed. The kinds are guesses.',
    ...(rest.length === 0 ? [] : [
      '#',
      '# このままでは登録しても適合にならないもの（許可を削除・限定するか、相手を hosts や parties に申告する） / no entry puts these in order as they are:',
      ...rest.map(({ cause, why }) => `#   ${cause.title.ja}  ${position(cause.at)}：${why.ja}`),
    ]),
    '',
    'flows:',
    ...drafts.flatMap(entry),
  ].join('\n') + '\n'
}

function entry({ id, kind, from, to, services, causes, open, decided }: Placed<Draft>): string[] {
  return [
    '',
    ...causes.map(({ title, at }) => `  # ${title.ja}  ${position(at)}`),
    `  # 関わる判定 ${open.length} 件（${[...new Set(open.map(({ rule }) => rule))].join('、')}）。ここまでの記入で決まる判定 ${decided} 件`,
    `  ${id}:`,
    `    kind: ${kind}`,
    `    title: ${scalar(`（下書き）${KIND[kind][0]} ${plainEnds(from)} → ${plainEnds(to)}`)}`,
    `    from: ${from}`,
    `    to: ${to}`,
    `    service: ${list(services.map(scalar))}`,
    '    # purpose: ここに目的',
    '    # approved: { by: ここに承認者, on: YYYY-MM-DD }',
    '    # expires: YYYY-MM-DD',
  ]
}
