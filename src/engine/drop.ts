/** Every reason for which a packet goes no further, by name. */
import { text, type Text } from '../verdict.ts'

export type DropReason =
  | 'denied' | 'no-session' | 'later-fragment' | 'reverse-path' | 'not-forwardable' | 'family-not-routed' | 'no-route'
  | 'own-source' | 'null-route' | 'untranslatable' | 'not-for-this-host' | 'forwarding-loop'

export const DROP_TEXT: Readonly<Record<DropReason, Text>> = {
  denied: text('フィルタが拒否', 'denied by a filter'),
  'no-session': text('セッションのないTCPを破棄', 'TCP without a session'),
  'later-fragment': text('先頭のない後続フラグメントを破棄', 'a later fragment without its first'),
  'reverse-path': text('逆経路検査（uRPF）で破棄', 'reverse-path check'),
  'not-forwardable': text('転送されない宛先・送信元（マルチキャスト、リンクローカル等）', 'an address that is never forwarded (multicast, link-local, …)'),
  'family-not-routed': text('この装置はこのIPバージョンを転送しない', 'this device does not route this IP version'),
  'own-source': text('装置自身のアドレスを送信元とするパケット', 'the device\'s own address as the source'),
  'no-route': text('経路なし', 'no route'),
  'null-route': text('破棄経路（null）', 'null route'),
  untranslatable: text('変換先アドレスなし', 'no address to translate to'),
  'not-for-this-host': text('受け取ったホストの宛先ではなく、転送もしない', 'neither for the host that received it nor forwarded by it'),
  'forwarding-loop': text('転送ループ', 'forwarding loop'),
}
