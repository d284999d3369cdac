/** What a network's verdicts rest on, for those who want to check it with something else than this program. */
import type { Isolated, NetworkCertificate, Permitted, Refuted, WitnessedHeader } from '../checker/format.ts'
import { LEVELS } from '../checker/format.ts'
import { AskedFloods } from '../engine/certificate/asked.ts'
import { writtenAddresses } from '../engine/certificate/written-addresses.ts'
import { writtenEdges, WrittenPlaces } from '../engine/certificate/written-graph.ts'
import { WrittenSets } from '../engine/certificate/written-sets.ts'
import { placeKey } from '../engine/places.ts'
import { formatAddress } from '../net/address.ts'
import type { Header } from '../net/header.ts'
import { judgementOf, type Opened } from '../open.ts'
import { answersOf } from '../rules/ask.ts'
import { RULES } from '../rules/index.ts'
import { Worlds, writtenEntry } from '../rules/certificate/worlds.ts'
import type { Claim, ClaimedPair, IsolationClaim, WitnessClaim } from '../rules/judgement/claim.ts'
import type { Judgement } from '../rules/judgement/judgement.ts'
import type { Answer } from '../rules/rule.ts'
import type { At, Outcome } from '../verdict.ts'

/**
 * Undefined: the network was stopped by mistakes in the input, and there are no verdicts. `asOf`: the ISO day of judgement.
 * `judgement`: of the same files and day, where somebody has it already; the certificate is the same.
 */
export function certify({ declared, file, locate }: Opened, { asOf }: { readonly asOf: string }, judgement = declared && judgementOf(declared, asOf)): NetworkCertificate | undefined {
  return judgement && certificateOf(judgement, file, locate)
}

function certificateOf(judgement: Judgement, file: string, locate: Opened['locate']): NetworkCertificate {
  const { network, reach, topology } = judgement
  const answers = RULES.flatMap((rule) => answersOf(rule, judgement))
  // A rule may turn what it asked about into another verdict; then that claim is not what the verdict rests on.
  const claimed = <K extends Claim['kind']>(kind: K, ...outcomes: readonly Outcome[]): { answer: Answer; claim: Extract<Claim, { kind: K }> }[] =>
    answers.flatMap((answer) => (answer.claim?.kind === kind && outcomes.includes(answer.outcome) ? [{ answer, claim: answer.claim as Extract<Claim, { kind: K }> }] : []))
  const floods = new AskedFloods(reach)
  // Asking may still add places to the graph: everything is asked before anything is written.
  const claims = claimed('isolation', 'proved', 'excepted').map(({ answer, claim }) => ({ answer, asked: isolation(claim, floods) }))
  const worlds = new Worlds(judgement, claimed('closure', 'proved', 'excepted'))
  worlds.prepare(floods)
  const sets = new WrittenSets(network.space)
  const places = new WrittenPlaces(network.graph, floods.ends())
  const lineOf = (at: At): string => {
    const { file: name, line } = locate(at)
    return `${name}:${line}`
  }
  const edges = writtenEdges(network.graph, places, sets, network.space, lineOf)
  const questions = floods.questions(places)
  const isolated = claims.map(({ answer: { rule, key, outcome, holds }, asked }): Isolated => ({
    rule, key, outcome: outcome === 'excepted' ? 'excepted' : 'proved', ...(holds && { holds }),
    pairs: asked.map(({ pair: { to, sentFrom, permitted }, question, past }) => ({
      question, receiver: places.number(network.graph.keys[network.delivered(to)]!)!,
      ...(sentFrom && { sentFrom: writtenAddresses(sentFrom) }),
      permitted: permitted.map((permit, index): Permitted => ({ ...writtenEntry(permit, sets), ...(past[index] !== undefined && { past: past[index] }) })),
    })),
  }))
  const refuted = claimed('witness', 'refuted').map(({ answer, claim }) => refutation(answer, claim))
  const told = worlds.worlds({ floods, places, sets })
  const problem = { levels: LEVELS, sets: sets.handOver(), nodes: places.names, edges, questions, isolated, worlds: told, closed: worlds.closed(), refuted }
  const [invariants, reached] = [floods.invariants(places, sets), worlds.reached()]
  return { file, network: topology.network, problem, proof: { sets: sets.handOver(), invariants, reached } }
}

interface AskedPair { readonly pair: ClaimedPair; readonly question: number; readonly past: readonly (number | undefined)[] }

const isolation = ({ way, pairs }: IsolationClaim, floods: AskedFloods): AskedPair[] => pairs().map((pair) => ({
  pair, question: floods.number(pair.from, way),
  past: pair.permitted.map(({ past }) => (past ? floods.number(pair.from, past) : undefined)),
}))

const refutation = ({ rule, key }: Answer, { packets }: WitnessClaim): Refuted => ({
  rule, key, packets: packets.map(({ from, to, sent, now, answered }) =>
    ({ from: placeKey(from), to: placeKey(to), sent: header(sent), delivered: header(now), ...(answered && { answered }) })),
})

const header = ({ family, source, destination, ...rest }: Header): WitnessedHeader =>
  ({ source: formatAddress({ family, value: source }), destination: formatAddress({ family, value: destination }), ...rest })
