/** Files in, a network that can be asked: what every command begins with. */
import { applyConfigs } from './config/index.ts'
import type { Reading } from './config/reader.ts'
import { Network } from './engine/network.ts'
import { Reach } from './engine/reach.ts'
import type { Recall } from './engine/recall.ts'
import type { PacketSpace } from './net/packet-space.ts'
import { RULES } from './rules/index.ts'
import { Judgement } from './rules/judgement/judgement.ts'
import { chosenProfile } from './rules/profiles/chosen.ts'
import { profileOf, type Profile } from './rules/profiles/profile.ts'
import type { Secret } from './redaction/address-pseudonyms.ts'
import { redacted } from './redaction/redacted.ts'
import { didYouMean } from './topology/did-you-mean.ts'
import { loadTopology, type Expand, type Read, type ReadBytes } from './topology/load.ts'
import type { Topology } from './topology/model.ts'
import type { Location, Source } from './topology/source.ts'
import type { Why } from './topology/unread.ts'
import { text, type At, type Problem } from './verdict.ts'

/**
 * `readBytes`: for ledgers that are not in UTF-8; without it every file is text. `why` is asked of files that were not read, and of
 * patterns that nothing was found for. With a `secret`, whatever is read is known by pseudonyms from the start.
 */
export interface Files { readonly read: Read; readonly expand: Expand; readonly readBytes?: ReadBytes; readonly why?: Why; readonly secret?: Secret }

/** What the files say, when nothing in them is wrong. */
export interface Declared {
  readonly topology: Topology
  readonly profile: Profile
  /** What was understood of each device's own configuration, by device. */
  readonly readings: ReadonlyMap<string, Reading>
}

export interface Opened {
  readonly file: string
  /** Its id; absent when the file could not be read so far. */
  readonly network?: string
  /** Mistakes of the user: with any, nothing is declared. */
  readonly problems: readonly Problem[]
  readonly declared?: Declared
  /** Every document that was read, by the name that `At` uses. */
  readonly sources: ReadonlyMap<string, Source>
  /** Turns every `at` into lines and columns; throws on a place that is not there. */
  readonly locate: (at: At) => Location
  /** What stands for an end of a question here, as people type it. */
  readonly asked: (typed: string) => string
}

export function open(root: string, files: Files): Opened {
  const opened = openOriginal(root, files)
  return files.secret ? redacted(opened, files.secret) : opened
}

function openOriginal(root: string, files: Files): Opened {
  const loaded = loadTopology(root, files.read, files.expand, files.readBytes, files.why)
  const sources = new Map(loaded.sources)
  const opened = { file: root, sources, locate: (at: At): Location => locateIn(sources, at), asked: (typed: string): string => typed }
  if (!loaded.topology) return { ...opened, problems: loaded.problems }
  const { topology, problems: unread, readings } = applyConfigs(loaded.topology, files.readBytes ?? files.read, files.why)
  const { edition, problems: unfit, source } = chosenProfile(topology, files.read, files.why)
  if (source) sources.set(source.file, source)
  const problems = [...unread, ...unfit, ...exceptionProblems(topology)]
  if (!edition || problems.length > 0) return { ...opened, network: topology.network, problems }
  return { ...opened, network: topology.network, problems, declared: { topology, profile: profileOf(edition), readings } }
}

/** `asOf`: the ISO day on which the register is judged. `within`: what versions of one network share. */
export const judgementOf = ({ topology, profile, readings }: Declared, asOf: string, within?: PacketSpace | Recall): Judgement =>
  new Judgement(new Reach(new Network(topology, within)), profile, asOf, readings)

/** Lines of device configurations are what they are; places in documents are looked up where the document was read. */
function locateIn(sources: ReadonlyMap<string, Source>, at: At): Location {
  const source = sources.get(at.file)
  if (source) return source.locate(at)
  if ('line' in at) {
    const [column, endColumn] = at.columns ?? [1, 1]
    return { file: at.file, line: at.line, column, endLine: at.line, endColumn }
  }
  // A root that cannot be read has no text to point into.
  if ('span' in at) return { file: at.file, line: 1, column: 1, endLine: 1, endColumn: 1 }
  throw new Error(`nothing was read from ${at.file}`)
}

/** An exception names rules that there are: a misspelt one would silently excuse nothing. */
function exceptionProblems({ exceptions }: Topology): Problem[] {
  const ids = RULES.map(({ id }) => id)
  return [...exceptions.values()].flatMap(({ rules, rulesAt }) => rules.flatMap((rule, index): Problem[] => {
    if (ids.includes(rule)) return []
    const hint = didYouMean(rule, ids)
    return [{ code: 'unknown-name', at: rulesAt[index]!, message: text(`規則「${rule}」はありません${hint.ja}`, `there is no rule "${rule}"${hint.en}`) }]
  }))
}
