/** What would have to be declared, or understood, to decide a chain. */
import type { Carrier } from '../../engine/carriers.ts'
import type { Step } from '../../engine/steps.ts'
import { text, type Missing } from '../../verdict.ts'
import { missingOf } from '../judgement/blame.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { openingsOf, undeclaredFacts, undeclaredMethod } from '../sanitizers/fail-closed.ts'
import { isValid, mayBeValid } from '../sanitizers/sanitizer-standing.ts'
import type { ChainHop } from './hops.ts'
import { isUndeclared, nameOf } from './stands.ts'

/** The undeclared carriers that the chain needs; where it needs none, what is not understood on its way. */
export function lacking(judgement: Judgement, { steps, hops, dead }: { steps: readonly Step[]; hops: readonly ChainHop[]; dead?: Step }): Missing[] {
  const carriers = [
    ...steps.filter(({ from }) => isUndeclared(from)).map(({ from }) => undeclaredCarrier(judgement, from)),
    ...steps.flatMap(({ doubtful, from, to }) => (doubtful ? undeclaredRelays([from, to]) : [])),
  ]
  const sanitizers = steps.flatMap(({ from }) => (from.kind === 'host' ? from.host.sanitizes.map((entry) => ({ host: from.host, entry })) : []))
    .filter(({ entry }) => !isValid(entry) && mayBeValid(entry))
    .flatMap(({ host, entry }) => undeclaredFacts(host, entry, [...openingsOf(entry).undeclared, ...undeclaredMethod(entry)]))
  if (sanitizers.length > 0) return [...carriers, ...sanitizers]
  if (carriers.length > 0) return carriers
  const unread = hops.flatMap(({ blame }) => missingOf(blame, judgement.network))
  return unread.length > 0 || !dead ? unread : [unfollowed(judgement, dead)]
}

/** The sets say that an answer may come back, and none that was tried does: which sessions really are opened would decide it. */
const unfollowed = ({ topology }: Judgement, { from, to }: Step): Missing => ({
  key: `answers:${from.key}->${to.key}`, at: topology.at, yaml: '',
  text: text(`${nameOf(from).ja} から ${nameOf(to).ja} へ応答が戻る通信があるか（この経路の機器の状態によって決まる）`, `whether ${nameOf(from).en} answers ${nameOf(to).en} (it depends on what devices on the way remember)`),
})

/** A service of a device that asks somebody, and nobody has said whom. */
const undeclaredRelays = (ends: readonly Carrier[]): Missing[] => ends.flatMap((end): Missing[] => (end.kind === 'device' && end.device.relays === undefined ? [{
  key: `device:${end.device.id}/relays`, at: end.device.at,
  text: text(`装置 ${end.device.id} のサービス（${end.device.runs.join('、')}）が誰に取り次ぐか`, `to whom the services of ${end.device.id} (${end.device.runs.join(', ')}) pass on`),
  yaml: `devices:\n  ${end.device.id}:\n    relays: [FLOW-IN, FLOW-OUT]    # flows: from / to { device: ${end.device.id} }`,
}] : []))

function undeclaredCarrier(judgement: Judgement, carrier: Carrier): Missing {
  if (carrier.kind !== 'rest') {
    return { key: 'undeclared', at: judgement.topology.at, yaml: '', text: text('未申告の接続先', 'what is undeclared') }
  }
  const { segment } = carrier
  return {
    key: `rest:${segment}`, at: judgement.topology.segments.get(segment)!.at,
    text: text(`セグメント ${segment} の、申告されていないホストが中継し得る`, `hosts on segment ${segment} that are not declared could pass it on`),
    yaml: `hosts:\n  HOST-ID: { role: server, attach: [{ segment: ${segment}, address: ADDRESS }], relays: [FLOW-IN, FLOW-OUT] }`,
  }
}
