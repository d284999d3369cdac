/** Plant a hole, follow the proposal: the proof holds, nothing else breaks, and no part of the proposal was idle. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixes, withEdits } from '../../src/questions/fix/fix.ts'
import { edited as withLineEdits, patchOf } from '../../src/questions/fix/line-edits.ts'
import { verify } from '../../src/verify.ts'
import { edited, SMALL } from '../rules/asking.ts'

const AS_OF = '2026-11-01'
const filesOf = (contents: Readonly<Record<string, string>>) => ({ read: (name: string) => (Object.hasOwn(contents, name) ? contents[name] : undefined), expand: () => [] })
const proposalsFor = (content: string, more: Readonly<Record<string, string>> = {}) => {
  const { opened, fixes: found } = fixes('net.yaml', filesOf({ 'net.yaml': content, ...more }), AS_OF)
  expect(opened.problems).toEqual([])
  return found!
}
const RULE = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
const rules = (...written: string[]): string => edited(SMALL, RULE, written.join(''))
const line = (rule: string): string => `      - ${rule}\n`
const outcomes = (content: string) => new Map(verify('net.yaml', filesOf({ 'net.yaml': content }), { asOf: AS_OF }).verdicts.map(({ rule, key, outcome }) => [`${rule} ${key}`, outcome]))

describe('a proposal', () => {
  const HOLE = line('{ id: 20, action: permit, in: mn, out: in, service: tcp/22 }')

  test('takes out the one line that nobody needs', () => {
    const { proposals, unfixed } = proposalsFor(rules(RULE, HOLE))
    expect(proposals.filter(({ heals }) => heals.some(({ name }) => name === 'mynumber-isolation mn->in'))).toMatchObject([{ steps: ['remove'], tightens: true }])
    expect(unfixed.map(({ name }) => name)).not.toContain('mynumber-isolation mn->in')
    const [proposal] = proposals
    const after = withLineEdits(rules(RULE, HOLE), 'net.yaml', proposal!.edits)
    expect(after).toBe(rules(RULE))
  })

  test('narrows a rule that carries what is registered, and keeps what else it says', () => {
    const wide = rules(line('{ id: 10, action: permit, in: mn, source: 10.10.10.0/24, destination: any, service: [tcp/443, tcp/80], log: true } # 申告データ'))
    const [proposal] = proposalsFor(wide).proposals
    expect(proposal!.steps).toEqual(['narrow'])
    const after = withLineEdits(wide, 'net.yaml', proposal!.edits)
    expect(after).toBe(rules(line('{ id: 10, action: permit, in: mn, source: tax, destination: eltax, service: tcp/443, log: true } # 申告データ')))
    expect(outcomes(after).get('flow-blocked F1')).toBe('proved')
  })

  test('heals what it says, makes nothing worse, and none of its edits can be left out', () => {
    const holed = rules(RULE, HOLE, line('{ id: 30, action: permit, in: in, out: mn, service: tcp/3389 }'), line('{ id: 31, action: permit, in: in, out: mn, service: udp/161 }'))
    const before = outcomes(holed)
    for (const { heals, edits } of proposalsFor(holed).proposals) {
      const after = outcomes(withLineEdits(holed, 'net.yaml', edits))
      for (const { name } of heals) expect(['proved', 'excepted', 'vacuous', undefined]).toContain(after.get(name))
      const worse = [...after].filter(([name, outcome]) => ['refuted', 'unknown'].includes(outcome) && !['refuted', 'unknown'].includes(before.get(name) ?? ''))
      expect(worse).toEqual([])
      if (edits.length < 2) continue
      for (const edit of edits) {
        const fewer = outcomes(withLineEdits(holed, 'net.yaml', edits.filter((one) => one !== edit)))
        expect(heals.some(({ name }) => ['refuted', 'unknown'].includes(fewer.get(name) ?? 'proved'))).toBe(true)
      }
    }
    expect(proposalsFor(holed).proposals.find(({ heals }) => heals.some(({ name }) => name === 'mynumber-isolation in->mn'))!.edits).toHaveLength(2)
  })

  test('that takes out a deny opens something: it is shown, never applied', () => {
    const { proposals } = proposalsFor(rules(line('{ id: 5, action: deny, in: mn, out: lg, source: tax, service: tcp/443 }'), RULE))
    expect(proposals.filter(({ heals }) => heals.some(({ name }) => name === 'flow-blocked F1'))).toMatchObject([{ steps: ['remove'], tightens: false }])
  })

  test('cuts one leg of a host that stands in two tiers', () => {
    const legs = SMALL.replace('attach: [{ segment: mn-srv, address: 10.10.10.8 }] }', 'attach:\n      - { segment: mn-srv, address: 10.10.10.8 }\n      - { segment: in-srv, address: 192.168.30.8 }\n    handles: [my-number]').replace('tax: { role: server, ', 'tax:\n    role: server\n    ')
    const [proposal] = proposalsFor(legs).proposals
    expect(proposal).toMatchObject({ steps: ['cut'], tightens: false, edits: [{ count: 1, lines: [] }] })
    expect(withLineEdits(legs, 'net.yaml', proposal!.edits)).not.toContain('192.168.30.8')
  })

  test('for a line of a real configuration is shown, never applied', () => {
    const topology = SMALL.replace(/ {4}stateful: true\n/, '').replace(/ {4}filter:\n.*\n/, '    config: { syntax: iptables, files: [fw.v4, { file: fw.v6, family: 6 }], captured: { on: 2026-10-01 } }\n')
    const dump = (rule: string) => `*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n${rule}COMMIT\n`
    const found = proposalsFor(topology, { 'fw.v4': dump('-A FORWARD -i mn -o in -p tcp --dport 22 -j ACCEPT\n'), 'fw.v6': dump('') })
    expect(found.proposals.filter(({ edits }) => edits.some(({ file }) => file === 'fw.v4'))).toMatchObject([{ steps: ['remove'], tightens: false, edits: [{ file: 'fw.v4', start: 5, count: 1 }] }])
  })
})

test('a violation that no edit heals is said, with advice', () => {
  const { proposals, unfixed } = proposalsFor(SMALL.replace('public-body: true', 'public-body: false, internet-connected: true'))
  expect(proposals.flatMap(({ heals }) => heals)).not.toContainEqual(expect.objectContaining({ name: expect.stringContaining('counterparty') }))
  expect(unfixed.length).toBeGreaterThan(0)
})

describe('a patch', () => {
  const content = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('')

  test.each([
    ['lines taken out', [{ start: 3, count: 2, lines: [] }]],
    ['a line put in', [{ start: 1, count: 0, lines: ['first'] }]],
    ['several, near and far', [{ start: 5, count: 1, lines: ['five', 'and a half'] }, { start: 9, count: 1, lines: [] }, { start: 29, count: 1, lines: ['x'] }]],
    ['the last line', [{ start: 30, count: 1, lines: [] }]],
  ])('%s: git apply makes of the text what the edits do', (_, typed) => {
    const edits = typed.map((edit) => ({ file: 'a.txt', ...edit }))
    const folder = mkdtempSync(join(tmpdir(), 'sanso-patch-'))
    writeFileSync(join(folder, 'a.txt'), content)
    const { status, stderr } = spawnSync('git', ['apply', '-'], { cwd: folder, input: patchOf(content, 'a.txt', edits), encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(withLineEdits(content, 'a.txt', edits))
  })

  test('line endings stay as they are', () =>
    expect(withLineEdits('a\r\nb\r\n', 'f', [{ file: 'f', start: 2, count: 1, lines: ['c'] }])).toBe('a\r\nc\r\n'))
})

test('files are read as the edits make them', () =>
  expect(withEdits(filesOf({ a: 'x\ny\n' }), [{ file: 'a', start: 1, count: 1, lines: ['z'] }]).read('a')).toBe('z\ny\n'))
