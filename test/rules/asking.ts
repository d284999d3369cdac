/** Asks the rules about files held in memory or on disk. */
import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { applyConfigs } from '../../src/config/index.ts'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import type { NetworkResult } from '../../src/report/report.ts'
import { ask as askRule } from '../../src/rules/ask.ts'
import { RULES } from '../../src/rules/index.ts'
import { Judgement } from '../../src/rules/judgement/judgement.ts'
import { chosenProfile } from '../../src/rules/profiles/chosen.ts'
import { profileOf } from '../../src/rules/profiles/profile.ts'
import { loadTopology } from '../../src/topology/load.ts'
import type { Verdict } from '../../src/verdict.ts'
import { verify } from '../../src/verify.ts'

export const AS_OF = '2026-11-01'

type Contents = string | Readonly<Record<string, string>>

/** The verdicts of one rule, which alone is asked. */
export function ask(id: string, contents: Contents, asOf = AS_OF): Verdict[] {
  const files: Readonly<Record<string, string>> = typeof contents === 'string' ? { 'net.yaml': contents } : contents
  const read = (name: string): string | undefined => (Object.hasOwn(files, name) ? files[name] : undefined)
  const loaded = loadTopology('net.yaml', read, () => [])
  expect(loaded.problems.map(({ message }) => message.en)).toEqual([])
  const { topology, problems, readings } = applyConfigs(loaded.topology!, read)
  expect(problems.map(({ message }) => message.en)).toEqual([])
  const { edition, problems: unfit } = chosenProfile(topology, read)
  expect(unfit.map(({ message }) => message.en)).toEqual([])
  const judgement = new Judgement(new Reach(new Network(topology)), profileOf(edition!), asOf, readings)
  return askRule(RULES.find((rule) => rule.id === id)!, judgement)
}

/** Each as `outcome key`, a refuted or unknown one with its severity. */
export const brief = (verdicts: readonly Verdict[]): string[] => verdicts.map(({ outcome, key, severity }) =>
  (outcome === 'refuted' || outcome === 'unknown' ? `${outcome} ${severity} ${key}` : `${outcome} ${key}`))

/** `home` ends in a slash, or is empty. */
export function resultOfFile(home: string, root: string, asOf = AS_OF): NetworkResult {
  const read = (name: string): string | undefined => (existsSync(home + name) ? readFileSync(home + name, 'utf8') : undefined)
  return verify(root, { read, expand: () => [] }, { asOf })
}

/** Everything about one file held in memory. */
export const resultOf = (content: string, asOf = AS_OF): NetworkResult =>
  verify('net.yaml', { read: (name) => (name === 'net.yaml' ? content : undefined), expand: () => [] }, { asOf })

/** The text with one thing replaced, which has to be in it once. */
export function edited(content: string, old: string, now: string): string {
  expect(content.split(old)).toHaveLength(2)
  return content.replace(old, () => now)
}

/** Two segments of one tier behind a firewall that permits one connection; every rule has something to say about it. */
export const SMALL = `
sanso: 1
network: small
policy: { profile: saikai-2024, model: alpha }
zones:
  mn: { tier: mynumber }
  lg: { tier: lgwan }
  in: { tier: internet }
  lgwan: { tier: lgwan-network, external: true, addresses: [198.51.100.0/24] }
segments:
  mn-srv: { zone: mn, subnets: [10.10.10.0/24] }
  lg-srv: { zone: lg, subnets: [10.20.10.0/24] }
  in-srv: { zone: in, subnets: [192.168.30.0/24] }
lines:
  line: { kind: lgwan, segment: lg-srv, peer: 10.20.10.254, to: lgwan }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces: { mn: { address: 10.10.10.1/24 }, lg: { address: 10.20.10.1/24 }, in: { address: 192.168.30.1/24 } }
    routes: [{ to: default, via: 10.20.10.254 }]
    filter:
      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }
hosts:
  tax: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.8 }] }
parties:
  eltax: { zone: lgwan, addresses: [198.51.100.50], public-body: true }
flows:
  F1:
    kind: specific
    from: { host: tax }
    to: { party: eltax }
    service: tcp/443
    purpose: 申告データの受信
    approved: { by: CISO, on: 2025-04-01 }
    expires: 2027-03-31
`
