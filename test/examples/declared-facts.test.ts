/**
 * What a proof says that it rests on is what it rests on: take away a declared fact that is listed among its assumptions and it
 * is no proof any more; take away one that is not listed and it stays.
 */
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { files } from './files.ts'
import { verify } from '../../src/index.ts'
import type { NetworkResult } from '../../src/report/report.ts'
import type { Path, Verdict } from '../../src/verdict.ts'

const AS_OF = '2026-11-23'

/** Facts are what somebody declares about a thing. That the thing is there, and how it is wired, is the topology itself. */
const TABLES = ['zones', 'hosts', 'parties', 'flows', 'exceptions', 'absent', 'audits', 'infrastructure', 'wireless']
const NO_FACTS = ['title', 'purpose', 'operator', 'attach', 'role', 'tier', 'external', 'addresses', 'kind', 'from', 'to', 'service', 'method', 'in', 'out', 'document', 'on']

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((step, index) => String(path[index]) === String(step))

interface Fact { readonly file: string; readonly path: Path }

function factsIn(file: string, content: string): Fact[] {
  const whole: unknown = parseDocument(content).toJS()
  const walk = (value: unknown, path: Path): Fact[] => {
    if (path.length > 1 && NO_FACTS.includes(String(path.at(-1))) && path.length > 2) return []
    // Of a list, what is said in its entries: that an entry is there is more than one fact.
    if (Array.isArray(value)) return value.flatMap((entry: unknown, index) => walk(entry, [...path, index]).filter((fact) => fact.path.length > path.length + 1))
    const inside = typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => walk(one, [...path, key])) : []
    return path.length < 2 ? inside : [{ file, path }, ...inside]
  }
  return TABLES.flatMap((table) => walk((whole as Record<string, unknown> | null)?.[table], [table]))
}

function without({ path }: Fact, content: string): string {
  const document = parseDocument(content)
  document.deleteIn(path)
  return String(document)
}

const nameOf = ({ rule, key }: Verdict): string => `${rule} ${key}`
const rests = (outcome: Verdict['outcome']): boolean => outcome === 'proved' || outcome === 'excepted'

function touches(at: Verdict['at'] | undefined, fact: Fact): 'exactly' | 'partly' | undefined {
  if (!at || !('path' in at) || at.file !== fact.file) return undefined
  if (startsWith(fact.path, at.path) && at.path.length === fact.path.length) return 'exactly'
  return startsWith(fact.path, at.path) || startsWith(at.path, fact.path) ? 'partly' : undefined
}

/** Everything that is wrong with what the verdicts say they rest on, as far as this fact shows it. */
function faults(before: NetworkResult, after: NetworkResult, fact: Fact): string[] {
  const now = new Map(after.verdicts.map((verdict) => [nameOf(verdict), verdict.outcome]))
  return before.verdicts.filter(({ outcome }) => rests(outcome)).flatMap((verdict) => {
    const outcome = now.get(nameOf(verdict))
    // With the thing itself its own obligations go.
    if (outcome === undefined) return []
    const listed = verdict.assumes.map(({ at }) => touches(at, fact))
    const name = `${nameOf(verdict)} without ${fact.path.join('.')}`
    if (!rests(outcome)) return listed.some((one) => one !== undefined) || outcome === 'vacuous' ? [] : [`${name}: ${outcome}, though not listed`]
    return listed.includes('exactly') ? [`${name}: still ${outcome}, though listed`] : []
  })
}

const ROOTS = [
  'examples/saikai-town/topology.yaml', 'examples/iptables-gateway/topology.yaml',
  // What the towns have not: a cloud, screens shown elsewhere, shared infrastructure, a local breakout, something published, audits.
  'examples/rules/cloud-tier.pass.yaml', 'examples/rules/mynumber-screen-transfer.pass.yaml', 'examples/rules/shared-infrastructure.pass.yaml',
  'examples/rules/local-breakout.pass.yaml', 'examples/rules/published-services.pass.yaml', 'examples/rules/beta-controls.pass.yaml',
]

const SAMPLED = 24

test.each(ROOTS)('%s', (root) => {
  const read = new Map<string, string>()
  const before = verify(root, { ...files, read: (name) => {
    const content = files.read(name)
    if (content !== undefined) read.set(name, content)
    return content
  } }, { asOf: AS_OF })
  const all = [...read].filter(([name]) => name.endsWith('.yaml')).flatMap(([name, content]) => factsIn(name, content))
  expect(all.length).toBeGreaterThan(20)
  // Each fact is a whole verification. `SANSO_ALL_FACTS=1` tries all of them; else they are spread evenly over the files.
  const step = process.env['SANSO_ALL_FACTS'] ? 1 : Math.ceil(all.length / SAMPLED)
  const facts = all.filter((_, index) => index % step === 0)
  const wrong = facts.flatMap((fact) => {
    const after = verify(root, { ...files, read: (name) => (name === fact.file ? without(fact, read.get(name)!) : read.get(name) ?? files.read(name)) }, { asOf: AS_OF })
    // Something else names it: it cannot be taken away alone.
    if (after.problems.length > 0) return []
    return faults(before, after, fact)
  })
  expect(wrong).toEqual([])
}, 600_000)
