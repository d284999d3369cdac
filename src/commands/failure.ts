/** Turns whatever is thrown into a message and an exit code. */
import { inspect } from 'node:util'
import type { Excess, Text } from '../index.ts'
import { languageOf } from './language.ts'
import { EXIT_USAGE, UsageError } from './usage.ts'

const EXIT_UNKNOWN = 4
const EXIT_BUG = 70

export async function failed(error: unknown, argv: readonly string[]): Promise<void> {
  const { code, message } = failure(error)
  await end(code, message, argv)
  if (error instanceof UsageError) process.stderr.write(error.details)
  if (process.env['DEBUG']) process.stderr.write(`${inspect(error)}\n`)
}

/** A command that was ended, and that has no verdict of its own to say so. */
export const wentOver = ({ of, limit }: Excess, argv: readonly string[]): Promise<void> => end(EXIT_UNKNOWN, OVER[of](limit), argv)

async function end(code: number, message: Text | undefined, argv: readonly string[]): Promise<void> {
  process.exitCode = code
  if (message) process.stderr.write(`sanso: ${await shown(message[languageOf(argv, process.env)])}\n`)
}

/** Names of files are in messages, and whoever named a file may have wished to steer the terminal. */
async function shown(message: string): Promise<string> {
  const { neutral } = await import('../index.ts')
  return neutral(message)
}

const over = (ja: string, en: string, option: string): Text => ({
  ja: `unknown (budget)：${ja}を超えたため打ち切りました（答えは出していません）。${option} で上限を増やすか、構成図を分けてください`,
  en: `unknown (budget): stopped over ${en}, and no answer was given. Raise the limit with ${option}, or split the network`,
})

const OVER: Readonly<Record<Excess['of'], (limit: string) => Text>> = {
  time: (limit) => over(`時間の上限（${limit}）`, `the limit of time (${limit})`, '--max-time'),
  memory: (limit) => over(`メモリーの上限（${limit}）`, `the limit of memory (${limit})`, '--max-memory'),
  size: (limit) => over(`パケット集合の大きさの上限（${limit}）`, `the limit of the packet sets (${limit})`, '--max-memory'),
}

interface Failure { readonly code: number; readonly message?: Text }

/** oclif marks what is wrong with a command line by exit 2, and `--help` by exit 0. */
function failure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: EXIT_USAGE, message: error.text }
  const { message, oclif, flags, code, syscall } = error as NodeJS.ErrnoException & { oclif?: { exit?: number }; flags?: readonly string[] }
  if (syscall === 'write') return { code: EXIT_USAGE, message: { ja: `出力できません: ${code}`, en: `cannot write the output: ${code}` } }
  if (error instanceof Error && error.name === 'BudgetExceeded') return { code: EXIT_UNKNOWN, message: OVER.size(`${(error as Error & { readonly edges: number }).edges} edges`) }
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
