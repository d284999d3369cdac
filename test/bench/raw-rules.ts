/** Rules over the five raw fields: every packet has two addresses, two ports and a protocol, whatever the protocol is. */
import { readFileSync } from 'node:fs'
import type { SortedField } from '../../src/net/fields.ts'
import { prefixRange, PROTOCOLS } from './workload.ts'
import type { WorkloadRule } from './workload.ts'

export type Span = readonly [low: number, high: number]
/** The first rule that matches decides; what none matches is denied. */
export interface RawRule { readonly spans: Readonly<Record<SortedField, Span>>; readonly permit: boolean }

export const MAXIMA: Readonly<Record<SortedField, number>> = { source: 0xffffffff, destination: 0xffffffff, protocol: 0xff, sourcePort: 0xffff, destinationPort: 0xffff }

export const rawRule = ({ src, dst, protocol, srcPorts, dstPorts, action }: WorkloadRule): RawRule => ({
  spans: { source: prefixRange(src), destination: prefixRange(dst), protocol: PROTOCOLS[protocol], sourcePort: srcPorts, destinationPort: dstPorts },
  permit: action === 'permit',
})

export function readClassBench(file: string): RawRule[] {
  return readFileSync(file, 'utf8').trim().split('\n').map((line, i) => {
    const [source, destination, sourcePorts, destinationPorts, protocol] = line.slice(1).split('\t') as [string, string, string, string, string]
    const ports = (text: string): Span => text.split(':').map((end) => Number(end.trim())) as [number, number]
    const [value, mask] = protocol.trim().split('/').map(Number) as [number, number]
    return {
      spans: {
        source: prefixRange(source), destination: prefixRange(destination), protocol: mask === 0 ? [0, 255] : [value, value],
        sourcePort: ports(sourcePorts), destinationPort: ports(destinationPorts),
      },
      permit: i % 3 !== 2,
    }
  })
}

/** Fully shadowed rules and accepted packets of the sets in `classbench/`. */
export const CLASSBENCH: Readonly<Record<string, { readonly shadowed: number; readonly accepted: bigint }>> = {
  acl1_1k: { shadowed: 22, accepted: 632771052463613031789397475328n },
  fw1_1k: { shadowed: 13, accepted: 10190977413293168875477690752344n },
  ipc1_1k: { shadowed: 0, accepted: 20281306448519500364965936056025n },
  acl1_10k: { shadowed: 81, accepted: 10612212887298071715219691667456n },
  // No peer finished counting this one: two orders of fields agree, and so does `painting.ts`, which uses no diagrams.
  fw1_10k: { shadowed: 91, accepted: 15074321739772403161843889967725n },
}
