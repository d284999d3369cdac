/** The backbone over packet sets: which packets its rules tell apart, where they may run in circles, where they get to. */
import { addressRange, unionAddresses } from '../../../src/net/address.ts'
import { Decision, DENY, PERMIT } from '../../../src/net/decision.ts'
import type { PacketSet } from '../../../src/net/packet-set.ts'
import { PacketSpace } from '../../../src/net/packet-space.ts'
import { NO_CASE, Switch } from '../../../src/net/switch.ts'
import { SELF } from './backbone.ts'
import type { Backbone, ListRule, Spans } from './backbone.ts'

/** A way out of a router: what the lists on it let through, and what stands behind. */
interface Exit { readonly pass: PacketSet; readonly arrives?: { readonly router: string; readonly port: string } }
interface Router {
  readonly table: Switch
  /** By label of the table: the ports that the packets leave by. */
  readonly ports: readonly (readonly string[])[]
  readonly exits: ReadonlyMap<string, readonly Exit[]>
}
export interface Compiled { readonly space: PacketSpace; readonly routers: ReadonlyMap<string, Router>; readonly lists: readonly PacketSet[] }

export function compile({ routes, lists, portsOf, behind }: Backbone): Compiled {
  const space = new PacketSpace()
  const permitted = new Map([...lists].map(([name, rules]) => [name, permittedBy(space, rules)]))
  const routers = new Map([...routes].map(([router, own]): [string, Router] => {
    const named = [...new Set(own.map(({ port }) => port))]
    const table = Switch.byPrefix(space, 'destination', own.map(({ low, length, port }) =>
      ({ prefix: { family: 4, address: BigInt(low), length }, label: named.indexOf(port) })))
    const ports = named.map((port) => portsOf(router, port))
    const exits = new Map([...new Set(ports.flat())].map((port) => [port, behind(router, port).map(({ lists: onTheWay, arrives }): Exit => ({
      pass: onTheWay.reduce((pass, list) => pass.intersect(permitted.get(list)!), space.family(4)), ...(arrives && { arrives }),
    }))]))
    return [router, { table, ports, exits }]
  }))
  return { space, routers, lists: [...permitted.values()] }
}

function permittedBy(space: PacketSpace, rules: readonly ListRule[]): PacketSet {
  const addresses = (spans: Spans) => unionAddresses(...spans.map(([low, high]) => addressRange(4, BigInt(low), BigInt(high))))
  const decisions = rules.map(({ permit, source, destination, protocol, destinationPort }) => {
    const anyPort = destinationPort[0] === 0 && destinationPort[1] === 0xffff
    const match = space.box({
      source: addresses(source), destination: addresses(destination), protocols: [protocol], ...(!anyPort && { destinationPorts: [destinationPort] }),
    })
    return Decision.when(match, match, permit ? PERMIT : DENY)
  })
  return Decision.sequence(space, [...decisions, Decision.always(space, DENY)]).certainly(PERMIT)
}

/** The coarsest classes of packets that no router, and no list, tells apart. */
export function classes({ space, routers, lists }: Compiled): { readonly forwarding: PacketSet[]; readonly filtering: PacketSet[] } {
  let forwarding = [space.family(4)]
  for (const { table } of routers.values()) forwarding = forwarding.flatMap((set) => table.split(set).map((part) => part.set))
  let filtering = [space.family(4)]
  for (const list of lists) filtering = filtering.flatMap((set) => [set.intersect(list), set.subtract(list)].filter((part) => !part.isEmpty()))
  return { forwarding, filtering }
}

/** A port that packets leave by, and the next ports that they may leave by behind it. */
interface Way { readonly name: string; readonly leaving: PacketSet; readonly next: { readonly to: number; readonly pass: PacketSet; readonly by: string }[] }

/** The circles of ports that some packet goes round for ever: every port once, each circle once, as a sentence. */
export function loops({ space, routers }: Compiled): string[] {
  const places = [...routers].flatMap(([router, { exits }]) => [...exits.keys()].map((port) => ({ router, port })))
  const leaving = new Map<string, PacketSet>()
  for (const [router, { table, ports }] of routers) {
    for (const { label, set } of table.split(space.family(4))) {
      for (const port of ports[label] ?? []) leaving.set(`${router} ${port}`, (leaving.get(`${router} ${port}`) ?? space.none).union(set))
    }
  }
  const ways = places.map(({ router, port }): Way => ({
    name: `${router} ${port}`, leaving: leaving.get(`${router} ${port}`) ?? space.none,
    next: routers.get(router)!.exits.get(port)!.flatMap(({ pass, arrives }) => (arrives === undefined ? [] : places.flatMap((place, to) =>
      (place.router === arrives.router && place.port !== arrives.port ? [{ to, pass, by: `${arrives.router} ${arrives.port}` }] : [])))),
  }))
  const found: string[] = []
  /** From the first of its ports through later ones only. */
  const follow = (start: number, at: number, set: PacketSet, path: readonly string[], visited: ReadonlySet<number>): void => {
    for (const { to, pass, by } of ways[at]!.next) {
      if (to < start || (to !== start && visited.has(to))) continue
      const left = set.intersect(pass).intersect(ways[to]!.leaving)
      if (left.isEmpty()) continue
      const onward = [...path, ways[at]!.name, by]
      if (to === start) found.push(circle(onward))
      else follow(start, to, left, onward, new Set([...visited, to]))
    }
  }
  ways.forEach((way, start) => follow(start, start, way.leaving, [], new Set([start])))
  return [...new Set(found)].sort()
}

/** The same circle whichever of its ports it is told from. */
export const circle = (steps: readonly string[]): string =>
  steps.map((_, i) => [...steps.slice(i), ...steps.slice(0, i)].join(' > ')).reduce((first, told) => (told < first ? told : first))

/** From every router: the packets that end at a router or leave the network by an edge port, whatever port they came in by. */
export const reachability = (compiled: Compiled): Map<string, Map<string, PacketSet>> =>
  new Map([...compiled.routers.keys()].map((router) => [router, reachedFrom(compiled, router)]))

function reachedFrom({ space, routers }: Compiled, source: string): Map<string, PacketSet> {
  const delivered = new Map<string, PacketSet>()
  const seen = new Map<string, PacketSet>()
  const add = (to: Map<string, PacketSet>, key: string, set: PacketSet): void => void to.set(key, (to.get(key) ?? space.none).union(set))
  const waiting = [{ router: source, port: '', set: space.family(4) }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { router, port: arrival } = next
    const place = `${router} ${arrival}`
    const fresh = next.set.subtract(seen.get(place) ?? space.none)
    if (fresh.isEmpty()) continue
    add(seen, place, fresh)
    const { table, ports, exits } = routers.get(router)!
    for (const { label, set } of table.split(fresh)) {
      if (label === NO_CASE) continue
      for (const port of ports[label]!) {
        if (port === SELF) add(delivered, `${router} ${SELF}`, set)
        else if (port !== arrival) for (const { pass, arrives } of exits.get(port)!) {
          const left = set.intersect(pass)
          if (left.isEmpty()) continue
          if (arrives) waiting.push({ ...arrives, set: left })
          else add(delivered, `${router} ${port}`, left)
        }
      }
    }
  }
  return delivered
}
