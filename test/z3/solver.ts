/** The door to the solver: SMT-LIB 2 in, answers out. `SANSO_Z3=/usr/bin/z3` asks that program instead of the one from npm. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const END = 'end of the answer'
/** What a process has allocated stays with it: after so many questions the next one gets a fresh one. */
const QUESTIONS_EACH = 300
/** No question of these tests takes a tenth of it on a quiet machine. */
const SECONDS = 240

/** Values that make everything asserted true, by name; undefined: there are none. */
export type Model = ReadonlyMap<string, bigint> | undefined

export class Solver {
  #process: ChildProcessWithoutNullStreams | undefined
  #asked = 0

  /** The answer to each command that gives one, in order. Each script stands alone. */
  async ask(script: readonly string[]): Promise<string[]> {
    if (this.#asked++ % QUESTIONS_EACH === 0) this.close()
    const child = this.#process ??= start()
    const answer = await answered(child, ['(reset)', '(set-logic QF_BV)', ...script, `(echo "${END}")`, ''].join('\n')).catch((error: unknown) => {
      this.close()
      throw error
    })
    return answer.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  }

  /** Whether values exist that make the script's assertions true, and those of the constants named. */
  async find(script: readonly string[], names: readonly string[]): Promise<Model> {
    const [verdict, ...values] = await this.ask([...script, '(check-sat)', `(get-value (${names.join(' ')}))`])
    if (verdict === 'unsat') return undefined
    if (verdict !== 'sat') throw new Error(`the solver said: ${[verdict, ...values].join('\n').slice(0, 2000)}`)
    return new Map([...values.join(' ').matchAll(/\(([^\s()]+) #([bx])([0-9a-f]+)\)/g)].map(([, name, base, digits]) => [name!, BigInt(`0${base}${digits}`)]))
  }

  close(): void {
    this.#process?.kill('SIGKILL')
    this.#process = undefined
  }
}

function start(): ChildProcessWithoutNullStreams {
  const native = process.env['SANSO_Z3']
  return native ? spawn(native, ['-in']) : spawn(process.execPath, [fileURLToPath(new URL('solver-process.mjs', import.meta.url))])
}

function answered(child: ChildProcessWithoutNullStreams, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let [said, complained] = ['', '']
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      if (said.trimEnd().endsWith(END)) settle(() => resolve(said.slice(0, said.lastIndexOf(END))))
    }
    const hearErrors = (chunk: Buffer): void => { complained += chunk.toString() }
    const fail = (why: string): void => settle(() => reject(new Error(`the solver ${why}: ${`${complained}${said}`.slice(0, 2000)}`)))
    const ended = (): void => fail('ended')
    const clock = setTimeout(() => fail('took too long'), SECONDS * 1000)
    const settle = (done: () => void): void => {
      clearTimeout(clock)
      child.stdout.off('data', hear)
      child.stderr.off('data', hearErrors)
      child.off('close', ended).off('error', ended)
      done()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hearErrors)
    child.on('close', ended).on('error', ended)
    child.stdin.write(script)
  })
}
