import { text } from '../../verdict.ts'
import type { BreakoutServiceDocument, LineDocument } from '../document.ts'
import type { Breakout, BreakoutService } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import type { AddressNames } from './address-names.ts'
import { buildEvidence } from './evidence.ts'
import type { Mistakes } from './mistakes.ts'
import type { ServiceNames } from './service-names.ts'

/** What destinations and services may name. */
export interface Objects { readonly addresses: AddressNames; readonly services: ServiceNames }

export function buildBreakout(line: Placed<LineDocument>, objects: Objects, mistakes: Mistakes): Breakout | undefined {
  const typed = field(line, 'breakout')
  if (!typed) return undefined
  if (line.value.kind !== 'lbo') mistakes.say('line', named(typed.at), text(
    'breakout はローカルブレイクアウトの回線（kind: lbo）にだけ書けます', '`breakout` is only for a local breakout (kind: lbo)'))
  return { services: each(field(typed, 'services')).map(one => buildService(one, objects)), ...buildEvidence(typed), at: typed.at }
}

function buildService(typed: Placed<BreakoutServiceDocument>, { addresses, services }: Objects): BreakoutService {
  const { value } = typed
  const service = field(typed, 'service')!
  return {
    name: value.name, at: typed.at,
    addresses: addresses.resolve(field(typed, 'addresses')!) ?? 'any',
    fqdn: each(field(typed, 'fqdn')).map(one => one.value),
    service: services.resolve(service),
    serviceText: each(service).map(one => one.value).join(', '),
    ...optional('ismap', value.ismap),
    ...optional('tenantControl', value['tenant-control']),
  }
}
