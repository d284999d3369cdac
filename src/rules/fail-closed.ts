/** What a declared sanitizer does when it cannot sanitise: nothing may pass then. */
import type { Host, Sanitizer } from '../topology/model.ts'
import { text, type At, type Missing } from '../verdict.ts'

type Key = 'on-failure' | 'on-encrypted'

/** Facts that let raw content pass, and facts that nobody has declared. Both empty: it fails closed. */
export interface Openings { readonly open: readonly Key[]; readonly undeclared: readonly Key[] }

/** A screen carries no encrypted content of its own, so screen transfer is asked about it only where it says something. */
export function openingsOf({ method, onFailure, onEncrypted }: Sanitizer): Openings {
  const facts: readonly (readonly [Key, string | undefined])[] = [
    ['on-failure', onFailure],
    ...(method === 'screen-transfer' && onEncrypted === undefined ? [] : [['on-encrypted', onEncrypted] as const]),
  ]
  return {
    open: facts.filter(([, value]) => value === 'pass').map(([key]) => key),
    undeclared: facts.filter(([, value]) => value === undefined).map(([key]) => key),
  }
}

export const failsClosed = (entry: Sanitizer): boolean => {
  const { open, undeclared } = openingsOf(entry)
  return open.length === 0 && undeclared.length === 0
}

/** Names one entry of a host: stable when other entries come and go. */
export const sanitizerKey = (host: Host, { method, in: raw, out }: Sanitizer): string =>
  `${host.id}/${method}/${raw.join('+')}->${out.join('+')}`

export const atKey = (entry: Sanitizer, key: Key): At =>
  'path' in entry.at ? { file: entry.at.file, path: [...entry.at.path, key] } : entry.at

export const undeclaredFacts = (host: Host, entry: Sanitizer): Missing[] => openingsOf(entry).undeclared.map((key) => ({
  key: `sanitizer:${sanitizerKey(host, entry)}/${key}`, at: entry.at,
  text: key === 'on-failure'
    ? text(`無害化装置 ${host.id} が処理に失敗したときの動作`, `what sanitizer ${host.id} does when it fails`)
    : text(`無害化装置 ${host.id} での暗号化された内容の扱い`, `what sanitizer ${host.id} does with encrypted content`),
  yaml: asTyped(host, entry, `${key}: block`),
}))

export const asTyped = (host: Host, entry: Sanitizer, fact: string): string =>
  `hosts:\n  ${host.id}:\n    sanitizes:\n      - method: ${entry.method}    # in: [${entry.in.join(', ')}], out: [${entry.out.join(', ')}]\n        ${fact}`
