/** Holds the engine's two meanings (the plain walk and the symbolic fixpoint) against ours, one packet at a time. */
import { MAY, SURELY } from '../../src/engine/flood.ts'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { explore, type Path, type Start as EngineStart } from '../../src/engine/trace.ts'
import { deliveryKey, headerKey, rewrittenTwice, trips, walk, type Delivery, type Start } from './walk.ts'
import { UNDECLARED } from './outside.ts'
import type { Mode } from './device.ts'
import type { Place } from './places.ts'
import type { Universe } from './translate.ts'
import type { Header } from '../../src/net/header.ts'
import type { Topology } from '../../src/topology/model.ts'

export interface Disagreement {
  readonly with: 'trace' | 'reach' | 'replies'
  readonly start: Start
  readonly mode: Mode
  /** What the engine delivers and we do not. */
  readonly extra: readonly Delivery[]
  /** What we deliver and the engine does not. */
  readonly lacking: readonly Delivery[]
}

type EnginePlace = Extract<Path['end'], { kind: 'delivered' }>['place']
const MODES: readonly Mode[] = ['upper', 'lower']

export const toEnginePlace = (place: Place): EnginePlace => ('zone' in place && place.zone === UNDECLARED ? { undeclared: true } : place)
const fromEnginePlace = (place: EnginePlace): Place => ('undeclared' in place ? { zone: UNDECLARED } : place)

/** A start that names a device as gateway is ours alone. */
export const toEngine = ({ place, header }: Start): EngineStart => ({ place: toEnginePlace(place as Place), header })

export const deliveries = (paths: readonly Path[], mode: Mode): Map<string, Delivery> => new Map(paths.flatMap(({ end, certain }) => {
  if (end.kind !== 'delivered' || (mode === 'lower' && !certain)) return []
  const delivery = { place: fromEnginePlace(end.place), header: end.header }
  return [[deliveryKey(delivery), delivery] as const]
}))

export const found = (by: Disagreement['with'], start: Start, mode: Mode, extra: readonly Delivery[], lacking: readonly Delivery[]): Disagreement[] =>
  extra.length + lacking.length === 0 ? [] : [{ with: by, start, mode, extra, lacking }]

/**
 * Where a new address may be any, the plain walk tries the one it is asked for and two others, and so may miss a way on which
 * a packet has one address in the middle and another in the end; the fixpoint misses none.
 */
const rewritesToAnything = (topology: Topology): boolean => [...topology.devices.values()].some(({ pipeline }) =>
  [...pipeline.prerouting, ...pipeline.postrouting].some((step) => step.kind === 'translate' && step.chain.rules.some(({ action }) =>
    action.do === 'unknown' || (action.do === 'rewrite' && action.to.addresses === 'unknown'))))

/** For the same reason it may miss a way on which one pool after another was chosen from. */
const deliveredPlainly = (topology: Topology, start: Start, universe: Universe, key: string): boolean =>
  trips(topology, start, 'upper', { universe })?.some((trip) => deliveryKey(trip) === key && !rewrittenTwice(trip)) === true

/** The engine takes one value of a pool where we take several: it is asked again for every one that we have beside it. */
export const compareTrace = (topology: Topology, start: Start, universe: Universe): Disagreement[] => {
  const ask = (wanted?: Header): readonly Path[] => explore(topology, toEngine(start), [], wanted)
  const plain = ask()
  const open = rewritesToAnything(topology)
  return MODES.flatMap((mode) => {
    const ours = walk(topology, start, mode, { universe })
    if (!ours.sent) return []
    const theirs = deliveries(plain, mode)
    const extra = [...theirs].filter(([key]) => !ours.delivered.has(key)).map(([, each]) => each)
    // A way past a line not understood is never `certain` there, even where every reading of the line lets the packet by.
    const lacking = mode === 'lower' || open ? [] : [...ours.delivered]
      .filter(([key, { header }]) => !theirs.has(key) && !deliveries(ask(header), mode).has(key)
        && (key.endsWith(headerKey(start.header)) || deliveredPlainly(topology, start, universe, key))).map(([, each]) => each)
    return found('trace', start, mode, extra, lacking)
  })
}

/** The symbolic answers for one network, asked about single pairs. */
export const reachOf = (topology: Topology): Reach => new Reach(new Network(topology))

export const compareReach = (topology: Topology, reach: Reach, start: Start, universe: Universe): Disagreement[] =>
  MODES.flatMap((mode) => {
    const ours = walk(topology, start, mode, { universe })
    if (!ours.sent) return []
    const flood = reach.from(toEnginePlace(start.place as Place), mode === 'upper' ? MAY : SURELY)
    const asked = new Map<string, boolean>()
    const has = ({ place, header }: Delivery): boolean => {
      const key = deliveryKey({ place, header })
      const known = asked.get(key)
      if (known !== undefined) return known
      const set = flood.at(reach.network.delivered(toEnginePlace(place))).forget('in', 'out')
      const answer = set.contains(header, { sent: start.header })
      asked.set(key, answer)
      return answer
    }
    // Pairs worth asking about: what either meaning makes of the packet, and the packet itself, at every place.
    const headers = new Map([start.header, ...[...ours.delivered.values()].map(({ header }) => header)].map((each) => [Object.values(each).join(), each]))
    const places = [...reach.origins.map(fromEnginePlace), { zone: UNDECLARED }]
    const all = [...headers.values()].slice(0, 12).flatMap((header) => places.map((place) => ({ place, header })))
    const extra = all.filter((each) => has(each) && !ours.delivered.has(deliveryKey(each)))
    const lacking = [...ours.delivered].filter(([, each]) => !has(each)).map(([, each]) => each)
    return found('reach', start, mode, extra, lacking)
  })
