/** Carried in by hand from the Internet side: no packet shows it, so it is judged by what the register says that it goes through. */
import { placeKey } from '../../engine/places.ts'
import type { End, Flow, Host, Tier } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import { hostCause } from '../judgement/blame.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { standingsOf } from '../register/ends.ts'
import type { Answer, Rule } from '../rule.ts'
import { attestedBy } from './attested.ts'
import { maySanitize } from './backing.ts'
import { factsAssumed, openingsOf, undeclaredFacts, undeclaredMethod } from './fail-closed.ts'
import { isValid, mayBeValid } from './sanitizer-standing.ts'

const INSIDE: readonly Tier[] = ['mynumber', 'lgwan']

/** Entries by which media come from the Internet side into the LGWAN or My Number tier. */
export function imports(judgement: Judgement): Flow[] {
  const outside = new Set(judgement.internetSide().flatMap(({ places }) => places.map(placeKey)))
  const inside = new Set(judgement.areasOf(...INSIDE).flatMap(({ places }) => places.map(placeKey)))
  const stands = (ends: readonly End[], where: ReadonlySet<string>): boolean =>
    ends.some((end) => standingsOf(end, judgement.topology).some(({ place }) => where.has(placeKey(place))))
  return [...judgement.topology.flows.values()].filter(({ kind, from, to }) => kind === 'media' && stands(from, outside) && stands(to, inside))
}

export function judgeImport({ topology, network, asOf, profile }: Judgement, flow: Flow, { id, fix }: Pick<Rule, 'id' | 'fix'>): Answer {
  const about = {
    rule: id, key: `media ${flow.id}`, subject: text(`媒体による持ち込み ${flow.id}`, `media carried in, ${flow.id}`), at: flow.at, ground: 'attested' as const,
    grade: 'media', assumes: [], missing: [],
  }
  const host = stationOf(flow, topology.hosts)
  if (!host) {
    return {
      ...about, outcome: 'unknown', message: text('読み込む前にどの無害化装置を通すかが申告されていない', 'which sanitizer it goes through before it is read is not declared'),
      missing: [{
        key: `through:${flow.id}`, at: flow.at, text: text(`媒体 ${flow.id} を通す無害化装置`, `the sanitizer that media ${flow.id} go through`),
        yaml: `flows:\n  ${flow.id}:\n    through: HOST-ID    # 無害化装置 / a sanitizer`,
      }],
    }
  }
  const entries = host.sanitizes.filter(({ method }) => method === 'file')
  const [valid, another] = entries.filter(isValid)
  if (valid) {
    const facts = another ? [] : factsAssumed(host, valid, ['mode', 'on-failure', 'on-encrypted'])
    return { ...about, ...attestedBy(host, valid, { asOf, days: profile.limits.evidenceDays }, facts,
      text(`${host.id} でファイルを無害化してから読み込むと申告されている`, `declared to go through file sanitising at ${host.id}`)) }
  }
  const hopeful = entries.find(mayBeValid)
  if (hopeful || maySanitize(host)) {
    return {
      ...about, outcome: 'unknown', message: text(`${host.id} が行う無害化の申告が足りない`, `too little is declared of the sanitising that ${host.id} does`),
      missing: hopeful ? undeclaredFacts(host, hopeful, [...undeclaredMethod(hopeful), ...openingsOf(hopeful).undeclared]) : [{
        key: `sanitizes:${host.id}`, at: host.at, text: text(`${host.id} が行う無害化`, `the sanitising that ${host.id} does`),
        yaml: `hosts:\n  ${host.id}:\n    sanitizes:\n      - { method: file, from: internet, to: lgwan, in: [FLOW-IN], out: [${flow.id}], mode: remove, on-failure: block, on-encrypted: block, evidence: { document: 文書名, on: YYYY-MM-DD } }`,
      }],
    }
  }
  return {
    ...about, outcome: 'refuted', fix,
    ...(entries.length > 0
      ? { cause: hostCause(host.id, network), message: text(`${host.id} は無害化できなかった内容も通す`, `${host.id} lets through what it could not sanitise`) }
      : {
        cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}（媒体による持ち込み）`, `register entry ${flow.id} (media carried in)`) },
        message: text(`経由先の ${host.id} はファイルの無害化を行うホストではない`, `${host.id}, which it goes through, sanitises no files`),
      }),
  }
}

/** What is said, or else the sender that sanitises exactly this. */
const stationOf = (flow: Flow, hosts: ReadonlyMap<string, Host>): Host | undefined => (flow.through !== undefined ? hosts.get(flow.through)
  : flow.from.flatMap((end) => (end.kind === 'host' ? [hosts.get(end.id)!] : [])).find(({ sanitizes }) => sanitizes.some(({ out }) => out.includes(flow.id))))
