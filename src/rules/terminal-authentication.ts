import type { Host } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { namesOf, tooFewKinds } from './judgement/factors.ts'
import type { Judgement } from './judgement/judgement.ts'
import { aboutTerminal, attested, controlCause, factAt, myNumberTerminals, noTerminals, undeclaredControl } from './judgement/terminals.ts'
import type { Answer, Rule } from './rule.ts'

export const terminalAuthentication: Rule = {
  id: 'terminal-authentication',
  clause: '第６条第３号ア',
  relation: 'none',
  basis: { kind: 'policy', quote: '端末への多要素認証の導入' },
  title: text('端末への多要素認証の導入', 'Terminals of the My Number tier ask for two factors'),
  checks: text(
    'マイナンバー利用事務系に接続する端末（role: terminal）の一つ一つについて、知識・所持・存在（生体）のうち異なる二種類以上で利用者を認証すると申告され（同じ種類を二つ重ねても一種類と数える）、台数の申告があれば全台が対策済みで、根拠の文書が期限内にあることを確かめます。端末が一つも申告されていなければ判定不能とします。画面転送で利用するときの認証は mynumber-screen-transfer が問います。申告どおりに設定されているかは分かりません。',
    'Checks of each terminal (role: terminal) with a leg in the tier that two different kinds of knowledge, possession and inherence are declared (two of one kind are one), that all machines are covered where counts are given, and that the evidence is in date. A tier without any declared terminal is undecided. Authentication for screen transfer is for mynumber-screen-transfer. It cannot know whether the machines are set up as declared.'),
  why: text('パスワードだけの認証は、見られたり使い回されたりすれば、誰でも住民情報を扱えるようにしてしまうためです。', 'A password alone, once seen or reused, lets anybody handle residents\' data.'),
  fix: text('種類の異なる認証（ICカード、生体認証など）を全台に導入し、controls.authentication と根拠の文書を申告してください。', 'Add a factor of another kind (a card, biometrics) on every machine, and declare controls.authentication with the document that says so.'),
  *check(judgement) {
    const terminals = myNumberTerminals(judgement)
    for (const host of terminals) yield authenticated(judgement, host, this)
    if (terminals.length === 0) yield noTerminals(judgement, this)
  },
}

function authenticated(judgement: Judgement, host: Host, rule: Rule): Answer {
  const about = aboutTerminal(rule, host)
  const { controls } = host
  const factors = controls?.authentication
  if (!controls || !factors) {
    return {
      ...about, outcome: 'unknown', message: text('認証の要素が申告されていない', 'its factors of authentication are not declared'),
      missing: [undeclaredControl(host, 'authentication', text('利用者の認証の要素', 'its factors of authentication'), '[knowledge, possession]')],
    }
  }
  const few = tooFewKinds(factors)
  if (few) return { ...about, outcome: 'refuted', message: few, fix: rule.fix, cause: controlCause(judgement, host, factAt(controls, 'authentication')) }
  const { authentication: coverage } = controls.coverage
  if (coverage && coverage.covered < coverage.of) {
    const rest = coverage.of - coverage.covered
    return {
      ...about, outcome: 'refuted', fix: rule.fix, cause: controlCause(judgement, host, coverage.at),
      message: text(`${coverage.of}台のうち${coverage.covered}台しか多要素認証になっていない（残り${rest}台）`, `only ${coverage.covered} of ${coverage.of} machines ask for two factors (${rest} do not)`),
    }
  }
  const names = namesOf(factors)
  return attested(judgement, rule, host, [{ fact: 'authentication', text: text(`認証の要素は${names.ja}`, `it authenticates by ${names.en}`) }],
    text(`異なる種類の要素（${names.ja}）で認証すると申告されている`, `declared to authenticate by different kinds of factors (${names.en})`))
}
