import type { Controls, Host } from '../topology/model.ts'
import { text, type At, type Text } from '../verdict.ts'
import { evidenceFault } from './judgement/evidence.ts'
import type { Judgement } from './judgement/judgement.ts'
import { aboutTerminal, attested, controlCause, factAt, myNumberTerminals, noTerminals, undeclaredControl } from './judgement/terminals.ts'
import type { Answer, Rule } from './rule.ts'

export const terminalExport: Rule = {
  id: 'terminal-export',
  clause: '第６条第３号ア',
  relation: 'none',
  basis: { kind: 'policy', quote: '端末からの情報持ち出し不可設定' },
  title: text('端末からの情報持ち出し不可設定', 'No information can be taken out of terminals of the My Number tier'),
  checks: text(
    'マイナンバー利用事務系に接続する端末（role: terminal）の一つ一つについて、外部記憶媒体の使用が禁止と申告され、台数の申告があれば全台が対策済みで、根拠の文書が期限内にあることを確かめます。許可制は、台帳と承認者があれば警告、なければ違反とします。Bluetooth・テザリング・リダイレクトは、許可すると申告されたときだけ問題にします（申告がなくても判定は変わりません）。印刷物や画面の撮影による持ち出しと、申告どおりに設定されているかは分かりません。',
    'Checks of each terminal (role: terminal) with a leg in the tier that removable media are declared prohibited, that all machines are covered where counts are given, and that the evidence is in date. An allow-list warns if it has a register and an approver, and is a violation otherwise. Bluetooth, tethering and redirection are faulted only where they are declared permitted. It cannot know of paper and photographs, or whether the machines are set up as declared.'),
  why: text('端末から媒体に書き出せれば、通信をいくら遮断しても住民情報を持ち出せるためです。', 'Where a terminal can write to a stick, data leaves however well the network is closed.'),
  fix: text('外部記憶媒体への書き出しを全台で禁止してください。業務上やむを得ない場合は、許可する媒体を台帳（media-register）で管理し承認者を定めてください。', 'Prohibit writing to removable media on every machine; where work cannot do without, keep a register of the media that are allowed, with an approver.'),
  *check(judgement) {
    const terminals = myNumberTerminals(judgement)
    for (const host of terminals) yield closed(judgement, host, this)
    if (terminals.length === 0) yield noTerminals(judgement, this)
  },
}

/** One way out of the machine, as declared; a graded one weighs less than what the Article names. */
interface Way { readonly at: At; readonly says: Text; readonly grade?: 'allowlist' | 'other-ways' }

function closed(judgement: Judgement, host: Host, rule: Rule): Answer {
  const about = aboutTerminal(rule, host)
  const { controls } = host
  if (!controls || controls.removableMedia === undefined) {
    const ways = controls ? otherWays(controls) : []
    if (ways.length > 0) return open(judgement, host, ways, rule)
    return {
      ...about, outcome: 'unknown', message: text('外部記憶媒体の扱いが申告されていない', 'what it does with removable media is not declared'),
      missing: [undeclaredControl(host, 'removable-media', text('外部記憶媒体の扱い', 'what it does with removable media'), 'prohibited')],
    }
  }
  const ways = [...byMedia(controls), ...uncovered(controls), ...otherWays(controls)]
  const stale = staleRegister(judgement, controls)
  if (stale && ways.every(({ grade }) => grade !== undefined)) {
    return {
      ...about, outcome: 'unknown', message: stale, missing: [{
        key: `controls:${host.id}/media-register`, at: controls.mediaRegister!.at, text: text(`端末 ${host.id} の媒体管理台帳：${stale.ja}`, `register of media of ${host.id}: ${stale.en}`),
        yaml: `hosts:\n  ${host.id}:\n    controls:\n      media-register: { document: 台帳名, approver: 承認者, on: YYYY-MM-DD }`,
      }],
    }
  }
  if (ways.length > 0) return open(judgement, host, ways, rule)
  return attested(judgement, rule, host, [{ fact: 'removable-media', text: text('外部記憶媒体の使用を禁止している', 'removable media are prohibited') }], proved(controls))
}

