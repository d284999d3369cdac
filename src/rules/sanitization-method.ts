import type { Flow, Host, Sanitizer } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { hostCause } from './judgement/blame.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'
import { attestedBy } from './sanitizers/attested.ts'
import { backingOf } from './sanitizers/backing.ts'
import { atKey, factsAssumed, METHOD_FACTS, METHODS, REDIRECTIONS, sanitizerKey, undeclaredFacts, undeclaredMethod, type MethodKey } from './sanitizers/fail-closed.ts'
import { imports, judgeImport } from './sanitizers/media.ts'

export const sanitizationMethod: Rule = {
  id: 'sanitization-method',
  clause: '第６条第３号イ',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '第２条第12号が定義する無害化通信の方式。総務省ガイドライン（令和８年３月27日改定）の概要資料で、メールテキスト化・画面転送・ファイル無害化（危険因子の除去または不存在の確認）の三方式を確認した。方式に当たらないもの（ウイルス対策、暗号化、プロキシ、パスワード付きZIP、共有ディスク）の列挙は本ソフトの推論',
      'The methods of what 第２条第12号 defines. The overview of the MIC guideline of 2026-03-27 confirms three: mail to text, screen transfer, file sanitising (removing what is dangerous, or verifying that nothing is). What is no method (antivirus, encryption, a proxy, a ZIP password, a shared disk) is our inference'),
  },
  title: text('無害化の方式', 'Sanitising is one of the three methods'),
  checks: text(
    '申告された無害化の一つ一つが、メール本文のテキスト化（添付の除去とHTMLのテキスト化）、画面転送（リダイレクトをすべて無効）、ファイルの無害化（除去または確認）のいずれかとして事実が揃い、根拠が期限内であることを確かめます。登録された無害化通信はどちらかの端が、インターネット側からの媒体による持ち込みは経由先（through）が、それを無害化すると申告したホストであることを求めます。無害化の中身の良し悪しは分かりません。',
    'Checks of each declared sanitising that its facts make it mail to text (attachments removed, HTML turned to text), screen transfer (every redirection off) or file sanitising (remove or verify), with evidence in date; of each registered sanitised communication that one of its ends is a host declared to sanitise it; of media carried in from the Internet side that what they go through does. It cannot know how good the sanitising is.'),
  why: text('ウイルス対策ソフトの検査や暗号化を「無害化」と呼んでも、不正プログラムの付着がないとはいえないためです。', 'Calling a virus scan or encryption "sanitising" does not keep malware out.'),
  fix: text('三方式のいずれかを行う無害化装置を経由させ、その設定を hosts の sanitizes に申告してください。',
    'Send it through a host that does one of the three methods, and declare what it does under `sanitizes`.'),
  *check(judgement) {
    const { topology } = judgement
    const entries = [...topology.hosts.values()].flatMap((host) => host.sanitizes.map((entry) => ({ host, entry })))
    const flows = judgement.active('sanitized')
    const media = imports(judgement)
    for (const { host, entry } of entries) yield complete(judgement, host, entry, this)
    for (const flow of flows) yield backed(judgement, flow, this)
    for (const flow of media) yield judgeImport(judgement, flow, this)
    if (entries.length + flows.length + media.length === 0) {
      yield nothingToAsk(this, judgement, text('無害化の申告も、無害化通信の登録も、インターネット側からの媒体による持ち込みもない', 'no sanitising is declared, none is registered, and no media are carried in'))
    }
  },
}

function complete({ asOf, profile, network }: Judgement, host: Host, entry: Sanitizer, rule: Rule): Answer {
  const about = {
    rule: rule.id, key: sanitizerKey(host, entry), at: entry.at, ground: 'attested' as const, assumes: [], missing: [],
    subject: text(`${host.id} の無害化（${METHODS[entry.method].ja}）`, `${host.id}: ${METHODS[entry.method].en}`),
  }
  const denied = contradiction(entry)
  if (denied) {
    return { ...about, outcome: 'refuted', fix: rule.fix, cause: { ...hostCause(host.id, network), at: atKey(entry, denied.key) }, message: denied.says }
  }
  const undeclared = undeclaredMethod(entry)
  if (undeclared.length > 0) {
    return {
      ...about, outcome: 'unknown', missing: undeclaredFacts(host, entry, undeclared),
      message: text(`${METHODS[entry.method].ja}と認めるための申告が足りない`, `too little is declared for it to count as ${METHODS[entry.method].en}`),
    }
  }
  const facts = factsAssumed(host, entry, METHOD_FACTS[entry.method])
  return { ...about, ...attestedBy(host, entry, { asOf, days: profile.limits.evidenceDays }, facts, text('方式の要件が申告されている', 'declared to be what the method asks for')) }
}

