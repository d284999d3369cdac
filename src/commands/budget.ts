/**
 * `--max-time` and `--max-memory`: what the work on one network may take. The library knows no clock, and a thread that works
 * cannot watch itself: it is watched, and ended, from another one.
 */
import { totalmem } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { Excess } from '../index.ts'
import { UsageError } from './usage.ts'

export interface Budget {
  readonly seconds: number
  readonly bytes: number
  /** As typed, for the messages. */
  readonly typed: { readonly time: string; readonly memory: string }
  /** Asked for, and not what holds where nothing is said. */
  readonly asked: { readonly memory: boolean }
}

/** As flags and settings name them. */
export interface Limits { readonly 'max-time'?: string | undefined; readonly 'max-memory'?: string | undefined }

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }
const BYTES: Readonly<Record<string, number>> = { MB: 2 ** 20, GB: 2 ** 30 }

/** Less than what Node and this program take before they have read anything proves nothing of any network. */
const LEAST_BYTES = 2 ** 28
const LONGEST_SECONDS = 2 ** 31 / 1000 - 1

/** A network that people keep by hand takes seconds: what takes minutes was made to, and a gate must not wait for it for hours. */
const USUAL_TIME = '10m'
/** Hundreds of times what a network takes; a quarter of the memory that there is stays for everybody else. */
const USUAL_BYTES = Math.max(LEAST_BYTES, Math.min(2 ** 32, Math.floor(memory() * 0.75)))

/** Of the machine, or of the container that this runs in. */
function memory(): number {
  const constrained = process.constrainedMemory?.() ?? 0
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem()
}

/** The least of what was asked for: settings come with the branch that is judged, and must not allow it more than the command line does. */
export function budgetOf(...asked: readonly Limits[]): Budget {
  const time = least(asked.map(({ 'max-time': typed }) => typed), seconds)
  const size = least(asked.map(({ 'max-memory': typed }) => typed), bytes)
  return {
    seconds: time?.amount ?? seconds(USUAL_TIME),
    bytes: size?.amount ?? USUAL_BYTES,
    typed: { time: time?.typed ?? USUAL_TIME, memory: size?.typed ?? `${Math.floor(USUAL_BYTES / 2 ** 20)}MB` },
    asked: { memory: size !== undefined },
  }
}

function least(typed: readonly (string | undefined)[], read: (typed: string) => number): { readonly typed: string; readonly amount: number } | undefined {
  const [first] = typed.filter((one) => one !== undefined).map((one) => ({ typed: one, amount: read(one) })).sort((a, b) => a.amount - b.amount)
  return first
}

function seconds(typed: string): number {
  const read = amount(typed, SECONDS)
  if (read !== undefined && read <= LONGEST_SECONDS) return read
  throw new UsageError({ ja: `--max-time は 60s、10m、1h のように指定してください（24日まで）: ${typed}`, en: `--max-time is such as 60s, 10m or 1h (up to 24 days): ${typed}` })
}

function bytes(typed: string): number {
  const read = amount(typed, BYTES)
  if (read !== undefined && read >= LEAST_BYTES) return read
  throw new UsageError({ ja: `--max-memory は 512MB、2GB のように指定してください（256MB 以上）: ${typed}`, en: `--max-memory is such as 512MB or 2GB (at least 256MB): ${typed}` })
}

function amount(typed: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ''] = /^([1-9][0-9]{0,5})([a-zA-Z]+)$/.exec(typed) ?? []
  return digits === undefined || !Object.hasOwn(units, unit) ? undefined : Number(digits) * units[unit]!
}

/** An edge of the packet sets takes up to 40 bytes while its arrays grow: what is bounded within is the same on every machine. */
export const edgesWithin = ({ bytes, asked }: Budget): { edgeBudget?: number } =>
  (asked.memory ? { edgeBudget: Math.min(2 ** 30, Math.floor(bytes / 40)) } : {})

/**
 * Objects of a thread; packet sets stand beside them. The limit of the whole process is watched from outside: this one only turns
 * a heap that fills up between two looks into an error of the thread.
 */
export const HEAP = { maxOldGenerationSizeMb: Math.floor(memory() / 2 ** 20) }

const POLL_MS = 50

/** Looks at time and memory until it is stopped; calls `exceeded` once at most. */
export function watch({ seconds, bytes, typed }: Budget, exceeded: (excess: Excess) => void): { readonly stop: () => void } {
  const stop = (): void => {
    clearTimeout(timer)
    clearInterval(poll)
  }
  const end = (excess: Excess): void => {
    stop()
    exceeded(excess)
  }
  const timer = setTimeout(() => end({ of: 'time', limit: typed.time }), seconds * 1000)
  const poll = setInterval(() => { if (process.memoryUsage.rss() > bytes) end({ of: 'memory', limit: typed.memory }) }, POLL_MS)
  return { stop }
}

/** Settles with what `work` does, or with what the thread took too much of; it has ended then. */
export async function within<T>(budget: Budget, worker: Worker, work: Promise<T>): Promise<T | Excess> {
  let watched!: ReturnType<typeof watch>
  const exceeded = new Promise<Excess>((resolve) => { watched = watch(budget, resolve) })
  try {
    const first = await Promise.race([work.catch((error: unknown) => excessOf(error, budget)), exceeded])
    if (isExcess(first)) await worker.terminate()
    return first
  } finally {
    watched.stop()
  }
}

/** An error that says no more than that there is no more memory; any other is thrown again. */
export function excessOf(error: unknown, { typed }: Budget): Excess {
  if (isOutOfMemory(error)) return { of: 'memory', limit: typed.memory }
  throw error
}

/** What V8 says when an object would be larger than any may be. */
const TOO_LARGE = /^(Array buffer allocation failed|Invalid (string|array|typed array) length|(Map|Set) maximum size exceeded)/

export const isOutOfMemory = (error: unknown): boolean =>
  ['ERR_WORKER_OUT_OF_MEMORY', 'ERR_STRING_TOO_LONG'].includes((error as NodeJS.ErrnoException).code ?? '') || (error instanceof RangeError && TOO_LARGE.test(error.message))

export const isExcess = (value: unknown): value is Excess => typeof value === 'object' && value !== null && 'of' in value && 'limit' in value
