/** Several networks at a time, in threads of their own; the reports come back in the order of the files, whichever ended first. */
import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { Report } from '../index.ts'
import { HEAP, isExcess, isOutOfMemory, within } from './budget.ts'
import { checked, stopped, type Task } from './one-network.ts'
import { progress, type Progress } from './progress.ts'
import { excess, tell } from './supervised.ts'

export async function checkAll(files: readonly string[], task: Task, jobs: number | undefined): Promise<Report[]> {
  if (excess) return Promise.all(files.map((file) => stopped(file, task, excess!)))
  const [only, ...others] = files
  // One network needs no thread of its own: whoever watches this one watches it.
  if (only !== undefined && others.length === 0) return [await checked(only, task).catch((error: unknown) => { throw isOutOfMemory(error) ? error : bug(only, task, error) })]
  const shown = progress(files.length)
  tell({ watched: false })
  try {
    return await inThreads(files, task, Math.min(jobs ?? availableParallelism(), files.length), shown)
  } finally {
    tell({ watched: true })
    shown.end()
  }
}

type Answer = { readonly report: Report } | { readonly bug: string; readonly stack?: string }

async function inThreads(files: readonly string[], task: Task, threads: number, shown: Progress): Promise<Report[]> {
  const reports: Report[] = []
  const failures: { readonly index: number; readonly error: unknown }[] = []
  // Memory is the whole process's: what was ended for want of it while others ran may do very well alone.
  const crowded: number[] = []
  // One network needs no threads, and starts sooner without what makes them.
  const { Worker: Thread } = await import('node:worker_threads')
  const started = (): Worker => new Thread(new URL('./worker.js', import.meta.url), { workerData: task, resourceLimits: HEAP })
  const thread = async (waiting: number[], alone: boolean): Promise<void> => {
    let worker = started()
    try {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        const answer = await within(task.budget, worker, answered(worker, files[index]!)).catch((error: unknown) => ({ bug: error instanceof Error ? error.message : String(error) }))
        if (isExcess(answer)) {
          worker = started()
          if (answer.of === 'memory' && !alone) {
            crowded.push(index)
            continue
          }
          reports[index] = await stopped(files[index]!, task, answer)
        } else if ('report' in answer) reports[index] = answer.report
        else {
          failures.push({ index, error: Object.assign(new Error(answer.bug), 'stack' in answer && { stack: answer.stack }) })
          // The thread itself may be gone; what the others find cannot be reported any more.
          waiting.length = 0
        }
        shown.done()
      }
    } finally {
      await worker.terminate()
    }
  }
  const all = [...files.keys()]
  await Promise.all(Array.from({ length: threads }, () => thread(all, threads === 1)))
  if (failures.length === 0 && crowded.length > 0) await thread(crowded.sort((a, b) => a - b), true)
  const [first] = failures.sort((a, b) => a.index - b.index)
  if (first) throw bug(files[first.index]!, task, first.error)
  return reports
}

const answered = (worker: Worker, file: string): Promise<Answer> => new Promise((resolve, reject) => {
  worker.removeAllListeners()
  worker.once('message', resolve).once('error', reject).once('exit', (code) => reject(new Error(`the thread ended with ${code}`)))
  worker.postMessage(file)
})

/** A bug says which of many networks it met, unless names are not to be shown. */
const bug = (file: string, { key }: Task, error: unknown): Error => key !== undefined ? new Error('--redact')
  : new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
