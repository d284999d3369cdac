/** The second opinion: one concrete packet for everything that the rules tell apart, walked over the rules as they are written. No sets. */
import { SELF } from './backbone.ts'
import type { Backbone, ListRule, Spans } from './backbone.ts'
import { circle } from './sets.ts'

/** TCP and UDP: no list asks for ports of anything else. */
const PORTED = [6, 17]

export interface Packet { readonly source: number; readonly destination: number; readonly protocol: number; readonly destinationPort: number }

/** What becomes of a packet: the port that each router names, the lists that let it pass. */
interface Behaviour { readonly packet: Packet; readonly named: ReadonlyMap<string, string>; readonly permitting: ReadonlySet<string> }

export interface Walked {
  readonly forwarding: number
  readonly filtering: number
  readonly loops: readonly string[]
  /** One packet for each class that routers and lists together do not tell apart, with where it gets to from each router. */
  readonly packets: readonly { readonly packet: Packet; readonly delivered: ReadonlyMap<string, ReadonlySet<string>> }[]
}

export function walk(backbone: Backbone): Walked {
  const behaviours = behavioursOf(backbone)
  const told = ({ named, permitting }: Behaviour): [string, string] => [[...named].join(), [...permitting].join()]
  const loops = behaviours.flatMap((behaviour) => circlesOf(backbone, behaviour))
  return {
    forwarding: new Set(behaviours.map((one) => told(one)[0])).size,
    filtering: new Set(behaviours.map((one) => told(one)[1])).size,
    loops: [...new Set(loops)].sort(),
    packets: behaviours.map((behaviour) => ({
      packet: behaviour.packet, delivered: new Map([...backbone.routes.keys()].map((router) => [router, deliveredFrom(backbone, behaviour, router)])),
    })),
  }
}

const within = (spans: Spans, value: number): boolean => spans.some(([low, high]) => low <= value && value <= high)

/** Between two neighbouring bounds nothing tells two values apart. */
const firstValues = (tests: readonly Spans[], last: number): number[] =>
  [...new Set([0, ...tests.flat().flatMap(([low, high]) => [low, high + 1])])].filter((value) => value <= last)

/** One value for everything that the tests tell apart. */
const oneOfEach = (tests: readonly Spans[], last: number): number[] =>
  [...new Map(firstValues(tests, last).map((value) => [tests.map((spans) => Number(within(spans, value))).join(''), value])).values()]

function behavioursOf({ routes, lists }: Backbone): Behaviour[] {
  const named = [...lists]
  const rules = named.flatMap(([, own]) => own)
  const sources = oneOfEach(rules.map(({ source }) => source), 0xffffffff)
  const protocols = oneOfEach([...rules.map(({ protocol }) => [protocol]), PORTED.map((protocol) => [protocol, protocol])], 0xff)
  const ports = oneOfEach(rules.map(({ destinationPort }) => [destinationPort]), 0xffff)
  const prefixes = [...routes.values()].flat().map(({ low, length }): Spans => [[low, low + 2 ** (32 - length) - 1]])
  const permittingOf = new Map<string, Map<string, Omit<Packet, 'destination'>>>()
  const found = new Map<string, Behaviour>()
  for (const destination of firstValues([...prefixes, ...rules.map((rule) => rule.destination)], 0xffffffff)) {
    const matching = named.map(([name, own]) => [name, own.filter((rule) => within(rule.destination, destination))] as const)
    const sameLists = matching.map(([name, own]) => `${name}:${own.map((rule) => rules.indexOf(rule)).join()}`).join(';')
    if (!permittingOf.has(sameLists)) permittingOf.set(sameLists, permitting(matching, sources, protocols, ports))
    const chosen = new Map([...routes].map(([router, own]) => {
      const longest = own.filter(({ low, length }) => low <= destination && destination < low + 2 ** (32 - length)).sort((a, b) => b.length - a.length)[0]
      return [router, longest?.port ?? '']
    }))
    for (const [names, packet] of permittingOf.get(sameLists)!) {
      const key = `${[...chosen].join()} ${names}`
      if (!found.has(key)) found.set(key, { packet: { ...packet, destination }, named: chosen, permitting: new Set(names.split(' ')) })
    }
  }
  return [...found.values()]
}

/** Every set of lists that let some packet pass, with such a packet; of the rules that match its destination. */
function permitting(lists: readonly (readonly [string, readonly ListRule[]])[], sources: readonly number[], protocols: readonly number[], ports: readonly number[]) {
  const found = new Map<string, Omit<Packet, 'destination'>>()
  for (const source of sources) {
    const fromHere = lists.map(([name, rules]) => [name, rules.filter((rule) => within(rule.source, source))] as const)
    for (const protocol of protocols) for (const destinationPort of PORTED.includes(protocol) ? ports : [0]) {
      const first = (rules: readonly ListRule[]) => rules.find((rule) => within([rule.protocol], protocol) && within([rule.destinationPort], destinationPort))
      const names = fromHere.filter(([, rules]) => first(rules)?.permit).map(([name]) => name).join(' ')
      if (!found.has(names)) found.set(names, { source, protocol, destinationPort })
    }
  }
  return found
}

/** The ports that the packet leaves a router by, having come in by one. */
const outOf = ({ portsOf }: Backbone, { named }: Behaviour, router: string, arrival: string): readonly string[] =>
  portsOf(router, named.get(router)!).filter((port) => port !== arrival)

const beyond = ({ behind }: Backbone, { permitting: names }: Behaviour, router: string, port: string) =>
  behind(router, port).filter(({ lists }) => lists.every((list) => names.has(list)))

function circlesOf(backbone: Backbone, behaviour: Behaviour): string[] {
  const found: string[] = []
  const follow = (router: string, port: string, path: readonly string[]): void => {
    const name = `${router} ${port}`
    // Names stand at even places where a packet leaves, at odd ones where it arrives.
    const before = path.findIndex((step, i) => i % 2 === 0 && step === name)
    if (before >= 0) found.push(circle(path.slice(before)))
    else for (const { arrives } of beyond(backbone, behaviour, router, port)) {
      if (!arrives) continue
      for (const next of outOf(backbone, behaviour, arrives.router, arrives.port)) follow(arrives.router, next, [...path, name, `${arrives.router} ${arrives.port}`])
    }
  }
  for (const router of backbone.routes.keys()) for (const port of outOf(backbone, behaviour, router, '')) follow(router, port, [])
  return [...new Set(found)]
}

function deliveredFrom(backbone: Backbone, behaviour: Behaviour, source: string): Set<string> {
  const delivered = new Set<string>()
  const seen = new Set<string>()
  const visit = (router: string, arrival: string): void => {
    if (seen.has(`${router} ${arrival}`)) return
    seen.add(`${router} ${arrival}`)
    for (const port of outOf(backbone, behaviour, router, arrival)) {
      if (port === SELF) delivered.add(`${router} ${SELF}`)
      else for (const { arrives } of beyond(backbone, behaviour, router, port)) {
        if (arrives) visit(arrives.router, arrives.port)
        else delivered.add(`${router} ${port}`)
      }
    }
  }
  visit(source, '')
  return delivered
}
