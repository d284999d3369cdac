import { text, type Problem } from '../../verdict.ts'
import type { Document } from '../document.ts'
import type { Topology } from '../model.ts'
import { each, field, named, optional, type Placed, type Table } from '../placed.ts'
import { AddressNames } from './address-names.ts'
import { buildAudit } from './audits.ts'
import { sayMeaninglessClusters } from './clusters.ts'
import { buildDevice } from './devices.ts'
import type { Folder } from './config-files.ts'
import { buildHost, buildParty } from './hosts.ts'
import { buildInfrastructure } from './infrastructure.ts'
import { buildLine } from './lines.ts'
import { buildLink } from './links.ts'
import { merge } from './merge.ts'
import { Mistakes, type Kind } from './mistakes.ts'
import { Occupants } from './occupants.ts'
import { buildException, buildFlow } from './register.ts'
import { PrefixIndex } from './prefix-index.ts'
import { buildSegment, type Subnet } from './segments.ts'
import { ServiceNames } from './service-names.ts'
import { buildSwitch } from './switches.ts'
import { buildTunnel, saySharedInterfaces } from './tunnels.ts'
import { buildWireless } from './wireless.ts'
import { buildAbsent, buildZone } from './zones.ts'

/** The documents of all files, the root first, as one model; or everything that is wrong with them. */
export function build(parts: readonly Placed<Document>[], folder: Folder): { topology?: Topology; problems: readonly Problem[] } {
  const mistakes = new Mistakes()
  const root = parts[0]!
  const merged = <T>(kind: Kind, table: (part: Placed<Document>) => Placed<Table<T>> | undefined) => merge(kind, parts.map(table), mistakes)

  const typed = {
    zones: merged('zone', part => field(part, 'zones')),
    flows: merged('flow', part => field(part, 'flows')),
    hosts: merged('host', part => field(part, 'hosts')),
    parties: merged('party', part => field(part, 'parties')),
    devices: merged('device', part => field(part, 'devices')),
  }
  const subnets = new PrefixIndex<Subnet>()
  const occupants = new Occupants()
  const logEnds = { zone: typed.zones, host: typed.hosts, party: typed.parties }
  const zones = buildAll(typed.zones, (id, one) => buildZone(id, one, logEnds, mistakes))
  const segments = buildAll(merged('segment', part => field(part, 'segments')), (id, one) => buildSegment(id, one, zones, subnets, mistakes))
  const places = { zones, segments, occupants, flows: typed.flows, logEnds }
  const hosts = buildAll(typed.hosts, (id, one) => buildHost(id, one, places, mistakes))
  const parties = buildAll(typed.parties, (id, one) => buildParty(id, one, zones, mistakes))
  const owners = { zones, segments, hosts, parties }
  const addresses = new AddressNames(owners, merged('address', part => inObjects(part, 'addresses')), mistakes)
  const services = new ServiceNames(merged('service', part => inObjects(part, 'services')), mistakes)
  const surroundings = { segments, subnets, occupants, addresses, services, logEnds, flows: typed.flows, folder }
  const names = { ...owners, devices: typed.devices, addresses, services }

  const lines = buildAll(merged('line', part => field(part, 'lines')), (id, one) => buildLine(id, one, { zones, segments, addresses, services }, mistakes))
  const built = buildAll(typed.devices, (id, one) => buildDevice(id, one, surroundings, mistakes))
  const devices = new Map([...built].map(([id, { device }]) => [id, device]))
  const switches = buildAll(merged('switch', part => field(part, 'switches')), (id, one) => buildSwitch(id, one, { segments, devices }, mistakes))
  const links = parts.flatMap(part => each(field(part, 'links'))).flatMap(one => buildLink(one, { switches, devices, hosts, lines, segments }, mistakes))
  const wireless = buildAll(merged('wireless', part => field(part, 'wireless')), (id, one) => buildWireless(id, one, { segments, switches, hosts }, mistakes))
  const tunnels = buildAll(merged('tunnel', part => field(part, 'tunnels')), (id, one) => buildTunnel(id, one, { devices, parties, zones }, mistakes))
  const flows = buildAll(typed.flows, (id, one) => buildFlow(id, one, names, mistakes))
  const audits = buildAll(merged('audit', part => field(part, 'audits')), (id, one) => buildAudit(id, one, zones, mistakes))
  const exceptions = buildAll(merged('exception', part => field(part, 'exceptions')), (id, one) => buildException(id, one, names, mistakes))
  const infrastructure = buildAll(merged('infrastructure', part => field(part, 'infrastructure')), (id, one) => buildInfrastructure(id, one, owners, mistakes))
  const absent = buildAbsent(merged('tier', part => field(part, 'absent')), zones, mistakes)
  const definitions = [...addresses.definitions(), ...services.definitions(), ...[...built.values()].flatMap(one => one.definitions)]
  occupants.sayConflicts(mistakes)
  sayMeaninglessClusters(typed.devices, mistakes)
  saySharedInterfaces(tunnels, mistakes)
  sayEndsOfOneName(typed.hosts, typed.parties, mistakes)
  sayNothing(root, 'zones', zones.size, mistakes)
  sayNothing(root, 'segments', segments.size, mistakes)
  const { value } = root
  // A name of a wrong shape was reported and set aside before.
  if (mistakes.problems.length > 0 || value.network === undefined) return { problems: mistakes.problems }

  return {
    problems: [],
    topology: {
      file: root.at.file, at: field(root, 'network')!.at, network: value.network,
      ...optional('title', value.title),
      policy: buildPolicy(root),
      ...optional('scope', buildScope(root)),
      absent, zones, segments, lines, tunnels, devices, switches, links, wireless,
      hosts, parties, flows, exceptions, infrastructure, audits, definitions,
    },
  }
}

