/** EDR on every terminal of some zones: what the models ask for that let terminals meet the Internet. */
import type { Host } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { Answer, Rule } from '../rule.ts'
import type { Area, Judgement } from './judgement.ts'
import { aboutTerminal, attested, controlCause, terminalsIn, undeclaredControl } from './terminals.ts'

export function detectionOn(judgement: Judgement, areas: readonly Area[], rule: Rule): Answer[] {
  const terminals = terminalsIn(judgement, areas)
  return terminals.length > 0 ? terminals.map((host) => detected(judgement, host, rule)) : [undeclaredTerminals(areas, rule)]
}

function detected(judgement: Judgement, host: Host, rule: Rule): Answer {
  const about = { ...aboutTerminal(rule, host), key: `edr ${host.id}` }
  const edr = host.controls?.edr
  if (!edr) {
    return {
      ...about, outcome: 'unknown', message: text('EDRの導入台数が申告されていない', 'how many machines have EDR is not declared'),
      missing: [undeclaredControl(host, 'edr', text('EDRの導入台数／総数', 'machines with EDR of all'), '130/130')],
    }
  }
  if (edr.covered < edr.of) {
    const rest = edr.of - edr.covered
    return {
      ...about, outcome: 'refuted', fix: rule.fix, cause: controlCause(judgement, host, edr.at),
      message: text(`${edr.of}台のうち${edr.covered}台にしかEDRが導入されていない（残り${rest}台）`, `only ${edr.covered} of ${edr.of} machines have EDR (${rest} do not)`),
    }
  }
  return {
    ...attested(judgement, rule, host, [{ fact: 'edr', text: text(`全${edr.of}台にEDRを導入済み`, `all ${edr.of} machines have EDR`) }], text('全台にEDRが導入されていると申告されている', 'declared to have EDR on every machine')),
    key: about.key,
  }
}

function undeclaredTerminals(areas: readonly Area[], rule: Rule): Answer {
  const segment = areas.flatMap(({ places }) => places).find((place) => 'segment' in place)
  const names = text(areas.map(({ name }) => name.ja).join('・'), areas.map(({ name }) => name.en).join(', '))
  return {
    rule: rule.id, key: 'edr', subject: text(`${names.ja}の端末`, `terminals of ${names.en}`), at: areas[0]!.zone!.at, outcome: 'unknown', ground: 'attested', assumes: [],
    message: text('端末が一台も申告されていない', 'no terminal is declared'),
    missing: [{
      key: `terminals:${areas.map(({ id }) => id).join('+')}`, at: areas[0]!.zone!.at, text: text(`${names.ja}の端末とEDRの導入台数`, `the terminals of ${names.en}, and how many have EDR`),
      yaml: `hosts:\n  TERMINAL-ID:\n    role: terminal\n    attach: [{ segment: ${segment && 'segment' in segment ? segment.segment : 'SEGMENT'}, addresses: [FIRST-LAST] }]\n    controls: { edr: 130/130, evidence: { document: 文書名, on: YYYY-MM-DD } }`,
    }],
  }
}
