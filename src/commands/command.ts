/** The commands by name, and the thread that one of them runs in. */
import { run } from '@oclif/core/run'
import { settings } from '@oclif/core/settings'
import { Check } from './check.ts'
import { Config } from './config.ts'
import { Diff } from './diff.ts'
import { Exceptions } from './exceptions.ts'
import { Explain } from './explain.ts'
import { Init } from './init.ts'
import { Matrix } from './matrix.ts'
import { Report } from './report.ts'
import { Rules } from './rules.ts'
import { Schema } from './schema.ts'
import { Trace } from './trace.ts'
import { Verify } from './verify.ts'

/** Read by oclif (`strategy: explicit` in package.json). */
export const COMMANDS = {
  check: Check, config: Config, diff: Diff, exceptions: Exceptions, explain: Explain, init: Init, matrix: Matrix, report: Report, rules: Rules, schema: Schema, trace: Trace, verify: Verify,
}

export async function runCommand(argv: readonly string[], root: string): Promise<void> {
  settings.enableAutoTranspile = false
  await run([...argv], root)
}
