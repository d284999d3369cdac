import type { Host, Sanitizer } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { hostCause } from './judgement/blame.ts'
import { atKey, factsAssumed, METHODS, openingsOf, sanitizerKey, undeclaredFacts } from './sanitizers/fail-closed.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { attestedBy } from './sanitizers/attested.ts'
import type { Answer, Rule } from './rule.ts'

export const sanitizationFailClosed: Rule = {
  id: 'sanitization-fail-closed',
  clause: '第６条第３号イ',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '第２条第12号「安全が確保された通信」からの推論。処理の時間切れで元の添付ファイルを転送する製品があること（製品の制限事項）は確認済みだが、失敗時の動作を定める条文は確認していない',
      'Inferred from 第２条第12号 (communication whose safety is ensured). That products forward the original attachment on a timeout is confirmed (a product\'s notes); no text that rules on failure was read'),
  },
  title: text('無害化できないときに通さないこと', 'A sanitizer passes nothing that it could not sanitise'),
  checks: text(
    '申告された無害化の一つ一つについて、処理に失敗したときと、暗号化されていて処理できないときに、遮断（暗号化は展開でも可）と申告され、その根拠が期限内であることを確かめます。画面転送は、失敗したときに通すファイルを持たないので、失敗時と暗号化時の動作が申告されているときだけ判定します。申告どおりに装置が動くかは分かりません。',
    'Checks of each declared sanitising that failure blocks, that encrypted content is blocked or expanded, and that the evidence is in date. Screen transfer has no file to let pass and is judged only where what it does is declared. It cannot know whether the machine does what was declared.'),
  why: text('失敗したときに元のファイルを通す装置は、攻撃者が失敗させるだけで素通しになるためです。', 'An attacker only has to make a sanitizer fail if what fails is let through.'),
  fix: text('装置を、失敗時・時間切れ・暗号化ファイルのいずれも遮断する設定に変更してください。', 'Configure it to block on failure, on timeout and on encrypted files.'),
  *check(judgement) {
    const entries = [...judgement.topology.hosts.values()].flatMap((host) => host.sanitizes.map((entry) => ({ host, entry })))
    for (const { host, entry } of entries) yield closed(judgement, host, entry, this)
    if (entries.length === 0) yield nothingToAsk(this, judgement, text('無害化の申告がない', 'no sanitising is declared'))
  },
}

function closed({ asOf, profile, network }: Judgement, host: Host, entry: Sanitizer, rule: Rule): Answer {
  const about = {
    rule: rule.id, key: sanitizerKey(host, entry), at: entry.at, ground: 'attested' as const, assumes: [],
    subject: text(`${host.id} の無害化（${METHODS[entry.method].ja}）`, `${host.id}: ${METHODS[entry.method].en}`),
  }
  const { open, undeclared } = openingsOf(entry)
  if (open[0]) {
    return {
      ...about, outcome: 'refuted', missing: [], fix: rule.fix, cause: { ...hostCause(host.id, network), at: atKey(entry, open[0]) },
      message: text(`無害化できなかった内容を通す（${open.map((key) => `${key}: pass`).join('、')}）`, `lets pass what it could not sanitise (${open.map((key) => `${key}: pass`).join(', ')})`),
    }
  }
  if (undeclared.length > 0) {
    return { ...about, outcome: 'unknown', missing: undeclaredFacts(host, entry, undeclared), message: text('無害化できないときの動作が申告されていない', 'what happens when it cannot sanitise is not declared') }
  }
  if (entry.onFailure === undefined || entry.onEncrypted === undefined) {
    return { ...about, outcome: 'vacuous', missing: [], message: text('画面転送には、失敗したときに通るファイルがない', 'screen transfer has no file that could pass when it fails') }
  }
  return {
    ...about, ...attestedBy(host, entry, { asOf, days: profile.limits.evidenceDays }, factsAssumed(host, entry, ['on-failure', 'on-encrypted']),
      text('無害化できないものは通さないと申告されている', 'declared to pass nothing that it could not sanitise')),
  }
}
