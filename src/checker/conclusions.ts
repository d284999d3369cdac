/** Whether what a report says is proved is what the certificates prove, and the other way round. */
import { text } from '../verdict.ts'
import type { Fault } from './fault.ts'
import type { Certificates, NetworkCertificate } from './format.ts'

/** Of a report (report.json), what is looked at here. */
export interface ReportSaid {
  readonly asOf: string
  readonly rules: readonly { readonly id: string; readonly relation: string }[]
  readonly tool?: { readonly version: string }
  readonly networks: readonly {
    readonly file: string
    readonly network?: string
    readonly profile?: { readonly id: string; readonly model: string }
    readonly obligations: readonly ObligationSaid[]
  }[]
}

interface ObligationSaid { readonly rule: string; readonly key: string; readonly outcome: string; readonly ground: string; readonly holds?: string }

export interface Concluded {
  readonly faults: readonly Fault[]
  /** Said to be proved, and of a kind that certificates show; but this one rests on answers that do not come back. */
  readonly uncertified: readonly string[]
}

export function conclusions(report: ReportSaid, certificates: Certificates): Concluded {
  const faults: Fault[] = []
  const uncertified: string[] = []
  if (report.asOf !== certificates.asOf) faults.push({ place: 'certificates.json asOf', what: text('報告書と評価基準日が異なる', 'not the evaluation date of the report') })
  const flows = new Set(report.rules.filter(({ relation }) => relation === 'flow').map(({ id }) => id))
  for (const [index, { file, obligations }] of report.networks.entries()) {
    const at = `report.json networks[${index}]`
    const certificate = certificates.networks.find((one) => one.file === file)
    if (!certificate) {
      if (obligations.length > 0) faults.push({ place: at, what: text(`${file} の証明書がない`, `there is no certificate for ${file}`) })
      continue
    }
    const shown = certified(certificate)
    for (const [number, said] of obligations.entries()) {
      const key = `${said.rule} ${said.key}`
      const place = `${at}.obligations[${number}] (${key})`
      const certificateSays = shown.get(key)
      shown.delete(key)
      if (said.ground !== 'computed' || !isShown(said, flows)) {
        if (certificateSays && said.outcome !== certificateSays.outcome) faults.push({ place, what: text(`判定は ${said.outcome}、証明書は ${certificateSays.outcome}`, `the verdict is ${said.outcome}, the certificate says ${certificateSays.outcome}`) })
        continue
      }
      if (!certificateSays) faults.push({ place, what: text('証明済みとされているが、証明書がない', 'said to be proved, without a certificate') })
      else if (certificateSays.outcome !== said.outcome || certificateSays.holds !== said.holds) {
        faults.push({ place, what: text('判定と証明書の結論が異なる', 'the certificate concludes something else than the verdict') })
      } else if (!certificateSays.isComplete) uncertified.push(key)
    }
    for (const key of shown.keys()) faults.push({ place: at, what: text(`証明書にある ${key} の判定がない`, `there is no verdict for ${key}, which is certified`) })
  }
  const files = new Set(report.networks.map(({ file }) => file))
  for (const { file } of certificates.networks) if (!files.has(file)) faults.push({ place: 'report.json networks', what: text(`証明書にある ${file} の報告がない`, `nothing is reported of ${file}, which is certified`) })
  return { faults, uncertified }
}

/** Isolations say how they hold, and chains are of rules about flows; nothing else is excepted. */
const isShown = ({ rule, outcome, holds }: ObligationSaid, flows: ReadonlySet<string>): boolean =>
  outcome === 'excepted' || (outcome === 'proved' && (holds !== undefined || flows.has(rule)))

interface CertificateSays { readonly outcome: string; readonly holds?: string; readonly isComplete: boolean }

function certified({ problem: { isolated, closed, refuted }, proof: { reached } }: NetworkCertificate): Map<string, CertificateSays> {
  return new Map([
    ...isolated.map(({ rule, key, outcome, holds }): [string, CertificateSays] => [`${rule} ${key}`, { outcome, isComplete: true, ...(holds !== undefined && { holds }) }]),
    ...closed.map(({ rule, key, outcome }, index): [string, CertificateSays] => [`${rule} ${key}`, { outcome, isComplete: reached[index] !== null }]),
    ...refuted.map(({ rule, key }): [string, CertificateSays] => [`${rule} ${key}`, { outcome: 'refuted', isComplete: true }]),
  ])
}
