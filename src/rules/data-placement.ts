import type { Host, Tier, Zone } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { hostCause } from './judgement/blame.ts'
import { IMPORTANT } from './judgement/important.ts'
import { TIER_TEXT, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const dataPlacement: Rule = {
  id: 'data-placement',
  clause: '第６条第２号',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」令和８年３月27日改定の概要資料で確認：βモデルではインターネット接続系に重要な情報資産を配置しない。自治体機密性３は個人情報を含む。α・α´モデルでの配置と、機密性３Bの置き場所は第６条第２号「当該分類に基づき情報セキュリティ対策を実施すること」からの推論',
      'MIC guideline, edition of 2026-03-27, confirmed in the ministry\'s overview: under model β no important assets stand in the Internet tier, and class 3 includes personal data. Where they stand under α and α´, and the place of class 3B, are inferred from 第６条第２号'),
  },
  title: text('情報の分類と置き場所', 'Information stands where its class may stand'),
  checks: text(
    '扱う情報（handles）が申告されたホストの一つ一つについて、自治体機密性３の情報や住民の個人情報が、インターネット接続系・自治体情報セキュリティクラウド・インターネット・来庁者用の領域に置かれていないことを確かめます（β´モデルでは資産ごとのアクセス制御を条件に認められ、beta-controls が問います）。個人番号と戸籍の情報は tier-membership が問います。申告のないホストが何を扱うか、分類が正しいかは分かりません。',
    'Checks of each host whose `handles` is declared that class 3 and residents\' personal data do not stand in the Internet tier, the security cloud, the Internet or a guest network (under β´ they may, with access control per asset: see beta-controls). Individual numbers and family registers are for tier-membership. It cannot know what other hosts handle, or whether data are classified rightly.'),
  why: text('重要な情報ほど、インターネット側の侵害が届かない場所に置く必要があるためです。', 'The more important the data, the further from a breach on the Internet side it has to stand.'),
  fix: text('その情報をLGWAN接続系またはマイナンバー利用事務系のホストへ移すか、分類を見直して handles を改めてください。', 'Move the data to a host of the LGWAN or My Number tier, or review its class and correct `handles`.'),
  *check(judgement) {
    const hosts = [...judgement.topology.hosts.values()].filter(({ handles }) => handles.some((one) => CLASSES.has(one)))
    for (const host of hosts) yield placed(judgement, host, this)
    if (hosts.length === 0) yield nothingToAsk(this, judgement, text('分類された情報を扱うと申告されたホストはない', 'no host is declared to handle classified data'))
  },
}

const CLASSES: ReadonlyMap<string, Text> = new Map([
  ['personal', text('住民の個人情報', "residents' personal data")],
  ['confidential-3a', text('自治体機密性３A', 'class 3A')],
  ['confidential-3b', text('自治体機密性３B', 'class 3B')],
  ['confidential-3c', text('自治体機密性３C', 'class 3C')],
  ['confidential-2', text('自治体機密性２', 'class 2')],
  ['confidential-1', text('自治体機密性１', 'class 1')],
])

/** Where a breach on the Internet arrives first. */
const EXPOSED: readonly Tier[] = ['internet', 'security-cloud', 'public', 'guest']

function placed(judgement: Judgement, host: Host, rule: Rule): Answer {
  const { topology, network, model } = judgement
  const zones = [...new Set(host.attach.map(({ place }) => topology.zones.get('zone' in place ? place.zone : topology.segments.get(place.segment)!.zone)!))]
  const handled = host.handles.filter((one) => CLASSES.has(one))
  const important = IMPORTANT.filter((one) => handled.includes(one))
  const about = {
    rule: rule.id, key: host.id, at: host.at, ground: 'computed' as const, assumes: [], missing: [],
    subject: text(`ホスト ${host.id}（${namesOf(handled).ja}）`, `host ${host.id} (${namesOf(handled).en})`),
  }
  const there = (wanted: (zone: Zone) => boolean): Text => tiersOf(zones.filter(wanted))
  const exposed = ({ tier }: Zone): boolean => EXPOSED.includes(tier)
  if (important.length > 0 && zones.some(exposed)) {
    const names = namesOf(important)
    const where = there(exposed)
    if (model === 'beta-prime') {
      return { ...about, outcome: 'proved', message: text(`β´モデルでは、資産ごとのアクセス制御を条件に${where.ja}に置ける（beta-controls が問う）`, `model β´ admits it in the ${where.en}, with access control per asset (see beta-controls)`) }
    }
    return {
      ...about, outcome: 'refuted', fix: rule.fix, cause: hostCause(host.id, network), ...(model === 'beta' ? {} : gradeOf(important)),
      message: text(`${names.ja}が${where.ja}に置かれている`, `${names.en} in the ${where.en}`),
    }
  }
  // What resident and tax systems hold is theirs; elsewhere it is worth a look, and breaks nothing that was read.
  if (handled.includes('confidential-3b') && zones.some(({ tier }) => tier !== 'mynumber')) {
    const where = there(({ tier }) => tier !== 'mynumber')
    return {
      ...about, outcome: 'refuted', grade: 'resident', fix: rule.fix, cause: hostCause(host.id, network),
      message: text(`住民情報・税などの情報（自治体機密性３B）が${where.ja}に置かれている`, `data of resident and tax systems (class 3B) in the ${where.en}`),
    }
  }
  return { ...about, outcome: 'proved', message: text(`${tiersOf(zones).ja}に置ける分類である`, `its class may stand in the ${tiersOf(zones).en}`) }
}

/** Outside model β nothing that was read forbids it: secret and resident data are an error all the same. */
const gradeOf = (important: readonly string[]): Pick<Answer, 'grade'> =>
  important.includes('confidential-3a') || important.includes('confidential-3b') ? {}
  : { grade: important.includes('confidential-3c') ? 'internal' : 'personal' }

function namesOf(classes: readonly string[]): Text {
  const names = classes.map((one) => CLASSES.get(one)!)
  return text(names.map(({ ja }) => ja).join('・'), names.map(({ en }) => en).join(', '))
}

function tiersOf(zones: readonly Zone[]): Text {
  const tiers = [...new Set(zones.map(({ tier }) => tier))].map((tier) => TIER_TEXT[tier])
  return text(tiers.map(({ ja }) => ja).join('・'), tiers.map(({ en }) => en).join(' and '))
}
