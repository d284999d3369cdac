/** One network, asked everything that an auditor asks. */
import { matrixOf, zoneGroups } from '../../engine/matrix.ts'
import { judgementOf, open, type Files, type Opened } from '../../open.ts'
import { assemble } from '../../report/assemble.ts'
import type { Configuration, Cover, Dossier } from '../../report/dossier/dossier.ts'
import { place } from '../../report/place.ts'
import type { Report } from '../../report/report.ts'
import type { Baseline } from '../../rules/baseline.ts'
import type { Judgement } from '../../rules/judgement/judgement.ts'
import { exceptionPermits, flowPermits } from '../../rules/register/permits.ts'
import type { Topology } from '../../topology/model.ts'
import type { Severity } from '../../verdict.ts'
import { resultOf } from '../../verify.ts'
import type { Answered } from '../answer.ts'
import { faultsIn } from '../exceptions.ts'
import { areaName } from '../packets.ts'
import { compared, type Earlier } from './comparison.ts'
import { drawn } from './drawn.ts'
import { fieldTests } from './field-tests.ts'
import { passagesOf } from './passages.ts'

export interface DossierOptions {
  readonly asOf: string
  readonly version: string
  readonly failOn: Severity
  readonly allowUnknown: boolean
  readonly baseline?: Baseline
  readonly cover: Cover
  readonly previous?: Earlier
}

export interface Asked {
  readonly report: Report
  readonly dossier: Omit<Dossier, 'inputs'>
  readonly opened: Opened
  readonly judgement: Judgement
}

export function dossierIn(root: string, files: Files, options: DossierOptions): Answered<Asked> {
  const opened = open(root, files)
  const { declared, problems, locate } = opened
  if (!declared) return { is: 'problems', problems, locate }
  const judgement = judgementOf(declared, options.asOf)
  const report = assemble([resultOf(opened, options, judgement)], options)
  const [network] = report.networks
  const { reach, topology, profile, replies } = judgement
  const groups = zoneGroups(reach)
  const cells = matrixOf(reach, replies, groups)
  const previous = options.previous && compared(options.previous, network!)
  const dossier: Omit<Dossier, 'inputs'> = {
    version: options.version, asOf: options.asOf, cover: options.cover, redacted: files.secret !== undefined,
    ...(topology.scope && { scope: { bodies: topology.scope.bodies, sites: topology.scope.sites } }),
    circuits: [...topology.lines.values()].map(({ id, title, kind, segment, to, beyond }) => ({ id, ...(title !== undefined && { title }), kind, segment, to, beyond })),
    network: network!, rules: report.rules,
    matrix: {
      file: opened.file, network: topology.network, ...(topology.title !== undefined && { title: topology.title }),
      areas: groups.map(({ id }) => ({ id, name: areaName(topology, id, 'zone') })), cells,
    },
    passages: place(passagesOf(reach, groups, cells), locate),
    flows: place(flowPermits(judgement), locate),
    exceptions: place(exceptionPermits(judgement, faultsIn(judgement)), locate),
    configurations: configurationsOf(topology),
    coverage: profile.coverage, auditForm: profile.auditForm,
    fieldTests: fieldTests(judgement),
    diagram: drawn(reach, network!),
    ...(previous && { previous }),
  }
  return { is: 'answer', answer: { report, dossier, opened, judgement }, locate }
}

const configurationsOf = ({ devices }: Topology): Configuration[] => [...devices.values()].flatMap(({ id, config }): Configuration[] => {
  if (!config) return []
  const { captured } = config
  return [{
    device: id, syntax: config.syntax, files: [...config.files, ...config.tables ?? []].map(({ file }) => file),
    ...(captured?.on !== undefined && { capturedOn: captured.on }), ...(captured?.from !== undefined && { capturedFrom: captured.from }),
  }]
})
