/** Bundles of examples, and of networks that a test writes, as the command makes them. */
import { createHash } from 'node:crypto'
import { bundleOf, dossierIn, enclosing, type Asked, type Bundle, type Cover, type Earlier, type Files } from '../../src/index.ts'
import { readFileSync } from 'node:fs'
import { contentOf } from '../../src/commands/disk/read.ts'
import { filesWith } from '../../src/commands/files.ts'
import glob from 'fast-glob'
import { AS_OF } from '../examples/reports.ts'

export const digest = (content: Uint8Array): Uint8Array => createHash('sha256').update(content).digest()

const onDisk = filesWith((pattern, folder) => glob.sync(pattern, { cwd: folder, onlyFiles: true, unique: true }), contentOf)

export interface Wanted {
  readonly lang?: 'ja' | 'en'
  readonly asOf?: string
  readonly secret?: (message: string) => Uint8Array
  readonly cover?: Partial<Cover>
  readonly previous?: Earlier
  readonly files?: Files
}

const made = new Map<string, ReturnType<typeof make>>()

/** Made once for each wish of one test file; what is to be made anew says so by `files`. */
export function bundled(path: string, wanted: Wanted = {}): ReturnType<typeof make> {
  if (wanted.secret || wanted.files || wanted.previous) return make(path, wanted)
  const key = JSON.stringify([path, wanted])
  const known = made.get(key) ?? make(path, wanted)
  made.set(key, known)
  return known
}

async function make(path: string, { lang = 'ja', asOf = AS_OF, secret, cover, previous, files = onDisk }: Wanted): Promise<{ readonly asked: Asked; readonly bundle: Bundle }> {
  const { root, files: enclosed, read } = enclosing(path, secret ? { ...files, secret } : files)
  const answered = dossierIn(root, enclosed, { asOf, version: '0.0.0', failOn: 'warning', allowUnknown: false, cover: { era: false, ...cover }, ...(previous && { previous }) })
  if (answered.is !== 'answer') throw new Error(JSON.stringify(answered))
  return { asked: answered.answer, bundle: await bundleOf(answered.answer, root, read, { lang, digest, ...(secret && { secret }) }) }
}

/** One file in memory. */
export const inMemory = (content: string): Files => ({ read: (name) => (name === 'net.yaml' ? content : undefined), expand: () => [] })

export const textOf = (bundle: Bundle, name: string): string => new TextDecoder().decode(bundle.get(name))

export const example = (name: string): string => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8')

export const HOSTILE = '<script>alert(1)</script>"\'`]]>-->\u202e\u0000\u001b[31m|*_#&lt;{{x}}'.replaceAll('\u0000', '')
