/**
 * The usual other ends of 特定通信. The ministry's overview names examples of two classes: parties that cannot reach the
 * Internet, and parties that can and are accepted all the same, through LGWAN. Of everything else no class was read.
 */
import { text } from '../../verdict.ts'
import type { CatalogueParty, Edition } from './profile.ts'
import { MIC, said, UNREAD, type Source } from './sourced.ts'

const OFFLINE = MIC('特定通信の相手方のうちインターネットに接続されないものの例', 'an example of parties that cannot reach the Internet')
const ACCEPTED = MIC('インターネットに接続されるが、LGWAN経由の特定通信の相手方として認められるものの例', 'an example of parties that can, and are accepted through LGWAN')
const UNCONFIRMED = UNREAD('接続仕様による申告を要する', 'needs a declaration from its own specification')

const party = (name: CatalogueParty['class'], title: readonly [ja: string, en: string], names: readonly string[], route?: CatalogueParty['route'], source?: Source) =>
  said<CatalogueParty>({ title: text(...title), names, class: name, ...(route && { route }) }, source ?? { offline: OFFLINE, accepted: ACCEPTED, undeclared: UNCONFIRMED }[name])

export const USUAL_PARTIES: Edition['parties'] = {
  'juki-net': party('offline', ['住民基本台帳ネットワークシステム（住基ネット）', 'Juki-net, the resident registry network'],
    ['住基ネット', '住民基本台帳ネットワーク', 'コミュニケーションサーバ', '住基CS', '住基ネットCS', '全国サーバ', 'jukinet', 'juki', 'juki-cs', 'jukinet-cs'], 'jukinet'),
  'cert-center': party('offline', ['証明書交付センター（コンビニ交付のLGWAN中間サーバ）', 'certificate centre for convenience stores'],
    ['証明書交付センター', 'コンビニ交付', 'LGWAN中間サーバ', 'cert-centre', 'certificate-center', 'conveni-cert', 'konbini'], 'lgwan'),
  eltax: party('accepted', ['eLTAX（地方税ポータルシステム）', 'eLTAX, the local-tax portal'], ['eLTAX', '地方税ポータル', '地方税ポータルシステム', 'エルタックス', 'eltax-portal'], 'lgwan'),
  mynaportal: party('accepted', ['マイナポータル（ぴったりサービス）', 'Mynaportal (Pittari service)'],
    ['マイナポータル', 'ぴったりサービス', 'pittari', 'pittari-service', 'myna', 'myna-portal'], 'lgwan'),
  'update-platform': party('accepted', ['自治体情報セキュリティ向上プラットフォーム', "J-LIS's update platform"],
    ['向上プラットフォーム', '向上PF', '自治体情報セキュリティ支援プラットフォーム', '支援プラットフォーム', '支援PF', 'kojo-pf', 'koujou-pf', 'update-pf', 'jlis-pf'], 'lgwan'),
  'relay-platform': party('undeclared', ['中間サーバー・プラットフォーム', 'intermediate server platform'], ['中間サーバー', '中間サーバ', 'relay-server', 'chukan-server']),
  koseki: party('undeclared', ['戸籍副本データ管理・戸籍情報連携システム', 'family-register systems of the Ministry of Justice'], ['戸籍副本', '戸籍情報連携', '戸籍情報システム連携', 'koseki']),
  kokuho: party('undeclared', ['国民健康保険団体連合会（国保連）', 'federation of national health insurance'], ['国保連', '国民健康保険団体連合会', 'kokuhoren']),
  'late-elderly': party('undeclared', ['後期高齢者医療広域連合', 'late-elderly medical care association'], ['後期高齢者医療広域連合', '広域連合']),
  jpki: party('undeclared', ['公的個人認証サービス', 'public certification service for individuals'], ['公的個人認証', 'JPKI']),
  'lgwan-dns': party('undeclared', ['LGWANのDNS', 'DNS of LGWAN'], ['LGWAN DNS', 'LGWAN-DNS'], 'lgwan'),
  'lgwan-ntp': party('undeclared', ['LGWANの時刻サーバー（NTP）', 'NTP of LGWAN'], ['LGWAN NTP', 'LGWAN 時刻サーバー', 'LGWAN-NTP'], 'lgwan'),
  'lgwan-mail': party('undeclared', ['LGWANメール', 'mail of LGWAN'], ['LGWAN メール', 'LGWAN-MAIL'], 'lgwan'),
  'lgwan-asp': party('undeclared', ['LGWAN-ASP（サービスごとに確認を要する）', 'LGWAN-ASP (each service on its own)'], ['LGWAN-ASP'], 'lgwan'),
  'data-centre': party('undeclared', ['データセンター（インターネットへの経路の有無を確認する）', 'data centre (whether it has a way to the Internet)'], ['データセンター', 'data-center'], 'dedicated'),
}
