#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

try {
  const { main } = await import('../dist/main.js')
  // Not before the import: other flags than Node was built with make it compile its own modules anew.
  // A run of half a second leaves little garbage: waking helper threads for it costs more than it saves.
  setFlagsFromString('--no-parallel-scavenge')
  // Nor does it come to profit from machine code of the last tier, on which V8 would spend more than on the work itself. What is
  // hot for longer is still optimised, a few tenths of a second later.
  setFlagsFromString('--interrupt-budget=1000000')
  await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)))
} catch (error) {
  // Node itself would end with 1, which here means "refuted".
  console.error(error)
  process.exitCode = 70
}
