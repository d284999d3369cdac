/** Whether everyone whom information may get to is listed: nobody on the list can hand it to anybody who is not. */
import { text } from '../verdict.ts'
import { exampleText } from './example.ts'
import type { Fault } from './fault.ts'
import { OWN, RAW, type CertifiedCarrier, type Closed, type Node, type Part, type Reached, type SetRef, type World } from './format.ts'
import type { Headers } from './headers.ts'
import { all, type Relation } from './relation.ts'
import { NONE } from './sets.ts'

type By = Reached[2]

/** What gets from the sender of a question to a receiver. */
export type Received = (question: number, receiver: Node) => SetRef

export class Closure {
  private readonly world: World
  private readonly received: Received
  private readonly same: Relation
  private readonly headers: Headers
  private readonly covers: ReadonlyMap<string, readonly Part[]>
  private readonly excused: ReadonlyMap<string, readonly Part[]>
  private readonly excusedAnswers: ReadonlyMap<string, readonly Part[]>
  /** By carrier: those whom its packets, and those whom its answers, may get to at all. */
  private readonly peers: Readonly<Record<By, readonly (readonly number[])[]>>
  /** Asked by many obligations of one world. */
  private readonly packets = new Map<string, Fault['what'] | undefined>()

  constructor(world: World, received: Received, same: Relation, headers: Headers) {
    this.headers = headers
    this.world = world
    this.received = received
    this.same = same
    this.covers = byEnds(world.covers)
    this.excused = byEnds(world.excused)
    this.excusedAnswers = byEnds([...world.excused, ...world.excusedAnswers])
    const { carriers } = world
    const sends = (client: CertifiedCarrier, server: CertifiedCarrier): boolean => client !== server
      && client.standings.some(({ question }) => server.standings.some(({ receiver }) => received(question, receiver) !== NONE))
    const those = (meets: (other: CertifiedCarrier) => boolean): number[] => carriers.flatMap((other, index) => (meets(other) ? [index] : []))
    this.peers = { packet: carriers.map((one) => those((other) => sends(one, other))), answer: carriers.map((one) => those((other) => sends(other, one))) }
  }

  /** What is wrong with a list; undefined: it holds the starts and no target, and nobody on it hands on to anybody else. */
  fault({ starts, targets }: Closed, reached: readonly Reached[]): Fault['what'] | undefined {
    const { carriers, policies, outside } = this.world
    const states = new Set(reached.map(([carrier, arrived, by]) => `${carrier} ${by} ${arrived}`))
    const lists = (carrier: number, arrived: string, by: By): boolean => states.has(`${carrier} packet ${arrived}`)
      || ((by === 'answer' || !carriers[carrier]!.keepsAnswers) && states.has(`${carrier} answer ${arrived}`))
    const missing = starts.find((start) => !lists(start, OWN, 'packet'))
    if (missing !== undefined) return text(`起点「${carriers[missing]!.key}」が到達先の一覧にない`, `the start "${carriers[missing]!.key}" is not on the list`)
    const target = reached.find(([carrier, arrived]) => arrived !== OWN && targets.includes(carrier))
    if (target) return text(`到達してはならない「${carriers[target[0]]!.key}」が到達先の一覧にある`, `the target "${carriers[target[0]]!.key}" is on the list`)
    const handed = new Map<string, { readonly from: number; readonly kind: By; readonly channel: string }>()
    for (const [carrier, arrived, by] of reached) {
      const leaves = policies[carriers[carrier]!.policy]![arrived] ?? []
      for (const [from, to, channels] of outside) {
        const gone = from === carrier && channels.find((channel) => leaves.includes(channel) && !lists(to, channel, 'packet'))
        if (gone) return handedOn(carriers[from]!, carriers[to]!, gone, text('庁外での受け渡し', 'outside the municipality'))
      }
      for (const channel of leaves) {
        for (const kind of carriers[carrier]!.keepsAnswers && by === 'answer' ? (['answer'] as const) : (['packet', 'answer'] as const)) {
          handed.set(`${carrier} ${kind} ${channel}`, { from: carrier, kind, channel })
        }
      }
    }
    for (const { from, kind, channel } of handed.values()) {
      for (const to of this.peers[kind][from]!) {
        if (lists(to, channel, kind)) continue
        const packet = kind === 'packet' ? this.packet(from, to, kind, channel) : this.packet(to, from, kind, channel)
        if (packet !== undefined) return handedOn(carriers[from]!, carriers[to]!, channel, packet)
      }
    }
    return undefined
  }

  /** A packet of that channel by which a client opens something to a server, and which counts. */
  private packet(client: number, server: number, kind: By, channel: string): Fault['what'] | undefined {
    const key = `${client} ${server} ${kind} ${channel}`
    if (!this.packets.has(key)) this.packets.set(key, this.packetOf(this.world.carriers[client]!, this.world.carriers[server]!, kind, channel))
    return this.packets.get(key)
  }

  private packetOf(client: CertifiedCarrier, server: CertifiedCarrier, kind: By, channel: string): Fault['what'] | undefined {
    const { headers } = this
    for (const { question, addresses: senders } of client.standings) {
      for (const { receiver, addresses: receivers } of server.standings) {
        const set = this.received(question, receiver)
        if (set === NONE) continue
        const parts = (known: ReadonlyMap<string, readonly Part[]>): readonly Part[] => known.get(`${question} ${receiver}`) ?? []
        const covers = parts(this.covers)
        const inside = all([set, headers.from(senders), headers.to(receivers), ...[client.speaks, server.speaks].filter((spoken) => spoken !== undefined)])
        const excused = parts(kind === 'answer' ? this.excusedAnswers : this.excused)
        // What is raw belongs to no channel; several parts may make one channel up.
        const asked = channel === RAW ? [{ more: [], but: covers }] : covers.filter(({ by }) => by === channel).map((part) => ({ more: all(headers.of(part)), but: [] }))
        for (const { more, but } of asked) {
          const example = this.same.uncovered([...inside, ...more], [...excused, ...but].map((part) => all(headers.of(part))))
          if (example) return kind === 'answer' ? text(`次への応答：${exampleText(example)}`, `by the answer to ${exampleText(example)}`) : text(exampleText(example), `by ${exampleText(example)}`)
        }
      }
    }
    return undefined
  }
}

const handedOn = (from: CertifiedCarrier, to: CertifiedCarrier, channel: string, by: Fault['what']): Fault['what'] => text(
  `一覧の「${from.key}」から一覧にない「${to.key}」へ渡り得る（${channel}、${by.ja}）`, `"${from.key}" on the list may hand it on to "${to.key}", which is not (${channel}, ${by.en})`)

function byEnds(parts: readonly Part[]): Map<string, Part[]> {
  const found = new Map<string, Part[]>()
  for (const part of parts) {
    const key = `${part.question} ${part.receiver}`
    found.set(key, [...found.get(key) ?? [], part])
  }
  return found
}
