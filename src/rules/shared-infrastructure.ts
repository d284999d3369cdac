import type { Device, Infrastructure, Separation, StandingName, Tier } from '../topology/model.ts'
import { text, type Assumption, type At, type Cause, type Missing, type Text } from '../verdict.ts'
import { isFirewall, leaksOf, routeTables } from './filters/route-tables.ts'
import { evidenceAssumed, evidenceFault } from './judgement/evidence.ts'
import { policyRouteCause, routeCause } from './judgement/blame.ts'
import { TIER_TEXT, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { SEPARATION_TEXT, SHARING, type Sides } from './judgement/sharing.ts'
import type { Answer, Rule } from './rule.ts'

export const sharedInfrastructure: Rule = {
  id: 'shared-infrastructure',
  clause: '第６条第３号ア',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '領域間の通信をできないようにすること（第６条第３号ア）からの推論。仮想化基盤・ストレージ・認証基盤・複合機・スイッチの共用を定めるガイドラインの条文は確認していない',
      'Inferred from the separation that 第６条第３号ア asks for; no text of the guideline on shared hypervisors, storage, directories, printers or switches was read'),
  },
  title: text('層の間で共用される基盤', 'What several tiers share below the network'),
  checks: text(
    '申告された共用の基盤（infrastructure）の一つ一つについて、二つ以上の層が使うなら、層ごとに分けていること（separated）が根拠とともに申告されていること、管理用の接続口が業務の領域に置かれていないことを確かめます。また、一台のL3スイッチの同じ経路表に二つの層のセグメントがあり、間にファイアウォールがないものを示します。マイナンバー利用事務系が使うものだけを重く見ます。一台のファイアウォールや配線上のスイッチを共用することは、それだけでは問題にしません。申告されていない共用は分かりません。',
    'Checks of each declared piece of shared infrastructure that, where two tiers or more use it, what keeps them apart on it (`separated`) is declared with evidence, and that its management stands in no tier where people work. Also shows an L3 switch one of whose tables of routes holds segments of two tiers with no firewall between. Only what the My Number tier uses weighs heavily. One firewall, or one switch of the cabling, between tiers is no fault by itself. It cannot know of sharing that is not declared.'),
  why: text('ネットワークを分けていても、その下の基盤を通じて情報や侵害が層を越えることがあるためです。', 'However well the network is divided, data and intruders cross by what lies below it.'),
  fix: text('層ごとに基盤を分けるか、仮想スイッチ・管理用ネットワーク・ボリュームなどを分けて separated と根拠の文書を申告してください。', 'Give each tier its own; or divide virtual switches, management, volumes and so on, and declare it under `separated` with the document that says so.'),
  *check(judgement) {
    const { infrastructure, devices } = judgement.topology
    const switches = [...devices.values()].filter(({ kind }) => kind === 'l3-switch')
    for (const one of infrastructure.values()) {
      yield shared(judgement, one, this)
      if (one.management) yield managedFrom(judgement, one, one.management, this)
    }
    for (const device of switches) yield routed(judgement, device, this)
    if (infrastructure.size + switches.length === 0) yield nothingToAsk(this, judgement, text('共用の基盤もL3スイッチも申告されていない', 'no shared infrastructure and no L3 switch is declared'))
  },
}

const OUTSIDE: readonly Tier[] = ['internet', 'security-cloud', 'public', 'guest', 'school']
const WORKED_IN: readonly Tier[] = ['mynumber', 'lgwan', ...OUTSIDE]

const sidesOf = (tiers: readonly Tier[]): Sides => ({ mynumber: tiers.includes('mynumber'), internet: tiers.some((tier) => OUTSIDE.includes(tier)) })

const namesOf = (tiers: readonly Tier[]): Text => text(tiers.map((tier) => TIER_TEXT[tier].ja).join('・'), tiers.map((tier) => TIER_TEXT[tier].en).join(', '))

