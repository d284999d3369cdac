import { MAY, SURELY, type Flood, type Reading } from '../engine/flood.ts'
import { forwardingTable } from '../engine/forwarding-table.ts'
import { subnetsOf, type Place, type Port } from '../engine/places.ts'
import { witnessOf } from '../engine/witness.ts'
import { ALL_ADDRESSES, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Tier } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { missingOf } from './judgement/blame.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { crossesRealms, isOtherTier } from './judgement/realms.ts'
import type { Answer, Rule } from './rule.ts'

export const spoofable: Rule = {
  id: 'spoofable',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '第６条第６号「アクセス制御」からの推論。送信元の詐称を防ぐ設定を直接に定める条文は確認していない（技術は RFC 2827、RFC 3704）',
      'Inferred from 第６条第６号 (access control); no text that asks for protection against spoofing was read (the technique: RFC 2827, RFC 3704)'),
  },
  title: text('送信元アドレスの詐称', 'Nothing is gained by posing as another segment'),
  checks: text(
    '庁内のセグメントにつながる機器のインターフェースごとに、そのセグメントの端末が、経路が別のインターフェースを指すアドレスを詐称しても、自分のアドレスでは届かない他の層の宛先とサービスに届かないことを証明します。他の判定は庁内の詐称がないものとして行うため、ここで確かめます。同じセグメントの、または同じインターフェースの先にある他人のアドレスの詐称は機器では防げないため含めません。実際に詐称する端末があるかは分かりません。',
    'Proves of each interface on a segment of ours that a machine there which poses with an address that is routed elsewhere reaches no destination and service of another tier that it could not reach with its own. Every other verdict takes it for granted that nobody inside poses. No device can stop posing as a neighbour on the same segment, or as one behind the same interface: that is left out. It cannot know whether anybody poses.'),
  why: text('送信元アドレスだけで許可する規則は、アドレスを名乗るだけで通り抜けられるためです。', 'A rule that permits by source address alone lets in whoever claims the address.'),
  fix: text('インターフェースで逆経路検査（reverse-path: strict）を有効にするか、許可する規則に入力インターフェース（in）を加えてください。',
    'Switch on the reverse-path check (`reverse-path: strict`) of the interface, or add the incoming interface (`in`) to the rule that permits it.'),
  *check(judgement) {
    const ports = [...judgement.network.places.portsOn.values()].flat().filter((port) => port.interface.segment !== undefined)
    for (const port of ports) yield posing(judgement, port, this)
    if (ports.length === 0) yield nothingToAsk(this, judgement, text('セグメントにつながる機器はない', 'no device stands on a segment'))
  },
}

/** What posing opens: the pairs that get through to a place of another tier. */
interface Gain { readonly to: Place; readonly tier: Tier; readonly set: PacketSet }

function posing(judgement: Judgement, port: Port, rule: Rule): Answer {
  const { topology, network, reach } = judgement
  const { device, interface: face } = port
  const segment = topology.segments.get(face.segment!)!
  const name = text(`装置 ${device.id} の ${face.name}（セグメント ${segment.id}）`, `${face.name} of device ${device.id} (segment ${segment.id})`)
  const about = {
    rule: rule.id, key: `${device.id}/${face.name}`, subject: name, at: face.at, ground: 'computed' as const, assumes: [], missing: [],
  }
  if (face.reversePath === 'strict') return { ...about, outcome: 'proved', message: text('逆経路検査（strict）で破棄される', 'its reverse-path check is strict') }
  const elsewhere = subtractAddresses(ALL_ADDRESSES, unionAddresses(subnetsOf(segment), routedBack(port)))
  const gains = (reading: Reading): Gain[] => gained(judgement, segment.id, reach.fromPort(port, elsewhere, reading))
  const possible = gains(MAY)
  if (possible.length === 0) return { ...about, outcome: 'proved', message: text('詐称しても届く先は増えない', 'posing reaches nothing more') }
  const sure = network.graph.isUnderstood() ? possible : gains(SURELY)
  const own = topology.zones.get(segment.zone)!.tier
  const worst = [...sure.length > 0 ? sure : possible].sort((a, b) => Number(crossesRealms(own, b.tier)) - Number(crossesRealms(own, a.tier)))[0]!
  const found = witnessOf(network, { segment: segment.id }, worst.to, worst.set, [network.space.source(standing(judgement))])
  const evidence = { ...about, witness: found.witness, violation: () => possible.map(({ set }) => set) }
  const check = `reverse-path:${device.id}/${face.name}`
  if (sure.length === 0) {
    return {
      ...evidence, outcome: 'unknown', grade: 'elsewhere', missing: missingOf(found, network),
      message: text('詐称により届く先が増える可能性があるが、解釈できない設定があり判定できない', 'posing may reach more; what would decide it is not understood'),
    }
  }
  if (face.reversePathAt === undefined) {
    return {
      ...evidence, outcome: 'unknown', grade: 'undeclared',
      message: text('逆経路検査の有無が申告されていない。なければ、詐称により他の層に届く', 'whether it checks the reverse path is not declared; if it does not, posing reaches another tier'),
      missing: [{
        key: check, at: face.at, text: text(`${name.ja}の逆経路検査の有無`, `whether ${name.en} checks the reverse path`),
        yaml: `devices:\n  ${device.id}:\n    interfaces:\n      ${face.name}: { reverse-path: strict }`,
      }],
    }
  }
  return {
    ...evidence, outcome: 'refuted', fix: rule.fix, ...(!crossesRealms(own, worst.tier) && { grade: 'elsewhere' }),
    cause: { key: check, at: face.reversePathAt, title: text(`${name.ja}の逆経路検査がない`, `no strict reverse-path check on ${name.en}`) },
    message: text('他のセグメントのアドレスを詐称した端末から、自分のアドレスでは届かない他の層に届く', 'a machine that poses with another segment\'s address reaches what its own cannot, in another tier'),
  }
}

/** The sources that the strict check of that interface would let in (RFC 3704 section 2.2). */
const routedBack = ({ device, interface: face }: Port): AddressSet => unionAddresses(...forwardingTable(device, face.vrf)
  .filter(({ hands }) => hands.some((hand) => hand.interface === face)).map(({ destinations }) => destinations))

/** Whoever they say they are: only where they get to, and by which service, is compared with what is open to themselves. */
function gained(judgement: Judgement, segment: string, flood: Flood): Gain[] {
  const { topology, network, reach } = judgement
  const own = topology.zones.get(topology.segments.get(segment)!.zone)!.tier
  const others = judgement.areas().filter(({ tier, zone }) => zone !== undefined && isOtherTier(own, tier))
  return others.flatMap(({ tier, places }) => places.flatMap((to): Gain[] => {
    const posed = flood.pairs(network.delivered(to))
    if (posed.isEmpty()) return []
    const open = fromAnyone(reach.initiate({ segment }, to))
    const set = posed.whereDelivered(posed.delivered().subtract(open))
    return set.isEmpty() ? [] : [{ to, tier, set }]
  }))
}

/** The same packets from whatever source, as they are received. */
const fromAnyone = (set: PacketSet): PacketSet => set.delivered().translate({ source: ALL_ADDRESSES }).delivered()

/** Whom people would pose as: hosts and parties. */
const standing = ({ topology }: Judgement): AddressSet => unionAddresses(
  ...[...topology.hosts.values()].flatMap(({ attach }) => attach.map(({ addresses }) => addresses)),
  ...[...topology.parties.values()].map(({ addresses }) => addresses))
