/** Virtual IPs: destination NAT (FortiOS CLI Reference, `firewall vip`, `firewall vip6`). */
import { addressesOf, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { SCTP, TCP, UDP } from '../../net/header.ts'
import type { Family } from '../../net/header.ts'
import type { Condition, Rule, Translation } from '../../topology/model.ts'
import { ANYTHING } from '../../topology/model.ts'
import { all, any, unknown } from './conditions.ts'
import type { Interfaces } from './interfaces.ts'
import type { Node } from './node.ts'
import { addressSpan, network, numberRange, spanSet } from './numbers.ts'
import type { Objects } from './objects.ts'
import { icmp, protocol } from './protocols.ts'
import type { Scope } from './scope.ts'

export interface Vip {
  readonly name: string
  readonly node: Node
  readonly family: Family
  /** Undefined: it is not known where it leads. */
  readonly mapped: AddressSet | undefined
  /** The external addresses, where the file tells them. */
  readonly external: AddressSet | undefined
  /** Interfaces by which it is reached; undefined: every one. */
  readonly faces: readonly string[] | undefined
  /** A packet as it is translated, without what its destination and port must be. */
  readonly sent: Condition
  /** A packet as it looks after its translation. */
  readonly arrived: Condition
  /** Translating lines, the first that matches decides. */
  readonly lines: readonly Rule[]
  /** It translates addresses only, so that its servers send from the external address as well. */
  readonly oneToOne: boolean
}

type Span = NonNullable<ReturnType<typeof addressSpan>>
type Ports = readonly [number, number]
/** More lines than this are not written out one by one: the new address is then any of them. */
const MOST_LINES = 64
const PORTED: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP, sctp: SCTP }

export function vipsOf(scope: Scope, objects: Objects, interfaces: Interfaces): Vip[] {
  const six = scope.entries('firewall vip6').map((node) => vipOf(node, 6, objects, interfaces))
  return [...scope.entries('firewall vip').map((node) => vipOf(node, 4, objects, interfaces)), ...six].filter((vip) => !vip.node.is('status', 'disable'))
}

function vipOf(node: Node, family: Family, objects: Objects, interfaces: Interfaces): Vip {
  const type = node.first('type') ?? 'static-nat'
  const extintf = node.first('extintf') ?? 'any'
  const faces = family === 6 || extintf === 'any' ? undefined : interfaces.members(extintf)
  const filter = sources(node, objects, family)
  const at = extintf === 'any' || family === 6 ? ANYTHING : objects.interfaces('in', [extintf])
  const external = externalOf(node, family, faces, interfaces)
  const mapped = mappedOf(node, type, family)
  const forwards = node.is('portforward', 'enable') || type === 'server-load-balance'
  const name = node.first('protocol') ?? (type === 'server-load-balance' ? serverProtocol(node.first('server-type')) : 'tcp')
  const [extport, mappedport] = [portsAt(node, 'extport'), portsAt(node, 'mappedport')]
  for (const key of ['nat-source-vip', 'ldb-method', 'arp-reply', 'status']) node.values(key)
  const [strange] = node.strange()
  const services = node.values('service')
  const known = external && mapped && !strange && ['static-nat', 'load-balance', 'server-load-balance'].includes(type) && extport !== false && mappedport !== false
    && !node.is('nat44', 'disable') && !node.is('nat46', 'enable') && !node.is('nat66', 'disable') && !node.is('nat64', 'enable')
  const sent = all({ test: 'family', family }, at, filter)
  const externalSet = external?.set
  if (!known) {
    const what = strange?.text ?? `${type} ${node.name}`
    const to: Condition = externalSet ? { test: 'destination', set: externalSet } : unknown(what)
    return {
      name: node.name, node, family, mapped: undefined, external: externalSet, faces, sent, arrived: all(sent, unknown(what)), oneToOne: false,
      lines: [{ id: node.name, at: node.at, when: all(sent, to), action: { do: 'unknown', what } }],
    }
  }
  const ports = forwards ? { name, extport: extport || undefined, mappedport: mapped.port ?? (mappedport || extport || undefined) } : undefined
  const service = services && services.length > 0 ? objects.services.match(services) : ANYTHING
  const set = mapped.set
  return {
    name: node.name, node, family, mapped: set, external: externalSet, faces, sent,
    arrived: all(sent, { test: 'destination', set }, ports ? portTest(ports.name, family, ports.mappedport) : ANYTHING),
    oneToOne: !forwards && type === 'static-nat',
    lines: linesOf(external, mapped, ports).map(({ when, to }) => ({
      id: node.name, at: node.at, when: all(sent, service, when), action: { do: 'rewrite', to },
    })),
  }
}

/** `any` element where the device chooses: load balancing. */
interface Mapped { readonly set: AddressSet; readonly span?: Span; readonly port?: Ports }
interface External { readonly set: AddressSet; readonly span?: Span }

