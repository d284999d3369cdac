/** Tests of protocols, ports and ICMP types. */
import { ICMP, ICMPV6 } from '../../net/header.ts'
import type { Condition } from '../../topology/model.ts'
import { all } from './conditions.ts'

export const protocol = (number: number): Condition => ({ test: 'protocol', set: [[number, number]] })

export const portsOf = (number: number, from: readonly [number, number] | undefined, to: readonly [number, number]): Condition =>
  all(protocol(number), { test: 'destination-port', set: [to] }, ...(from ? [{ test: 'source-port', set: [from] } as const] : []))

export const icmp = (family: 4 | 6, type?: number, code?: number): Condition => (type === undefined
  ? all({ test: 'family', family }, protocol(family === 4 ? ICMP : ICMPV6))
  : { test: 'icmp', family, types: [[type, type]], codes: [code === undefined ? [0, 255] : [code, code]] })
