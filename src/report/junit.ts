/**
 * JUnit XML for CI servers: one test suite for each network, one test case for each obligation. Refuted = failure; unknown =
 * error (the test could not be decided), or skipped where that was allowed; not applicable = skipped. What is refuted below
 * `--fail-on` passes with its message as output, so that no server fails a build that the exit code passes.
 */
import { ink, type Ink } from './ink.ts'
import { neutral } from './neutral.ts'
import { packet, position, witnesses } from './phrases.ts'
import type { Renderer } from './renderer.ts'
import type { Obligation, Report, ReportedNetwork } from './report.ts'

export const junit: Renderer = (untrusted, options) => {
  const report = neutral(untrusted)
  const pen = ink({ ...options, color: false })
  const suites = [...report.networks.map((network) => suite(network, pen)), ...emptySuite(report)]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sanso">\n${suites.join('')}</testsuites>\n`
}

interface Case { readonly kind: 'failure' | 'error' | 'skipped' | 'system-out' | undefined; readonly xml: string }

function suite({ file, network, obligations, problems }: ReportedNetwork, pen: Ink): string {
  const cases = [
    ...problems.map(({ code, at, message }) =>
      testCase(`input.${code}`, position(at), at.file, 'error', `${position(at)} ${pen.say(message)}`, '')),
    ...obligations.map((obligation) => asCase(obligation, pen)),
  ]
  return suiteOf(network ?? file, file, cases)
}

/** A path that held no network is an error, as it is for the exit code. */
const emptySuite = ({ empty, networks }: Report): string[] => {
  const paths = networks.length === 0 && empty.length === 0 ? ['.'] : empty
  return paths.map((path) => suiteOf(path, path, [testCase('input.nothing', path, path, 'error', 'nothing to check', '')]))
}

function suiteOf(name: string, file: string, cases: readonly Case[]): string {
  const count = (kind: Case['kind']) => cases.filter((each) => each.kind === kind).length
  return [
    `  <testsuite${attributes({ name, file, tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') })}>\n`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>\n',
  ].join('')
}

function kindOf({ outcome, fails }: Obligation): Case['kind'] {
  switch (outcome) {
    case 'refuted': return fails ? 'failure' : 'system-out'
    case 'unknown': return fails ? 'error' : 'skipped'
    case 'vacuous': return 'skipped'
    case 'excepted': return 'system-out'
    case 'proved': return undefined
  }
}

function asCase(obligation: Obligation, pen: Ink): Case {
  const { rule, key, subject, at, message } = obligation
  const path = witnesses(obligation).flatMap(({ sent, path }) => [
    packet(sent),
    ...path.map(({ place, what, at }) => `${pen.say(place)}: ${pen.say(what)}${at ? ` (${position(at)})` : ''}`),
  ])
  return testCase(rule, `${pen.say(subject)} [${key}]`, at.file, kindOf(obligation), pen.say(message), [position(at), ...path].join('\n'))
}

function testCase(classname: string, name: string, file: string, kind: Case['kind'], message: string, details: string): Case {
  const open = `    <testcase${attributes({ classname, name, file })}`
  if (kind === undefined) return { kind, xml: `${open}/>\n` }
  const inner = kind === 'system-out'
    ? `<system-out>${escape(`${message}\n${details}`)}</system-out>`
    : `<${kind}${attributes({ message })}${details === '' || kind === 'skipped' ? '/>' : `>${escape(details)}</${kind}>`}`
  return { kind, xml: `${open}>${inner}</testcase>\n` }
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values).map(([name, value]) => ` ${name}="${escape(String(value))}"`).join('')

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** U+FFFE and U+FFFF may not stand in XML at all; every other such character was made visible before. */
const escape = (value: string): string => value.replace(/[&<>"']/g, (character) => ENTITIES[character]!).replace(/[\ufffe\uffff]/g, '\ufffd')