/** What the language takes for granted where the file says nothing. */
const DEFAULT_POLICY = { profile: 'saikai-2024', model: 'alpha' }

function buildPolicy(root: Placed<Document>): Topology['policy'] {
  const typed = field(root, 'policy')
  return typed ? { ...typed.value, at: typed.at } : { ...DEFAULT_POLICY, at: field(root, 'network')!.at }
}

function buildScope(root: Placed<Document>): Topology['scope'] {
  const typed = field(root, 'scope')
  return typed && {
    bodies: each(field(typed, 'bodies')).map(one => one.value),
    sites: each(field(typed, 'sites')).map(one => one.value),
    at: typed.at,
  }
}

const buildAll = <T, M>(typed: ReadonlyMap<string, Placed<T>>, one: (id: string, typed: Placed<T>) => M): ReadonlyMap<string, M> =>
  new Map([...typed].map(([id, value]) => [id, one(id, value)]))

function inObjects(part: Placed<Document>, kind: 'addresses' | 'services') {
  const objects = field(part, 'objects')
  return objects && field(objects, kind)
}

/** An end of a rule names either by its id. */
function sayEndsOfOneName(hosts: ReadonlyMap<string, Placed<unknown>>, parties: ReadonlyMap<string, Placed<unknown>>, mistakes: Mistakes): void {
  for (const [id, party] of parties) {
    const host = hosts.get(id)
    if (host) mistakes.say('duplicate-id', named(party.at), text(
      `「${id}」はホストと相手先の両方にあります`, `"${id}" is both a host and a party`), [
      { at: named(host.at), message: text('ホストはここです', 'the host is here') },
    ])
  }
}

function sayNothing(root: Placed<Document>, key: 'zones' | 'segments', count: number, mistakes: Mistakes): void {
  if (count === 0) mistakes.say('empty', root.at, text(
    `「${key}」に一つもありません（取り込んだファイルにもありません）`, `nothing stands under "${key}" (nor in any included file)`))
}
