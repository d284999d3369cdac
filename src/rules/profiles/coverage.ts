/** All of 第６条 and 第７条, item by item, and how far each is looked at: what nobody checked must not seem to be in order. */
import { text, type Text } from '../../verdict.ts'

/** `partly`: something of it is evaluated or recorded, and `says` names what is not. `not`: nothing of it is. */
export type Extent = 'checked' | 'partly' | 'not'

export interface CoverageItem {
  /** As rules cite it. */
  readonly clause: string
  readonly title: Text
  /** The words of the policy, as far as they are quoted. */
  readonly quote: string
  readonly extent: Extent
  readonly says: Text
}

const item = (clause: string, title: Text, quote: string, extent: Extent, says: Text): CoverageItem => ({ clause, title, quote, extent, says })

export const COVERAGE: readonly CoverageItem[] = [
  item('第６条第１号', text('組織体制の確立', 'organisation'), '情報セキュリティ対策を推進する全庁的な組織体制を確立すること', 'not',
    text('組織体制は確認していません。登録と例外に承認者の記載があることだけを見ています', 'No organisation is looked at; only that entries and exceptions name who approved them')),
  item('第６条第２号', text('情報資産の分類と管理', 'classification of information assets'), '機密性、完全性及び可用性に応じて分類し、当該分類に基づき情報セキュリティ対策を実施すること', 'partly',
    text('申告された分類の情報が、置いてよい層にあることを確認しています。分類が正しいことは確認していません', 'That information of a declared class stands where it may; not that it is classified rightly')),
  item('第６条第３号', text('情報システム全体の強じん性の向上（柱書）', 'resilience of the whole (introductory words)'), '業務の効率性・利便性の観点を踏まえ、情報システム全体に対し、次に掲げる対策を講じる', 'partly',
    text('アからウまでに名指しされた対策を確認しています。業務の効率性・利便性は確認していません', 'The measures named in ア to ウ; not whether work stays efficient and convenient')),
  item('第６条第３号ア', text('マイナンバー利用事務系', 'My Number tier'), '原則として、他の領域との通信をできないようにした上で、端末からの情報持ち出し不可設定、端末への多要素認証の導入等により、住民情報の流出を防ぐこと', 'checked',
    text('通信と中継は計算で、持ち出し不可設定と多要素認証は申告書類で確認しています。「等」に含まれる名指しされていない対策と、申告と実機の一致は確認していません',
      'Communication and relaying by computation, export and authentication by attestation; not measures left unnamed, nor that devices are as declared')),
  item('第６条第３号イ', text('LGWAN接続系', 'LGWAN tier'), '通信経路を分割、かつ、両システム間で通信する場合には、無害化通信を実施すること', 'checked',
    text('通信経路の分割と、無害化を経ない経路がないことは計算で、無害化の方式は申告書類で確認しています。無害化製品の品質は確認していません',
      'Division, and that no way goes round the sanitizers, by computation; methods by attestation; not how good a sanitizing product is')),
  item('第６条第３号ウ', text('インターネット接続系', 'Internet tier'), '不正通信の監視機能の強化等の高度な情報セキュリティ対策を実施するし、高度な情報セキュリティ対策として、都道府県及び市区町村のインターネットとの通信を集約した上で、自治体情報セキュリティクラウドの導入等を実施すること', 'checked',
    text('インターネットとの通信が集約先と監視点を通ることは計算で、監視していることは申告で確認しています。監視の運用（検知の能力、体制）は確認していません',
      'That traffic passes the security cloud and a monitored point by computation, that it is watched by attestation; not how well it is watched')),
  item('第６条第４号', text('物理的セキュリティ措置', 'physical security'), 'サーバ、情報システム室、通信回線及び職員等のパソコン等の管理について、物理的な対策を講じること', 'not',
    text('現地の確認が必要です。申告されていない配線や持ち込み機器は分かりません', 'On site only; cables and devices that nobody declared are not known')),
  item('第６条第５号', text('人的セキュリティ措置', 'human security'), '情報セキュリティに関し、職員等が遵守すべき事項を定めるとともに、十分な教育及び啓発を行う等の人的な対策を講じること', 'not',
    text('研修の記録などで確認してください', 'By records of training and the like')),
  item('第６条第６号', text('技術的セキュリティ措置', 'technical security'), 'コンピュータ等の管理、アクセス制御、不正プログラム対策、不正アクセス対策等の技術的対策を講じること', 'partly',
    text('ネットワークのアクセス制御（フィルタ、登録との一致、詐称）を計算で確認しています。サーバーや端末の更新、不正プログラム対策、利用者の権限は確認していません',
      'Access control in the network by computation; not patches, malware protection or rights of users on machines')),
  item('第６条第７号', text('運用上の措置', 'operation'), '情報システムの監視、情報セキュリティポリシーの遵守状況の確認、業務委託を行う際のセキュリティ確保等、情報セキュリティポリシーの運用面の対策を講じ', 'partly',
    text('この報告書が遵守状況の確認の記録の一部になります。情報システムの監視の運用と、事故の報告・対応は確認していません', 'This report is a part of the record of compliance; monitoring in operation and incident response are not looked at')),
  item('第６条第８号', text('業務委託及び外部サービスの利用における措置（柱書）', 'outsourcing and outside services (introductory words)'), '次に掲げるサービスの形態に応じ、当該各号に定める措置を行う', 'partly',
    text('アからウまでの各行のとおりです', 'As said for ア to ウ')),
  item('第６条第８号ア', text('業務委託', 'outsourcing'), '業務委託を行う場合には、委託事業者を選定し、情報セキュリティ要件を明記した契約を締結し', 'partly',
    text('保守回線などの通信の登録・承認・期限を確認しています。委託事業者の選定、契約の内容、履行は確認していません', 'Registration, approval and expiry of maintenance traffic; not contracts or how they are kept')),
  item('第６条第８号イ', text('外部サービスの利用', 'outside services'), '外部サービスを利用する場合には、利用に係る規定を整備し対策を講じること', 'partly',
    text('クラウドへの経路と、ローカルブレイクアウトの宛先・ISMAP登録の申告を確認しています。利用の規定は確認していません', 'Ways to clouds, and what is declared of breakout services; not the rules for their use')),
  item('第６条第８号ウ', text('ソーシャルメディアサービス', 'social media'), 'ソーシャルメディアサービスを利用する場合には、ソーシャルメディアサービスの運用手順を定め', 'not',
    text('運用手順と責任者の定めを確認してください', 'By the procedures and the names of who answers for them')),
  item('第６条第９号', text('評価・見直しの実施', 'evaluation and review'), '定期的又は必要に応じて情報セキュリティ監査及び自己点検を実施し、運用改善を行い', 'partly',
    text('この報告書は自己点検の資料になります。α´・β・β´モデルでは外部監査の実施日と提出先の申告を確認しています。監査の内容と運用改善は確認していません',
      'This report serves self-inspection; under models α´, β, β´ the dates of external audits are checked; not what they found, nor what became of it')),
  item('第７条', text('情報セキュリティ監査及び自己点検の実施', 'audit and self-inspection'), '情報セキュリティポリシーの遵守状況を検証するため、定期的又は必要に応じて情報セキュリティ監査及び自己点検を実施する', 'partly',
    text('登録・例外の期限、機器の設定の採取日と解釈を確認しています。監査と自己点検の計画・実施そのものは確認していません', 'Expiry of entries and exceptions, age and reading of configurations; not that audits are planned and held')),
]
