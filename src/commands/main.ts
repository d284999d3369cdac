/** The door to the process: runs a command, and turns whatever it throws into a message and an exit code. */
import { inspect } from 'node:util'
import { run } from '@oclif/core/run'
import { settings } from '@oclif/core/settings'
import type { Text } from '../index.ts'
import { Check } from './check.ts'
import { Config } from './config.ts'
import { Diff } from './diff.ts'
import { Exceptions } from './exceptions.ts'
import { Explain } from './explain.ts'
import { languageOf } from './language.ts'
import { Init } from './init.ts'
import { Matrix } from './matrix.ts'
import { Report } from './report.ts'
import { Rules } from './rules.ts'
import { Schema } from './schema.ts'
import { Trace } from './trace.ts'
import { Verify } from './verify.ts'
import { EXIT_USAGE, UsageError } from './usage.ts'

/** Read by oclif (`strategy: explicit` in package.json). */
export const COMMANDS = {
  check: Check, config: Config, diff: Diff, exceptions: Exceptions, explain: Explain, init: Init, matrix: Matrix, report: Report, rules: Rules, schema: Schema, trace: Trace, verify: Verify,
}

const EXIT_UNKNOWN = 4
const EXIT_BUG = 70

const TOO_LARGE: Text = {
  ja: 'unknown (budget)：パケット集合の大きさが上限を超えたため、答えられません。構成図を分けてください（sanso check は --max-memory で上限を増やせます）',
  en: 'unknown (budget): the packet sets grew beyond the limit. Split the network (sanso check takes --max-memory)',
}

// Interrupted runs end by the signal itself, which a shell reports as 130: there is nothing to clean up.
export async function main(argv: readonly string[], root: string): Promise<void> {
  const fail = async (error: unknown): Promise<void> => {
    const { code, message } = failure(error)
    process.exitCode = code
    if (message) process.stderr.write(`sanso: ${await shown(message[languageOf(argv, process.env)])}\n`)
    if (error instanceof UsageError) process.stderr.write(error.details)
    if (process.env['DEBUG']) process.stderr.write(`${inspect(error)}\n`)
  }
  // Node itself would end with 1, which here means "refuted".
  process.on('uncaughtException', fail)
  // A reader that closes the pipe early (`| head`) has seen enough: no crash, and the exit code stays a fact about the report.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error })
  }
  settings.enableAutoTranspile = false
  try {
    await run([...argv], root)
  } catch (error) {
    await fail(error)
  }
}

/** Names of files are in messages, and whoever named a file may have wished to steer the terminal. */
async function shown(message: string): Promise<string> {
  const { neutral } = await import('../index.ts')
  return neutral(message)
}

interface Failure { readonly code: number; readonly message?: Text }

/** oclif marks what is wrong with a command line by exit 2, and `--help` by exit 0. */
function failure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: EXIT_USAGE, message: error.text }
  const { message, oclif, flags, code, syscall } = error as NodeJS.ErrnoException & { oclif?: { exit?: number }; flags?: readonly string[] }
  if (syscall === 'write') return { code: EXIT_USAGE, message: { ja: `出力できません: ${code}`, en: `cannot write the output: ${code}` } }
  if (error instanceof Error && error.name === 'BudgetExceeded') return { code: EXIT_UNKNOWN, message: TOO_LARGE }
  if (oclif?.exit === 0) return { code: 0 }
  if (oclif?.exit === EXIT_USAGE) return { code: EXIT_USAGE, message: wrongUse(message, flags) }
  return {
    code: EXIT_BUG,
    message: {
      ja: `本ソフトウェアの不具合です（結果は出していません）: ${message}。環境変数 DEBUG=1 で詳細を表示します`,
      en: `this is a bug in sanso (no verdict was given): ${message}. DEBUG=1 shows where`,
    },
  }
}

function wrongUse(message: string, flags?: readonly string[]): Text {
  const [first] = message.split('\n')
  const help = { ja: '使い方: sanso --help', en: 'see sanso --help' }
  if (flags) return { ja: `未知のオプションです: ${flags.join(' ')}。${help.ja}`, en: `unknown option: ${flags.join(' ')}. ${help.en}` }
  return { ja: `使い方に誤りがあります: ${first}。${help.ja}`, en: `${first}. ${help.en}` }
}
