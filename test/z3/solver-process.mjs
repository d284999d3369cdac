/**
 * Z3 as a process: SMT-LIB 2 on standard input, answers on standard output, as `z3 -in` does it. Its threads keep a process alive and two
 * instances in one process disturb each other: so it has one to itself, which ends with its input and can be killed at any time.
 */
import { createInterface } from 'node:readline'
import { init } from 'z3-solver'

const { Z3 } = await init()
const context = Z3.mk_context(Z3.mk_config())

/** A question ends with a line that echoes something; it is answered as a whole. */
let question = ''
for await (const line of createInterface({ input: process.stdin })) {
  question += `${line}\n`
  if (!line.startsWith('(echo ')) continue
  process.stdout.write(await Z3.eval_smtlib2_string(context, question))
  question = ''
}
process.exit(0)
