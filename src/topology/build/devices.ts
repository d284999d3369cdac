import { text } from '../../verdict.ts'
import type { ConfigDocument, DeviceDocument } from '../document.ts'
import type { Chain, Definition, Device, DeviceConfig, Pipeline, Sessions } from '../model.ts'
import { each, entries, field, named, optional, type Placed } from '../placed.ts'
import type { AddressNames } from './address-names.ts'
import type { DeviceScope } from './conditions.ts'
import { configFiles, type FileDocument, type Folder } from './config-files.ts'
import { buildFilter, buildLists, type Lists } from './filters.ts'
import { buildRelays } from './hosts.ts'
import { buildInterface, type Ground } from './interfaces.ts'
import type { Mistakes } from './mistakes.ts'
import { buildNat } from './nat.ts'
import { buildPolicyRoute } from './policy-routes.ts'
import { buildRoutes, routeScope } from './routes.ts'
import type { ServiceNames } from './service-names.ts'
import { buildWatch, type LogEnds } from './watch.ts'

export interface Surroundings extends Ground {
  readonly addresses: AddressNames
  readonly services: ServiceNames
  readonly logEnds: LogEnds
  /** Only the names: flows are built later. */
  readonly flows: ReadonlyMap<string, unknown>
  readonly folder: Folder
}

export function buildDevice(
  id: string, typed: Placed<DeviceDocument>, surroundings: Surroundings, mistakes: Mistakes,
): { device: Device; definitions: Definition[] } {
  const { value } = typed
  const interfaces = new Map(entries(field(typed, 'interfaces')).map(([name, one]) =>
    [name, buildInterface(id, name, one, surroundings, mistakes)]))
  const scope: DeviceScope = { ...surroundings, interfaces }
  const connections = routeScope(interfaces, surroundings.segments)
  const config = field(typed, 'config')
  const lists = buildLists(field(typed, 'lists'), field(typed, 'interfaces'), scope, mistakes)
  return {
    device: {
      id, at: named(typed.at), kind: value.kind,
      ...optional('title', value.title),
      ...optional('managedBy', value['managed-by']),
      ...buildWatch(typed, surroundings.logEnds, mistakes),
      interfaces,
      routes: each(field(typed, 'routes')).flatMap(one => buildRoutes(one, connections, mistakes)),
      ...optional('policyRoutes', field(typed, 'policy-routes') && each(field(typed, 'policy-routes')).flatMap(one => buildPolicyRoute(one, connections, scope, mistakes))),
      pipeline: buildPipeline(typed, lists, scope, mistakes),
      sessions: value.stateful ? STATEFUL : STATELESS,
      ...optional('cluster', value.cluster),
      runs: value.runs ?? [],
      ...buildRelays(field(typed, 'relays'), surroundings, mistakes),
      ...optional('config', config && buildConfig(typed, config, surroundings.folder, mistakes)),
      gaps: [],
    },
    definitions: entries(field(typed, 'lists')).map(([name, { at }]) =>
      ({ kind: 'list', id: name, device: id, at: named(at), used: lists.used.has(name) })),
  }
}

const STATEFUL: Sessions = { kind: 'strict', reassembles: true, helpers: false }
const STATELESS: Sessions = { kind: 'none', reassembles: false, helpers: false }

/** Ingress lists, destination NAT, (route,) filter, egress lists, source NAT. */
function buildPipeline(typed: Placed<DeviceDocument>, lists: Lists, scope: DeviceScope, mistakes: Mistakes): Pipeline {
  const nat = field(typed, 'nat')
  const local = field(typed, 'local')
  const forward = buildForward(typed, scope, mistakes)
  return {
    prerouting: [...lists.ingress, ...buildNat(nat, 'destination', scope, mistakes)],
    forward: forward ? [{ kind: 'filter', chain: forward }] : [],
    postrouting: [...lists.egress, ...buildNat(nat, 'source', scope, mistakes)],
    input: local ? [{ kind: 'filter', chain: buildFilter('local', local, ['in'], scope, mistakes) }] : [],
    output: [],
  }
}

/** Without a filter a router forwards everything, a supplied box nothing, and of a firewall it must be said. */
function buildForward(typed: Placed<DeviceDocument>, scope: DeviceScope, mistakes: Mistakes): Chain | undefined {
  const filter = field(typed, 'filter')
  if (filter) return buildFilter('filter', filter, ['in', 'out'], scope, mistakes)
  const { kind, config } = typed.value
  if (kind === 'appliance' && !config) return { name: 'filter', at: named(typed.at), rules: [], otherwise: 'deny' }
  if (kind === 'firewall' && !config) mistakes.say('filter', named(typed.at), text(
    'ファイアウォールには filter か config が必要です（何も通さないなら filter: []）', 'a firewall needs a `filter` or a `config` (`filter: []` lets nothing pass)'))
  return undefined
}

const FROM_CONFIG = ['stateful', 'filter', 'local', 'lists', 'nat'] as const

function buildConfig(device: Placed<DeviceDocument>, typed: Placed<ConfigDocument>, folder: Folder, mistakes: Mistakes): DeviceConfig {
  for (const key of FROM_CONFIG) {
    if (device.value[key] !== undefined) mistakes.say('config', { ...field(device, key)!.at, on: 'key' }, text(
      `「${key}」は実機の設定（config）から読むので、ここには書けません`, `"${key}" is read from the real configuration (config) and cannot be typed here`), [
      { at: named(typed.at), message: text('config はここです', 'the config is here') },
    ])
  }
  const { value } = typed
  if ((value.file === undefined) === (value.files === undefined)) mistakes.say('config', named(typed.at), text(
    'file か files のどちらか一つを書いてください', 'type either `file` or `files`'))
  const captured = field(typed, 'captured')
  const hostname = field(typed, 'hostname')
  const tables = field(typed, 'tables')
  return {
    syntax: value.syntax, at: typed.at,
    files: [...each<FileDocument>(field(typed, 'file')), ...each<FileDocument>(field(typed, 'files'))].flatMap(one => configFiles(one, folder, mistakes)),
    ...optional('tables', tables && each<FileDocument>(tables).flatMap(one => configFiles(one, folder, mistakes))),
    ...optional('context', value.context),
    ...optional('hostname', hostname && { name: hostname.value, at: hostname.at }),
    ...optional('captured', captured && { ...optional('on', captured.value.on), ...optional('from', captured.value.from), at: captured.at }),
  }
}
