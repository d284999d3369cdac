/** Holds the engine's plain walk against ours on answers: what comes back by the sessions that the way there left behind. */
import { explore, replyTo } from '../../src/engine/trace.ts'
import { deliveries, found, toEngine, type Disagreement } from './compare.ts'
import { firstState, reversed, SYN, TCP } from './protocols.ts'
import { answering, deliveryKey, rewrittenTwice, trips, walk, type Delivery, type Start, type Trip } from './walk.ts'
import type { Universe } from './translate.ts'
import type { Topology } from '../../src/topology/model.ts'

/** Packets whose answer both sides mean alike, and not of a device, which may talk to itself: TCP that opens, requests of ICMP, and what has neither. */
const answerable = ({ place, header }: Start): boolean => !header.fragment && !('device' in place)
  && (header.protocol === TCP ? header.flags === SYN : firstState(header) === 'new' && !(header.family === 6 && header.destinationPort === 139))

/** A device that let the packet through before it received it talks to itself: two of its sessions may claim the answer. */
const passedItsReceiver = ({ place, sessions }: Trip): boolean =>
  'device' in place && sessions.filter(({ device }) => device === place.device).length > 1

const gather = (into: Map<string, Map<string, Delivery>>, key: string, found: Iterable<readonly [string, Delivery]>): void => {
  const known = into.get(key) ?? new Map<string, Delivery>()
  for (const [each, delivery] of found) known.set(each, delivery)
  into.set(key, known)
}

const beside = (those: ReadonlyMap<string, Delivery>, these: ReadonlyMap<string, Delivery>): Delivery[] =>
  [...those].filter(([key]) => !these.has(key)).map(([, each]) => each)

/** Of so many that receive a packet the answers are compared: an answer is followed anew for each way of the packet. */
const MOST_RECEIVERS = 3

export const compareReplies = (topology: Topology, start: Start, universe: Universe): Disagreement[] => {
  if (!answerable(start)) return []
  const there = trips(topology, start, 'upper', { universe })
  if (there === undefined || there.length === 0 || there.some(passedItsReceiver)) return []
  const ours = new Map<string, Map<string, Delivery>>()
  /** Answers that the plain walk must find, too: on the way there no pool was chosen from after another. */
  const sure = new Map<string, Map<string, Delivery>>()
  for (const trip of there) {
    if (ours.size >= MOST_RECEIVERS && !ours.has(deliveryKey(trip))) continue
    const back = walk(topology, answering(trip, reversed(trip.header)), 'upper', { universe, sessions: trip.sessions })
    if (back.sent) gather(ours, deliveryKey(trip), back.delivered)
    if (back.sent && !rewrittenTwice(trip)) gather(sure, deliveryKey(trip), back.delivered)
  }
  return [...ours].flatMap(([key, expected]) => {
    const theirs = new Map<string, Map<string, Delivery>>()
    const wanted = there.find((each) => deliveryKey(each) === key)?.header
    for (const path of explore(topology, toEngine(start), [], wanted)) {
      const reply = replyTo(path)
      const [at] = deliveries([path], 'upper').keys()
      if (reply === undefined || at !== key) continue
      gather(theirs, key, deliveries(explore(topology, reply, path.sessions), 'upper'))
      for (const [each, { header }] of expected) {
        if (!theirs.get(key)?.has(each)) gather(theirs, key, deliveries(explore(topology, reply, path.sessions, header), 'upper'))
      }
    }
    const got = theirs.get(key)
    if (got === undefined) return []
    return found('replies', start, 'upper', beside(got, expected), beside(sure.get(key) ?? new Map(), got))
  })
}
