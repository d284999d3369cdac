/** What a declared sanitizer does when it cannot sanitise: nothing may pass then. */
import type { Host, Sanitizer } from '../../topology/model.ts'
import { text, type Assumption, type At, type Missing, type Text } from '../../verdict.ts'

/** What each method is called. */
export const METHODS: Readonly<Record<Sanitizer['method'], Text>> = {
  'mail-text': text('メール本文のテキスト化', 'mail to text'),
  'screen-transfer': text('画面転送', 'screen transfer'),
  file: text('ファイルの無害化', 'file sanitising'),
}

type Key = 'on-failure' | 'on-encrypted'
export type MethodKey = 'mode' | 'redirection' | 'strip-attachments' | 'html-to-text'

/** Facts that let raw content pass, and facts that nobody has declared. Both empty: it fails closed. */
export interface Openings { readonly open: readonly Key[]; readonly undeclared: readonly Key[] }

/** Screen transfer carries no file that could fail or be encrypted: it is asked only about what it says. */
export function openingsOf({ method, onFailure, onEncrypted }: Sanitizer): Openings {
  const all = [['on-failure', onFailure], ['on-encrypted', onEncrypted]] as const
  const facts = all.filter(([, value]) => method !== 'screen-transfer' || value !== undefined)
  return {
    open: facts.filter(([, value]) => value === 'pass').map(([key]) => key),
    undeclared: facts.filter(([, value]) => value === undefined).map(([key]) => key),
  }
}

/** What a screen could carry besides the screen; each has to be said to be off. */
export const REDIRECTIONS = ['clipboard', 'drive', 'printer', 'usb'] as const

/** The facts that make a declaration one of the three methods. */
export const METHOD_FACTS: Readonly<Record<Sanitizer['method'], readonly MethodKey[]>> = {
  file: ['mode'], 'screen-transfer': ['redirection'], 'mail-text': ['strip-attachments', 'html-to-text'],
}

/** Those of them that nobody has declared. */
export function undeclaredMethod({ method, mode, redirection, stripAttachments, htmlToText }: Sanitizer): MethodKey[] {
  const facts = {
    mode, redirection: REDIRECTIONS.every((one) => redirection?.[one] !== undefined) ? redirection : undefined,
    'strip-attachments': stripAttachments, 'html-to-text': htmlToText,
  }
  return METHOD_FACTS[method].filter((key) => facts[key] === undefined)
}

/** Names one entry of a host: stable when other entries come and go. */
export const sanitizerKey = (host: Host, { method, in: raw, out }: Sanitizer): string =>
  `${host.id}/${method}/${raw.join('+')}->${out.join('+')}`

export const atKey = (entry: Sanitizer, key: Key | MethodKey): At =>
  'path' in entry.at ? { file: entry.at.file, path: [...entry.at.path, key] } : entry.at

/** What is declared of an entry under these keys, as something that a verdict rests on. */
export const factsAssumed = (host: Host, entry: Sanitizer, keys: readonly (Key | MethodKey)[]): Assumption[] => keys.map((key) => ({
  key: `sanitizer:${sanitizerKey(host, entry)}/${key}`, at: atKey(entry, key),
  text: text(`無害化装置 ${host.id}：${FACTS[key].asks.ja}（申告）`, `sanitizer ${host.id}: ${FACTS[key].asks.en} (declared)`),
}))

export const undeclaredFacts = (host: Host, entry: Sanitizer, keys: readonly (Key | MethodKey)[]): Missing[] => keys.map((key) => ({
  key: `sanitizer:${sanitizerKey(host, entry)}/${key}`, at: entry.at, yaml: asTyped(host, entry, FACTS[key].yaml),
  text: text(`無害化装置 ${host.id}：${FACTS[key].asks.ja}`, `sanitizer ${host.id}: ${FACTS[key].asks.en}`),
}))

export const asTyped = (host: Host, entry: Sanitizer, fact: string): string =>
  `hosts:\n  ${host.id}:\n    sanitizes:\n      - method: ${entry.method}    # in: [${entry.in.join(', ')}], out: [${entry.out.join(', ')}]\n        ${fact}`

const FACTS: Readonly<Record<Key | MethodKey, { readonly asks: Text; readonly yaml: string }>> = {
  'on-failure': { asks: text('処理に失敗したときの動作', 'what it does when it fails'), yaml: 'on-failure: block' },
  'on-encrypted': { asks: text('暗号化された内容の扱い', 'what it does with encrypted content'), yaml: 'on-encrypted: block' },
  mode: { asks: text('危険因子の除去か確認か', 'whether it removes what is dangerous or verifies its absence'), yaml: 'mode: remove' },
  redirection: { asks: text('画面転送のリダイレクトの設定', 'which redirections are on'), yaml: 'redirection: { clipboard: false, drive: false, printer: false, usb: false }' },
  'strip-attachments': { asks: text('添付ファイルを取り除くか', 'whether attachments are removed'), yaml: 'strip-attachments: true' },
  'html-to-text': { asks: text('HTMLをテキストにするか', 'whether HTML becomes text'), yaml: 'html-to-text: true' },
}
