import { expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const RULE = 'action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443'
const registered = (service: string): string => edited(edited(SMALL, RULE, RULE.replace('tcp/443', service)), 'service: tcp/443\n', `service: ${service}\n`)
const stateless = (content: string, ...more: string[]): string => edited(edited(content, '    stateful: true\n', ''), '    filter:\n', `    filter:\n${more.map((one) => `      - { ${one} }\n`).join('')}`)
const outcome = (content: string): string[] => brief(ask('reply-blocked', content))

test('a device that knows sessions lets the answers back', () => {
  expect(outcome(registered('udp/123'))).toEqual(['proved F1'])
  expect(outcome(registered('icmp/echo-request'))).toEqual(['proved F1'])
})

test('one that does not lets back what a rule permits', () => {
  expect(outcome(stateless(registered('udp/123')))).toEqual(['refuted warning F1'])
  expect(outcome(stateless(registered('udp/123'), 'action: permit, in: lg, out: mn, source: eltax, service: udp, from-port: 123'))).toEqual(['proved F1'])
  expect(outcome(stateless(registered('udp/123'), 'action: permit, in: lg, out: mn, source: eltax, service: udp/123'))).toEqual(['refuted warning F1'])
  expect(outcome(stateless(registered('icmp/echo-request')))).toEqual(['refuted warning F1'])
  expect(outcome(stateless(registered('icmp/echo-request'), 'action: permit, in: lg, out: mn, source: eltax, service: icmp/echo-reply'))).toEqual(['proved F1'])
})

test('the witness is the answer on its way, and the cause the entry', () => {
  const [verdict] = ask('reply-blocked', stateless(registered('udp/123')))
  expect(verdict!.cause!.key).toBe('flow:F1')
  expect(verdict!.witness!.path.map(({ packet }) => packet?.sourcePort)).toContain(123)
  expect(verdict!.witness!.path.at(-1)!.what.en).toBe('denied by a filter')
})

test('TCP is the business of flow-blocked, and so is what does not arrive', () => {
  expect(outcome(SMALL)).toEqual(['vacuous nothing'])
  expect(outcome(edited(registered('udp/123'), 'action: permit', 'action: deny'))).toEqual(['vacuous nothing'])
  expect(brief(ask('flow-blocked', edited(registered('udp/123'), 'action: permit', 'action: deny')))).toEqual(['refuted warning F1'])
})

test.each(['udp/514', 'udp/162', 'udp/6343', 'esp'])('nobody answers %s', (service) => expect(outcome(stateless(registered(service)))).toEqual(['vacuous nothing']))

test('an entry that is not active asks for nothing', () => expect(brief(ask('reply-blocked', registered('udp/123'), '2027-04-01'))).toEqual(['vacuous nothing']))
