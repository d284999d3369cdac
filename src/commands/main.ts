/** The door to the process: starts the command in a thread, watches it, and sees to the exit code. */
import { failed, wentOver } from './failure.ts'
import { supervise } from './supervisor.ts'

// Interrupted runs end by the signal itself, which a shell reports as 130: there is nothing to clean up.
export async function main(argv: readonly string[], root: string): Promise<void> {
  // Node itself would end with 1, which here means "refuted".
  process.on('uncaughtException', (error) => failed(error, argv))
  // A reader that closes the pipe early (`| head`) has seen enough: no crash, and the exit code stays a fact about the report.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error })
  }
  try {
    await (readsNothing(argv) ? unwatched(argv, root) : watched(argv, root))
  } catch (error) {
    await failed(error, argv)
  }
}

/** `sanso --version`, `--help` and the like: they take what they always take. */
const readsNothing = ([first = '']: readonly string[]): boolean => first === '' || first.startsWith('-') || first === 'schema'

async function unwatched(argv: readonly string[], root: string): Promise<void> {
  const { runCommand } = await import('./command.ts')
  await runCommand(argv, root)
}

async function watched(argv: readonly string[], root: string): Promise<void> {
  let ended = await supervise({ argv, root })
  if ('excess' in ended && ended.verdict) ended = await supervise({ argv, root, excess: ended.excess })
  // A code that is set says that writing failed.
  if ('code' in ended) process.exitCode ??= ended.code
  else await wentOver(ended.excess, argv)
}
