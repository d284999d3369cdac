import type { End, Flow, Redirection, ScreenTransfer } from '../topology/model.ts'
import { text, type Assumption, type At, type Missing, type Text } from '../verdict.ts'
import { evidenceAssumed, evidenceFault } from './judgement/evidence.ts'
import { namesOf, tooFewKinds } from './judgement/factors.ts'
import { exceptionAssumed, registered } from './judgement/isolation.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { standingsOf } from './register/ends.ts'
import { excusing } from './register/excused.ts'
import type { Answer, Rule } from './rule.ts'
import { REDIRECTIONS } from './sanitizers/fail-closed.ts'

export const mynumberScreenTransfer: Rule = {
  id: 'mynumber-screen-transfer',
  clause: '第６条第３号ア',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」令和７年３月版でマイナンバー利用事務系の画面転送が定められた（概要資料で確認）。それより前の版には定めがない。条件（向き、利用者側の領域、リダイレクト、認証）は本文を確認しておらず推論',
      'Screen transfer for the My Number tier was defined in the MIC guideline of March 2025 (confirmed in the ministry\'s overview); earlier editions know none. Its conditions (direction, where the client may stand, redirection, authentication) were not read and are inferred'),
  },
  title: text('マイナンバー利用事務系への画面転送', 'Screen transfer into the My Number tier'),
  checks: text(
    '領域の外からマイナンバー利用事務系の画面転送サーバー（vdi）を使う登録と、画面転送（screen-transfer）と書かれた登録の一つ一つについて、評価基準の版が画面転送を認めること、認める場合は、サーバーが領域の中にあり、利用者側がLGWAN接続系にあり、特定通信として記載がそろい、クリップボード・ドライブ・プリンター・USBのリダイレクトがすべて無効で、二種類以上の要素で認証すると申告され、根拠が期限内にあることを確かめます。申告どおりに設定されているかは分かりません。',
    'Checks of each entry by which a vdi of the tier is used from outside, or that says screen-transfer: that the edition of the profile admits it, and if so that the server stands inside the tier, the client in the LGWAN tier, the entry is a complete 特定通信, every redirection is off, two kinds of factors are asked for, and the evidence is in date. It cannot know whether it is set up as declared.'),
  why: text('画面のほかにファイルやクリップボードが通れば、領域を分けていても住民情報が外の端末に渡るためです。', 'Where more than a screen passes, residents\' data reach terminals outside however well the tiers are divided.'),
  fix: text('画面転送をやめて領域の中の端末を使うか、評価基準の版が認める場合は、リダイレクトをすべて無効にし、多要素認証とし、flows の screen-transfer に根拠とともに申告してください。', 'Use terminals inside the tier; or, where the edition admits it, turn every redirection off, ask for two factors, and declare both under the entry\'s screen-transfer with the document that says so.'),
  *check(judgement) {
    const flows = [...judgement.topology.flows.values()].filter((flow) => flow.screenTransfer !== undefined || entersVdi(judgement, flow))
    for (const flow of flows) yield orExcepted(judgement, flow, judged(judgement, flow, this))
    if (flows.length === 0) yield nothingToAsk(this, judgement, text('マイナンバー利用事務系への画面転送の登録はない', 'no screen transfer into the tier is registered'))
  },
}

/** A 特定通信 by which somebody outside uses a vdi inside. */
const entersVdi = (judgement: Judgement, flow: Flow): boolean => flow.kind === 'specific' && isInside(judgement, flow.to) && !isInside(judgement, flow.from)
  && flow.to.some((end) => end.kind === 'host' && judgement.topology.hosts.get(end.id)!.role === 'vdi')

function judged(judgement: Judgement, flow: Flow, rule: Rule): Answer {
  const { profile } = judgement
  const about = { rule: rule.id, key: flow.id, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, ground: 'attested' as const, assumes: [], missing: [] }
  const nothing = whyNothing(judgement, flow)
  if (nothing) return { ...about, outcome: 'vacuous', message: nothing }
  const refuted = (message: Text, at: At = flow.at): Answer => ({
    ...about, outcome: 'refuted', message, fix: rule.fix,
    cause: { key: `flow:${flow.id}`, at, title: text(`登録 ${flow.id}（画面転送）`, `register entry ${flow.id} (screen transfer)`) },
  })
  if (!isInside(judgement, flow.to)) return refuted(text('画面転送サーバーがマイナンバー利用事務系の中にない', 'the screen-transfer server does not stand inside the My Number tier'))
  if (profile.myNumberScreenTransfer === 'forbidden') {
    return refuted(text(`評価基準（${profile.title.ja}）では、マイナンバー利用事務系への画面転送は認められない`, `the profile (${profile.title.en}) admits no screen transfer into the My Number tier`))
  }
  const fault = outsideClient(judgement, flow) ?? incomplete(judgement, flow)
  if (fault) return refuted(fault)
  const { screenTransfer: transfer } = flow
  const open = transfer && openRedirections(transfer.redirection)
  if (open && open.length > 0) return refuted(text(`リダイレクト（${open.join('・')}）が有効である`, `redirection is on (${open.join(', ')})`), factAt(transfer, 'redirection'))
  const few = transfer?.authentication && tooFewKinds(transfer.authentication)
  if (few) return refuted(few, factAt(transfer, 'authentication'))
  const missing = undeclared(judgement, flow)
  if (missing.length > 0) return { ...about, outcome: 'unknown', missing, message: text('画面転送の設定が申告されていないか、根拠が足りない', 'how it is set up is not declared, or not by a document in date') }
  return {
    ...about, outcome: 'proved', assumes: restsOn(flow, transfer!),
    message: text(`画面のほかに何も通さず、${namesOf(transfer!.authentication!).ja}で認証すると申告されている`, `declared to carry nothing but the screen, and to authenticate by ${namesOf(transfer!.authentication!).en}`),
  }
}

