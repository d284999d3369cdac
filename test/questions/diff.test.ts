/** What a change did, exactly: the same meaning gives an empty difference, whatever was written otherwise. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { files } from '../examples/files.ts'
import { open } from '../../src/open.ts'
import { diffOf } from '../../src/questions/diff.ts'
import { diffReport, renderDiff } from '../../src/report/diff/index.ts'
import { SMALL, edited } from '../rules/asking.ts'

const AS_OF = '2026-11-01'
const declared = (content: string) => {
  const opened = open('net.yaml', { read: (name) => (name === 'net.yaml' ? content : undefined), expand: () => [] })
  expect(opened.problems.map(({ message }) => message.en)).toEqual([])
  return opened.declared!
}
const compared = (base: string, head: string) => diffOf(declared(base), declared(head), AS_OF)
const RULE = '      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }\n'
const rules = (...written: string[]): string => edited(SMALL, RULE, written.map((one) => `      - { ${one} }\n`).join(''))

describe('packets', () => {
  test('filters written differently that mean the same give an empty difference', () => {
    const base = rules('id: 1, action: permit, in: mn, out: lg, source: 10.10.10.0/24, destination: 198.51.100.0/24, service: [tcp/80, tcp/443]')
    const head = rules(
      'id: 5, action: deny, in: mn, out: lg, source: 10.10.10.0/24, destination: 198.51.100.0/24, service: tcp/81-442',
      'id: 6, action: permit, in: mn, out: lg, source: 10.10.10.128/25, destination: 198.51.100.0/24, service: tcp/80-443',
      'id: 7, action: permit, in: mn, out: lg, source: 10.10.10.0/25, destination: [198.51.100.128/25, 198.51.100.0/25], service: [tcp/443, tcp/80]')
    const { opened, closed, premises } = compared(base, head)
    expect([opened, closed, premises]).toEqual([[], [], []])
  })

  test('what was opened and what was closed are exactly the packets that differ', () => {
    const at = (ports: string) => rules(`id: 1, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/${ports}`)
    const { opened, closed } = compared(at('100-200'), at('150-250'))
    expect(opened.map(({ from, to, services }) => [from, to, ...services])).toEqual([['mn', 'lgwan', 'tcp/201-250']])
    expect(closed.map(({ from, to, services }) => [from, to, ...services])).toEqual([['mn', 'lgwan', 'tcp/100-149']])
    expect(opened[0]!.pairs).toEqual([{ from: 'tax', to: 'eltax', services: ['tcp/201-250'] }])
  })

  test('opened names the line that permits it, closed the point that stops it', () => {
    const base = rules('id: 1, action: permit, service: tcp/22')
    const head = rules('id: 1, action: deny, service: tcp/22', 'id: 2, action: permit, service: tcp/25')
    const { opened, closed } = compared(base, head)
    expect(opened.length).toBeGreaterThan(0)
    for (const { witness } of opened) expect(witness.path.some(({ what }) => what.en === 'permitted by filter rule 2')).toBe(true)
    for (const { wall } of closed) expect(wall!.stops.map(({ what }) => what.en)).toEqual(['denied by filter rule 1'])
  })

  test('the other way round opens what was closed', () => {
    const port = fc.integer({ min: 1, max: 65535 })
    const filter = fc.array(fc.record({ permit: fc.boolean(), low: port, high: port, from: fc.constantFrom('tax', 'mn-srv', 'any'), to: fc.constantFrom('eltax', 'lg-srv', 'any') }), { minLength: 1, maxLength: 4 })
      .map((list) => rules(...list.map(({ permit, low, high, from, to }, id) =>
        `id: ${id}, action: ${permit ? 'permit' : 'deny'}, source: ${from}, destination: ${to}, service: tcp/${Math.min(low, high)}-${Math.max(low, high)}`)))
    const shape = (changes: ReturnType<typeof compared>['opened']) => changes.map(({ from, to, services, witness: { boxes } }) => ({ from, to, services, boxes }))
    fc.assert(fc.property(filter, filter, (a, b) => {
      const [there, back] = [compared(a, b), compared(b, a)]
      expect(shape(there.opened)).toEqual(shape(back.closed))
      expect(shape(there.closed)).toEqual(shape(back.opened))
      expect(compared(a, a).opened).toEqual([])
    }), { numRuns: 8 })
  })
})

describe('verdicts', () => {
  const strict = { asOf: AS_OF, version: '0', failOn: 'warning', allowUnknown: false, failOnPremises: false } as const
  const codeOf = (base: string, head: string, options = {}) => {
    const [old, now] = [base, head].map((content) => open('net.yaml', { read: () => content, expand: () => [] }))
    return diffReport(diffOf(old!.declared!, now!.declared!, AS_OF), old!, now!, { ...strict, ...options }).exitCode
  }
  const HOLE = '      - { id: 20, action: permit, in: mn, out: in, service: tcp/22 }\n'
  const WIDER = HOLE.replace('tcp/22', 'tcp/22-23')
  const holed = SMALL.replace(RULE, () => RULE + HOLE)

  test('a new hole fails, an old one does not, a new packet in an old one does', () => {
    expect(codeOf(SMALL, holed)).toBe(1)
    expect(codeOf(holed, holed)).toBe(0)
    expect(codeOf(holed, holed.replace(HOLE, () => WIDER))).toBe(1)
    expect(codeOf(holed.replace(HOLE, () => WIDER), holed)).toBe(0)
    expect(codeOf(holed, SMALL)).toBe(0)
  })

  test('an entry that makes the hole green is a changed premise, with the verdict that it turns', () => {
    const entry = SMALL.slice(SMALL.indexOf('  F1:\n')).replace('  F1:', '  F9:').replace('{ host: tax }', '{ host: tax }')
    const permitted = rules('id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443', 'id: 20, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/8443')
    const green = permitted + entry.replace('service: tcp/443', 'service: tcp/8443')
    const { premises, verdicts } = compared(permitted, green)
    expect(verdicts.find(({ after }) => after?.rule === 'mynumber-isolation')).toMatchObject({ before: { outcome: 'refuted' }, after: { outcome: 'proved' }, news: false })
    expect(premises.map(({ key, turns }) => [key, turns.some(({ name, then }) => name === 'mynumber-isolation mn->lgwan' && then === 'refuted')])).toEqual([['flows.F9', true]])
    expect(codeOf(permitted, green)).toBe(0)
    expect(codeOf(permitted, green, { failOnPremises: true })).toBe(1)
  })

  test('two entries that would each do are found together', () => {
    const entry = (id: string) => SMALL.slice(SMALL.indexOf('  F1:\n')).replace('  F1:', `  ${id}:`)
    const none = SMALL.slice(0, SMALL.indexOf('flows:\n'))
    const { premises } = compared(`${none}flows:\n${entry('A')}`.replace('tcp/443\n    purpose', 'tcp/444\n    purpose'), `${none}flows:\n${entry('A')}${entry('B')}`)
    expect(premises.map(({ key }) => key)).toContain('together')
  })

  describe('what only types something green is a premise, wherever it is typed', () => {
    const keysOf = (base: string, head: string, turned: string) => compared(base, head).premises.filter(({ turns }) => turns.some(({ name }) => name === turned)).map(({ key }) => key)
    const wide = edited(SMALL, 'destination: eltax', 'destination: 198.51.100.0/24')

    test('addresses of a party that stands where it stood', () =>
      expect(keysOf(wide, edited(wide, 'addresses: [198.51.100.50]', 'addresses: [198.51.100.0/24]'), 'mynumber-isolation mn->lgwan')).toEqual(['parties.eltax']))
    test('addresses of a host that stands where it stood', () => {
      const any = edited(SMALL, 'source: tax', 'source: 10.10.10.8/31')
      expect(keysOf(any, edited(any, 'address: 10.10.10.8 }', 'addresses: [10.10.10.8/31] }'), 'mynumber-isolation mn->lgwan')).toEqual(['hosts.tax'])
    })
    test('who manages a device', () =>
      expect(keysOf(SMALL, edited(SMALL, '    stateful: true\n', '    stateful: true\n    managed-by: 県\n'), 'management-plane fw')).toEqual(['devices.fw']))
    test('a tier that is said not to exist', () => {
      const none = SMALL.replace('  in: { tier: internet }\n', '').replace(/ {2}in-srv:.*\n/, '').replace(', in: { address: 192.168.30.1/24 }', '')
      expect(keysOf(none, edited(none, 'zones:\n', 'absent: { internet: 利用していない }\nzones:\n'), 'egress-aggregation no internet')).toEqual(['absent'])
    })
    test('a segment whose old zone is no more', () =>
      expect(keysOf(SMALL, SMALL.replace('  in: { tier: internet }', '  others: { tier: guest }').replace('{ zone: in,', '{ zone: others,'), 'path-division no internet')).toEqual(['segments.in-srv']))
    test('a zone that is no more, and what was wrong with a host that is no more', () => {
      const none = SMALL.replace('  in: { tier: internet }\n', '').replace(/ {2}in-srv:.*\n/, '').replace(', in: { address: 192.168.30.1/24 }', '')
      expect(compared(SMALL, none).premises.map(({ key }) => key)).toContain('zones.in')
      const twoLegs = edited(SMALL, 'hosts:\n', 'hosts:\n  nas: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.9 }, { segment: in-srv, address: 192.168.30.9 }] }\n')
      expect(compared(twoLegs, SMALL).premises).toMatchObject([{ key: 'hosts.nas', turns: expect.arrayContaining([expect.objectContaining({ now: 'gone', then: 'refuted' })]) }])
      expect(compared(SMALL, edited(SMALL, 'hosts:\n', 'hosts:\n  pc: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.9 }] }\n')).premises).toEqual([])
    })
    test('what is said of a host that was not there', () => {
      const base = rules('id: 20, action: permit, source: in-srv, destination: 10.20.10.9, service: tcp/22', 'id: 30, action: permit, source: 10.20.10.9, destination: tax, service: tcp/22')
      const head = edited(base, 'hosts:\n', 'hosts:\n  pc: { role: terminal, attach: [{ segment: lg-srv, address: 10.20.10.9 }] }\n')
      expect(keysOf(base, head, 'mynumber-transitive internet->mn')).toEqual(['added'])
    })
  })

  test('a label of another tier shows, though no packet changed', () => {
    const { opened, closed, premises } = compared(SMALL.replace('in: { tier: internet }', 'in: { tier: guest }'), SMALL)
    expect([opened, closed]).toEqual([[], []])
    expect(premises.map(({ key }) => key)).toEqual(['zones.in'])
    expect(premises[0]!.turns.length).toBeGreaterThan(0)
  })
})

test('in words, in Markdown and as JSON, the same bytes each time, and names are only names', () => {
  const [old, now] = ['', '-wide-permit'].map((defect) => open(`examples/saikai-town${defect}/topology.yaml`, files))
  const report = diffReport(diffOf(old!.declared!, now!.declared!, '2026-11-23'), old!, now!, { asOf: '2026-11-23', version: '0', failOn: 'warning', allowUnknown: false, failOnPremises: false })
  for (const format of ['text', 'markdown', 'json'] as const) {
    const render = () => renderDiff(report, format, { lang: 'ja', color: false })
    expect(render()).toBe(render())
    expect(render()).toContain('mynumber-isolation')
  }
  const evil = { ...report, base: 'a|b<script>\u001b[2J' }
  expect(renderDiff(evil, 'text', { lang: 'ja', color: false })).not.toContain('\u001b')
})
