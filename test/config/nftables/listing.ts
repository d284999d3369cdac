/** Rulesets as `nft -j list ruleset` prints them, written here object by object, and what they do with packets. */
import { nftables } from '../../../src/config/nftables/index.ts'
import type { Reading } from '../../../src/config/reader.ts'
import type { Pipeline } from '../../../src/topology/model.ts'
import { outcomes, packet } from '../evaluate.ts'
import type { Outcome, Sketch } from '../evaluate.ts'

export const AT = { file: 'topology.yaml', path: [] } as const

export const readText = (content: string): Reading => nftables.read([{ file: 'fw.json', content, at: AT }], AT)
export const readObjects = (...objects: readonly object[]): Reading => readText(JSON.stringify({ nftables: objects }))

export const table = (family = 'inet', name = 't'): object => ({ table: { family, name, handle: 1 } })
export const base = (name: string, hook: string, more: object = {}): object =>
  ({ chain: { family: 'inet', table: 't', name, handle: 1, type: 'filter', hook, prio: 0, policy: 'accept', ...more } })
export const chain = (name: string, more: object = {}): object => ({ chain: { family: 'inet', table: 't', name, handle: 1, ...more } })
export const rule = (chainName: string, expr: readonly unknown[], more: object = {}): object =>
  ({ rule: { family: 'inet', table: 't', chain: chainName, handle: 9, expr, ...more } })

export const payload = (protocol: string, field: string): object => ({ payload: { protocol, field } })
export const meta = (key: string): object => ({ meta: { key } })
export const match = (left: object, right: unknown, op = '=='): object => ({ match: { op, left, right } })
export const ACCEPT = { accept: null }
export const DROP = { drop: null }

/** One forward chain of policy drop with these rules. */
export const forwarding = (...rules: readonly (readonly unknown[])[]): Reading =>
  readObjects(table(), base('f', 'forward', { policy: 'drop' }), ...rules.map((expr) => rule('f', expr)))

/** What the filter chains at a hook may do together with one packet. */
export function verdicts(reading: Reading, sketch: Sketch, hook: keyof Pipeline = 'forward', family: 4 | 6 = 4): Outcome[] {
  const each = reading.pipeline[hook].flatMap((step) => (step.kind === 'filter' ? [outcomes(step.chain, packet(sketch, family))] : []))
  const may = new Set<Outcome>()
  if (each.every((one) => one.has('permit'))) may.add('permit')
  if (each.some((one) => one.has('deny'))) may.add('deny')
  return [...may]
}
