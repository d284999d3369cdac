import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { assemble, type ReportOptions } from '../../src/report/assemble.ts'
import { github } from '../../src/report/github.ts'
import { gitlab } from '../../src/report/gitlab.ts'
import { FORMATS, renderer } from '../../src/report/index.ts'
import { json } from '../../src/report/json.ts'
import { junit } from '../../src/report/junit.ts'
import { markdown } from '../../src/report/markdown.ts'
import type { NetworkResult } from '../../src/report/report.ts'
import { sarif } from '../../src/report/sarif.ts'
import { text } from '../../src/report/text.ts'
import { text as both } from '../../src/verdict.ts'
import { result, verdict } from './made-up.ts'

const OPTIONS: ReportOptions = { asOf: '2026-11-23', version: '0.1.0', failOn: 'warning', allowUnknown: false }
const of = (parts: Partial<NetworkResult> = {}, options: Partial<ReportOptions> = {}) => assemble([result(parts)], { ...OPTIONS, ...options })
const JA = { lang: 'ja', color: false } as const
const EN = { lang: 'en', color: false } as const
const problem = { code: 'schema', at: { file: 'city/topology.yaml', span: [4, 9] }, message: both('zones がありません', 'no zones') } as const

test.each(FORMATS)('%s gives the same bytes each time, whole, ending in a line break', async (format) => {
  const render = await renderer(format)
  expect(render(of(), JA)).toBe(render(of(), JA))
  expect(render(of(), JA).endsWith('\n')).toBe(true)
  expect(render(assemble([], OPTIONS), EN)).not.toBe('')
})

describe('text', () => {
  test('in Japanese', () => expect(text(of(), JA)).toMatchSnapshot())
  test('in English', () => expect(text(of(), EN)).toMatchSnapshot())
  test('of a stopped network', () => expect(text(of({ problems: [problem], verdicts: [] }), JA)).toMatchSnapshot())

  test('colours only where they were asked for', () => {
    expect(text(of(), JA)).not.toContain('\u001b')
    expect(text(of(), { lang: 'ja', color: true })).toContain('\u001b[31m')
  })
})

describe('names that want to be more than names', () => {
  const evil = 'pc\u001b[2J\u202e\u0007\n✔ 適合\u009b31m'
  const report = of({ title: evil, verdicts: [verdict({ outcome: 'refuted', subject: both(evil, evil) })] })

  test.each(FORMATS)('%s lets none of them through', async (format) => {
    const shown = (await renderer(format))(report, JA)
    expect(shown).not.toMatch(/[\u001b\u202e\u0007\u009b]/)
    expect(shown).not.toMatch(/^✔ 適合/m)
  })

  test('and JSON still says exactly what they were', () => expect(JSON.parse(json(report)).networks[0].title).toBe(evil))
})

describe('sarif', () => {
  // Draft-04 in its head only: without these two keys it reads the same in the draft that ajv knows.
  const { $schema: _draft, id: _id, ...schema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(schema)
  const read = (report: ReturnType<typeof of>) => JSON.parse(sarif(report, JA))
  const results = read(of()).runs[0].results as { ruleId: string; kind: string; level: string; suppressions?: unknown[]; codeFlows?: unknown[]; partialFingerprints: object }[]

  test.each([['every kind of verdict', of()], ['problems', of({ problems: [problem], verdicts: [] })], ['nothing', assemble([], OPTIONS)]])(
    'a log of %s is valid against the official schema', (_, report) => {
      validate(read(report))
      expect(validate.errors ?? []).toEqual([])
    })

  test('every outcome has its kind, and no level where nothing failed', () => {
    expect(results.map(({ kind }) => kind).sort()).toEqual(['fail', 'fail', 'fail', 'notApplicable', 'open', 'open', 'pass', 'pass', 'pass'])
    expect(results.every(({ kind, level }) => (kind === 'fail') === (level !== 'none'))).toBe(true)
  })

  test('only the exception is suppressed, only violations have a path', () => {
    expect(results.filter(({ suppressions }) => suppressions)).toHaveLength(1)
    expect(results.filter(({ codeFlows }) => codeFlows)).toHaveLength(2)
  })

  test('fingerprints are unique and do not move with lines', () => {
    const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))
    expect(new Set(prints).size).toBe(prints.length)
    const moved = read(of({ locate: (at) => ({ file: at.file, line: 99, column: 1, endLine: 99, endColumn: 1 }) })).runs[0].results as typeof results
    expect(moved.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).toEqual(prints)
  })

  test('a file name is a relative reference whatever is in it', () => {
    const uri = (file: string) => read(of({ locate: () => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 }) })).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri
    expect([uri('a b/50%#1.yaml'), uri('C:\\net\\x.yaml'), uri('/srv/x.yaml')]).toEqual(['a%20b/50%25%231.yaml', 'file:///C:/net/x.yaml', 'file:///srv/x.yaml'])
  })
})

describe('junit', () => {
  test('as a file', () => expect(junit(of(), JA)).toMatchSnapshot())

  test('what does not fail the run does not fail a test', () => {
    const lenient = junit(of({}, { failOn: 'error', allowUnknown: true }), JA)
    expect(lenient).toContain('tests="9" failures="1" errors="0" skipped="3"')
  })

  test('markup in names is text', () => {
    const xml = junit(of({ verdicts: [verdict({ outcome: 'refuted', subject: both('<a href="x">&\'', '') })] }), JA)
    expect(xml).toContain('&lt;a href=&quot;x&quot;&gt;&amp;&apos;')
  })
})

const REPORTS = [['every kind of verdict', of()], ['problems', of({ problems: [problem], verdicts: [] })], ['nothing', assemble([], { ...OPTIONS, empty: ['void'] })]] as const

