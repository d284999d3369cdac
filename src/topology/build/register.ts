import { text } from '../../verdict.ts'
import type { EndDocument, EndsDocument, ExceptionDocument, FlowDocument, ScreenTransferDocument } from '../document.ts'
import type { End, Exception, Flow, ScreenTransfer } from '../model.ts'
import { each, field, named, optional, within, type DocumentAt, type Placed } from '../placed.ts'
import type { AddressNames, Owners } from './address-names.ts'
import { buildEvidence } from './evidence.ts'
import type { Mistakes } from './mistakes.ts'
import type { ServiceNames } from './service-names.ts'

/** What the ends and services of the register may name. */
export interface Names extends Owners {
  /** Only the names. */
  readonly devices: ReadonlyMap<string, unknown>
  readonly addresses: AddressNames
  readonly services: ServiceNames
}

export function buildFlow(id: string, typed: Placed<FlowDocument>, names: Names, mistakes: Mistakes): Flow {
  const { value } = typed
  const service = field(typed, 'service')
  const approved = field(typed, 'approved')
  return {
    id, at: named(typed.at), kind: value.kind,
    ...optional('title', value.title),
    from: buildEnds(field(typed, 'from')!, names, mistakes),
    to: buildEnds(field(typed, 'to')!, names, mistakes),
    ...optional('service', service && names.services.resolve(service)),
    serviceText: each(service).map(one => one.value).join(', '),
    ...optional('through', buildThrough(typed, names, mistakes)),
    ...optional('purpose', value.purpose),
    ...optional('approved', approved && { ...optional('by', approved.value.by), ...optional('on', approved.value.on), at: approved.at }),
    ...optional('starts', value.starts),
    ...optional('expires', value.expires),
    ...optional('expiresAt', field(typed, 'expires')?.at),
    ...optional('mac', value.mac === undefined ? undefined : each(field(typed, 'mac')).map(one => one.value)),
    ...optional('screenTransfer', buildScreenTransfer(field(typed, 'screen-transfer'))),
    ...optional('use', buildUse(typed, mistakes)),
  }
}

const buildScreenTransfer = (typed: Placed<ScreenTransferDocument> | undefined): ScreenTransfer | undefined => typed && {
  at: typed.at,
  ...optional('redirection', typed.value.redirection),
  ...optional('authentication', typed.value.authentication),
  ...buildEvidence(typed),
}

function buildUse(typed: Placed<FlowDocument>, mistakes: Mistakes): Flow['use'] {
  const use = field(typed, 'use')
  if (use && typed.value.kind !== 'necessary') mistakes.say('flow', { ...use.at, on: 'key' }, text(
    '「use」は必要な通信（kind: necessary）にだけ書けます', '"use" is only for necessary flows (kind: necessary)'))
  return use?.value
}

/** Carried media have no packets, so the way that they go has to be typed. */
function buildThrough(typed: Placed<FlowDocument>, { hosts }: Names, mistakes: Mistakes): string | undefined {
  const through = field(typed, 'through')
  if (!through) return undefined
  mistakes.find('host', through, hosts)
  if (typed.value.kind !== 'media') mistakes.say('flow', { ...through.at, on: 'key' }, text(
    'through は媒体による持ち運び（kind: media）にだけ書けます', '`through` is only for what is carried by hand (kind: media)'))
  return through.value
}

export function buildException(id: string, typed: Placed<ExceptionDocument>, names: Names, mistakes: Mistakes): Exception {
  const { value } = typed
  const service = field(typed, 'service')
  return {
    id, at: named(typed.at),
    rules: each(field(typed, 'rules')).map(one => one.value),
    rulesAt: each(field(typed, 'rules')).map(one => one.at),
    ...optional('title', value.title),
    from: buildEnds(field(typed, 'from')!, names, mistakes),
    to: buildEnds(field(typed, 'to')!, names, mistakes),
    ...optional('service', service && names.services.resolve(service)),
    ...optional('serviceText', service && each(service).map(one => one.value).join(', ')),
    ...optional('reason', value.reason),
    ...optional('approver', value.approver),
    ...optional('ticket', value.ticket === undefined ? undefined : String(value.ticket)),
    ...optional('issued', value.issued),
    ...optional('expires', value.expires),
    ...optional('expiresAt', field(typed, 'expires')?.at),
    ...optional('measures', value.measures),
  }
}

const buildEnds = (typed: Placed<EndsDocument>, names: Names, mistakes: Mistakes): End[] =>
  each(typed).flatMap(({ value, at }) => (typeof value === 'string' ? namedEnd({ value, at }, names, mistakes) : buildEnd({ value, at }, names, mistakes)) ?? [])

/** One text says who it is: by the name of one thing, else by addresses. */
function namedEnd(typed: Placed<string>, names: Names, mistakes: Mistakes): End | undefined {
  const { value, at } = typed
  if (value === 'any') return sayAny(at, mistakes)
  const owner = names.addresses.owner(typed)
  if (owner && owner !== 'address') return { kind: owner, id: value, at }
  if (!owner && names.devices.has(value)) return { kind: 'device', id: value, at }
  return { kind: 'addresses', set: names.addresses.one(typed), at }
}

function buildEnd(typed: Placed<EndDocument>, names: Names, mistakes: Mistakes): End | undefined {
  const { value, at } = typed
  const said = (['host', 'device', 'party', 'zone', 'segment', 'addresses'] as const).filter(key => value[key] !== undefined)
  const withinZone = said.length === 2 && value.zone !== undefined && value.addresses !== undefined
  const [kind] = said
  if (kind === undefined || (said.length > 1 && !withinZone)) {
    mistakes.say('end', at, text(
      'host・device・party・zone・segment・addresses のうち一つを書いてください（zone と addresses だけは併記できます）',
      'name one of host, device, party, zone, segment, addresses (only zone and addresses go together)'))
    return undefined
  }
  const zone = field(typed, 'zone')
  if (zone) mistakes.find('zone', zone, names.zones)
  const addresses = field(typed, 'addresses')
  if (addresses) {
    const set = names.addresses.resolve(addresses)
    if (!set) return sayAny(addresses.at, mistakes)
    return { kind: 'addresses', set, at: addresses.at, ...optional('place', zone && { zone: zone.value }) }
  }
  if (kind === 'addresses' || kind === 'zone') return { kind: 'zone', id: zone!.value, at: within(at, 'zone') }
  const name = field(typed, kind)!
  mistakes.find<unknown>(kind, name, { host: names.hosts, device: names.devices, party: names.parties, segment: names.segments }[kind])
  return { kind, id: name.value, at: name.at }
}

function sayAny(at: DocumentAt, mistakes: Mistakes): undefined {
  mistakes.say('end', at, text(
    '通信要件と例外の端に any は書けません（領域などの名前を書いてください）', 'an end of a flow or exception cannot be `any`: name a zone or something in it'))
}
