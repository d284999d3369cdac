/** `--max-time` and `--max-memory`: what one check may take. The library knows no clock, so a thread is watched from outside. */
import type { Worker } from 'node:worker_threads'
import type { Excess } from '../index.ts'
import { UsageError } from './usage.ts'

export interface Budget {
  readonly seconds?: number
  readonly bytes?: number
  /** As typed, for the messages. */
  readonly typed: { readonly time?: string; readonly memory?: string }
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }
const BYTES: Readonly<Record<string, number>> = { MB: 2 ** 20, GB: 2 ** 30 }

/** Less than what Node and this program take before they have read anything proves nothing of any network. */
const LEAST_BYTES = 2 ** 28
const LONGEST_SECONDS = 2 ** 31 / 1000 - 1

export function budgetOf(time: string | undefined, memory: string | undefined): Budget | undefined {
  if (time === undefined && memory === undefined) return undefined
  const seconds = time === undefined ? undefined : amount(time, SECONDS)
  const bytes = memory === undefined ? undefined : amount(memory, BYTES)
  if (time !== undefined && (seconds === undefined || seconds > LONGEST_SECONDS)) {
    throw new UsageError({ ja: `--max-time は 60s、10m、1h のように指定してください（24日まで）: ${time}`, en: `--max-time is such as 60s, 10m or 1h (up to 24 days): ${time}` })
  }
  if (memory !== undefined && (bytes === undefined || bytes < LEAST_BYTES)) {
    throw new UsageError({ ja: `--max-memory は 512MB、2GB のように指定してください（256MB 以上）: ${memory}`, en: `--max-memory is such as 512MB or 2GB (at least 256MB): ${memory}` })
  }
  return { ...(seconds !== undefined && { seconds }), ...(bytes !== undefined && { bytes }), typed: { ...(time !== undefined && { time }), ...(memory !== undefined && { memory }) } }
}

function amount(typed: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ''] = /^([1-9][0-9]{0,5})([a-zA-Z]+)$/.exec(typed) ?? []
  return digits === undefined || !Object.hasOwn(units, unit) ? undefined : Number(digits) * units[unit]!
}

/** An edge of the packet sets takes up to 40 bytes while its arrays grow: what is bounded within is the same on every machine. */
export const edgesWithin = (budget: Budget | undefined): { edgeBudget?: number } =>
  (budget?.bytes === undefined ? {} : { edgeBudget: Math.min(2 ** 30, Math.floor(budget.bytes / 40)) })

/** Objects of the thread; packet sets stand beside them. */
export const heapOf = ({ bytes }: Budget): { resourceLimits?: { maxOldGenerationSizeMb: number } } =>
  (bytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: Math.floor(bytes / 2 ** 20) } })

const POLL_MS = 50

/** Settles with what `work` does, or with what the thread took too much of; it has ended then. */
export async function within<T>(budget: Budget, worker: Worker, work: Promise<T>): Promise<T | Excess> {
  const { promise: exceeded, resolve } = withResolver<Excess>()
  const timer = budget.seconds === undefined ? undefined : setTimeout(() => resolve({ of: 'time', limit: budget.typed.time! }), budget.seconds * 1000)
  const poll = budget.bytes === undefined ? undefined
    : setInterval(() => { if (process.memoryUsage.rss() > budget.bytes!) resolve({ of: 'memory', limit: budget.typed.memory! }) }, POLL_MS)
  const heapFull = (error: unknown): Excess => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error
    return { of: 'memory', limit: budget.typed.memory ?? 'Node.js' }
  }
  try {
    const first = await Promise.race([work.catch(heapFull), exceeded])
    if (isExcess(first)) await worker.terminate()
    return first
  } finally {
    clearTimeout(timer)
    clearInterval(poll)
  }
}

export const isExcess = (value: unknown): value is Excess => typeof value === 'object' && value !== null && 'of' in value && 'limit' in value

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void
  return { promise: new Promise<T>((settle) => { resolve = settle }), resolve }
}
