/** A bundle in memory, made as `sanso report` lays it out, with everything in it open to be tampered with. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import glob from 'fast-glob'
import type { BundleFiles } from '../../src/checker/bundle.ts'
import type { Certificates } from '../../src/checker/format.ts'
import { filesWith } from '../../src/commands/files.ts'
import { assemble, certify, open, verifyBundle, type BundleVerified, type Files, type Report } from '../../src/index.ts'
import { resultOf } from '../../src/verify.ts'

export const AS_OF = '2026-11-23'
const OPTIONS = { asOf: AS_OF, version: '0.1.0', failOn: 'warning', allowUnknown: false } as const

/** Everything by its name in the bundle. */
export type Contents = Map<string, string | Uint8Array>

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content)
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export interface Made { readonly contents: Contents; readonly report: Report; readonly certificates: Certificates }

/** `root`: the root file of an example, below the repository. */
export function made(root: string): Made {
  const folder = dirname(root)
  const inputs = glob.sync('**/*', { cwd: folder, onlyFiles: true }).filter((name) => !name.startsWith('defects')).sort()
  const contents: Contents = new Map(inputs.map((name) => [`inputs/${name}`, readFileSync(join(folder, name))]))
  const opened = open(posix.basename(root), inputsOf(contents))
  const certificate = certify(opened, { asOf: AS_OF })!
  const report = plain(assemble([resultOf(opened, { asOf: AS_OF })], OPTIONS))
  const certificates = plain<Certificates>({ format: 1, asOf: AS_OF, networks: [certificate] })
  return { contents, report, certificates }
}

export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** With the parts as they are now, and a manifest that says so: whoever tampers can count hashes, too. */
export function written({ contents, report, certificates }: Made): Contents {
  const all: Contents = new Map([...contents, ['report.json', JSON.stringify(report)], ['certificates.json', JSON.stringify(certificates)]])
  const files = [...all].map(([path, content]) => ({ path, sha256: hash(bytesOf(content)), size: bytesOf(content).length }))
  return all.set('manifest.json', JSON.stringify({ format: 1, asOf: AS_OF, files }))
}

export const bundleOf = (contents: Contents): BundleFiles => ({
  names: [...contents.keys()].sort(), hash,
  bytes: (name) => {
    const content = contents.get(name)
    return content === undefined ? undefined : bytesOf(content)
  },
})

export const verified = (contents: Contents): BundleVerified => {
  const result = verifyBundle(bundleOf(contents), inputsOf(contents))
  if (!('certificates' in result)) throw new Error(result.en)
  return result
}

/** The glob of an example's `include` is asked of the names in memory. */
function inputsOf(contents: Contents): Files {
  const names = (): string[] => [...contents.keys()].flatMap((name) => (name.startsWith('inputs/') ? [name.slice('inputs/'.length)] : []))
  const matches = (pattern: string, name: string): boolean => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(name)
  return filesWith((pattern) => names().filter((name) => matches(pattern, name)), (name) => {
    const content = contents.get(`inputs/${name}`)
    return content === undefined ? undefined : Buffer.from(bytesOf(content))
  })
}
