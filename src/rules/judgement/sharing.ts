/** How much it weighs that a thing is shared between tiers, and what makes it bearable. No text that was read rules on any of it. */
import type { InfrastructureKind, Separation } from '../../topology/model.ts'
import { text, type Text } from '../../verdict.ts'

/** `mynumber`: one of the tiers is the My Number tier; `internet`: one is on the Internet side. */
export interface Sides { readonly mynumber: boolean; readonly internet: boolean }

interface Sharing {
  readonly name: Text
  /** The case of the rule; none is the heaviest. */
  readonly grade: (sides: Sides, separated: Readonly<Partial<Record<Separation, boolean>>>) => string | undefined
  /** Any of these, complete, makes it bearable. */
  readonly bearable: readonly (readonly Separation[])[]
}

const always = (grade: string) => (): string => grade
const identity: Pick<Sharing, 'grade' | 'bearable'> = {
  grade: ({ mynumber }) => (mynumber ? undefined : 'identity'), bearable: [['read-only-replica', 'fixed-ports'], ['forests']],
}
/** Data that can go both ways are an error with a My Number leg. */
const data = ({ mynumber }: Sides, separated: Readonly<Partial<Record<Separation, boolean>>>): string | undefined =>
  (mynumber && separated['one-way'] === false ? undefined : 'data')

export const SHARING: Readonly<Record<InfrastructureKind, Sharing>> = {
  hypervisor: { name: text('仮想化基盤', 'hypervisor'), grade: ({ mynumber, internet }) => (mynumber && internet ? 'compute-mynumber' : 'compute'), bearable: [['network', 'management']] },
  storage: { name: text('ストレージ', 'storage'), grade: data, bearable: [['volumes', 'management']] },
  backup: { name: text('バックアップ', 'backup'), grade: data, bearable: [['one-way', 'volumes', 'offline-copy']] },
  directory: { name: text('認証基盤', 'directory'), ...identity },
  dns: { name: text('DNS', 'DNS'), ...identity },
  radius: { name: text('RADIUS', 'RADIUS'), ...identity },
  ntp: { name: text('時刻サーバー', 'time server'), grade: always('time'), bearable: [['one-way'], ['fixed-ports']] },
  printer: { name: text('複合機', 'printer'), grade: always('printing'), bearable: [['no-scan-across']] },
  kvm: { name: text('KVM（切替器）', 'KVM switch'), grade: always('console'), bearable: [['no-usb']] },
  switch: { name: text('スイッチ', 'switch'), grade: ({ mynumber }) => (mynumber ? 'fabric-mynumber' : 'fabric'), bearable: [['network']] },
  firewall: { name: text('ファイアウォール', 'firewall'), grade: always('fabric'), bearable: [['management']] },
}

export const SEPARATION_TEXT: Readonly<Record<Separation, Text>> = {
  network: text('仮想スイッチ・NIC・許可VLANの分離', 'virtual switches, NICs or VLANs of their own'),
  management: text('管理用ネットワークの分離', 'a management network apart'),
  volumes: text('ボリュームの分離', 'volumes of their own'),
  'one-way': text('一方向の転送', 'one-way transfer'),
  'offline-copy': text('切り離した複製', 'an offline copy'),
  'read-only-replica': text('読み取り専用の複製', 'a read-only replica'),
  'fixed-ports': text('ポートの固定', 'fixed ports'),
  forests: text('フォレストの分離', 'forests of their own'),
  'no-scan-across': text('層をまたぐ転送の禁止', 'no scanning or routing across'),
  'no-usb': text('USBを共有しないこと', 'no shared USB'),
}
