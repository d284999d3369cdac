/** Where fuzzing begins: the examples, whose files say most of what can be said, and what earlier runs found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import glob from 'fast-glob'
import { kept, type Case } from './case.ts'

const HERE = import.meta.dirname
const EXAMPLES = join(HERE, '../../examples')

/** A folder of the examples by its root file. */
function example(root: string, beside: string): Case {
  const names = glob.sync(beside, { cwd: EXAMPLES, onlyFiles: true }).filter((name) => name !== root).sort()
  return new Map([root, ...names].map((name) => [name, readFileSync(join(EXAMPLES, name), 'utf8')]))
}

/** Small networks, each with what its rule is about; those of the folders also have ledgers, configurations and templates. */
export const RULES: readonly Case[] = glob.sync('rules/*.yaml', { cwd: EXAMPLES }).sort()
  .map((root) => example(root, 'rules/{configs,profiles}/**'))
export const TOWNS: readonly Case[] = ['saikai', 'gov-cloud', 'iptables-gateway'].map((name) => example(`${name}/topology.yaml`, `${name}/**/*.{yaml,csv,conf,cfg,v4,v6,rules,json,txt}`))

/** A configuration of each syntax, by its name; that of a cloud is in an example. */
export const CONFIGURATIONS: readonly Case[] = [
  ...readdirSync(join(HERE, 'seeds')).sort().map((name): Case => new Map([[name, readFileSync(join(HERE, 'seeds', name), 'utf8')]])),
  ...glob.sync('gov-cloud/aws/*.json', { cwd: EXAMPLES }).sort().map((name): Case => new Map([['aws.json', readFileSync(join(EXAMPLES, name), 'utf8')]])),
]

const CORPUS = join(HERE, 'corpus')

/** What broke something once, by target. */
export const findings = (target: string): readonly (readonly [name: string, found: Case])[] => {
  const folder = join(CORPUS, target)
  return existsSync(folder) ? readdirSync(folder).sort().map((name) => [name, kept(readFileSync(join(folder, name), 'utf8'))]) : []
}
