/** Entries of `nat descriptor masquerade static`. */
import type { AddressSet } from '../../net/address.ts'
import { TCP, UDP } from '../../net/header.ts'
import { normalize, type Ranges } from '../../net/interval.ts'
import type { Condition } from '../../topology/model.ts'
import { all } from '../conditions.ts'
import { addressSet } from './conditions.ts'
import { doubt } from './filters.ts'
import { portList, protocolNumber } from './ports.ts'
import type { Statement } from './statements.ts'

export interface PortEntry {
  readonly inner: AddressSet
  /** What comes in, by its destination; what goes out, by its source. */
  readonly to: Condition
  readonly from: Condition
  /** Undefined: the port stays. */
  readonly innerPorts: Ranges | undefined
  readonly outerPorts: Ranges | undefined
}

/** `masquerade static N ID inner protocol [outer=]inner,…`: each of the list is a port or a range of its own. */
export function portEntries(statement: Statement): PortEntry[] | undefined {
  const [host = '', protocol = '', ports = '*', ...more] = statement.rest
  const inner = addressSet(host, 4)
  const numbers = protocol.split(',').map(protocolNumber)
  const entries = ports.split(',').map((one) => portEntry(inner, numbers, one))
  if (inner && numbers.every((number) => number !== undefined) && entries.every((entry) => entry !== undefined) && more.length === 0) return entries
  doubt(statement)
  return undefined
}

function portEntry(inner: AddressSet | undefined, numbers: readonly (number | undefined)[], text: string): PortEntry | undefined {
  const [left = '', right = left, ...more] = text.split('=')
  const outerPorts = portList(left)
  const innerPorts = portList(right)
  if (!inner || !outerPorts || !innerPorts || more.length > 0) return undefined
  const named: Condition = { test: 'protocol', set: normalize(numbers.map((number) => [number!, number!] as const)) }
  const isPorted = text !== '*' && numbers.some((number) => number === TCP || number === UDP)
  const tested = (test: 'source-port' | 'destination-port', set: Ranges): Condition => (isPorted ? all([named, { test, set }]) : named)
  return {
    inner, to: tested('destination-port', outerPorts), from: tested('source-port', innerPorts),
    innerPorts: left === right ? undefined : innerPorts, outerPorts: text === '*' ? undefined : outerPorts,
  }
}
