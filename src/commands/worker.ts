/** Checks one network after another beside the main thread. A bug is handed over as such: an error in a worker has no exit code. */
import { parentPort, workerData } from 'node:worker_threads'
import { isOutOfMemory } from './budget.ts'
import { checked, type Task } from './one-network.ts'

const port = parentPort!
port.on('message', (file: string) => {
  checked(file, workerData as Task).then(
    (report) => port.postMessage({ report }),
    (error: unknown) => {
      // For the thread that watches, as any other want of memory.
      if (isOutOfMemory(error)) throw error
      port.postMessage({ bug: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? error.stack : undefined })
    },
  )
})