describe('github', () => {
  /** As the runner reads a line back (actions/runner, `ActionCommand`). */
  const command = (line: string) => {
    const [, name, properties, data] = /^::(\w+)(?: ([^:]*))?::(.*)$/.exec(line) ?? []
    const decoded = (value: string): string => value.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
    return { name, data: decoded(data ?? ''), properties: Object.fromEntries((properties ?? '').split(',').filter(Boolean).map((one) => [one.slice(0, one.indexOf('=')), decoded(one.slice(one.indexOf('=') + 1))])) }
  }
  const commands = (report: ReturnType<typeof of>) => github(report, EN).trimEnd().split('\n').map(command)

  test.each(REPORTS)('of %s, every line is a command that the runner knows', (_, report) => {
    for (const { name, data, properties } of commands(report)) {
      expect(['error', 'warning', 'notice']).toContain(name)
      expect(data).not.toBe('')
      expect(['file,line,col,title', 'title']).toContain(Object.keys(properties).join())
    }
  })

  test('one annotation for each cause and each missing fact, at its line', () => {
    const [cause, ...missing] = commands(of())
    expect(cause).toMatchObject({ name: 'error', properties: { file: 'city/topology.yaml', title: 'rule 30 of fw1' } })
    expect(cause!.data).toContain('10.10.10.5 → 203.0.113.9 tcp/443')
    expect(missing).toHaveLength(2)
  })

  test('no name forges another command or property', () => {
    const name = 'a%0A::error::b,line=1::c\n::set-env name=PATH::d'
    const evil = commands(of({ locate: () => ({ file: name, line: 7, column: 1, endLine: 7, endColumn: 1 }), verdicts: [verdict({ outcome: 'refuted', subject: both(name, name) })] }))
    expect(evil).toHaveLength(1)
    expect(evil[0]!.properties).toMatchObject({ file: expect.stringContaining('a%0A::error::b,line=1::c'), line: '7' })
  })
})

describe('gitlab', () => {
  /** The fields that GitLab reads of a Code Quality report (docs.gitlab.com, "Code Quality report format"). */
  const validate = new Ajv({ strict: false }).compile({
    type: 'array',
    items: {
      type: 'object', required: ['description', 'check_name', 'fingerprint', 'severity', 'location'], additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 }, check_name: { type: 'string', minLength: 1 }, fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object', required: ['path', 'lines'], additionalProperties: false,
          properties: { path: { type: 'string', pattern: '^(?!\\./|/)' }, lines: { type: 'object', required: ['begin'], additionalProperties: false, properties: { begin: { type: 'integer', minimum: 1 } } } },
        },
      },
    },
  })
  const issues = (report: ReturnType<typeof of>) => JSON.parse(gitlab(report, JA)) as { fingerprint: string; severity: string; check_name: string; location: { path: string } }[]

  test.each(REPORTS)('a report of %s has the fields that GitLab reads', (_, report) => {
    validate(issues(report))
    expect(validate.errors ?? []).toEqual([])
  })

  test('what is refuted, and what is unknown where that fails; nothing that is proved', () => {
    expect(issues(of()).map(({ severity }) => severity).sort()).toEqual(['critical', 'critical', 'critical', 'major'])
    expect(issues(of({}, { allowUnknown: true })).map(({ severity }) => severity).sort()).toEqual(['critical', 'major'])
  })

  test('fingerprints are unique and do not move with lines', () => {
    const prints = issues(of()).map(({ fingerprint }) => fingerprint)
    expect(new Set(prints).size).toBe(prints.length)
    expect(issues(of({ locate: (at) => ({ file: at.file, line: 99, column: 1, endLine: 99, endColumn: 1 }) })).map(({ fingerprint }) => fingerprint)).toEqual(prints)
  })

  test('what the baseline knows is no issue', () => {
    const known = { names: new Set(['mynumber-isolation mn→world']), stale: [] }
    expect(issues(of({ known }))).toHaveLength(issues(of()).length - 1)
  })
})

describe('markdown', () => {
  const html = (report: ReturnType<typeof of>): string => marked.parse(markdown(report, JA), { async: false })

  test.each(REPORTS)('of %s', (_, report) => expect(markdown(report, JA)).toMatchSnapshot())

  test('no name becomes markup, a link, a mention or a heading', () => {
    const names = ['<img src=x onerror=alert(1)>', '[a](javascript:alert(1))', '![a](https://evil.example/x.png)', '`code` **bold** ~~gone~~', '@somebody #1', '| a | b |', 'https://evil.example www.evil.example', '</details>', '&lt;b&gt;', '```\nx']
    for (const name of names) {
      const evil = html(of({
        title: name, network: name, verdicts: [
          verdict({ outcome: 'refuted', subject: both(name, name), message: both(name, name), cause: { key: 'k', title: both(name, name), at: { file: 'city/topology.yaml', path: ['zones'] } }, fix: both(name, name) }),
          verdict({ key: 'b', outcome: 'unknown', missing: [{ key: 'm', text: both(name, name), yaml: `zones:\n  x: ${name}\n\`\`\`\n# ${name}` }] }),
        ],
      }))
      const tags = new Set([...evil.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag))
      expect([...tags].filter((tag) => !['h2', 'h3', 'p', 'ul', 'li', 'strong', 'code', 'pre', 'table', 'thead', 'tbody', 'tr', 'th', 'td'].includes(tag!)), name).toEqual([])
      expect(evil.match(/<h[1-6]/g)!.length, name).toBe(3)
      // Nobody is mentioned inside of code.
      expect(evil.replaceAll(/<code[\s\S]*?<\/code>/g, ''), name).not.toMatch(/<strong>bold|@somebody|#1\b/)
    }
  })
})
