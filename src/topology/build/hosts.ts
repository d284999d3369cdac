import type { AddressSet } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { AttachmentDocument, HostDocument, Names, PartyDocument, SanitizerDocument } from '../document.ts'
import type { Attachment, Host, Party, Sanitizer, Segment, Zone } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { buildControls } from './controls.ts'
import { findExternal } from './lines.ts'
import { addresses, literals, unionOf } from './literals.ts'
import type { Mistakes } from './mistakes.ts'
import type { Occupants } from './occupants.ts'
import { buildEvidence } from './evidence.ts'
import { buildWatch, type LogEnds } from './watch.ts'

export interface Places {
  readonly zones: ReadonlyMap<string, Zone>
  readonly segments: ReadonlyMap<string, Segment>
  readonly occupants: Occupants
  /** Only the names: flows are built later, from hosts. */
  readonly flows: ReadonlyMap<string, unknown>
  readonly logEnds: LogEnds
}

export function buildHost(id: string, typed: Placed<HostDocument>, places: Places, mistakes: Mistakes): Host {
  const { value } = typed
  return {
    id, at: named(typed.at), role: value.role,
    ...optional('title', value.title),
    attach: each(field(typed, 'attach')).flatMap(one => buildAttachment(id, one, places, mistakes) ?? []),
    ...optional('forwards', value.forwards),
    ...optional('forwardsAt', field(typed, 'forwards')?.at),
    ...buildRelays(field(typed, 'relays'), places, mistakes),
    handles: value.handles ?? [],
    sanitizes: each(field(typed, 'sanitizes')).map(one => buildSanitizer(one, places, mistakes)),
    ...buildWatch(typed, places.logEnds, mistakes),
    ...optional('controls', buildControls(field(typed, 'controls'), mistakes)),
  }
}

function buildAttachment(host: string, typed: Placed<AttachmentDocument>, places: Places, mistakes: Mistakes): Attachment | undefined {
  const segmentName = field(typed, 'segment')
  const zoneName = field(typed, 'zone')
  const typedAddresses = [...literals(field(typed, 'address'), mistakes), ...literals(field(typed, 'addresses'), mistakes)]
  if (typed.value.address === undefined && typed.value.addresses === undefined) mistakes.say('host', typed.at, text(
    'ホストのアドレス（address または addresses）がありません', 'the address of the host is missing (address or addresses)'))
  const set = unionOf(typedAddresses.map(one => one.value))
  if (segmentName && zoneName) {
    mistakes.say('host', typed.at, text(
      '接続先として segment か zone のどちらか一つを書いてください', 'a host is attached to one segment or one external zone: type one of them'))
    return undefined
  }
  if (zoneName) {
    findExternal(zoneName, places.zones, mistakes)
    return { place: { zone: zoneName.value }, addresses: set, at: typed.at }
  }
  const segment = segmentName ? mistakes.find('segment', segmentName, places.segments) : segmentHolding(host, typedAddresses, typed, places, mistakes)
  if (!segment) return undefined
  for (const one of typedAddresses) {
    places.occupants.add(segment.id, one, text(`ホスト「${host}」`, `the host "${host}"`))
    if (places.occupants.fits(segment, one.value)) continue
    mistakes.say('host', one.at, text(
      `ホスト「${host}」のアドレスがセグメント「${segment.id}」のサブネットの外にあります`,
      `the address of the host "${host}" lies outside the subnets of the segment "${segment.id}"`), [
      { at: segment.at, message: text('セグメントの定義はここです', 'the segment is defined here') },
    ])
  }
  return { place: { segment: segment.id }, addresses: set, at: typed.at }
}

/** As an interface does, a host binds itself to the one segment that holds its addresses; only ambiguity is typed. */
function segmentHolding(host: string, typed: readonly Placed<AddressSet>[], { at }: Placed<AttachmentDocument>, { segments, occupants }: Places, mistakes: Mistakes): Segment | undefined {
  if (typed.length === 0) return undefined
  const holding = [...segments.values()].filter((segment) => typed.every(({ value }) => occupants.fits(segment, value)))
  if (holding.length === 1) return holding[0]
  mistakes.say('host', at, holding.length === 0
    ? text(`ホスト「${host}」のアドレスを含むセグメントがありません（庁外なら zone を書いてください）`, `no segment holds the address of the host "${host}" (outside, type its zone)`)
    : text(`ホスト「${host}」のアドレスを含むセグメントが複数あります。segment を書いてください（${holding.map(({ id }) => id).join('、')}）`, `several segments hold the address of the host "${host}"; type its segment (${holding.map(({ id }) => id).join(', ')})`))
  return undefined
}

/** Of a host, or of the services of a device. */
export function buildRelays(relays: Placed<Names> | undefined, { flows }: Pick<Places, 'flows'>, mistakes: Mistakes): Pick<Host, 'relays' | 'relaysAt'> {
  if (!relays) return {}
  if (relays.value === 'none') return { relays: 'none', relaysAt: relays.at }
  for (const name of each(relays)) mistakes.find('flow', name, flows)
  return { relays: each(relays).map(({ value }) => value), relaysAt: relays.at }
}

function buildSanitizer(typed: Placed<SanitizerDocument>, { flows }: Places, mistakes: Mistakes): Sanitizer {
  const { value } = typed
  const into = each(field(typed, 'in'))
  const out = each(field(typed, 'out'))
  for (const name of [...into, ...out]) mistakes.find('flow', name, flows)
  const raw = new Set(into.map(name => name.value))
  for (const name of out.filter(one => raw.has(one.value))) mistakes.say('sanitizer', name.at, text(
    `通信要件「${name.value}」が無害化の前（in）と後（out）の両方にあります`, `the flow "${name.value}" stands both before (in) and after (out) sanitising`))
  return {
    at: typed.at, method: value.method, from: value.from, to: value.to,
    in: into.map(name => name.value),
    out: out.map(name => name.value),
    ...optional('mode', value.mode),
    ...optional('redirection', value.redirection),
    ...optional('stripAttachments', value['strip-attachments']),
    ...optional('htmlToText', value['html-to-text']),
    ...optional('onFailure', value['on-failure']),
    ...optional('onEncrypted', value['on-encrypted']),
    ...buildEvidence(typed),
  }
}

export function buildParty(id: string, typed: Placed<PartyDocument>, zones: ReadonlyMap<string, Zone>, mistakes: Mistakes): Party {
  const { value } = typed
  findExternal(field(typed, 'zone')!, zones, mistakes)
  return {
    id, at: named(typed.at), zone: value.zone,
    ...optional('title', value.title),
    addresses: addresses(field(typed, 'addresses'), mistakes),
    ...optional('operator', value.operator),
    ...optional('publicBody', value['public-body']),
    ...optional('is', value.is),
    ...optional('isAt', field(typed, 'is')?.at),
    ...optional('internetConnected', value['internet-connected']),
    ...buildEvidence(typed),
  }
}
