/** A bundle, checked by somebody who does not trust whoever made it: its certificates, and whether they are about its inputs. */
import { checkBundle, type BundleChecked, type BundleFiles } from '../checker/bundle.ts'
import type { Fault } from '../checker/fault.ts'
import type { Certificates, NetworkCertificate, Problem } from '../checker/format.ts'
import { open, type Files } from '../open.ts'
import { assemble } from '../report/assemble.ts'
import type { Conclusion, NetworkResult, Report } from '../report/report.ts'
import { text, type Text } from '../verdict.ts'
import { resultOf } from '../verify.ts'
import type { Baseline } from '../rules/baseline.ts'
import { parseBaseline } from './baseline.ts'
import { certify } from './certify.ts'
import { BASELINE } from './dossier/bundle.ts'
import { firstDifference } from './first-difference.ts'

export interface BundleVerified {
  readonly certificates: BundleChecked
  /** Whether the same comes out when the inputs are read again; undefined: no inputs are enclosed, or there is nothing to compare. */
  readonly again?: readonly Fault[]
  /** What the report says on the whole, where the same came out when the inputs were read again. */
  readonly conclusion?: Conclusion
}

/** `files`: those below `inputs/`, by the names that the report calls them. A `Text` says why it is no bundle of ours. */
export function verifyBundle(bundle: BundleFiles, files: Files): BundleVerified | Text {
  const certificates = checkBundle(bundle)
  if (!('faults' in certificates)) return certificates
  const { parts } = certificates
  if (!parts || !bundle.names.some((name) => name.startsWith('inputs/'))) return { certificates }
  const report = parts.report as Report
  const known = bundle.bytes(BASELINE)
  const baseline = known && parseBaseline(new TextDecoder().decode(known))
  const again = baseline instanceof Map || baseline === undefined ? readAgain(report, parts.certificates, files, baseline)
    : [{ place: BASELINE, what: baseline as Text }]
  return { certificates, again, ...(again.length === 0 && { conclusion: report.conclusion }) }
}

/** Every witness is replayed over the model on the way: one that does not replay stops it. */
function readAgain(report: Report, { networks }: Certificates, files: Files, baseline: Baseline | undefined): Fault[] {
  const { asOf, failOn, allowUnknown, tool: { version }, empty } = report
  const faults: Fault[] = []
  const results: NetworkResult[] = []
  for (const { file } of report.networks) {
    const opened = open(file, files)
    const [problem] = opened.problems
    if (problem) faults.push({ place: `inputs/${problem.at.file}`, what: problem.message })
    results.push(resultOf(opened, { asOf, ...(baseline && { baseline }) }))
    const made = certify(opened, { asOf })
    const index = networks.findIndex((one) => one.file === file)
    const given = networks[index]
    if (made && given) faults.push(...compared(made, given, `certificates.json networks[${index}].problem`))
  }
  const where = firstDifference(plain(assemble(results, { asOf, failOn, allowUnknown, version, empty })), report)
  return where === undefined ? faults : [...faults, { place: `report.json ${where}`, what: DIFFERS }]
}

const compared = (made: NetworkCertificate, given: NetworkCertificate, at: string): Fault[] => {
  const where = firstDifference(plain(setsLast(made.problem)), setsLast(given.problem))
  return where === undefined ? [] : [{ place: `${at}.${where}`, what: DIFFERS }]
}

/** A set that differs says least of where; what refers to it is named first. */
const setsLast = ({ sets, ...problem }: Problem): Problem => ({ ...problem, sets })

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown

const DIFFERS = text('入力を読み直した結果と異なる', 'not what comes out when the inputs are read again')
