#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

// A run of half a second leaves little garbage: waking helper threads for it costs more than it saves.
setFlagsFromString('--no-parallel-scavenge')

try {
  const { main } = await import('../dist/main.js')
  await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)))
} catch (error) {
  // Node itself would end with 1, which here means "refuted".
  console.error(error)
  process.exitCode = 70
}
