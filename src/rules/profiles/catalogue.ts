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
  const byName = Object.entries(parties).find(([key, { names, title: full }]) => {
    const known = new Set([key, full.ja, full.en, ...names].flatMap((name) => [plain(name), ...partsOf(name)]))
    return known.has(plain(id)) || (title !== undefined && (known.has(plain(title)) || partsOf(title).every((part) => known.has(part))))
  })
  const wanted = is ?? byName?.[0]
  const party = wanted === undefined ? undefined : parties[wanted]
  return party && { id: wanted!, party, declared: byName?.[0] !== wanted }
}

const partsOf = (name: string): string[] => name.normalize('NFKC').split(/[\s()「」・/]+/).map(plain).filter((part) => part !== '')

/** Without what people write now so, now so: width, case, spaces, hyphens, brackets, and the long mark at the end of サーバー. */
const plain = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replaceAll(/[\s_()「」・/-]/g, '').replace(/ー$/, '')
