/** Several networks at a time, in threads of their own; the reports come back in the order of the files, whichever ended first. */
import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { Report } from '../index.ts'
import { heapOf, isExcess, within } from './budget.ts'
import { checked, stopped, type Task } from './one-network.ts'
import { progress, type Progress } from './progress.ts'

export async function checkAll(files: readonly string[], task: Task, jobs: number | undefined): Promise<Report[]> {
  // Memory is the whole process's: with one network at a time it is known whose it is.
  const most = task.budget?.bytes === undefined ? jobs ?? availableParallelism() : 1
  const threads = Math.min(most, files.length)
  const shown = progress(files.length)
  try {
    return await (threads <= 1 && !task.budget ? oneByOne(files, task, shown) : inThreads(files, task, threads, shown))
  } finally {
    shown.end()
  }
}

async function oneByOne(files: readonly string[], task: Task, shown: Progress): Promise<Report[]> {
  const reports: Report[] = []
  for (const file of files) {
    reports.push(await checked(file, task).catch((error: unknown) => { throw bug(file, task, error) }))
    shown.done()
  }
  return reports
}

type Answer = { readonly report: Report } | { readonly bug: string; readonly stack?: string }

async function inThreads(files: readonly string[], task: Task, threads: number, shown: Progress): Promise<Report[]> {
  const reports: Report[] = []
  const failures: { readonly index: number; readonly error: unknown }[] = []
  let next = 0
  // One network needs no threads, and starts sooner without what makes them.
  const { Worker: Thread } = await import('node:worker_threads')
  const thread = async (): Promise<void> => {
    const started = (): Worker => new Thread(new URL('./worker.js', import.meta.url), { workerData: task, ...(task.budget && heapOf(task.budget)) })
    let worker = started()
    try {
      while (next < files.length) {
        const index = next++
        const work = answered(worker, files[index]!)
        const answer = await (task.budget ? within(task.budget, worker, work) : work).catch((error: unknown) => ({ bug: error instanceof Error ? error.message : String(error) }))
        if (isExcess(answer)) {
          reports[index] = await stopped(files[index]!, task, answer)
          worker = started()
        } else if ('report' in answer) reports[index] = answer.report
        else {
          failures.push({ index, error: Object.assign(new Error(answer.bug), 'stack' in answer && { stack: answer.stack }) })
          // The thread itself may be gone; what the others find cannot be reported any more.
          next = files.length
        }
        shown.done()
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: threads }, thread))
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
