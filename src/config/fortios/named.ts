/** Names that a configuration gives and uses. */
import type { At } from '../../verdict.ts'
import type { Reading } from '../reader.ts'
import type { Interfaces } from './interfaces.ts'
import type { Objects } from './objects.ts'
import { PREDEFINED } from './predefined.ts'
import type { Scope } from './scope.ts'

/** Objects that the vendor brings along: that nobody uses them says nothing. */
const VENDOR = /^(?:all|none|FIREWALL_AUTH_PORTAL_ADDRESS|FABRIC_DEVICE|SSLVPN_TUNNEL_(?:IPv6_)?ADDR\d|EMS_ALL_.*|FCTEMS_ALL_.*|swscan\.apple\.com|update\.microsoft\.com|login\..*|gmail\.com|wildcard\..*|autoupdate\.opera\.com|google-play|G Suite|Microsoft Office 365|metadata-server)$/

export function namesOf(scope: Scope, objects: Objects, interfaces: Interfaces): { definitions: Reading['definitions']; mentioned: Reading['interfaces'] } {
  const addresses = ([['firewall address', 4], ['firewall addrgrp', 4], ['firewall address6', 6], ['firewall addrgrp6', 6]] as const).flatMap(([path, family]) =>
    scope.entries(path).filter(({ name }) => !VENDOR.test(name)).map(({ name, at }) => ({ kind: 'addresses' as const, id: name, at, used: objects.addresses.isUsed(name, family) })))
  const services = scope.entries('firewall service custom').filter((node) => !PREDEFINED.has(node.name) && !node.settings.has('visibility') && !node.is('proxy', 'enable'))
    .map(({ name, at }) => ({ kind: 'services' as const, id: name, at, used: objects.services.isUsed(name) }))
  return { definitions: [...addresses, ...services], mentioned: new Map<string, At>(interfaces.faces.map(({ name, at }) => [name, at])) }
}
