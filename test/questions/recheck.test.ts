/** A network is judged again after an edit: with what is recalled of its earlier versions the report is the same, line for line, as from scratch. */
import { afterEach, expect, test, vi } from 'vitest'
import { random, type Random } from '../brute/random.ts'
import { AS_OF } from '../examples/reports.ts'
import { files } from '../examples/files.ts'
import { Flood } from '../../src/engine/flood.ts'
import { Recall } from '../../src/engine/recall.ts'
import { assemble, type Files } from '../../src/index.ts'
import { judgementOf, open, type Opened } from '../../src/open.ts'
import { json } from '../../src/report/json.ts'
import { resultOf } from '../../src/verify.ts'

afterEach(() => vi.restoreAllMocks())

/** Lines of filters more than others: they are what changes. */
function editedLine(random: Random, text: string): string {
  const lines = text.split('\n')
  const rules = lines.flatMap((line, index) => (/action: |^-A |^ (permit|deny) /.test(line) ? [index] : []))
  const at = rules.length > 0 && random.chance(0.7) ? random.pick(rules) : random.int(0, lines.length - 1)
  const line = lines[at]!
  const now = random.pick<() => string[]>([
    () => [], () => [line, line.replace(/id: \S+,/, 'id: 9999,')], () => ['# the lines below move', line],
    () => [/action: permit/.test(line) ? line.replace('action: permit', 'action: deny') : line.replace('action: deny', 'action: permit')],
    () => [line.replace(/(tcp|udp)\/\d+/, '$1/8443').replace(/--dport \d+/, '--dport 8443')],
  ])()
  return lines.toSpliced(at, 1, ...now).join('\n')
}

/** The files with one line of one of them edited; what an earlier edit did stays. */
function edited(random: Random, before: Files, names: readonly string[]): Files {
  const chosen = random.pick(names)
  const text = editedLine(random, before.read(chosen)!)
  return { ...before, read: (name) => (name === chosen ? text : before.read(name)), readBytes: (name) => (name === chosen ? new TextEncoder().encode(text) : before.readBytes!(name)) }
}

const report = (opened: Opened, recall?: Recall): string => {
  const judgement = recall && judgementOf(opened.declared!, AS_OF, recall)
  return json(assemble([resultOf(opened, { asOf: AS_OF }, judgement)], { asOf: AS_OF, version: '0.0.0', failOn: 'warning', allowUnknown: false }))
}

test.each([
  ['examples/saikai-town/topology.yaml', 3], ['examples/iptables-gateway/topology.yaml', 6], ['examples/saikai/topology.yaml', 6],
] as const)('%s', (root, edits) => {
  const recalled = vi.spyOn(Flood.prototype, 'in')
  const choices = random(edits)
  const recall = new Recall()
  let now: Files = files
  let judged = 0
  const told = new Set([report(open(root, now), recall)])
  for (let tried = 0; judged < edits && tried < 60; tried++) {
    const names = [...new Set([...open(root, now).sources.keys(), ...[...open(root, now).declared!.readings.values()].flatMap(({ lines }) => lines.map(({ at }) => at.file))])]
    const next = edited(choices, now, names.filter((name) => now.read(name) !== undefined))
    const opened = open(root, next)
    if (!opened.declared) continue
    judged++
    const said = report(opened, recall)
    expect(said).toBe(report(opened))
    told.add(said)
    now = next
  }
  expect(judged).toBe(edits)
  expect(told.size).toBeGreaterThan(2)
  expect(recalled).toHaveBeenCalled()
})
