/** What every paper begins with: whose network, as of when, by what standard, by whom, and how it is to be handled. */
import type { Dossier } from './dossier.ts'
import type { Pen } from './pen.ts'

export function coverLines({ network, scope, circuits, cover, asOf, version, redacted }: Dossier, pen: Pen): (readonly [name: string, value: string])[] {
  const unsaid = pen.t('（記載なし）', '(not stated)')
  const { profile } = network
  return [
    [pen.t('ネットワーク', 'Network'), [network.title, network.network === undefined ? undefined : `(${network.network})`].filter(Boolean).join(' ')],
    [pen.t('対象機関', 'Bodies'), scope && scope.bodies.length > 0 ? scope.bodies.join('、') : unsaid],
    [pen.t('対象拠点', 'Sites'), scope && scope.sites.length > 0 ? scope.sites.join('、') : unsaid],
    [pen.t('対象回線', 'Circuits'), circuits.length > 0 ? circuits.map(({ id, title }) => title ?? id).join('、') : pen.t('なし', 'none')],
    [pen.t('評価基準日', 'As of'), pen.day(asOf)],
    [pen.t('評価基準', 'Profile'), profile ? `${profile.title ? pen.say(profile.title) : profile.id}${pen.t(`（${profile.id}、モデル ${profile.model}）`, ` (${profile.id}, model ${profile.model})`)}` : unsaid],
    [pen.t('検証ソフト', 'Made by'), `sanso ${version}`],
    [pen.t('版', 'Edition'), cover.edition ?? unsaid],
    [pen.t('作成者', 'Prepared by'), cover.preparedBy ?? unsaid],
    [pen.t('承認者', 'Approved by'), cover.approvedBy ?? unsaid],
    [pen.t('取扱区分', 'Classification'), cover.classification ?? unsaid],
    ...(redacted ? [[pen.t('仮名', 'Pseudonyms'), pen.t('名前・アドレスは仮名であり、入力は同梱していない', 'names and addresses are pseudonyms, and no input is enclosed')] as const] : []),
  ]
}
