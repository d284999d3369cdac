/** Whether JSON from somewhere is a certificate in shape: every number that refers to something refers to something that is there. */
import { text } from '../verdict.ts'
import type { Fault } from './fault.ts'
import { FIELDS, LEVELS } from './format.ts'

type Json = Readonly<Record<string, unknown>>

/** The first thing wrong; undefined: it is what its type says. */
export function misshapen(value: unknown, at: string): Fault | undefined {
  const shape = new Shape()
  shape.certificates(value, at)
  return shape.fault
}

class Shape {
  fault: Fault | undefined

  certificates(value: unknown, at: string): void {
    const { format, asOf, networks } = this.object(value, at)
    this.expect(format === 1, `${at} format`)
    this.string(asOf, `${at} asOf`)
    this.each(networks, `${at} networks`, (one, here) => {
      const { file, network, problem, proof } = this.object(one, here)
      this.string(file, `${here}.file`)
      this.string(network, `${here}.network`)
      this.network(this.object(problem, `${here}.problem`), this.object(proof, `${here}.proof`), here)
    })
  }

  private network(problem: Json, proof: Json, at: string): void {
    const { levels, sets, nodes, edges, questions, isolated, refuted } = problem
    this.expect(JSON.stringify(levels) === JSON.stringify(LEVELS), `${at}.problem.levels`)
    // What the lists themselves hold is for sets.ts to say.
    const written = this.each(sets, `${at}.problem.sets`, () => undefined)
    const all = written + this.each(proof['sets'], `${at}.proof.sets`, () => undefined)
    const places = this.each(nodes, `${at}.problem.nodes`, (one, here) => this.string(one, here))
    const node = (one: unknown, here: string): void => this.below(one, places, here)
    const set = (one: unknown, here: string): void => this.below(one, written + 2, here)
    this.each(edges, `${at}.problem.edges`, (one, here) => this.edge(this.object(one, here), here, node, set))
    const asked = this.each(questions, `${at}.problem.questions`, (one, here) => {
      const { sender, cut, anyRoute, starts } = this.object(one, here)
      this.string(sender, `${here}.sender`)
      this.expect(typeof anyRoute === 'boolean', `${here}.anyRoute`)
      this.each(cut, `${here}.cut`, node)
      this.each(starts, `${here}.starts`, (start, there) => this.pair(start, there, node, set))
    })
    this.each(isolated, `${at}.problem.isolated`, (one, here) => this.isolated(this.object(one, here), here, { asked, node, set }))
    this.each(refuted, `${at}.problem.refuted`, (one, here) => this.named(this.object(one, here), here))
    const invariants = this.each(proof['invariants'], `${at}.proof.invariants`, (one, here) => {
      this.each(one, here, (held, there) => this.pair(held, there, node, (ref, place) => this.below(ref, all + 2, place)))
    })
    this.expect(invariants === asked, `${at}.proof.invariants`)
  }

  private edge(edge: Json, at: string, node: Look, set: Look): void {
    node(edge['from'], `${at}.from`)
    node(edge['to'], `${at}.to`)
    const number: Look = (one, here) => this.below(one, 0x10000, here)
    this.expect(edge['anyRoute'] === undefined || edge['anyRoute'] === true, `${at}.anyRoute`)
    switch (edge['kind']) {
      case 'permit': return set(edge['set'], `${at}.set`)
      case 'enter': return number(edge['in'], `${at}.in`)
      case 'leave': return number(edge['out'], `${at}.out`)
      case 'spread': return void this.each(edge['outs'], `${at}.outs`, number)
      case 'session': return node(edge['other'], `${at}.other`)
      case 'undo': return this.string(edge['device'], `${at}.device`)
      case 'route': return void this.each(edge['cases'], `${at}.cases`, (one, here) => this.pair(one, here, set, (outs, there) => void this.each(outs, there, number)))
      case 'rewrite': {
        set(edge['when'], `${at}.when`)
        const values = this.object(edge['values'], `${at}.values`)
        for (const field of Object.keys(values)) {
          this.expect((FIELDS as readonly string[]).includes(field), `${at}.values`)
          set(values[field], `${at}.values.${field}`)
        }
        return
      }
      default: this.expect(false, `${at}.kind`)
    }
  }

  private isolated(one: Json, at: string, { asked, node, set }: { asked: number; node: Look; set: Look }): void {
    this.named(one, at)
    this.each(one['pairs'], `${at}.pairs`, (pair, here) => {
      const { question, receiver, within, permitted } = this.object(pair, here)
      this.below(question, asked, `${here}.question`)
      node(receiver, `${here}.receiver`)
      if (within !== undefined) set(within, `${here}.within`)
      this.each(permitted, `${here}.permitted`, (permit, there) => {
        const { set: part, past } = this.object(permit, there)
        set(part, `${there}.set`)
        if (past !== undefined) this.below(past, asked, `${there}.past`)
      })
    })
  }

  private named(one: Json, at: string): void {
    this.string(one['rule'], `${at}.rule`)
    this.string(one['key'], `${at}.key`)
  }

  private object(value: unknown, at: string): Json {
    const is = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.expect(is, at)
    return is ? (value as Json) : {}
  }

  /** Answers how many there are. */
  private each(value: unknown, at: string, look: Look): number {
    this.expect(Array.isArray(value), at)
    const items: readonly unknown[] = Array.isArray(value) ? value : []
    for (let index = 0; index < items.length && !this.fault; index++) look(items[index], `${at}[${index}]`)
    return items.length
  }

  private pair(value: unknown, at: string, first: Look, second: Look): void {
    const is = Array.isArray(value) && value.length === 2
    this.expect(is, at)
    if (!is) return
    first(value[0], `${at}[0]`)
    second(value[1], `${at}[1]`)
  }

  private string(value: unknown, at: string): void {
    this.expect(typeof value === 'string', at)
  }

  private below(value: unknown, limit: number, at: string): void {
    this.expect(typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit, at)
  }

  private expect(is: boolean, place: string): void {
    if (!is) this.fault ??= { place, what: text('証明書の書式に合わない', 'not what a certificate has here') }
  }
}

type Look = (value: unknown, at: string) => void
