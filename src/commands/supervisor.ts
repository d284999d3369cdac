/** Runs a command in a thread and ends it when it takes more time or memory than it may, whatever it is doing. */
import { Worker } from 'node:worker_threads'
import type { Excess } from '../index.ts'
import { budgetOf, excessOf, HEAP, watch } from './budget.ts'
import type { Start, Terms } from './supervised.ts'

/** How it ended: by itself, with an exit code, or with too much; then with whether it can say so in the form of a verdict. */
export type Ended = { readonly code: number } | { readonly excess: Excess; readonly verdict: boolean }

export async function supervise(start: Start): Promise<Ended> {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: start, stdin: true, resourceLimits: HEAP })
  let terms: Required<Terms> = { budget: budgetOf(), watched: true, asking: false, verdict: false }
  let watched: ReturnType<typeof watch> | undefined
  const ended = new Promise<{ readonly code: number } | { readonly excess: Excess }>((resolve, reject) => {
    const agreed = (changed: Terms): void => {
      watched?.stop()
      if (terms.asking !== (changed.asking ?? terms.asking)) listen(worker, changed.asking!)
      terms = { ...terms, ...changed }
      watched = terms.watched && !terms.asking ? watch(terms.budget, (excess) => resolve({ excess })) : undefined
    }
    worker.on('message', agreed).once('exit', (code) => resolve({ code })).once('error', (error) => {
      try {
        resolve({ excess: excessOf(error, terms.budget) })
      } catch {
        reject(error)
      }
    })
    agreed({})
  })
  try {
    const how = await ended
    return 'excess' in how ? { ...how, verdict: terms.verdict } : how
  } finally {
    watched?.stop()
    if (terms.asking) listen(worker, false)
    await worker.terminate()
  }
}

/** What is typed goes to the thread only while it asks: a terminal that is read keeps the process waiting for more. */
function listen(worker: Worker, asking: boolean): void {
  if (asking) process.stdin.pipe(worker.stdin!)
  else {
    process.stdin.unpipe(worker.stdin!)
    process.stdin.pause().unref()
    worker.stdin!.end()
  }
}
