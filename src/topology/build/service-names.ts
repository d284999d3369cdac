import { parseService, type Service, type ServicePart } from '../../net/service.ts'
import { text } from '../../verdict.ts'
import type { Names } from '../document.ts'
import { ANYTHING, type Condition, type Definition } from '../model.ts'
import { each, named, type Placed } from '../placed.ts'
import { all } from './conditions.ts'
import type { Mistakes } from './mistakes.ts'

/** Objects within objects: more than anyone writes, less than the stack holds. */
const DEEPEST = 100

/** What a text in a filter, a flow or an object means as a service. */
export class ServiceNames {
  readonly #objects: ReadonlyMap<string, Placed<Names>>
  readonly #mistakes: Mistakes
  readonly #resolved = new Map<string, Service>()
  readonly #used = new Set<string>()
  readonly #open: string[] = []

  constructor(objects: ReadonlyMap<string, Placed<Names>>, mistakes: Mistakes) {
    this.#objects = objects
    this.#mistakes = mistakes
    for (const [id, { at }] of objects) {
      if (parseService(id)) mistakes.say('id', named(at), text(
        `「${id}」はサービスの書き方と同じなので、名前に使えません`, `"${id}" already means a service and cannot be a name`))
    }
  }

  resolve(typed: Placed<Names>): Condition {
    return any(each(typed).flatMap(one => this.#one(one)).map(test))
  }

  definitions(): Definition[] {
    for (const id of this.#objects.keys()) this.#object(id)
    return [...this.#objects].map(([id, { at }]) => ({ kind: 'services', id, at: named(at), used: this.#used.has(id) }))
  }

  #one(typed: Placed<string>): Service {
    const value = parseService(typed.value)
    if (value) return value
    if (this.#objects.has(typed.value)) return this.#object(typed.value, typed)
    const hint = this.#mistakes.hint(typed.value, this.#objects)
    this.#mistakes.say('service', typed.at, text(
      `「${typed.value}」はサービス（tcp/443、udp/500-510、icmp/echo-request、esp など）として読めず、その名前のものもありません${hint.ja}`,
      `"${typed.value}" is neither a service (such as tcp/443, udp/500-510, icmp/echo-request, esp) nor the name of one${hint.en}`))
    return []
  }

  #object(id: string, user?: Placed<string>): Service {
    if (user) this.#used.add(id)
    const known = this.#resolved.get(id)
    if (known) return known
    if (this.#open.includes(id) || this.#open.length > DEEPEST) {
      const circle = [...this.#open.slice(-5), id].join(' → ')
      if (user) this.#mistakes.say('circle', user.at, text(
        `名前が循環しているか、入れ子が深すぎます（${circle}）`, `names refer to each other in a circle or too deeply (${circle})`))
      return []
    }
    this.#open.push(id)
    const value = each(this.#objects.get(id)!).flatMap(part => this.#one(part))
    this.#open.pop()
    this.#resolved.set(id, value)
    return value
  }
}

/** A service as a condition on packets. */
export const conditionOf = (service: Service): Condition => any(service.map(test))

function test({ family, protocols, sourcePorts, destinationPorts, icmp }: ServicePart): Condition {
  if (icmp && family) return { test: 'icmp', family, types: icmp.types, codes: icmp.codes }
  const every = protocols.length === 1 && protocols[0]![0] === 0 && protocols[0]![1] === 255
  return all([
    ...family ? [{ test: 'family', family } as const] : [],
    ...every ? [] : [{ test: 'protocol', set: protocols } as const],
    ...sourcePorts ? [{ test: 'source-port', set: sourcePorts } as const] : [],
    ...destinationPorts ? [{ test: 'destination-port', set: destinationPorts } as const] : [],
  ])
}

const any = (tests: readonly Condition[]): Condition =>
  tests.includes(ANYTHING) ? ANYTHING : tests.length === 1 ? tests[0]! : { test: 'any', of: tests }
