/** The shape of a workload file (segbench/1). */
import { readFileSync } from 'node:fs'

export interface WorkloadRule {
  readonly id: string
  readonly action: 'permit' | 'deny'
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'any'
  readonly src: string
  readonly dst: string
  readonly srcPorts: readonly [number, number]
  readonly dstPorts: readonly [number, number]
}
export interface WorkloadFilter { readonly default: 'permit' | 'deny'; readonly rules: readonly WorkloadRule[] }
export interface Workload {
  readonly name: string
  readonly filters: Readonly<Record<string, WorkloadFilter>>
  readonly nodes: readonly string[]
  readonly zones: readonly { readonly id: string; readonly node: string; readonly prefix: string; readonly in: string; readonly out: string }[]
  readonly links: readonly { readonly a: string; readonly b: string; readonly ab: string; readonly ba: string }[]
}

export const readWorkload = (file: string): Workload => JSON.parse(readFileSync(file, 'utf8')) as Workload

export const PROTOCOLS = { icmp: [1, 1], tcp: [6, 6], udp: [17, 17], any: [0, 255] } as const

export const addressNumber = (text: string): number => text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0)

export function prefixRange(text: string): [number, number] {
  const [address = '', length] = text.split('/')
  const low = addressNumber(address)
  return [low, low + 2 ** (32 - Number(length)) - 1]
}