function tiersOf({ topology }: Judgement, { kind, id }: StandingName): Tier[] {
  const tierIn = (segment: string): Tier => topology.zones.get(topology.segments.get(segment)!.zone)!.tier
  switch (kind) {
    case 'zone': return [topology.zones.get(id)!.tier]
    case 'segment': return [tierIn(id)]
    case 'host': return topology.hosts.get(id)!.attach.map(({ place }) => ('zone' in place ? topology.zones.get(place.zone)!.tier : tierIn(place.segment)))
  }
}

const usedBy = (judgement: Judgement, { serves }: Infrastructure): Tier[] =>
  [...new Set(serves.flatMap((one) => tiersOf(judgement, one)))].filter((tier) => WORKED_IN.includes(tier))

const aboutThing = (rule: Rule, one: Infrastructure) => ({
  rule: rule.id, key: one.id, at: one.at, ground: 'attested' as const, assumes: [], missing: [],
  subject: text(`${SHARING[one.kind].name.ja} ${one.title ?? one.id}`, `${SHARING[one.kind].name.en} ${one.id}`),
})

const causeOf = (one: Infrastructure, at: At = one.at): Cause => ({
  key: `infrastructure:${one.id}`, at, title: text(`${SHARING[one.kind].name.ja} ${one.id}`, `${SHARING[one.kind].name.en} ${one.id}`),
})

function shared(judgement: Judgement, one: Infrastructure, rule: Rule): Answer {
  const about = aboutThing(rule, one)
  const tiers = usedBy(judgement, one)
  if (tiers.length < 2) return { ...about, ground: 'computed', outcome: 'proved', message: text('使うのは一つの層だけである', 'a single tier uses it') }
  const { grade, bearable } = SHARING[one.kind]
  const names = namesOf(tiers)
  const kept = bearable.find((all) => all.every((fact) => one.separated[fact] === true))
  if (!kept) {
    const why = unseparated(one, bearable[0]!)
    const graded = grade(sidesOf(tiers), one.separated)
    return {
      ...about, outcome: 'refuted', fix: rule.fix, cause: causeOf(one), ...(graded !== undefined && { grade: graded }),
      message: text(`${names.ja}が共用している（${why.ja}）`, `shared by ${names.en} (${why.en})`),
    }
  }
  const fault = evidenceFault(one.evidence, judgement.asOf, judgement.profile.limits.evidenceDays)
  if (fault) {
    const missing: Missing = {
      key: `evidence:infrastructure:${one.id}`, at: one.evidence?.at ?? one.at, text: text(`基盤 ${one.id}：${fault.ja}`, `shared infrastructure ${one.id}: ${fault.en}`),
      yaml: `infrastructure:\n  ${one.id}:\n    evidence: { document: 文書名, on: YYYY-MM-DD }`,
    }
    return { ...about, outcome: 'unknown', missing: [missing], message: fault }
  }
  const facts = kept.map((fact) => SEPARATION_TEXT[fact])
  return {
    ...about, outcome: 'proved', assumes: [...kept.map((fact) => believed(one, fact)), evidenceAssumed(`infrastructure:${one.id}`, one.evidence!)],
    message: text(`${names.ja}が共用するが、${facts.map(({ ja }) => ja).join('・')}が申告されている`, `shared by ${names.en}, with ${facts.map(({ en }) => en).join(', ')} declared`),
  }
}

/** What it has not, as declared, and what nobody has declared. */
function unseparated({ separated }: Infrastructure, wanted: readonly Separation[]): Text {
  const listed = (facts: readonly Separation[], ja: string, en: string): Text[] => (facts.length === 0 ? []
    : [text(`${ja}：${facts.map((fact) => SEPARATION_TEXT[fact].ja).join('、')}`, `${en}: ${facts.map((fact) => SEPARATION_TEXT[fact].en).join(', ')}`)])
  const said = [
    ...listed(wanted.filter((fact) => separated[fact] === false), '行われていない分離', 'it has not'),
    ...listed(wanted.filter((fact) => separated[fact] === undefined), '申告のない分離', 'not declared'),
  ]
  return text(said.map(({ ja }) => ja).join('。'), said.map(({ en }) => en).join('; '))
}

