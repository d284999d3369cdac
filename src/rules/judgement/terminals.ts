/** Terminals, and what is typed of the controls on them. */
import type { At, Missing, Text } from '../../verdict.ts'
import { text } from '../../verdict.ts'
import type { Controls, Host } from '../../topology/model.ts'
import type { Answer, Rule } from '../rule.ts'
import { hostCause } from './blame.ts'
import { evidenceAssumed, evidenceFault } from './evidence.ts'
import { absence } from './expected.ts'
import type { Area, Judgement } from './judgement.ts'
import { nothingToAsk } from './nothing-to-ask.ts'

/** A leg in one of the zones is enough, wherever the others stand. */
export function terminalsIn({ topology }: Judgement, areas: readonly Area[]): Host[] {
  const zones = new Set(areas.map(({ id }) => id))
  return [...topology.hosts.values()].filter(({ role, attach }) => role === 'terminal'
    && attach.some(({ place }) => zones.has('zone' in place ? place.zone : topology.segments.get(place.segment)!.zone)))
}

export const myNumberTerminals = (judgement: Judgement): Host[] => terminalsIn(judgement, judgement.areasOf('mynumber'))

/** Somebody works in the tier: that no terminal is declared is a gap of the file, unless all its screens are shown elsewhere. */
export function noTerminals(judgement: Judgement, rule: Rule): Answer {
  const absent = absence(judgement, rule, 'mynumber')
  if (absent) return absent
  if (judgement.active('specific').some(({ screenTransfer }) => screenTransfer !== undefined)) {
    return nothingToAsk(rule, judgement, text('端末はなく、画面転送だけで利用されている（mynumber-screen-transfer が問う）', 'there are no terminals: it is used by screen transfer alone (see mynumber-screen-transfer)'))
  }
  const segment = judgement.areasOf('mynumber').flatMap(({ places }) => places).find((place) => 'segment' in place)
  const missing: Missing = {
    key: 'mynumber-terminals', at: judgement.areasOf('mynumber')[0]!.zone!.at,
    text: text('マイナンバー利用事務系の端末', 'the terminals of the My Number tier'),
    yaml: `hosts:\n  TERMINAL-ID:\n    role: terminal\n    attach: [{ segment: ${segment ? segment.segment : 'SEGMENT'}, addresses: [FIRST-LAST] }]\n`
      + '    controls:\n      authentication: [knowledge, possession]\n      removable-media: prohibited\n      evidence: { document: 文書名, on: YYYY-MM-DD }',
  }
  return {
    rule: rule.id, key: 'no terminals', subject: missing.text, at: missing.at!, outcome: 'unknown', ground: 'attested', assumes: [], missing: [missing],
    message: text('マイナンバー利用事務系の端末が一台も申告されていない', 'no terminal of the My Number tier is declared'),
  }
}

export const aboutTerminal = (rule: Rule, host: Host) => ({
  rule: rule.id, key: host.id, at: host.at, ground: 'attested' as const, assumes: [], missing: [],
  subject: text(`端末 ${host.id}${host.title === undefined ? '' : `（${host.title}）`}`, `terminal ${host.id}`),
})

type Fact = 'authentication' | 'removable-media' | 'media-register' | 'bluetooth' | 'tethering' | 'redirection' | 'edr' | 'per-asset-access'

export const factAt = (controls: Controls, fact: Fact): At =>
  'path' in controls.at ? { file: controls.at.file, path: [...controls.at.path, fact] } : controls.at

export const controlCause = ({ network }: Judgement, host: Host, at: At) => ({ ...hostCause(host.id, network), at })

/** Undeclared: the controls themselves, or one of them. */
export const undeclaredControl = (host: Host, fact: 'authentication' | 'removable-media' | 'edr' | 'per-asset-access', asks: Text, value: string): Missing => ({
  key: `controls:${host.id}/${fact}`, at: host.controls?.at ?? host.at,
  text: text(`端末 ${host.id}：${asks.ja}`, `terminal ${host.id}: ${asks.en}`),
  yaml: `hosts:\n  ${host.id}:\n    controls:\n      ${fact}: ${value}${host.controls?.evidence ? '' : '\n      evidence: { document: 文書名, on: YYYY-MM-DD }'}`,
})

/** The verdict when everything typed is as it should be: it counts only with a document in date. */
export function attested({ asOf, profile }: Judgement, rule: Rule, host: Host, facts: readonly { readonly fact: Fact; readonly text: Text }[], message: Text): Answer {
  const about = aboutTerminal(rule, host)
  const controls = host.controls!
  const fault = evidenceFault(controls.evidence, asOf, profile.limits.evidenceDays)
  if (fault) {
    const missing: Missing = {
      key: `evidence:controls:${host.id}`, at: controls.evidence?.at ?? controls.at, text: text(`端末 ${host.id}：${fault.ja}`, `terminal ${host.id}: ${fault.en}`),
      yaml: `hosts:\n  ${host.id}:\n    controls:\n      evidence: { document: 文書名, on: YYYY-MM-DD }`,
    }
    return { ...about, outcome: 'unknown', missing: [missing], message: fault }
  }
  return {
    ...about, outcome: 'proved', message,
    assumes: [
      ...facts.map((one) => ({ key: `controls:${host.id}/${one.fact}`, at: factAt(controls, one.fact), text: text(`端末 ${host.id}：${one.text.ja}（申告）`, `terminal ${host.id}: ${one.text.en} (declared)`) })),
      evidenceAssumed(`controls:${host.id}`, controls.evidence!),
    ],
  }
}
