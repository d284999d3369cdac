import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // `.ci/run` reads the second for its closing line; the folder is ignored by git and emptied by `npm ci`.
    reporters: ['default', 'json'],
    outputFile: { json: 'node_modules/.vitest/results.json' },
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
