/** The profile that a topology is judged by: a shipped one by its name, or the municipality's own by its file. */
import { Mistakes } from '../../topology/build/mistakes.ts'
import { didYouMean } from '../../topology/did-you-mean.ts'
import { folderOf, inside } from '../../topology/folder.ts'
import type { Read } from '../../topology/load.ts'
import { TIERS, type Topology } from '../../topology/model.ts'
import { within, type Placed } from '../../topology/placed.ts'
import { NO_REASON, unread, type Why } from '../../topology/unread.ts'
import { shaped } from '../../topology/shape.ts'
import { parse, type Source } from '../../topology/source.ts'
import { text, type At, type Problem } from '../../verdict.ts'
import { PROFILE_SCHEMA, type ProfileDocument } from './document.ts'
import { extendedBy } from './extend.ts'
import { MODEL_SPELLINGS, modelOf } from './model.ts'
import { EDITIONS, type Edition } from './profile.ts'

export interface Chosen {
  /** Absent if anything is wrong. */
  readonly edition?: Edition
  readonly problems: readonly Problem[]
  /** The municipality's own file, if one was read. */
  readonly source?: Source
}

const FILE = /\.(ya?ml|json)$/i

/** What is said of the policy, of its parties and of zones is held against the profile, all at once. */
export function chosenProfile(topology: Topology, read: Read, why: Why = NO_REASON): Chosen {
  const { profile: name, model, at } = topology.policy
  const typed = (key: 'profile' | 'model'): At => ('path' in at && at.path[0] === 'policy' ? { file: at.file, path: [...at.path, key] } : at)
  const wrongModel: Problem[] = modelOf(model) ? [] : [unknown('モデル', 'model', model, MODEL_SPELLINGS, typed('model'))]
  const { edition, problems, source } = FILE.test(name) ? ownProfile(topology.file, name, typed('profile'), read, why) : shipped(name, typed('profile'))
  const mismatches = edition ? [...partyProblems(topology, edition), ...zoneProblems(topology, edition)] : []
  const all = [...problems, ...wrongModel, ...mismatches]
  return { problems: all, ...(source && { source }), ...(edition && all.length === 0 && { edition }) }
}

function shipped(name: string, at: At): Chosen {
  const edition = EDITIONS.get(name)
  return edition ? { edition, problems: [] } : { problems: [unknown('プロファイル', 'profile', name, [...EDITIONS.keys()], at)] }
}

/** Named from the folder of the root file, and never out of it. */
function ownProfile(root: string, name: string, at: At, read: Read, why: Why): Chosen {
  const path = inside('', name)
  if (path === undefined) return { problems: [{ code: 'file', at, message: text(
    `「${name}」は、起点のファイルがあるフォルダーの中を相対パス（区切りは /）で指していません`, `"${name}" is not a relative path (with /) inside the folder of the root file`) }] }
  const file = folderOf(root) + path
  const content = read(file)
  return content === undefined ? { problems: [{ code: 'file', at, message: unread(file, why) }] } : readProfile(file, content)
}

/** A municipality's profile on its own, with everything that is wrong with it. */
export function readProfile(file: string, content: string): Chosen {
  const source = parse(file, content)
  if (source.problems.length > 0) return { problems: source.problems, source }
  const { value, problems: misshapen } = shaped(source, PROFILE_SCHEMA)
  const mistakes = new Mistakes()
  const edition = extendedBy({ value, at: { file, path: [] } } as Placed<Partial<ProfileDocument>>, mistakes)
  const problems = [...misshapen, ...mistakes.problems]
  return { problems, source, ...(edition && problems.length === 0 && { edition }) }
}

function unknown(ja: string, en: string, name: string, known: readonly string[], at: At): Problem {
  const hint = didYouMean(name, known)
  return { code: 'policy', at, message: text(`${ja}「${name}」はありません${hint.ja}`, `there is no ${en} "${name}"${hint.en}`) }
}

/** A party says that it is a system of the profile's catalogue. */
const partyProblems = ({ parties }: Topology, edition: Edition): Problem[] => [...parties.values()].flatMap(({ is, isAt }): Problem[] => {
  const known = Object.keys(edition.parties)
  if (is === undefined || known.includes(is)) return []
  const hint = didYouMean(is, known)
  return [{ code: 'unknown-name', at: isAt!, message: text(`相手方の一覧に「${is}」はありません${hint.ja}`, `the catalogue of parties has no "${is}"${hint.en}`) }]
})

/** What a profile says between zones names tiers, or zones of this topology: a misspelt one would silently forbid nothing. */
function zoneProblems({ zones }: Topology, { zonePairs }: Edition): Problem[] {
  const known = [...TIERS, ...zones.keys()]
  return zonePairs.flatMap((pair) => (['from', 'to'] as const).flatMap((side): Problem[] => {
    if (known.includes(pair[side])) return []
    const hint = didYouMean(pair[side], known)
    return [{ code: 'unknown-name', at: within(pair.at, side), message: text(`層または領域「${pair[side]}」がありません${hint.ja}`, `there is no tier or zone "${pair[side]}"${hint.en}`) }]
  }))
}
