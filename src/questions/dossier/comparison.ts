/** The machine-readable report of an earlier bundle, and which verdicts turned since. */
import type { Comparison, TurnedVerdict } from '../../report/dossier/dossier.ts'
import { byCodeUnit } from '../../report/order.ts'
import type { Conclusion, Obligation, Report, ReportedNetwork } from '../../report/report.ts'
import { text, type Outcome, type Text } from '../../verdict.ts'

/** What is looked at of an earlier report; the rest of it may be of any version that has these. */
export interface Earlier {
  readonly asOf: string
  readonly version: string
  readonly networks: readonly {
    readonly network?: string
    readonly conclusion: Conclusion
    readonly profile?: string
    readonly obligations: readonly Pick<Obligation, 'rule' | 'key' | 'subject' | 'outcome'>[]
  }[]
}

/** A `Text` says why it is no report of ours. */
export function readEarlier(content: string): Earlier | Text {
  const broken = text('以前の報告書（report.json）として読めません', 'this is no earlier report (report.json)')
  let report: Report
  try {
    report = JSON.parse(content) as Report
    if (report.format !== 1) return text('以前の報告書の書式の版が異なります', 'the earlier report is of another format')
    return {
      asOf: string(report.asOf), version: string(report.tool.version),
      networks: report.networks.map(({ network, conclusion, profile, obligations }) => ({
        ...(network !== undefined && { network: string(network) }), conclusion: known(CONCLUSIONS, conclusion), ...(profile && { profile: string(profile.id) }),
        obligations: obligations.map(({ rule, key, subject, outcome }) => ({ rule: string(rule), key: string(key), subject: text(string(subject.ja), string(subject.en)), outcome: known(OUTCOMES, outcome) })),
      })),
    }
  } catch {
    return broken
  }
}

const OUTCOMES: readonly Outcome[] = ['proved', 'refuted', 'unknown', 'vacuous', 'excepted']
const CONCLUSIONS: readonly Conclusion[] = ['invalid', 'nothing', 'refuted', 'unknown', 'excepted', 'proved']

function string(value: unknown): string {
  if (typeof value !== 'string') throw new Error('not a text')
  return value
}

function known<T extends string>(words: readonly T[], value: T): T {
  if (!words.includes(value)) throw new Error('not a word of ours')
  return value
}

/** Undefined where the earlier report is not about this network. */
export function compared(earlier: Earlier, { network, obligations }: ReportedNetwork): Comparison | undefined {
  const then = earlier.networks.find((one) => one.network === network)
  if (!then) return undefined
  const name = ({ rule, key }: Pick<Obligation, 'rule' | 'key'>): string => `${rule} ${key}`
  const before = new Map(then.obligations.map((one) => [name(one), one]))
  const after = new Map(obligations.map((one) => [name(one), one]))
  const turned = [...new Set([...before.keys(), ...after.keys()])].sort(byCodeUnit).flatMap((key): TurnedVerdict[] => {
    const [was, is] = [before.get(key), after.get(key)]
    if (was?.outcome === is?.outcome) return []
    return [{ rule: (is ?? was)!.rule, subject: (is ?? was)!.subject, ...(was && { before: was.outcome }), ...(is && { after: is.outcome }) }]
  })
  return {
    asOf: earlier.asOf, version: earlier.version, conclusion: then.conclusion, turned, unchanged: after.size - turned.filter((one) => one.after !== undefined).length,
    ...(then.profile !== undefined && { profile: then.profile }),
  }
}