function orExcepted(judgement: Judgement, flow: Flow, answer: Answer): Answer {
  const excuses = answer.outcome === 'refuted' ? excusing(judgement, flow, judgement.exceptions(answer.rule)) : undefined
  if (!excuses) return answer
  const { cause: _, fix: __, ...rest } = answer
  return {
    ...rest, outcome: 'excepted', assumes: excuses.map(exceptionAssumed),
    message: text(`${answer.message.ja}が、承認された例外がある`, `${answer.message.en}, but there is an approved exception`),
  }
}

function whyNothing(judgement: Judgement, flow: Flow): Text | undefined {
  const standing = judgement.standing(flow)
  if (standing.is === 'expired' || standing.is === 'not-yet') return text('有効期間にない（register-expired が問う）', 'out of its days (see register-expired)')
  if (!touches(judgement, flow.to) && !touches(judgement, flow.from)) return text('マイナンバー利用事務系との通信ではない', 'it has no end in the My Number tier')
  return isInside(judgement, flow.from) && isInside(judgement, flow.to) ? text('両端とも領域の中にある', 'both of its ends are inside the tier') : undefined
}

function outsideClient(judgement: Judgement, flow: Flow): Text | undefined {
  const clients = tiersOf(judgement, flow.from)
  return clients.every((tier) => tier === 'lgwan' || tier === 'mynumber') ? undefined
    : text('利用者側がLGWAN接続系の外にある（認められることを確認できた条件の外）', 'its client stands outside the LGWAN tier, which nothing that was read admits')
}

function incomplete(judgement: Judgement, flow: Flow): Text | undefined {
  const standing = judgement.standing(flow)
  if (flow.kind !== 'specific') return text('特定通信（kind: specific）として登録されていない', 'it is not registered as a 特定通信 (kind: specific)')
  return standing.is === 'incomplete' ? standing.why : undefined
}

const openRedirections = (redirection: Redirection | undefined): string[] => REDIRECTIONS.filter((one) => redirection?.[one] === true)

function undeclared({ asOf, profile }: Judgement, { id, at, screenTransfer: transfer }: Flow): Missing[] {
  const lacking = (fact: string, what: Text, yaml: string): Missing => ({
    key: `screen-transfer:${id}/${fact}`, at: transfer?.at ?? at, text: text(`登録 ${id}：${what.ja}`, `register entry ${id}: ${what.en}`), yaml: `flows:\n  ${id}:\n    screen-transfer:\n      ${yaml}`,
  })
  const fault = evidenceFault(transfer?.evidence, asOf, profile.limits.evidenceDays)
  return [
    ...(REDIRECTIONS.every((one) => transfer?.redirection?.[one] !== undefined) ? []
      : [lacking('redirection', text('リダイレクトの設定', 'which redirections are on'), 'redirection: { clipboard: false, drive: false, printer: false, usb: false }')]),
    ...(transfer?.authentication ? [] : [lacking('authentication', text('利用者の認証の要素', 'its factors of authentication'), 'authentication: [knowledge, possession]')]),
    ...(fault ? [lacking('evidence', fault, 'evidence: { document: 文書名, on: YYYY-MM-DD }')] : []),
  ]
}

const restsOn = (flow: Flow, transfer: ScreenTransfer): Assumption[] => [registered(flow), ...setUp(flow, transfer)]

const setUp = ({ id }: Flow, transfer: ScreenTransfer): Assumption[] => [
  { key: `screen-transfer:${id}/redirection`, at: factAt(transfer, 'redirection'), text: text(`登録 ${id}：リダイレクトはすべて無効（申告）`, `register entry ${id}: every redirection is off (declared)`) },
  { key: `screen-transfer:${id}/authentication`, at: factAt(transfer, 'authentication'), text: text(`登録 ${id}：認証の要素は${namesOf(transfer.authentication!).ja}（申告）`, `register entry ${id}: authenticates by ${namesOf(transfer.authentication!).en} (declared)`) },
  evidenceAssumed(`screen-transfer:${id}`, transfer.evidence!),
]

const factAt = ({ at }: ScreenTransfer, fact: 'redirection' | 'authentication'): At => ('path' in at ? { file: at.file, path: [...at.path, fact] } : at)

function tiersOf({ topology }: Judgement, ends: readonly End[]): string[] {
  return ends.flatMap((end) => standingsOf(end, topology)).map(({ place }) => ('segment' in place ? topology.zones.get(topology.segments.get(place.segment)!.zone)!.tier
    : 'zone' in place ? topology.zones.get(place.zone)!.tier : 'other'))
}

const touches = (judgement: Judgement, ends: readonly End[]): boolean => tiersOf(judgement, ends).includes('mynumber')

function isInside(judgement: Judgement, ends: readonly End[]): boolean {
  const tiers = tiersOf(judgement, ends)
  return tiers.length > 0 && tiers.every((tier) => tier === 'mynumber')
}
