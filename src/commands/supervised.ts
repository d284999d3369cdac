/** The line between a command, which runs in a thread of its own, and the main thread, which ends it when it takes too much. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Excess } from '../index.ts'
import type { Budget } from './budget.ts'

/** What the thread of a command is started with. */
export interface Start {
  readonly argv: readonly string[]
  readonly root: string
  /** What the same command took too much of a moment ago: it says so in the form of its verdict, and does nothing else. */
  readonly excess?: Excess
}

/** What is to be watched from now on, with a new clock; what is left out stays as it was. */
export interface Terms {
  readonly budget?: Budget
  /** False: nothing is, because the command watches threads of its own. */
  readonly watched?: boolean
  /** It waits for a person, whose typing it wants. */
  readonly asking?: boolean
  /** It has a form for a verdict that was not reached: see `Start.excess`. */
  readonly verdict?: boolean
}

export const excess: Excess | undefined = (workerData as Start | null)?.excess

/** What reads nothing runs in the main thread, and nobody listens. */
export const tell = (terms: Terms): void => parentPort?.postMessage(terms)

/** One of several pieces of work begins, each of which may take what one network may. */
export const nextNetwork = (): void => tell({})
