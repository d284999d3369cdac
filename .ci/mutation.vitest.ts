/** The tests that a mutant must survive. `npm run mutation` names them by the room that is mutated; see test/README.md. */
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What fell last, then what is short: most mutants fall to the first test, and one failure is enough. */
class Cheapest extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = (file: TestSpecification): { failed: boolean; duration: number } =>
      this.ctx.cache.getFileTestResults(`:${file.moduleId.slice(this.ctx.config.root.length + 1)}`) ?? { failed: false, duration: 0 }
    return [...files].sort((a, b) => Number(known(b).failed) - Number(known(a).failed) || known(a).duration - known(b).duration)
  }
}

export default defineConfig({
  test: {
    include: (process.env['SANSO_MUTATION_TESTS'] ?? 'test/net').split(',').map((test) => (test.endsWith('.test.ts') ? test : `${test}/**/*.test.ts`)),
    setupFiles: ['.ci/mutation.setup.ts'],
    sequence: { sequencer: Cheapest },
    // Modules keep nothing that one test could leave for another; loading them for each file would take most of the time.
    isolate: false,
    env: { SANSO_BRUTE_NETWORKS: '24', SANSO_BRUTE_SHRINK: 'no' },
    testTimeout: 60_000,
  },
})
