/** Which entry of the profile's catalogue a declared party is. */
import type { Party } from '../../topology/model.ts'
import type { CatalogueParty, Profile } from './profile.ts'

export interface Match {
  readonly id: string
  readonly party: CatalogueParty
  /** `is:` says so, and the names do not. */
  readonly declared: boolean
}

/** By `is`, else by the names that people give it: an id, or a title every part of which is one of the names. */
export function catalogued({ id, title, is }: Party, parties: Profile['parties']): Match | undefined {
  const [name, whole, parts] = [plain(id), title !== undefined && plain(title), title !== undefined && partsOf(title)]
  const byName = [...namesOf(parties)].find(([, known]) =>
    known.has(name) || (whole !== false && known.has(whole)) || (parts !== false && parts.every((part) => known.has(part))))?.[0]
  const wanted = is ?? byName
  const party = wanted === undefined ? undefined : parties[wanted]
  return party && { id: wanted!, party, declared: byName !== wanted }
}

type Names = ReadonlyMap<string, ReadonlySet<string>>

/** Asked of each entry of a register, and the same for all of a profile. */
const known = new WeakMap<Profile['parties'], Names>()

function namesOf(parties: Profile['parties']): Names {
  const made = known.get(parties) ?? new Map(Object.entries(parties).map(([key, { names, title }]) =>
    [key, new Set([key, title.ja, title.en, ...names].flatMap((name) => [plain(name), ...partsOf(name)]))]))
  known.set(parties, made)
  return made
}

const partsOf = (name: string): string[] => name.normalize('NFKC').split(/[\s()「」・/]+/).map(plain).filter((part) => part !== '')

/** Without what people write now so, now so: width, case, spaces, hyphens, brackets, and the long mark at the end of サーバー. */
const plain = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replaceAll(/[\s_()「」・/-]/g, '').replace(/ー$/, '')
