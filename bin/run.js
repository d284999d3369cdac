#!/usr/bin/env node
import { fileURLToPath } from 'node:url'

try {
  const { main } = await import('../dist/main.js')
  await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)))
} catch (error) {
  // Node itself would end with 1, which here means "refuted".
  console.error(error)
  process.exitCode = 70
}