/** A declared fact that the method rules out. */
function contradiction({ method, redirection, stripAttachments, htmlToText }: Sanitizer): { readonly key: MethodKey; readonly says: Text } | undefined {
  const on = method === 'screen-transfer' ? REDIRECTIONS.filter((one) => redirection?.[one] === true) : []
  if (on.length > 0) {
    return { key: 'redirection', says: text(`画面のほかにリダイレクト（${on.join('、')}）が有効になっている`, `more than the screen is transferred: ${on.join(', ')} redirected`) }
  }
  if (method !== 'mail-text') return undefined
  if (stripAttachments === false) return { key: 'strip-attachments', says: text('添付ファイルを取り除かずに通す', 'attachments are let through') }
  if (htmlToText === false) return { key: 'html-to-text', says: text('HTMLをテキストにせずに通す', 'HTML is let through') }
  return undefined
}

function backed({ topology, model }: Judgement, flow: Flow, { id, fix }: Rule): Answer {
  const about = {
    rule: id, key: `flow ${flow.id}`, subject: text(`無害化通信の登録 ${flow.id}`, `sanitised communication ${flow.id}`), at: flow.at, ground: 'computed' as const,
    assumes: [], missing: [],
  }
  const backing = backingOf(flow, topology, model)
  switch (backing.is) {
    case 'backed': return {
      ...about, outcome: 'proved', message: text('それを無害化すると申告されたホストが一方の端にある', 'one of its ends is a host that is declared to sanitise it'),
      assumes: backing.by.map(({ host, entry }) => ({
        key: `sanitizes:${sanitizerKey(host, entry)}`, at: entry.at, text: text(`${host.id} が ${METHODS[entry.method].ja}を行う（申告）`, `${host.id} does ${METHODS[entry.method].en} (declared)`),
      })),
    }
    case 'undeclared': return {
      ...about, outcome: 'unknown', message: text('どちらの端が無害化するのかが申告されていない', 'which of its ends sanitises it is not declared'),
      missing: [{
        key: `backing:${flow.id}`, at: flow.at, text: text(`登録 ${flow.id} を無害化する装置とその方式`, `what sanitises entry ${flow.id}, and how`),
        yaml: backing.hosts[0] ? asSanitizer(backing.hosts[0].id, flow.id) : asOutside(backing.zone!, flow.id),
      }],
    }
    case 'unbacked': return {
      ...about, outcome: 'refuted', fix, message: text('無害化通信として登録されているが、どちらの端も無害化装置として申告されていない', 'registered as sanitised, and neither end is declared to sanitise it'),
      cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}（無害化する装置がない）`, `register entry ${flow.id} (nothing sanitises it)`) },
    }
  }
}

const asSanitizer = (host: string, flow: string): string =>
  `hosts:\n  ${host}:\n    sanitizes:\n      - { method: file, from: internet, to: lgwan, in: [FLOW-IN], out: [${flow}], mode: remove, on-failure: block, on-encrypted: block, evidence: { document: 文書名, on: YYYY-MM-DD } }`

const asOutside = (zone: string, flow: string): string =>
  `hosts:\n  HOST-ID:\n    role: sanitizer\n    attach: [{ zone: ${zone}, address: ADDRESS }]\n    sanitizes:\n      - { method: mail-text, from: internet, to: lgwan, in: [FLOW-IN], out: [${flow}], strip-attachments: true, html-to-text: true, on-failure: block, on-encrypted: block, evidence: { document: 文書名, on: YYYY-MM-DD } }`
