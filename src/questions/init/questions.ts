/** The questions of the first hour, each of which may be skipped. A flag of the same name answers it. */
import { text, type Text } from '../../verdict.ts'
import {
  readConfigs, readLedgers, readLgwanAddresses, readLines, readModel, readName, readParties, readProfile, readRegister, readScAddresses, readZones, type ReadAnswer,
} from './readers.ts'

export interface InitQuestion {
  readonly flag: string
  readonly multiple: boolean
  readonly ask: Text
  /** How an answer is written. */
  readonly example: string
  /** What the answer lets the tool decide. */
  readonly decides: Text
  readonly read: ReadAnswer
}

export const INIT_QUESTIONS: readonly InitQuestion[] = [
  { flag: 'name', multiple: false, example: '西海町', read: readName, ask: text('ネットワークの名前', 'the name of the network'), decides: text('レポートに表示する名前', 'what reports call it') },
  {
    flag: 'profile', multiple: false, example: 'saikai-2024', read: readProfile, ask: text('評価基準（saikai-2024、mic-2026、または自団体の YAML ファイル）', 'the profile: saikai-2024, mic-2026 or a YAML file of your own'),
    decides: text('どの版のポリシーで判定するか', 'which edition of the policy judges'),
  },
  { flag: 'model', multiple: false, example: 'alpha', read: readModel, ask: text('三層のモデル（α、α´、β、β´）', 'the model (alpha, alpha-prime, beta, beta-prime)'), decides: text('ローカルブレイクアウト、EDR、外部監査などの要件', 'what holds for breakouts, EDR and audits') },
  {
    flag: 'zone', multiple: true, example: 'mn=10.10.0.0/16', read: readZones,
    ask: text('領域とサブネット（mn=マイナンバー利用事務系、lg=LGWAN接続系、in=インターネット接続系、ほかは 名前:層）', 'zones with their subnets (mn, lg, in; others as name:tier)'),
    decides: text('どの層の間の通信を判定するか（ほぼすべての規則）', 'between which tiers anything is judged: nearly every rule'),
  },
  {
    flag: 'sc-addresses', multiple: true, example: '203.0.113.0/26', read: readScAddresses, ask: text('自治体情報セキュリティクラウドのアドレス', 'the addresses of the security cloud'),
    decides: text('egress-aggregation（インターネットとの通信の集約）、monitoring', 'egress-aggregation, monitoring'),
  },
  { flag: 'lgwan-addresses', multiple: true, example: '198.51.100.0/24', read: readLgwanAddresses, ask: text('LGWAN側のアドレス', 'the addresses of LGWAN'), decides: text('lgwan-exposure、特定通信の相手方', 'lgwan-exposure, and who is at the other end of a 特定通信') },
  {
    flag: 'config', multiple: true, example: 'fw1=configs/fw1.v4', read: readConfigs,
    ask: text('機器の設定ファイル（iptables-save、ip6tables-save、ip addr、ip route の出力。機器=ファイル）', 'configuration files of devices: output of iptables-save, ip6tables-save, ip addr, ip route (device=file)'),
    decides: text('領域の間で何が通るか。機器がなければ、つながっていないものとして判定します', 'what gets through between zones; without a device nothing is connected') },
  {
    flag: 'line', multiple: true, example: 'sc=192.168.39.2', read: readLines, ask: text('回線（lgwan、sc、world、juki など行き先=ネクストホップ）', 'lines: lgwan, sc, world, juki or another name = next hop'),
    decides: text('庁外へ出る経路、庁外から入る経路', 'the ways out, and the ways in') },
  {
    flag: 'ledger', multiple: true, example: 'hosts=台帳.csv', read: readLedgers, ask: text('アドレス台帳などの CSV（hosts=、segments=、exceptions=）', 'ledgers in CSV, such as of addresses (hosts=, segments=, exceptions=)'),
    decides: text('端末の対策、中継するサーバー、登録の相手の名前', 'controls of terminals, servers that relay, names in the register') },
  { flag: 'register', multiple: false, example: '通信要件一覧.csv', read: readRegister, ask: text('通信要件一覧の CSV', 'the register as CSV'), decides: text('どの通信が承認されているか', 'what is approved') },
  {
    flag: 'party', multiple: true, example: 'eltax=198.51.100.50', read: readParties, ask: text('庁外の相手方（一覧: sanso rules --profile saikai-2024）', 'outside systems of the catalogue (sanso rules --profile saikai-2024 lists them)'),
    decides: text('特定通信の相手方（counterparty）', 'the other ends of 特定通信 (counterparty)') },
]
