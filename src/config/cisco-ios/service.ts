/** What an entry says of protocol, ports, ICMP and flags; and the same of the answer. */
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Family } from '../../net/header.ts'
import { complement, normalize } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, NEVER, not, unknown } from '../conditions.ts'
import { decimal, icmpKind, portNumber, protocolNumber } from './names.ts'
import type { Words } from './words.ts'

/** Absent is not tested. */
export interface Service {
  readonly protocols?: Ranges
  readonly sourcePorts?: Ranges
  readonly destinationPorts?: Ranges
  readonly icmp?: { readonly family: Family; readonly types: Ranges; readonly codes: Ranges }
  readonly flags?: Condition
  /** `established`: false of the packet that opens a session. */
  readonly established?: true
  readonly unknown?: string
}

/** Whether it looks at what later fragments do not carry. */
export const readsPorts = ({ sourcePorts, destinationPorts, icmp, flags }: Service): boolean => !!(sourcePorts ?? destinationPorts ?? icmp ?? flags)

/** `established`: ACK or RST is set (Security Command Reference, `permit (IP)`). */
export const ESTABLISHED: Condition = any([TCP_FLAGS.ACK, TCP_FLAGS.RST].map((bit) => ({ test: 'tcp-flags', mask: bit, set: bit } as const)))

export function serviceTest({ protocols, sourcePorts, destinationPorts, icmp, flags, unknown: what }: Service): Condition {
  return all([
    ...(protocols ? [{ test: 'protocol', set: protocols } as const] : []),
    ...(sourcePorts ? [{ test: 'source-port', set: sourcePorts } as const] : []),
    ...(destinationPorts ? [{ test: 'destination-port', set: destinationPorts } as const] : []),
    ...(icmp ? [{ test: 'icmp', ...icmp } as const] : []), ...(flags ? [flags] : []), ...(what === undefined ? [] : [unknown(what)]),
  ])
}

/** ICMP requests and what answers them (RFC 792, 950, 4443). */
const ANSWERED_BY: Readonly<Record<Family, ReadonlyMap<number, number>>> = {
  4: new Map([[8, 0], [13, 14], [15, 16], [17, 18]]), 6: new Map([[128, 129], [139, 140]]),
}

/** The answers to packets that open a session and match; undefined: no such packet matches. */
export function answered(service: Service): Service | undefined {
  const { sourcePorts, destinationPorts, icmp, established, flags: _, ...rest } = service
  if (established) return undefined
  const types = icmp && normalize([...ANSWERED_BY[icmp.family]]
    .filter(([request]) => icmp.types.some(([low, high]) => low <= request && request <= high)).map(([, answer]) => [answer, answer] as const))
  return {
    ...rest,
    ...(sourcePorts && { destinationPorts: sourcePorts }), ...(destinationPorts && { sourcePorts: destinationPorts }),
    ...(icmp && { icmp: { family: icmp.family, types: types!, codes: ANY_CODE } }),
    ...(service.flags && { unknown: 'TCP flags of the first packet' }),
  }
}

const ANY_CODE: Ranges = [[0, 255]]
export const ANY_PORT: Ranges = [[0, 65535]]
export const EVERYTHING: Service = {}
export const ofProtocols = (...numbers: readonly number[]): Service => ({ protocols: normalize(numbers.map((one) => [one, one] as const)) })

/** `tcp`, `ip`, `47`; undefined: no protocol. */
export function takeProtocol(words: Words, family: Family): Service | undefined {
  const word = words.take()
  if (word === 'ip' || word === 'ipv6') return EVERYTHING
  if (word === 'icmp') return ofProtocols(family === 4 ? ICMP : ICMPV6)
  const number = protocolNumber(word)
  return number === undefined ? undefined : ofProtocols(number)
}

export const hasPorts = ({ protocols }: Service): boolean => [TCP, UDP, 132].some((number) => isOnly(protocols, number))
export const isOnly = (ranges: Ranges | undefined, number: number): boolean => ranges?.length === 1 && ranges[0]![0] === number && ranges[0]![1] === number

const OPERATORS: readonly string[] = ['eq', 'neq', 'gt', 'lt', 'range']

/** `eq 80 443`, `range 1 1023`. Undefined where no operator comes next; `null`: one that is not understood. */
export function takePorts(words: Words): Ranges | undefined | null {
  const operator = words.peek()
  if (operator === undefined || !OPERATORS.includes(operator)) return undefined
  words.take()
  const first = portNumber(words.take())
  if (first === undefined) return null
  switch (operator) {
    case 'gt': return normalize([[first + 1, 65535]])
    case 'lt': return normalize([[0, first - 1]])
    case 'range': { const last = portNumber(words.take()); return last === undefined ? null : normalize([[Math.min(first, last), Math.max(first, last)]]) }
    default: {
      const ports = [first]
      for (let next = portNumber(words.peek()); next !== undefined; next = portNumber(words.peek())) { ports.push(next); words.take() }
      const set = normalize(ports.map((port) => [port, port] as const))
      return operator === 'eq' ? set : complement(set, 65535)
    }
  }
}

/** An ICMP type by name or number, and perhaps a code. */
export function takeIcmp(words: Words, family: Family): Service['icmp'] {
  const number = decimal(words.peek(), 255)
  const [type, code] = number !== undefined ? [number] : icmpKind(words.peek(), family) ?? []
  if (type === undefined) return undefined
  words.take()
  const written = number === undefined ? undefined : decimal(words.peek(), 255)
  if (written !== undefined) words.take()
  const only = written ?? code
  return { family, types: [[type, type]], codes: only === undefined ? ANY_CODE : [[only, only]] }
}

/** `match-all +ack -syn`, `match-any …`, or single flags as older releases write them: any of them is set. */
export function takeFlags(words: Words): Condition | undefined {
  const mode = words.peek()
  if (mode === 'match-all' || mode === 'match-any') {
    words.take()
    const tests: Condition[] = []
    for (let flag = signedFlag(words.peek()); flag; flag = signedFlag(words.peek())) { tests.push(flag); words.take() }
    return tests.length === 0 ? unknown(mode) : mode === 'match-all' ? all(tests) : any(tests)
  }
  const tests: Condition[] = []
  for (let bit = flagBit(words.peek()); bit !== undefined; bit = flagBit(words.peek())) {
    tests.push({ test: 'tcp-flags', mask: bit, set: bit })
    words.take()
  }
  return tests.length === 0 ? undefined : any(tests)
}

const BITS: ReadonlyMap<string, number> = new Map(Object.entries(TCP_FLAGS).map(([name, bit]) => [name === 'PSH' ? 'psh' : name.toLowerCase(), bit]))
const flagBit = (word: string | undefined): number | undefined => BITS.get(word ?? '')

function signedFlag(word: string | undefined): Condition | undefined {
  const bit = flagBit(word?.slice(1))
  if (bit === undefined || (word![0] !== '+' && word![0] !== '-')) return undefined
  return { test: 'tcp-flags', mask: bit, set: word![0] === '+' ? bit : 0 }
}

export const anyOf = (services: readonly Service[]): Condition => (services.length === 0 ? NEVER : any(services.map(serviceTest)))
export const unfragmented = (test: Condition): Condition => all([test, not({ test: 'fragment' })])
