/** The first part of checking a bundle: it is whole, its certificates prove what they say, and its report says what they prove. */
import { text, type Text } from '../verdict.ts'
import { checkNetwork } from './check.ts'
import { conclusions, type ReportSaid } from './conclusions.ts'
import type { Fault } from './fault.ts'
import type { Certificates } from './format.ts'
import { misshapen } from './shape.ts'
import { ShapeReader } from './shape-reader.ts'

/** A folder or an archive, by names with slashes. */
export interface BundleFiles {
  readonly names: readonly string[]
  bytes(name: string): Uint8Array | undefined
  /** SHA-256 in small hexadecimal digits. */
  hash(bytes: Uint8Array): string
}

/** What else a manifest says for people is held against the report where it is there. */
export interface Manifest {
  readonly asOf: string
  readonly tool?: { readonly version: string }
  readonly network?: string
  readonly root?: string
  readonly profile?: { readonly id: string; readonly model: string }
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly size: number }[]
}

export interface BundleChecked {
  readonly faults: readonly Fault[]
  readonly counts: Readonly<Record<'files' | 'places' | 'edges' | 'invariants' | 'obligations', number>>
  readonly uncertified: readonly string[]
  /** What the second part compares; absent where something is wrong with it. */
  readonly parts?: { readonly report: ReportSaid; readonly certificates: Certificates }
}

export const MANIFEST = 'manifest.json'
const REPORT = 'report.json'
const CERTIFICATES = 'certificates.json'

/** A `Text` says why it is no bundle of ours. */
export function checkBundle(bundle: BundleFiles): BundleChecked | Text {
  const manifest = parsed(bundle, MANIFEST)
  if (manifest === undefined) return text(`${MANIFEST} がないか、読めません`, `there is no ${MANIFEST}, or it cannot be read`)
  const shape = misshapenManifest(manifest)
  if (shape) return text(`${shape.place}：${shape.what.ja}`, `${shape.place}: ${shape.what.en}`)
  const { files } = manifest as Manifest
  const faults: Fault[] = wholeness(bundle, files)
  const nothing = { files: files.length, places: 0, edges: 0, invariants: 0, obligations: 0 }
  const [report, certificates] = [parsed(bundle, REPORT), parsed(bundle, CERTIFICATES)]
  const wrong = report === undefined ? { place: REPORT, what: UNREADABLE } : certificates === undefined ? { place: CERTIFICATES, what: UNREADABLE }
    : misshapenReport(report) ?? misshapen(certificates, CERTIFICATES)
  if (wrong) return { faults: [...faults, wrong], counts: nothing, uncertified: [] }
  const parts = { report: report as ReportSaid, certificates: certificates as Certificates }
  faults.push(...saidOtherwise(manifest as Manifest, parts.report))
  const checked = parts.certificates.networks.map((one, index) => checkNetwork(one, `${CERTIFICATES} networks[${index}]`))
  const sum = (name: 'places' | 'edges' | 'invariants' | 'obligations'): number => checked.reduce((all, { counts }) => all + counts[name], 0)
  const concluded = conclusions(parts.report, parts.certificates)
  return {
    faults: [...faults, ...checked.flatMap((one) => one.faults), ...concluded.faults], uncertified: concluded.uncertified, parts,
    counts: { files: files.length, places: sum('places'), edges: sum('edges'), invariants: sum('invariants'), obligations: sum('obligations') },
  }
}

/** Where the manifest is about something else than the report. */
function saidOtherwise({ asOf, tool, network, root, profile }: Manifest, report: ReportSaid): Fault[] {
  const [only] = report.networks
  const said: readonly (readonly [name: string, here: string | undefined, there: string | undefined])[] = [
    ['asOf', asOf, report.asOf], ['tool.version', tool?.version, report.tool?.version], ['network', network, only?.network], ['root', root, only?.file],
    ['profile.id', profile?.id, only?.profile?.id], ['profile.model', profile?.model, only?.profile?.model],
  ]
  return said.filter(([, here, there]) => here !== undefined && here !== there)
    .map(([name]) => ({ place: `${MANIFEST} ${name}`, what: text('報告書（report.json）と異なる', 'not what the report (report.json) says') }))
}

const UNREADABLE = text('読めない', 'cannot be read')

/** Every file is listed as it is, and nothing else is there. */
function wholeness(bundle: BundleFiles, files: Manifest['files']): Fault[] {
  const listed = new Set([MANIFEST, ...files.map(({ path }) => path)])
  const others = bundle.names.filter((name) => !listed.has(name)).map((place): Fault => ({ place, what: text('目録（manifest.json）にないファイル', 'a file that the manifest does not list') }))
  return [...others, ...files.flatMap(({ path, sha256, size }): Fault[] => {
    const bytes = bundle.bytes(path)
    if (!bytes) return [{ place: path, what: text('目録にあるファイルがない', 'listed in the manifest, and not there') }]
    return bytes.length === size && bundle.hash(bytes) === sha256 ? [] : [{ place: path, what: text('内容が目録の SHA-256 と異なる', 'not what the manifest says its SHA-256 is') }]
  })]
}

/** Undefined: not there, or no JSON. */
function parsed(bundle: BundleFiles, name: string): unknown {
  const bytes = bundle.bytes(name)
  if (!bytes) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

function misshapenManifest(value: unknown): Fault | undefined {
  const reader = new ShapeReader()
  const { asOf, files } = reader.object(value, MANIFEST)
  reader.string(asOf, `${MANIFEST} asOf`)
  reader.each(files, `${MANIFEST} files`, (one, at) => {
    const { path, sha256, size } = reader.object(one, at)
    reader.string(path, `${at}.path`)
    reader.string(sha256, `${at}.sha256`)
    reader.expect(typeof size === 'number', `${at}.size`)
  })
  return reader.fault
}

function misshapenReport(value: unknown): Fault | undefined {
  const reader = new ShapeReader()
  const { asOf, rules, networks } = reader.object(value, REPORT)
  reader.string(asOf, `${REPORT} asOf`)
  reader.each(rules, `${REPORT} rules`, (one, at) => {
    const { id, relation } = reader.object(one, at)
    reader.string(id, `${at}.id`)
    reader.string(relation, `${at}.relation`)
  })
  reader.each(networks, `${REPORT} networks`, (one, at) => {
    const { file, obligations } = reader.object(one, at)
    reader.string(file, `${at}.file`)
    reader.each(obligations, `${at}.obligations`, (obligation, here) => {
      const said = reader.object(obligation, here)
      for (const name of ['rule', 'key', 'outcome', 'ground']) reader.string(said[name], `${here}.${name}`)
    })
  })
  return reader.fault
}