function believed({ id, separatedAt }: Infrastructure, fact: Separation): Assumption {
  const at = separatedAt && 'path' in separatedAt ? { at: { file: separatedAt.file, path: [...separatedAt.path, fact] } } : {}
  return { key: `infrastructure:${id}/${fact}`, ...at, text: text(`基盤 ${id}：${SEPARATION_TEXT[fact].ja}（申告）`, `shared infrastructure ${id}: ${SEPARATION_TEXT[fact].en} (declared)`) }
}

/** Whoever manages a thing decides over all that use it: so may nobody from a weaker tier than theirs. */
function managedFrom(judgement: Judgement, one: Infrastructure, management: StandingName, rule: Rule): Answer {
  const about = { ...aboutThing(rule, one), key: `${one.id} management`, ground: 'computed' as const }
  const [from] = tiersOf(judgement, management).filter((tier) => WORKED_IN.includes(tier))
  const used = usedBy(judgement, one)
  if (from === undefined || from === 'mynumber' || used.every((tier) => tier === from)) {
    return { ...about, outcome: 'proved', message: text('管理用の接続口は、使う層より弱い領域にない', 'its management stands in no weaker tier than those that use it') }
  }
  const grave = used.includes('mynumber') && OUTSIDE.includes(from)
  return {
    ...about, outcome: 'refuted', cause: causeOf(one, management.at),
    fix: text('管理用の接続口を、業務の層から分けた管理系のセグメントに移してください。', 'Move its management to a segment of its own, apart from the tiers where people work.'), ...(!grave && { grade: 'management' }),
    message: text(`管理用の接続口が${TIER_TEXT[from].ja}（${management.id}）にある`, `its management stands in the ${TIER_TEXT[from].en} (${management.id})`),
  }
}

/** Lists on an L3 switch see single packets: one line too many, or a route, joins what its table holds. */
function routed(judgement: Judgement, device: Device, rule: Rule): Answer {
  const about = {
    rule: rule.id, key: `device ${device.id}`, at: device.at, ground: 'computed' as const, assumes: [], missing: [],
    subject: text(`L3スイッチ ${device.id}`, `L3 switch ${device.id}`),
  }
  const tables = isFirewall(device) ? [] : routeTables(device).map((faces) => [...new Set(faces.flatMap(({ segment }) =>
    (segment === undefined ? [] : tiersOf(judgement, { kind: 'segment', id: segment, at: device.at }))))].filter((tier) => ROUTED_APART.includes(tier)))
  const worst = tables.find((tiers) => tiers.length > 1 && tiers.includes('mynumber')) ?? tables.find((tiers) => tiers.length > 1)
  if (!worst) return { ...about, outcome: 'proved', message: text('一つの経路表に二つの層のセグメントはない', 'no table of routes holds segments of two tiers') }
  const names = namesOf(worst)
  return {
    ...about, outcome: 'refuted', ...(!worst.includes('mynumber') && { grade: 'routed' }),
    fix: text('層ごとにVRFを分け、その間の通信をファイアウォールに通してください。', 'Give each tier a VRF of its own, and send what passes between them through a firewall.'),
    cause: leakOf(device, tables.indexOf(worst)) ?? { key: `device:${device.id}`, at: device.at, title: text(`装置 ${device.id}`, `device ${device.id}`) },
    message: text(`同じ経路表に${names.ja}のセグメントがあり、間にあるのはこのスイッチのフィルタだけである`, `one table of routes holds segments of several tiers (${names.en}), with nothing but lists of the switch between them`),
  }
}

const ROUTED_APART: readonly Tier[] = ['mynumber', 'lgwan', 'internet']

/** Tables that are apart but for a route that leads from one into the other: that route is what a person changes. */
function leakOf(device: Device, table: number): Cause | undefined {
  const vrfs = new Set(routeTables(device)[table]!.map(({ vrf }) => vrf))
  const leak = leaksOf(device).find(({ vrf, to }) => vrfs.has(vrf) && vrfs.has(to))
  return leak && ('route' in leak ? routeCause(device.id, leak.route) : policyRouteCause(device.id, leak.policy))
}