function open(judgement: Judgement, host: Host, ways: readonly Way[], rule: Rule): Answer {
  const worst = ways.find(({ grade }) => grade === undefined) ?? ways[0]!
  return {
    ...aboutTerminal(rule, host), outcome: 'refuted', fix: rule.fix, cause: controlCause(judgement, host, worst.at),
    ...(worst.grade !== undefined && { grade: worst.grade }),
    message: text(ways.map(({ says }) => says.ja).join('。'), ways.map(({ says }) => says.en).join('; ')),
  }
}

function byMedia(controls: Controls): Way[] {
  const at = factAt(controls, 'removable-media')
  const { mediaRegister: register } = controls
  switch (controls.removableMedia) {
    case 'unrestricted': return [{ at, says: text('外部記憶媒体を制限なく使える', 'removable media can be used without restriction') }]
    case 'allowlist': {
      const lacking = [...(register?.document ? [] : [text('台帳', 'register')]), ...(register?.approver ? [] : [text('承認者', 'approver')])]
      if (lacking.length === 0) {
        return [{ at, grade: 'allowlist', says: text(`外部記憶媒体を許可制で使える（台帳「${register!.document!}」、承認者 ${register!.approver!}）`, `removable media are allowed by list (register "${register!.document!}", approver ${register!.approver!})`) }]
      }
      return [{ at, says: text(`外部記憶媒体の許可制に${lacking.map(({ ja }) => ja).join('と')}がない`, `the allow-list of removable media has no ${lacking.map(({ en }) => en).join(' and no ')}`) }]
    }
    default: return []
  }
}

function uncovered({ coverage: { removableMedia: coverage } }: Controls): Way[] {
  if (!coverage || coverage.covered === coverage.of) return []
  const rest = coverage.of - coverage.covered
  return [{
    at: coverage.at,
    says: text(`${coverage.of}台のうち${coverage.covered}台しか対策されていない（残り${rest}台）`, `only ${coverage.covered} of ${coverage.of} machines are covered (${rest} are not)`),
  }]
}

/** 等: an open list. A way that is declared open counts; one of which nothing is said changes no verdict. */
function otherWays(controls: Controls): Way[] {
  const redirected: string[] = Object.entries(controls.redirection ?? {}).filter(([, on]) => on).map(([name]) => name)
  const files: string[] = redirected.filter((name) => name === 'drive' || name === 'usb')
  const at = factAt(controls, 'redirection')
  return [
    ...(controls.tethering === 'permitted' ? [{ at: factAt(controls, 'tethering'), says: text('テザリングが許可されている', 'tethering is permitted') }] : []),
    ...(files.length > 0 ? [{ at, says: text(`リダイレクト（${files.join('・')}）が許可されている`, `redirection is on (${files.join(', ')})`) }] : []),
    ...(controls.bluetooth === 'permitted' ? [{ at: factAt(controls, 'bluetooth'), grade: 'other-ways' as const, says: text('Bluetooth によるファイルの受け渡しが許可されている', 'file exchange by Bluetooth is permitted') }] : []),
    ...(redirected.length > files.length ? [{ at, grade: 'other-ways' as const, says: text(
      `リダイレクト（${redirected.filter((name) => !files.includes(name)).join('・')}）が許可されている`, `redirection is on (${redirected.filter((name) => !files.includes(name)).join(', ')})`) }] : []),
  ]
}

function staleRegister({ asOf, profile }: Judgement, { removableMedia, mediaRegister }: Controls): Text | undefined {
  if (removableMedia !== 'allowlist' || !mediaRegister?.document) return undefined
  const { document, on, at } = mediaRegister
  return evidenceFault({ document, at, ...(on !== undefined && { on }) }, asOf, profile.limits.evidenceDays)
}

function proved(controls: Controls): Text {
  const silent = [
    ...(controls.bluetooth === undefined ? ['Bluetooth'] : []), ...(controls.tethering === undefined ? [text('テザリング', 'tethering')] : []),
    ...(controls.redirection === undefined ? [text('リダイレクト', 'redirection')] : []),
  ].map((one) => (typeof one === 'string' ? text(one, one) : one))
  const said = text('外部記憶媒体の使用を禁止していると申告されている', 'declared to prohibit removable media')
  return silent.length === 0 ? said : text(`${said.ja}（申告のないもの：${silent.map(({ ja }) => ja).join('・')}）`, `${said.en} (nothing is declared of ${silent.map(({ en }) => en).join(', ')})`)
}
