/** What the tool says of the examples. */
import { fileURLToPath } from 'node:url'
import { assemble, verify, type Files, type Obligation, type Report } from '../../src/index.ts'
import { files } from './files.ts'

export const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url))
export const AS_OF = '2026-11-23'
export const GREEN = ['proved', 'vacuous']

const reports = new Map<string, Report>()

/** Each network is verified once, whoever asks. */
export function reportOf(root: string): Report {
  const known = reports.get(root)
  if (known) return known
  const report = reported(root, files)
  reports.set(root, report)
  return report
}

export function reported(root: string, from: Files): Report {
  const result = verify(`examples/${root}`, from, { asOf: AS_OF })
  return assemble([result], { asOf: AS_OF, version: '0.0.0', failOn: 'warning', allowUnknown: false })
}

export const obligationsOf = ({ networks }: Report): readonly Obligation[] => networks[0]!.obligations
export const keyOf = ({ rule, key }: Obligation): string => `${rule} ${key}`
