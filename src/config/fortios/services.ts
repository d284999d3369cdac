/** Service objects and groups (FortiOS CLI Reference, `firewall service custom`, `firewall service group`). */
import { SCTP, TCP, UDP } from '../../net/header.ts'
import { parseAddress } from '../../net/address.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, unknown } from './conditions.ts'
import type { Node } from './node.ts'
import { addressSpan, numberRange, spanSet } from './numbers.ts'
import { PREDEFINED } from './predefined.ts'
import { icmp, portsOf, protocol } from './protocols.ts'
import type { Scope } from './scope.ts'

export class Services {
  private readonly conditions = new Map<string, Condition>()
  private readonly groups = new Map<string, Node>()
  private readonly asked = new Set<string>()

  constructor(scope: Scope) {
    // Ports that a client may send from, where the service names none.
    const typed = scope.setting('system global', 'default-service-source-port')?.value ?? '1-65535'
    const sources = numberRange(typed, 65535)
    const anySource = sources !== undefined && sources[0] <= 1 && sources[1] === 65535
    for (const node of scope.entries('firewall service custom')) this.conditions.set(node.name, anySource ? custom(node) : all(custom(node), unknown(`default-service-source-port ${typed}`)))
    for (const node of scope.entries('firewall service group')) {
      node.values('member')
      this.groups.set(node.name, node)
    }
  }

  isUsed(name: string): boolean {
    return this.asked.has(name)
  }

  match(names: readonly string[]): Condition {
    return any(...names.map((name) => this.one(name)))
  }

  private one(name: string): Condition {
    const pending = [name]
    const leaves: Condition[] = []
    const seen = new Set<string>()
    while (pending.length > 0) {
      const next = pending.pop()!
      if (seen.has(next)) continue
      seen.add(next)
      this.asked.add(next)
      const group = this.groups.get(next)
      if (!group) leaves.push(this.conditions.get(next) ?? PREDEFINED.get(next) ?? unknown(next))
      else if (group.strange().length > 0) leaves.push(unknown(group.strange()[0]!.text))
      else for (const one of group.values('member') ?? []) pending.push(one)
    }
    return any(...leaves)
  }
}

const PORTS: readonly (readonly [string, number])[] = [['tcp-portrange', TCP], ['udp-portrange', UDP], ['sctp-portrange', SCTP]]

function custom(node: Node): Condition {
  const kind = node.first('protocol') ?? 'TCP/UDP/SCTP'
  const lite = node.first('udplite-portrange')
  const within = destination(node)
  const service = ofProtocol(node, kind)
  const strange = node.strange()
  return strange.length > 0 ? unknown(`${node.name}: ${strange[0]!.text}`) : all(within, lite === undefined || lite === '' ? service : any(service, all(protocol(136), unknown(`udplite-portrange ${lite}`))))
}

function ofProtocol(node: Node, kind: string): Condition {
  const ports = PORTS.flatMap(([key, number]) => (node.values(key) ?? []).flatMap((value) => value.split(' ')).map((value) => portRange(value, number)))
  const type = node.first('icmptype')
  const code = node.first('icmpcode')
  const number = node.first('protocol-number')
  switch (kind) {
    case 'TCP/UDP/SCTP': case 'TCP/UDP/UDP-Lite/SCTP': return ports.length === 0 ? unknown(`${node.name}: no ports`) : any(...ports)
    case 'ICMP': return icmpOf(4, type, code, node)
    case 'ICMP6': return icmpOf(6, type, code, node)
    case 'ALL': return ANYTHING
    // Number 0 stands for every protocol.
    case 'IP': return number === undefined || number === '0' ? ANYTHING : numberRange(number, 255) ? protocol(Number(number)) : unknown(`${node.name}: ${number}`)
    default: return unknown(`${node.name}: ${kind}`)
  }
}

function icmpOf(family: 4 | 6, type: string | undefined, code: string | undefined, node: Node): Condition {
  const numbers = [type, code].map((text) => text === undefined ? undefined : numberRange(text, 255)?.[0])
  if ((type !== undefined && numbers[0] === undefined) || (code !== undefined && numbers[1] === undefined)) return unknown(`${node.name}: ICMP`)
  return icmp(family, numbers[0], numbers[1])
}

/** `443`, `1-1024`, `80:1024-65535` with the source's ports after the colon. */
function portRange(text: string, number: number): Condition {
  const [to = '', from, ...more] = text.split(':')
  const [destinations, sources] = [numberRange(to, 65535), from === undefined ? undefined : numberRange(from, 65535)]
  return destinations && (from === undefined || sources) && more.length === 0
    ? portsOf(number, sources && (sources[0] > 0 || sources[1] < 65535) ? sources : undefined, destinations) : unknown(text)
}

/** A service may name the servers that it is offered by. */
function destination(node: Node): Condition {
  const range = node.first('iprange')
  const fqdn = node.first('fqdn')
  if (fqdn !== undefined && fqdn !== '') return unknown(fqdn)
  if (range === undefined || range === '' || parseAddress(range)?.value === 0n) return ANYTHING
  const span = addressSpan(range)
  return span ? { test: 'destination', set: spanSet(span) } : unknown(range)
}
