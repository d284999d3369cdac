/** Reads JSON from somewhere, and remembers the first place where it is not what it has to be. */
import { text } from '../verdict.ts'
import type { Fault } from './fault.ts'

export type Json = Readonly<Record<string, unknown>>
export type Look = (value: unknown, at: string) => void

export class ShapeReader {
  fault: Fault | undefined

  expect(is: boolean, place: string): void {
    if (!is) this.fault ??= { place, what: text('書式に合わない', 'not what stands here') }
  }

  object(value: unknown, at: string): Json {
    const is = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.expect(is, at)
    return is ? (value as Json) : {}
  }

  /** Looks at each until something is wrong, and answers how many there are. */
  each(value: unknown, at: string, look: Look): number {
    this.expect(Array.isArray(value), at)
    const items: readonly unknown[] = Array.isArray(value) ? value : []
    for (let index = 0; index < items.length && !this.fault; index++) look(items[index], `${at}[${index}]`)
    return items.length
  }

  tuple(value: unknown, at: string, looks: readonly Look[]): void {
    const is = Array.isArray(value) && value.length === looks.length
    this.expect(is, at)
    if (is) looks.forEach((look, index) => look(value[index], `${at}[${index}]`))
  }

  string(value: unknown, at: string): void {
    this.expect(typeof value === 'string', at)
  }

  strings(value: unknown, at: string): void {
    this.each(value, at, (one, here) => this.string(one, here))
  }

  one(of: readonly unknown[], value: unknown, at: string): void {
    this.expect(of.includes(value), at)
  }

  /** A count from 0, or a reference into a list of that length. */
  below(limit: number): Look {
    return (value, at) => this.expect(typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit, at)
  }
}
