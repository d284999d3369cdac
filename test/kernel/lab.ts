/** The laboratory process (see lab/lab.c): compiled once a run, spoken to line by line. */
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), 'lab')

/** Why the kernel cannot judge on this machine; undefined where it can. */
export function missing(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux'
  if (process.getuid?.() !== 0) return 'not root'
  for (const program of ['gcc', 'ip', 'nft', 'iptables-nft-restore', 'ip6tables-nft-restore', 'iptables-legacy-restore', 'ip6tables-legacy-restore']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    } catch {
      return `${program} is not installed`
    }
  }
  try {
    execFileSync('unshare', ['--net', 'true'], { stdio: 'ignore' })
  } catch {
    return 'no network namespaces here'
  }
  return undefined
}

export class Lab {
  readonly pid: number
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: { command: string; lines: string[]; done: (lines: string[]) => void; failed: (error: Error) => void }[] = []

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'sanso-kernel-'))
    const program = join(folder, 'lab')
    const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.c')).map((name) => join(SOURCES, name))
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-Wno-format-truncation', '-o', program, ...sources])
    this.child = spawn(program, [], { stdio: 'pipe' })
    // A running program needs its file no more: nothing is left behind, not even by a kill.
    rmSync(folder, { recursive: true })
    this.pid = this.child.pid!
    createInterface({ input: this.child.stdout }).on('line', (line) => this.hear(line))
    let complaint = ''
    this.child.stderr.on('data', (data: Buffer) => (complaint += data.toString()))
    this.child.on('exit', () => {
      for (const { command, failed } of this.waiting.splice(0)) failed(new Error(`the laboratory died during «${command}»: ${complaint}`))
    })
  }

  private hear(line: string): void {
    const first = this.waiting[0]!
    if (line === 'ok' || line.startsWith('error ')) {
      this.waiting.shift()
      if (line === 'ok') first.done(first.lines)
      else first.failed(new Error(`«${first.command}»: ${line}\n${first.lines.join('\n')}`))
    } else first.lines.push(line)
  }

  /** Commands are carried out in order; several may be on their way. */
  command(command: string, input = ''): Promise<string[]> {
    return new Promise((done, failed) => {
      if (this.child.exitCode !== null) return failed(new Error(`the laboratory is dead: «${command}»`))
      this.waiting.push({ command, lines: [], done, failed })
      this.child.stdin.write(`${command}\n${input}`)
    })
  }

  async run(space: number, program: string, input = ''): Promise<string> {
    const said = await this.command(`run ${space} ${Buffer.byteLength(input)} ${program}`, input)
    return said.map((line) => line.slice('said '.length)).join('\n')
  }

  /** The namespaces have no names: they end with the process. */
  close(): void {
    this.child.stdin.end()
    this.child.kill()
  }
}
