/**
 * A rule is called shadowed exactly if no packet, walked through the list in the plainest way, ever stops at it; redundant, if
 * some do, and each would stop at a later rule that does the same.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holds } from '../../src/engine/plain/condition.ts'
import { TCP, TCP_FLAGS, UDP, type Header } from '../../src/net/header.ts'
import { loadTopology } from '../../src/topology/load.ts'
import { ask, SMALL } from './asking.ts'

const some = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: values.length })
const limited = (key: string, values: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> =>
  fc.option(values, { nil: undefined }).map((list) => (list === undefined ? '' : `, ${key}: [${list.join(', ')}]`))

const written = fc.tuple(
  fc.constantFrom('permit', 'deny'), limited('in', some('mn', 'lg', 'in')), limited('out', some('mn', 'lg', 'in')), limited('source', some('10.10.10.8', '10.10.10.9', '10.20.10.0/24')),
  limited('service', some('tcp/22', 'tcp/20-25', 'tcp', 'udp', 'udp/0-65535', 'tcp/0-21', 'tcp/22-65535')),
  fc.constantFrom('', ', log: true'),
).map(([action, ...tests]) => `action: ${action}${tests.join('')}`)

/** One packet of every kind that these rules can tell apart. */
const packets: readonly { readonly in: string; readonly out: string; readonly header: Header }[] = ['mn', 'lg', 'in'].flatMap((from) => ['mn', 'lg', 'in'].flatMap((out) =>
  [0x0a0a0a08n, 0x0a0a0a09n, 0x0a140a01n, 0x01010101n].flatMap((source) => [TCP, UDP, 50].flatMap((protocol) => [false, true].flatMap((fragment) =>
    (protocol === 50 || fragment ? [0] : [0, 20, 22, 23, 30]).map((destinationPort) => ({
      in: from, out,
      header: { family: 4 as const, source: source as bigint, destination: 0xc0a81e01n, protocol, sourcePort: 0, destinationPort, flags: protocol === TCP && !fragment ? TCP_FLAGS.SYN : 0, fragment },
    })))))))

test('shadowed means that no packet stops there, redundant that each would stop at its like', () => {
  fc.assert(fc.property(fc.array(written, { minLength: 1, maxLength: 7 }), fc.boolean(), (rules, stateful) => {
    const content = SMALL.replace(/      - \{ id: 10.*\n/, rules.map((one) => `      - { ${one} }\n`).join('')).replace('stateful: true', `stateful: ${stateful}`)
    const { devices } = loadTopology('net.yaml', () => content, () => []).topology!
    const { pipeline: { forward: [step] } } = devices.get('fw')!
    const list = step?.kind === 'filter' ? step.chain.rules : []
    const stops = packets.map((packet) => {
      const at = list.findIndex(({ when }) => holds(when, packet) === true)
      return { at, next: list.find(({ when }, index) => index > at && holds(when, packet) === true) }
    })
    const never = list.flatMap((_, index) => (stops.some(({ at }) => at === index) ? [] : [`fw/filter/${index + 1}`]))
    const again = list.flatMap((one, index) => (never.includes(`fw/filter/${index + 1}`) || stops.some(({ at, next }) =>
      at === index && (next?.action.do !== one.action.do || next.log !== one.log)) ? [] : [`fw/filter/${index + 1}`]))
    const refuted = (rule: string): string[] => ask(rule, content).filter(({ outcome }) => outcome === 'refuted').map(({ key }) => key)
    expect(refuted('rule-shadowed')).toEqual(never)
    expect(refuted('rule-redundant')).toEqual(again)
  }), { numRuns: 150, seed: 11 })
})
