/** The thread of a command that is watched. */
import { setFlagsFromString } from 'node:v8'
import { workerData } from 'node:worker_threads'
import { isOutOfMemory } from './budget.ts'
import { runCommand } from './command.ts'
import { failed } from './failure.ts'
import type { Start } from './supervised.ts'

// Not before the imports: other flags than Node was built with make it compile its own modules anew.
// A run of half a second leaves little garbage: waking helper threads for it costs more than it saves.
setFlagsFromString('--no-parallel-scavenge')
// Nor does it come to profit from machine code of the last tier, on which V8 would spend more than on the work itself. What is
// hot for longer is still optimised, a few tenths of a second later.
setFlagsFromString('--interrupt-budget=1000000')

const { argv, root } = workerData as Start
try {
  await runCommand(argv, root)
} catch (error) {
  // For the thread that watches: it may be able to have a verdict said.
  if (isOutOfMemory(error)) throw error
  await failed(error, argv)
}