function externalOf(node: Node, family: Family, faces: readonly string[] | undefined, interfaces: Interfaces): External | undefined {
  const text = node.first('extip')
  const span = text === undefined ? undefined : addressSpan(text)
  if (!span || span.family !== family || (node.values('extaddr') ?? []).length > 0) return undefined
  if (span.low !== 0n || span.high !== 0n) return { span, set: spanSet(span) }
  // 0.0.0.0: the address of the external interface, whatever it is.
  const own = (faces ?? []).map((face) => interfaces.own(face, family))
  const [first] = own
  return own.length === 1 && first ? { set: first } : undefined
}

function mappedOf(node: Node, type: string, family: Family): Mapped | undefined {
  const servers = node.within('realservers')
  if (type === 'server-load-balance') {
    const spans = servers.map((server) => addressSpan(server.first('ip') ?? ''))
    const ports = new Set(servers.map((server) => server.first('port') ?? '0'))
    for (const server of servers) server.values('status')
    const [port = '0'] = ports
    if (spans.length === 0 || ports.size > 1 || !numberRange(port, 65535) || spans.some((span) => !span || span.family !== family) || servers.some((server) => server.strange().length > 0)) return undefined
    return { set: unite(spans as Span[]), ...(port !== '0' && { port: [Number(port), Number(port)] as const }) }
  }
  const texts = [...node.values('mappedip') ?? [], ...node.values('ipv6-mappedip') ?? []].flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== '')
  const spans = texts.map(addressSpan)
  node.values('mapped-addr')
  if (spans.length === 0 || spans.some((span) => !span || span.family !== family)) return undefined
  const [only] = spans as Span[]
  return { set: unite(spans as Span[]), ...(spans.length === 1 && type === 'static-nat' && { span: only! }) }
}

const unite = (spans: readonly Span[]): AddressSet => unionAddresses(...spans.map(spanSet))

const sources = (node: Node, objects: Objects, family: Family): Condition => {
  const interfaces = node.values('srcintf-filter') ?? []
  const allowed = (node.values('src-filter') ?? []).flatMap((text) => text.split(',')).map((text): Condition => {
    const prefix = network(text.split(' '))
    const set = prefix ? addressesOf(prefix) : spanSetOf(text)
    return set && (family === 4 ? set.v4 : set.v6).length > 0 ? { test: 'source', set } : unknown(text)
  })
  return all(allowed.length === 0 ? ANYTHING : any(...allowed), interfaces.length === 0 ? ANYTHING : objects.interfaces('in', interfaces))
}

function spanSetOf(text: string): AddressSet | undefined {
  const span = addressSpan(text)
  return span && spanSet(span)
}

/** False: written, and not understood. */
function portsAt(node: Node, key: string): Ports | false | undefined {
  const text = node.first(key)
  if (text === undefined || text === '0' || text === '0-65535') return undefined
  return numberRange(text, 65535) ?? false
}

const serverProtocol = (type: string | undefined): string => (type === 'udp' ? 'udp' : type === 'ip' ? 'ip' : 'tcp')

function portTest(name: string, family: Family, ports: Ports | undefined): Condition {
  if (name === 'ip') return ANYTHING
  if (name === 'icmp') return icmp(family)
  const number = PORTED[name]
  if (number === undefined) return unknown(`protocol ${name}`)
  return all(protocol(number), ports ? { test: 'destination-port', set: [ports] } : ANYTHING)
}

interface Forwarding { readonly name: string; readonly extport: Ports | undefined; readonly mappedport: Ports | undefined }

function linesOf(external: External, mapped: Mapped, ports: Forwarding | undefined): { when: Condition; to: Translation }[] {
  const family = external.set.v4.length > 0 ? 4 : 6
  const pairs = addressPairs(external, mapped)
  if (!ports) return pairs.map(([from, to]) => ({ when: { test: 'destination', set: from }, to: { addresses: to } }))
  const through = portPairs(ports)
  return pairs.flatMap(([from, to]) => through.map(([before, after]) => ({
    when: all({ test: 'destination', set: from }, portTest(ports.name, family, before)),
    to: { addresses: to, ...(after && ports.name in PORTED && (before?.[0] !== after[0] || before[1] !== after[1]) && { ports: [after] }) },
  })))
}

/** Ranges of one length are mapped one by one. */
function addressPairs(external: External, mapped: Mapped): [AddressSet, AddressSet][] {
  const [from, to] = [external.span, mapped.span]
  if (!from || !to || from.high === from.low || from.high - from.low !== to.high - to.low || from.high - from.low >= BigInt(MOST_LINES)) return [[external.set, mapped.set]]
  return Array.from({ length: Number(from.high - from.low) + 1 }, (_, index) => {
    const one = ({ family, low }: Span): AddressSet => spanSet({ family, low: low + BigInt(index), high: low + BigInt(index) })
    return [one(from), one(to)]
  })
}

function portPairs({ extport, mappedport }: Forwarding): [Ports | undefined, Ports | undefined][] {
  if (!extport || !mappedport || extport[0] === mappedport[0] || extport[1] - extport[0] >= MOST_LINES) return [[extport, mappedport]]
  return Array.from({ length: extport[1] - extport[0] + 1 }, (_, index): [Ports, Ports] => {
    const after = Math.min(mappedport[0] + index, mappedport[1])
    return [[extport[0] + index, extport[0] + index], [after, after]]
  })
}
