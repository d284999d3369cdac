/** Whether JSON is a certificate in shape: every number that refers to something refers to something that is there. */
import { rangeOf } from './addresses.ts'
import type { Fault } from './fault.ts'
import { FIELDS, LEVELS } from './format.ts'
import { ShapeReader, type Json, type Look } from './shape-reader.ts'

/** The first thing wrong; undefined: it is what its type says. */
export function misshapen(value: unknown, at: string): Fault | undefined {
  const reader = new ShapeReader()
  const { format, asOf, networks } = reader.object(value, at)
  reader.one([1], format, `${at} format`)
  reader.string(asOf, `${at} asOf`)
  reader.each(networks, `${at} networks`, (one, here) => {
    const { file, network, problem, proof } = reader.object(one, here)
    reader.string(file, `${here}.file`)
    reader.string(network, `${here}.network`)
    new NetworkShape(reader, reader.object(problem, `${here}.problem`), reader.object(proof, `${here}.proof`), here).look()
  })
  return reader.fault
}

/** References into the lists of one network. */
class NetworkShape {
  private readonly reader: ShapeReader
  private readonly problem: Json
  private readonly proof: Json
  private readonly at: string
  private readonly node: Look
  private readonly set: Look
  private readonly anySet: Look
  private readonly question: Look
  private readonly face: Look

