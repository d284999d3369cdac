import { text } from '../../verdict.ts'
import type { InfrastructureDocument, StandingDocument } from '../document.ts'
import type { Infrastructure, StandingName } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import type { Owners } from './address-names.ts'
import type { Mistakes } from './mistakes.ts'
import { buildEvidence } from './evidence.ts'

export function buildInfrastructure(id: string, typed: Placed<InfrastructureDocument>, owners: Owners, mistakes: Mistakes): Infrastructure {
  const { value } = typed
  const management = field(typed, 'management')
  return {
    id, at: named(typed.at), kind: value.kind,
    ...optional('title', value.title),
    serves: each(field(typed, 'serves')).flatMap(one => buildStanding(one, owners, mistakes) ?? []),
    separated: value.separated ?? {},
    ...optional('separatedAt', field(typed, 'separated')?.at),
    ...optional('management', management && buildStanding(management, owners, mistakes)),
    ...buildEvidence(typed),
  }
}

function buildStanding(typed: Placed<StandingDocument>, owners: Owners, mistakes: Mistakes): StandingName | undefined {
  const said = (['zone', 'segment', 'host'] as const).filter(key => typed.value[key] !== undefined)
  const [kind] = said
  if (kind === undefined || said.length > 1) {
    mistakes.say('standing', typed.at, text('zone・segment・host のうち一つを書いてください', 'name one of zone, segment, host'))
    return undefined
  }
  const name = field(typed, kind)!
  mistakes.find<unknown>(kind, name, { zone: owners.zones, segment: owners.segments, host: owners.hosts }[kind])
  return { kind, id: name.value, at: name.at }
}
