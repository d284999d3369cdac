/** An editor, as far as it talks to a language server over stdio (Language Server Protocol 3.17). */
import { spawn, type ChildProcess } from 'node:child_process'

export interface Message { readonly id?: number | string; readonly method?: string; readonly params?: unknown; readonly result?: unknown; readonly error?: unknown }
export interface Diagnostic { readonly message: string; readonly range: { readonly start: Position; readonly end: Position } }
export interface Position { readonly line: number; readonly character: number }

export class Editor {
  private readonly server: ChildProcess
  private readonly waiting = new Map<number | string, (message: Message) => void>()
  private readonly awaited = new Map<string, (diagnostics: Diagnostic[]) => void>()
  private readonly settings: unknown
  private buffer = Buffer.alloc(0)
  private next = 1
  readonly ended: Promise<number | null>

  constructor(command: readonly string[], settings: unknown, env: NodeJS.ProcessEnv) {
    this.settings = settings
    this.server = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], env })
    this.ended = new Promise((resolve) => { this.server.on('exit', resolve) })
    this.server.stdout!.on('data', (chunk: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, chunk])
      for (;;) {
        const end = this.buffer.indexOf('\r\n\r\n')
        const length = end < 0 ? undefined : /Content-Length: (\d+)/i.exec(this.buffer.toString('ascii', 0, end))?.[1]
        if (length === undefined || this.buffer.length < end + 4 + Number(length)) return
        const body = this.buffer.toString('utf8', end + 4, end + 4 + Number(length))
        this.buffer = this.buffer.subarray(end + 4 + Number(length))
        this.receive(JSON.parse(body) as Message)
      }
    })
  }

  async start(folder: string): Promise<void> {
    await this.request('initialize', {
      processId: process.pid, rootUri: folder, workspaceFolders: [{ uri: folder, name: 'town' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } }, hover: { contentFormat: ['markdown'] }, publishDiagnostics: {} },
      },
    })
    this.notify('initialized', {})
  }

  /** The diagnostics of a text, as soon as the server has any to say. */
  opened(uri: string, text: string): Promise<Diagnostic[]> {
    const diagnostics = new Promise<Diagnostic[]>((resolve) => { this.awaited.set(uri, resolve) })
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    return diagnostics
  }

  request<T = unknown>(method: string, params: unknown): Promise<T> {
    const id = this.next++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => (error ? reject(new Error(JSON.stringify(error))) : resolve(result as T)))
      this.send({ id, method, params })
    })
  }

  notify(method: string, params: unknown): void { this.send({ method, params }) }

  /** As the protocol has it: shutdown is answered, exit ends the server with 0. */
  async stop(): Promise<number | null> {
    await this.request('shutdown', null)
    this.notify('exit', null)
    return this.ended
  }

  kill(): void { this.server.kill() }

  private send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.server.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  private receive(message: Message): void {
    if (message.method === undefined) {
      this.waiting.get(message.id!)?.(message)
      this.waiting.delete(message.id!)
    } else if (message.method === 'workspace/configuration') {
      const { items } = message.params as { items: readonly { section: string }[] }
      this.send({ id: message.id!, result: items.map(({ section }) => (this.settings as Record<string, unknown>)[section] ?? null) })
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: Diagnostic[] }
      this.awaited.get(uri)?.(diagnostics)
    } else if (message.id !== undefined) this.send({ id: message.id, result: null })
  }
}
