/** Dumps for tests: the folder of real ones, and small ones written here. */
import { existsSync, readFileSync } from 'node:fs'
import { iptables } from '../../src/config/iptables/index.ts'
import type { Reading } from '../../src/config/reader.ts'
import type { Family } from '../../src/net/header.ts'
import type { Chain, Pipeline } from '../../src/topology/model.ts'

export const AT = { file: 'topology.yaml', path: [] } as const

const DATA = new URL('../../../shared/data/iptables/', import.meta.url)
export const HAVE_DATA = existsSync(DATA)
export const dataFile = (path: string): string => readFileSync(new URL(path, DATA), 'utf8')

export const readText = (content: string, family?: Family): Reading =>
  iptables.read([{ file: 'fw.rules', content, at: AT, ...(family && { family }) }], AT)

/** The chain of a table at a hook; the chains of IPv4 stand before those of IPv6. */
export function chainOf({ pipeline }: Reading, hook: keyof Pipeline, table: string, family: Family = 4): Chain {
  const chains = pipeline[hook].flatMap((step) => (step.kind !== 'track' && step.chain.name.startsWith(`${table} `) ? [step.chain] : []))
  const own = chains.filter(({ rules: [first] }) => first?.when.test === 'family' && first.when.family !== family)
  if (own.length !== 1) throw new Error(`${own.length} chains of ${table} at ${hook}`)
  return own[0]!
}

export const filterDump = (...lines: readonly string[]): string =>
  ['*filter', ':INPUT ACCEPT [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ...lines, 'COMMIT', ''].join('\n')
