/** The whole program in one screen: files in, verdicts out. */
import { applyConfigs } from './config/index.ts'
import { Network } from './engine/network.ts'
import { Reach } from './engine/reach.ts'
import type { NetworkResult } from './report/report.ts'
import { ask } from './rules/ask.ts'
import { RULES } from './rules/index.ts'
import { isDay } from './rules/judgement/dates.ts'
import { Judgement } from './rules/judgement/judgement.ts'
import { chosenProfile } from './rules/profiles/chosen.ts'
import { changes } from './rules/profiles/explained.ts'
import { profileOf, type Edition, type Profile } from './rules/profiles/profile.ts'
import { SEVERITIES } from './rules/profiles/severities.ts'
import type { WeighedRule } from './rules/rule.ts'
import { loadTopology, type Expand, type Read, type ReadBytes } from './topology/load.ts'
import type { Source, Location } from './topology/source.ts'
import { didYouMean } from './topology/did-you-mean.ts'
import type { Topology } from './topology/model.ts'
import { text, type At, type Problem } from './verdict.ts'

/** `readBytes`: for ledgers that are not in UTF-8; without it every file is text. */
export interface Files { readonly read: Read; readonly expand: Expand; readonly readBytes?: ReadBytes }

/** Reads the root file and everything it names, and asks every rule. Mistakes of the user come back as `problems`. */
export function verify(root: string, files: Files, options: { readonly asOf: string }): NetworkResult {
  if (!isDay(options.asOf)) throw new Error(`not a day: ${options.asOf}`)
  const loaded = loadTopology(root, files.read, files.expand, files.readBytes)
  const sources = new Map(loaded.sources)
  const locate = (at: At): Location => locateIn(sources, at)
  const nothing = { file: root, zones: [], rules: weighed(SEVERITIES), verdicts: [], locate }
  if (!loaded.topology) return { ...nothing, problems: loaded.problems }
  const { topology, problems: unread, readings } = applyConfigs(loaded.topology, files.read)
  const { edition, problems: unfit, source } = chosenProfile(topology, files.read)
  if (source) sources.set(source.file, source)
  const problems = [...unread, ...unfit, ...exceptionProblems(topology)]
  if (!edition || problems.length > 0) return { ...nothing, problems, network: topology.network }
  const profile = profileOf(edition)
  const judgement = new Judgement(new Reach(new Network(topology)), profile, options.asOf, readings)
  return {
    ...nothing, rules: weighed(profile.severities), problems: [], network: topology.network, ...(topology.title !== undefined && { title: topology.title }),
    profile: reported(edition, topology.policy.model),
    zones: [...topology.zones.values()].map(({ id, tier, external, title }) => ({ id, tier, external, ...(title !== undefined && { title }) })),
    verdicts: RULES.flatMap((rule) => ask(rule, judgement)),
  }
}

const reported = (edition: Edition, model: string): NonNullable<NetworkResult['profile']> => ({
  id: edition.id, model, title: edition.title, notAsked: edition.notAsked,
  ...(edition.base && { base: edition.base.id, changes: changes(edition), references: edition.references }),
})

const weighed = (severities: Profile['severities']): WeighedRule[] => RULES.map((rule) => ({ ...rule, severity: severities[rule.id]! }))

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
  return [...exceptions.values()].flatMap(({ rules, at }) => rules.flatMap((rule, index): Problem[] => {
    if (ids.includes(rule)) return []
    const hint = didYouMean(rule, ids)
    const place = 'path' in at ? { file: at.file, path: [...at.path, 'rules', index] } : at
    return [{ code: 'unknown-name', at: place, message: text(`規則「${rule}」はありません${hint.ja}`, `there is no rule "${rule}"${hint.en}`) }]
  }))
}
