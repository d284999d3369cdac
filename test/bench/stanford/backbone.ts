/** The Stanford backbone as it lies beside the project: routers, their rules, the access lists between them. Reads; judges nothing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressNumber } from '../workload.ts'

/** Closed ranges of numbers. */
export type Spans = readonly (readonly [low: number, high: number])[]

/** The longest prefix decides; `port` may be the router itself (`SELF`) or a VLAN, which has several ports. */
export interface Route { readonly low: number; readonly length: number; readonly port: string }
/** The first rule that matches decides; what none matches is denied. No list here asks for a source port. */
export interface ListRule {
  readonly permit: boolean
  readonly source: Spans
  readonly destination: Spans
  readonly protocol: readonly [number, number]
  readonly destinationPort: readonly [number, number]
}
/** What stands behind a port: the lists on the way, and the port of the router that it leads to; none at the edge of the network. */
export interface Behind { readonly lists: readonly string[]; readonly arrives?: { readonly router: string; readonly port: string } }

export interface Backbone {
  readonly routes: ReadonlyMap<string, readonly Route[]>
  readonly lists: ReadonlyMap<string, readonly ListRule[]>
  /** The ports that a packet leaves a router by when a route names this one. */
  readonly portsOf: (router: string, port: string) => readonly string[]
  readonly behind: (router: string, port: string) => readonly Behind[]
}

export const SELF = 'self'
const LAST_PORT = 0xffff

export function readBackbone(directory: string): Backbone {
  const rows = (file: string): string[][] => readFileSync(join(directory, file), 'utf8').trim().split('\n').map((line) => line.split(' '))
  const routes = new Map<string, Route[]>()
  const rules = new Map<string, (ListRule & { readonly priority: number })[]>()
  for (const [sign, kind, element = '', ...fields] of rows('updates')) {
    // The same rules follow once more, taken out again.
    if (sign !== '+') continue
    if (kind === 'fwd') listed(routes, element).push({ low: Number(fields[0]), length: Number(fields[1]), port: fields[2]! })
    else listed(rules, element).push(listRule(fields))
  }
  const members = new Map(rows('vlan.txt').map(([router, vlan, ...ports]) => [`${router} ${vlan}`, [...new Set(ports)]]))
  const links = new Map<string, Map<string, readonly [node: string, port: string]>>()
  for (const [from, port, to = '', toPort = ''] of rows('topo.txt')) {
    const key = `${from} ${port}`
    if (!links.has(key)) links.set(key, new Map())
    links.get(key)!.set(`${to} ${toPort}`, [to, toPort])
  }
  const behind = (node: string, port: string, lists: readonly string[] = []): Behind[] => {
    const next = [...links.get(`${node} ${port}`)?.values() ?? []]
    if (next.length === 0) return [{ lists }]
    return next.flatMap(([to, toPort]) => (isList(to) ? behind(to, 'permit', [...lists, listOf(to)]) : [{ lists, arrives: { router: to, port: toPort } }]))
  }
  const lists = new Map([...rules].map(([name, own]) => [name, own.sort((a, b) => b.priority - a.priority)]))
  return { routes, lists, behind, portsOf: (router, port) => (port.startsWith('vlan') ? members.get(`${router} ${port}`) ?? [] : [port]) }
}

function listed<T>(map: Map<string, T[]>, key: string): T[] {
  const known = map.get(key)
  if (known) return known
  const list: T[] = []
  map.set(key, list)
  return list
}

/** A list stands in the topology once for each port that it guards: `yoza_rtr_175_te1/1_in` is list 175 of that router. */
const isList = (node: string): boolean => /_(in|out)$/.test(node)
const listOf = (node: string): string => node.split('_').slice(0, 3).join('_')

function listRule(fields: readonly string[]): ListRule & { readonly priority: number } {
  const [, , action, lowProtocol, highProtocol, source, sourceWild, sourceFrom, sourceTo, destination, destinationWild, low, high, priority] = fields as
    [string, string, string, string, string, string, string, string, string, string, string, string, string, string]
  if (sourceFrom !== 'null' || sourceTo !== 'null') throw new Error('a list that asks for a source port')
  return {
    permit: action === 'permit',
    protocol: [Number(lowProtocol), Number(highProtocol)],
    source: addresses(source, sourceWild),
    destination: addresses(destination, destinationWild),
    destinationPort: low === 'null' ? [0, LAST_PORT] : [Number(low), high === 'null' ? LAST_PORT : Number(high)],
    priority: Number(priority),
  }
}

/** A wildcard may have its free bits anywhere: `128.12.0.1 0.0.255.0` is 256 addresses apart from one another. */
function addresses(address: string, wildcard: string): Spans {
  if (address === 'any') return [[0, 0xffffffff]]
  const free = wildcard === 'null' ? 0 : addressNumber(wildcard)
  const bits = Array.from({ length: 32 }, (_, bit) => 2 ** bit).filter((bit) => Math.floor(free / bit) % 2 === 1)
  let low = addressNumber(address)
  for (const bit of bits) if (Math.floor(low / bit) % 2 === 1) low -= bit
  const trailing = bits.findIndex((bit, i) => bit !== 2 ** i)
  const size = 2 ** (trailing < 0 ? bits.length : trailing)
  return bits.filter((bit) => bit >= size).reduce<Spans>((spans, bit) => spans.flatMap((span) => [span, [span[0] + bit, span[1] + bit] as const]), [[low, low + size - 1]])
    .toSorted(([a], [b]) => a - b)
}
