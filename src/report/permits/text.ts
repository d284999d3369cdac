/** The list as lines: what is to be acted on is marked. */
import type { Permit } from '../../rules/register/permits.ts'
import type { Ink } from '../ink.ts'
import { position } from '../phrases.ts'
import type { Placed } from '../report.ts'
import { isDue, STATUS, type ListedPermits } from './permits.ts'

export const listing = (lists: readonly ListedPermits[], pen: Ink): string => lists.map((list) => network(list, pen)).join('\n')

function network(list: ListedPermits, pen: Ink): string {
  const { title, network: name, file, asOf, within, permits } = list
  const due = permits.filter((one) => isDue(one, within)).length
  const head = pen.t(`${title ?? name}（${file}）判定日 ${asOf}：${permits.length}件、うち対応が必要なもの${due}件`, `${title ?? name} (${file}) as of ${asOf}: ${permits.length} listed, ${due} to act on`)
  return [pen.paint('bold', head), ...permits.flatMap((one) => permit(one, list, pen)), ''].join('\n')
}

function permit(one: Placed<Permit>, { within }: ListedPermits, pen: Ink): string[] {
  const due = isDue(one, within)
  const { id, status, why, rules, from, to, service, approver, ticket, reason, title, successor, at } = one
  const what = one.list === 'exceptions' ? pen.t('例外', 'exception') : pen.t('登録', 'entry')
  const terms = [`${pen.t('承認者', 'approved by')} ${approver ?? '-'}`, ...(ticket === undefined ? [] : [`${pen.t('起案番号', 'ticket')} ${ticket}`]),
    ...(successor === undefined ? [] : [`${pen.t('後継', 'followed by')} ${successor}`])]
  return [
    '', `${due ? '!' : ' '} ${what} ${id}  ${pen.paint(due ? 'red' : 'green', `${pen.say(STATUS[status])}${until(one, pen)}`)}  ${position(at)}`,
    ...(why ? [`    ${pen.say(why)}`] : []),
    `    ${rules.join(pen.t('、', ', '))}: ${from.join(', ')} → ${to.join(', ')}  ${service}`,
    `    ${terms.join(pen.t('　', '  '))}`,
    ...[title ?? reason].filter((line) => line !== undefined).map((line) => `    ${line}`),
  ]
}

function until({ expires, daysLeft }: Placed<Permit>, pen: Ink): string {
  if (expires === undefined) return ''
  if (daysLeft === undefined) return pen.t(`（期限 ${expires}）`, ` (until ${expires})`)
  return daysLeft < 0 ? pen.t(`（${expires} まで、${-daysLeft}日経過）`, ` (until ${expires}, ${-daysLeft} days ago)`) : pen.t(`（${expires} まで、あと${daysLeft}日）`, ` (until ${expires}, ${daysLeft} days left)`)
}
