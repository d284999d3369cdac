/** Everything that is handed in, as files: the papers, the report for machines, the inputs, and the list of them all with their hashes. */
import type { Certificates } from '../../checker/format.ts'
import type { Manifest } from '../../checker/bundle.ts'
import { withoutSecrets } from '../../config/text.ts'
import type { Files } from '../../open.ts'
import type { Digest } from '../../report/dossier/paper.ts'
import type { InputFile } from '../../report/dossier/dossier.ts'
import { json } from '../../report/json.ts'
import { safeJson } from '../../report/neutral.ts'
import { byCodeUnit } from '../../report/order.ts'
import { hex } from '../../redaction/pseudonyms.ts'
import { redactedPath } from '../../redaction/redacted.ts'
import { below, folderOf } from '../../topology/folder.ts'
import type { Lang } from '../../verdict.ts'
import { certify } from '../certify.ts'
import type { Asked } from './dossier.ts'

/** By name, with `/`; in order. */
export type Bundle = ReadonlyMap<string, Uint8Array>

/** Version of the layout: it grows when a reader of the old one could misunderstand the new one. */
export const BUNDLE_FORMAT = 1

/** Known violations that the report was made with: whoever reads the inputs again needs them as well. */
export const BASELINE = 'baseline.json'

/** What `sanso verify` needs of it, and what people ask. */
interface Listing extends Manifest {
  readonly format: typeof BUNDLE_FORMAT
  readonly tool: { readonly name: 'sanso'; readonly version: string }
  readonly network: string
  /** The root file, below `inputs/`; absent where no inputs are enclosed. */
  readonly root?: string
  readonly profile: { readonly id: string; readonly model: string; readonly since: string }
  /** Names are pseudonyms: inputs are listed by their hashes and not enclosed. */
  readonly redacted: boolean
  /** Every file of the bundle but this one. */
  readonly files: readonly InputFile[]
  /** Every file that was read, named from the folder of the root file, with the hash of the original. */
  readonly inputs: readonly InputFile[]
}

/**
 * The same files, named from the folder of the root file wherever that is, and what is read of them. A bundle is the
 * same from whatever folder it was asked for, and its positions are those of the files enclosed in it.
 */
export function enclosing(root: string, files: Files): { readonly root: string; readonly files: Files; readonly read: ReadonlyMap<string, Uint8Array> } {
  const { read: text, readBytes: bytes, expand, why } = files
  const home = folderOf(root)
  const read = new Map<string, Uint8Array>()
  const keep = (name: string): Uint8Array | undefined => {
    const plain = bytes ? undefined : text(home + name)
    const content = bytes ? bytes(home + name) : plain === undefined ? undefined : encoded(plain)
    if (content) read.set(name, content)
    return content
  }
  return {
    root: root.slice(home.length), read,
    files: {
      ...files, read: (name) => (keep(name) ? text(home + name) : undefined), ...(bytes && { readBytes: keep }),
      ...(why && { why: (name: string) => why(home + name) }),
      expand: (pattern, from) => expand(pattern, home + from).map((name) => below(straight(home), name) ?? name),
    },
  }
}

/** `root` and `read`: as `enclosing` has them. */
export async function bundleOf({ dossier, report, opened, judgement }: Asked, root: string, read: ReadonlyMap<string, Uint8Array>, { lang, digest, secret, baseline }: { readonly lang: Lang; readonly digest: Digest; readonly secret?: Files['secret']; readonly baseline?: string }): Promise<Bundle> {
  const { papers } = await import('../../report/dossier/index.ts')
  const listed = (path: string, content: Uint8Array): InputFile => ({ path, sha256: hex(digest(content)), size: content.length })
  const inputs = [...read].map(([file, content]) => ({ file: secret ? redactedPath(file, secret) : file, content })).sort((a, b) => byCodeUnit(a.file, b.file))
  const configured = new Set([...judgement.topology.devices.values()].flatMap(({ config }) => [...config?.files ?? [], ...config?.tables ?? []].map(({ file }) => file)))
  const copies = new Map(inputs.map(({ file, content }) => [file, configured.has(file) ? withoutSecrets(content) : content]))
  const listedInputs = inputs.map(({ file, content }) => ({ ...listed(file, content), ...(copies.get(file) !== content && { masked: true as const }) }))
  const certificates: Certificates = { format: 1, asOf: dossier.asOf, networks: [certify(opened, { asOf: dossier.asOf }, judgement)!] }
  const files = new Map<string, Uint8Array>([
    ...(secret ? [] : [...copies].map(([file, content]) => [`inputs/${file}`, content] as const)),
    ['report.json', encoded(json(report))] as const,
    ['certificates.json', encoded(`${JSON.stringify(certificates)}\n`)] as const,
    ...(baseline === undefined ? [] : [[BASELINE, encoded(baseline)] as const]),
    ...[...papers({ ...dossier, inputs: listedInputs }, lang, digest)].map(([name, content]) => [name, encoded(content)] as const),
  ].sort(([a], [b]) => byCodeUnit(a, b)))
  const { edition } = opened.declared!.profile
  const manifest: Listing = {
    format: BUNDLE_FORMAT, tool: { name: 'sanso', version: dossier.version }, asOf: dossier.asOf, network: judgement.topology.network,
    ...(!secret && { root }),
    profile: { id: edition.id, model: judgement.topology.policy.model, since: edition.since.value }, redacted: secret !== undefined,
    files: [...files].map(([name, content]) => listed(name, content)), inputs: listedInputs,
  }
  return new Map([['manifest.json', encoded(`${safeJson(manifest)}\n`)], ...files])
}

/** Without steps that lead back, as names of expanded patterns come. */
function straight(folder: string): string {
  const steps: string[] = []
  for (const step of folder.split('/')) if (step === '..' && steps.length > 0 && steps.at(-1) !== '..' && steps.at(-1) !== '') steps.pop(); else if (step !== '.') steps.push(step)
  return steps.join('/')
}

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text)


