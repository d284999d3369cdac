import { text } from '../../verdict.ts'
import type { WirelessDocument } from '../document.ts'
import { EAP_METHODS, type Host, type Segment, type Switch, type Wireless } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { buildEvidence } from './evidence.ts'
import { portsAt } from './links.ts'
import type { Mistakes } from './mistakes.ts'

export interface Air {
  readonly segments: ReadonlyMap<string, Segment>
  readonly switches: ReadonlyMap<string, Switch>
  readonly hosts: ReadonlyMap<string, Host>
}

export function buildWireless(id: string, typed: Placed<WirelessDocument>, { segments, switches, hosts }: Air, mistakes: Mistakes): Wireless {
  const { value } = typed
  const host = (key: 'controller' | 'radius') => {
    const name = field(typed, key)
    return name && mistakes.find('host', name, hosts)?.id
  }
  return {
    id, at: named(typed.at),
    ...optional('title', value.title),
    ...optional('ssid', value.ssid),
    segments: each(field(typed, 'segment')).flatMap(name => mistakes.find('segment', name, segments)?.id ?? []),
    vlans: each(field(typed, 'vlan')).map(one => one.value),
    accessPoints: each(field(typed, 'access-points')).flatMap(one => portsAt(one, switches, mistakes)),
    ...optional('guest', value.guest),
    ...optional('security', value.security),
    eap: each(field(typed, 'eap')).flatMap(one => buildEap(one, mistakes)),
    ...optional('certificates', value.certificates),
    ...optional('controller', host('controller')),
    ...optional('radius', host('radius')),
    ...buildEvidence(typed),
  }
}

function buildEap({ value, at }: Placed<Wireless['eap'][number]>, mistakes: Mistakes): Wireless['eap'] {
  if (EAP_METHODS.includes(value)) return [value]
  mistakes.say('eap', at, text(
    `「${value}」は EAP の方式（${EAP_METHODS.join('、')}）ではありません`, `"${value}" is not an EAP method (${EAP_METHODS.join(', ')})`))
  return []
}