  constructor(reader: ShapeReader, problem: Json, proof: Json, at: string) {
    this.reader = reader
    this.problem = problem
    this.proof = proof
    this.at = at
    const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0)
    this.node = reader.below(length(problem['nodes']))
    this.set = reader.below(length(problem['sets']) + 2)
    this.anySet = reader.below(length(problem['sets']) + length(proof['sets']) + 2)
    this.question = reader.below(length(problem['questions']))
    this.face = reader.below(0x10000)
  }

  look(): void {
    const { reader, problem, proof, at, node } = this
    const of = (name: string): [unknown, string] => [problem[name], `${at}.problem.${name}`]
    reader.expect(JSON.stringify(problem['levels']) === JSON.stringify(LEVELS), `${at}.problem.levels`)
    // What the lists of sets hold is for sets.ts to say.
    reader.each(...of('sets'), () => undefined)
    reader.each(proof['sets'], `${at}.proof.sets`, () => undefined)
    reader.strings(...of('nodes'))
    reader.each(...of('edges'), (one, here) => this.edge(reader.object(one, here), here))
    const asked = reader.each(...of('questions'), (one, here) => {
      const { sender, cut, anyRoute, starts } = reader.object(one, here)
      reader.string(sender, `${here}.sender`)
      reader.one([true, false], anyRoute, `${here}.anyRoute`)
      reader.each(cut, `${here}.cut`, node)
      reader.each(starts, `${here}.starts`, (start, there) => reader.tuple(start, there, [node, this.addresses]))
    })
    reader.each(...of('isolated'), (one, here) => this.isolated(reader.object(one, here), here))
    reader.each(...of('worlds'), (one, here) => this.world(reader.object(one, here), here))
    reader.each(...of('closed'), (one, here) => this.closed(reader.object(one, here), here))
    reader.each(...of('refuted'), (one, here) => this.named(reader.object(one, here), here))
    const invariants = reader.each(proof['invariants'], `${at}.proof.invariants`, (one, here) =>
      void reader.each(one, here, (held, there) => reader.tuple(held, there, [node, this.anySet])))
    reader.expect(invariants === asked, `${at}.proof.invariants`)
    const lists = reader.each(proof['reached'], `${at}.proof.reached`, () => undefined)
    reader.expect(Array.isArray(problem['closed']) && lists === problem['closed'].length, `${at}.proof.reached`)
  }

  private edge(edge: Json, at: string): void {
    const { reader, node, set, face } = this
    node(edge['from'], `${at}.from`)
    node(edge['to'], `${at}.to`)
    reader.one([undefined, true], edge['anyRoute'], `${at}.anyRoute`)
    const faces: Look = (outs, here) => void reader.each(outs, here, face)
    switch (edge['kind']) {
      case 'permit': {
        reader.one([undefined, true], edge['byRoutes'], `${at}.byRoutes`)
        return set(edge['set'], `${at}.set`)
      }
      case 'enter': return face(edge['in'], `${at}.in`)
      case 'leave': return face(edge['out'], `${at}.out`)
      case 'spread': return faces(edge['outs'], `${at}.outs`)
      case 'session': return node(edge['other'], `${at}.other`)
      case 'undo': return reader.string(edge['device'], `${at}.device`)
      case 'route': return void reader.each(edge['cases'], `${at}.cases`, (one, here) => reader.tuple(one, here, [set, faces]))
      case 'rewrite': {
        set(edge['when'], `${at}.when`)
        for (const [field, values] of Object.entries(reader.object(edge['values'], `${at}.values`))) {
          reader.one(FIELDS, field, `${at}.values`)
          set(values, `${at}.values.${field}`)
        }
        return
      }
      default: reader.expect(false, `${at}.kind`)
    }
  }

  private isolated(one: Json, at: string): void {
    const { reader, node, question } = this
    this.named(one, at)
    reader.each(one['pairs'], `${at}.pairs`, (pair, here) => {
      const { question: asked, receiver, sentFrom, permitted } = reader.object(pair, here)
      question(asked, `${here}.question`)
      node(receiver, `${here}.receiver`)
      if (sentFrom !== undefined) this.addresses(sentFrom, `${here}.sentFrom`)
      reader.each(permitted, `${here}.permitted`, (permit, there) => {
        const { past } = this.entry(permit, there)
        if (past !== undefined) question(past, `${there}.past`)
      })
    })
  }

  private world(world: Json, at: string): void {
    const { reader, node, set, question } = this
    reader.strings(world['channels'], `${at}.channels`)
    const policies = reader.each(world['policies'], `${at}.policies`, (one, here) => {
      for (const [arrived, leaves] of Object.entries(reader.object(one, here))) reader.strings(leaves, `${here}.${arrived}`)
    })
    const carriers = reader.each(world['carriers'], `${at}.carriers`, (one, here) => {
      const { key, standings, speaks, keepsAnswers, policy } = reader.object(one, here)
      reader.string(key, `${here}.key`)
      reader.below(policies)(policy, `${here}.policy`)
      reader.one([undefined, true], keepsAnswers, `${here}.keepsAnswers`)
      if (speaks !== undefined) set(speaks, `${here}.speaks`)
      reader.each(standings, `${here}.standings`, (standing, there) => {
        const { question: asked, receiver, addresses } = reader.object(standing, there)
        question(asked, `${there}.question`)
        node(receiver, `${there}.receiver`)
        this.addresses(addresses, `${there}.addresses`)
      })
    })
    const carrier = reader.below(carriers)
    reader.each(world['outside'], `${at}.outside`, (one, here) => reader.tuple(one, here, [carrier, carrier, (channels, there) => reader.strings(channels, there)]))
    for (const name of ['covers', 'excused', 'excusedAnswers']) {
      reader.each(world[name], `${at}.${name}`, (one, here) => {
        const { question: asked, receiver } = this.entry(one, here)
        question(asked, `${here}.question`)
        node(receiver, `${here}.receiver`)
      })
    }
  }

  private closed(one: Json, at: string): void {
    const { reader } = this
    this.named(one, at)
    const worlds = this.problem['worlds'] as readonly Json[]
    reader.below(worlds.length)(one['world'], `${at}.world`)
    const carriers = worlds[one['world'] as number]?.['carriers']
    const carrier = reader.below(Array.isArray(carriers) ? carriers.length : 0)
    for (const name of ['starts', 'targets']) reader.each(one[name], `${at}.${name}`, carrier)
    const index = Number(/\[(\d+)\]$/.exec(at)![1])
    const lists = this.proof['reached']
    const here = `${this.at}.proof.reached[${index}]`
    const list = Array.isArray(lists) ? (lists[index] as unknown) : undefined
    if (list === null) return
    reader.each(list, here, (state, there) => reader.tuple(state, there, [carrier, (arrived, place) => reader.string(arrived, place), (by, place) => reader.one(['packet', 'answer'], by, place)]))
  }

  private entry(value: unknown, at: string): Json {
    const entry = this.reader.object(value, at)
    this.reader.string(entry['by'], `${at}.by`)
    this.addresses(entry['senders'], `${at}.senders`)
    this.addresses(entry['receivers'], `${at}.receivers`)
    this.set(entry['service'], `${at}.service`)
    return entry
  }

  private readonly addresses: Look = (value, at) => {
    const { v4, v6 } = this.reader.object(value, at)
    for (const [family, ranges] of [[4, v4], [6, v6]] as const) {
      let last = -1n
      this.reader.each(ranges, `${at}.v${family}`, (one, here) => {
        const range = typeof one === 'string' ? rangeOf(family, one) : undefined
        this.reader.expect(range !== undefined && range[0] > last && range[0] <= range[1], here)
        last = range?.[1] ?? last
      })
    }
  }

  private named(one: Json, at: string): void {
    this.reader.string(one['rule'], `${at}.rule`)
    this.reader.string(one['key'], `${at}.key`)
  }
}
