/**
 * SARIF 2.1.0: one run, one result for each obligation (a proof is a result too: `kind: pass`), and one for each mistake in
 * the input. The path of the witness is a code flow; an exception in force is a suppression of the violation that it permits.
 */
import type { Location } from '../topology/source.ts'
import type { Outcome } from '../verdict.ts'
import { ink, type Ink } from './ink.ts'
import { safeJson } from './neutral.ts'
import { box, packet, witnesses } from './phrases.ts'
import type { Renderer } from './renderer.ts'
import type { Obligation, Report, ReportedNetwork, ReportedRule } from './report.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

const KIND: Readonly<Record<Outcome, string>> = {
  proved: 'pass', refuted: 'fail', unknown: 'open', vacuous: 'notApplicable', excepted: 'fail',
}

export const sarif: Renderer = (report, options) => {
  const pen = ink({ ...options, color: false })
  const { tool, networks, exitCode, rules } = report
  const run = {
    tool: { driver: { name: tool.name, semanticVersion: tool.version, language: pen.lang, rules: [...rules.map((rule) => descriptor(rule, pen)), ...mistakes(report)] } },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: exitCode !== 3, exitCode }],
    results: networks.flatMap((network) => [...problems(network, pen), ...network.obligations.map((each) => result(each, network, pen))]),
    properties: { asOf: report.asOf, conclusion: report.conclusion },
  }
  return `${safeJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`
}

const descriptor = ({ id, clause, title, checks, why, fix, severity, basis }: ReportedRule, pen: Ink) => ({
  id,
  shortDescription: { text: pen.say(title) },
  fullDescription: { text: `${pen.say(checks)} ${pen.say(why)}` },
  help: { text: pen.say(fix) },
  defaultConfiguration: { level: severity },
  properties: { clause, basis: basis.kind },
})

/** Kinds of mistake are rules as well, so that every result has one. */
const mistakes = ({ networks }: Report) =>
  [...new Set(networks.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort().map((code) => ({ id: `input/${code}` }))

const problems = ({ problems, file }: ReportedNetwork, pen: Ink) =>
  problems.map(({ code, at, message, related = [] }) => ({
    ruleId: `input/${code}`,
    kind: 'fail',
    level: 'error',
    message: { text: pen.say(message) },
    locations: [location(at)],
    ...(related.length > 0 && { relatedLocations: related.map((other) => ({ ...location(other.at), message: { text: pen.say(other.message) } })) }),
    partialFingerprints: { 'sanso/v1': `${file}|input/${code}|${at.file}|${at.line}:${at.column}` },
  }))

function result(obligation: Obligation, { network, file }: ReportedNetwork, pen: Ink) {
  const { rule, key, outcome, severity, subject, message, cause, at, ground, holds, fix, known } = obligation
  const kind = KIND[outcome]
  const examples = witnesses(obligation).map(({ sent }) => packet(sent))
  const flows = witnesses(obligation).filter(({ path }) => path.length > 0)
  return {
    ruleId: rule,
    kind,
    // The standard wants `none` wherever the kind is not `fail`.
    level: kind === 'fail' ? severity : 'none',
    message: { text: [`${pen.say(subject)}: ${pen.say(message)}`, ...examples, ...(fix ? [pen.say(fix)] : [])].join('\n') },
    locations: [location(cause?.at ?? at)],
    ...(cause && { relatedLocations: [{ ...location(at), message: { text: pen.say(subject) } }] }),
    ...(flows.length > 0 && { codeFlows: [{ threadFlows: flows.map((witness) => threadFlow(witness, at, pen)) }] }),
    ...(known && { suppressions: [{ kind: 'external', status: 'accepted', justification: pen.t('既知の違反（ベースライン）', 'known from the baseline') }], baselineState: 'unchanged' }),
    ...(outcome === 'excepted' && { suppressions: [{ kind: 'external', status: 'accepted', justification: pen.say(message) }] }),
    partialFingerprints: { 'sanso/v1': `${network ?? file}|${rule}|${key}` },
    properties: { outcome, ground, ...(holds && { holds }), ...(cause && { cause: cause.key }) },
  }
}

/** A hop without a place of its own stands where the obligation does: viewers skip steps that have no location. */
const threadFlow = ({ path, from, to, boxes }: ReturnType<typeof witnesses>[number], at: Location, pen: Ink) => ({
  message: { text: [`${pen.say(from)} → ${pen.say(to)}`, ...boxes.map(box)].join('\n') },
  locations: path.map((hop) => ({
    location: { ...location(hop.at ?? at), message: { text: `${pen.say(hop.place)}: ${pen.say(hop.what)}${hop.packet ? ` [${packet(hop.packet)}]` : ''}` } },
  })),
})

const location = ({ file, line, column, endLine, endColumn }: Location) => ({
  physicalLocation: {
    artifactLocation: { uri: uri(file) },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  },
})

/** A relative reference with every character that has a meaning in URIs encoded; Windows drives become part of a file URI. */
function uri(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
  if (/^[a-z]%3A\//i.test(path)) return `file:///${path.replace('%3A', ':')}`
  return path.startsWith('/') ? `file://${path}` : path
}
