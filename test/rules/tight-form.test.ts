/** Entries held against what gets through: none without use, none far wider, and what is proposed instead suffices. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ask, brief, edited } from './asking.ts'

const TOWN = readFileSync(new URL('../../examples/rules/register-overbroad.pass.yaml', import.meta.url), 'utf8')
const PERMIT = '      - { id: 30, action: permit, in: in, out: edge, source: proxy, service: [tcp/80, tcp/443] }\n'

/** The town with entry F-103 as typed here. */
const entry = (from: string, to: string, service: string, content = TOWN): string =>
  edited(content, 'from: { host: proxy }\n    to: { zone: world }\n    service: [tcp/80, tcp/443]\n', `from: ${from}\n    to: ${to}\n    service: ${service}\n`)

/** The form that is proposed, if one is; asked again with it nothing is found. */
function proposed(content: string, id = 'F-103'): string | undefined {
  const found = ask('register-overbroad', content).find(({ key, outcome }) => key === id && outcome === 'refuted')
  const form = found && new RegExp(`flows: \\{ ${id}: \\{ (.*) \\} \\}$`).exec(found.fix!.en)![1]!
  if (form === undefined) return undefined
  const lines = content.split('\n')
  const start = lines.indexOf(`  ${id}:`)
  for (const part of form.split(/, (?=(?:from|to|service): )/)) {
    const line = lines.findIndex((one, index) => index > start && one.startsWith(`    ${part.split(':')[0]}:`))
    lines[line] = `    ${part}`
  }
  expect(brief(ask('register-overbroad', lines.join('\n')))).toContain(`proved ${id}`)
  const unregistered = (text: string): string[] => brief(ask('flow-undeclared', text)).filter((one) => !one.startsWith('proved'))
  expect(unregistered(lines.join('\n'))).toEqual(unregistered(content))
  return form
}

describe('register-overbroad', () => {
  test('what is as wide as the network is well', () => expect(proposed(TOWN)).toBeUndefined())

  test.each([
    ['a segment of which one host may', entry('{ segment: in-srv }', '{ zone: world }', '[tcp/80, tcp/443]'), 'from: { host: proxy }'],
    ['a zone', entry('{ zone: in }', '{ zone: world }', '[tcp/80, tcp/443]'), 'from: { host: proxy }'],
    ['addresses', entry('{ zone: in, addresses: [192.168.30.8/29] }', '{ zone: world }', '[tcp/80, tcp/443]'), 'from: { host: proxy }'],
    ['a name beside a segment', entry('[{ host: cdr }, { segment: in-srv }]', '{ zone: world }', '[tcp/80, tcp/443]'), 'from: [{ host: cdr }, { host: proxy }]'],
    ['a range of ports', entry('{ host: proxy }', '{ zone: world }', 'tcp/1-1000'), 'service: [tcp/80, tcp/443]'],
    ['any service', entry('{ host: proxy }', '{ zone: world }', 'any'), 'service: [tcp/80, tcp/443]'],
    ['a protocol', entry('{ host: proxy }', '{ zone: world }', '[tcp, udp]'), 'service: [tcp/80, tcp/443]'],
    ['all of it', entry('{ zone: in }', '{ zone: world }', 'tcp'), 'from: { host: proxy }, service: [tcp/80, tcp/443]'],
  ])('%s', (_, content, form) => expect(proposed(content)).toBe(form))

  test('of addresses that nobody named, the addresses', () => {
    const content = entry('{ segment: in-srv }', '{ zone: world }', '[tcp/80, tcp/443]', TOWN.replace(PERMIT, PERMIT.replace('source: proxy', 'source: 192.168.30.64-192.168.30.70')))
    expect(proposed(content)).toBe('from: { zone: in, addresses: [192.168.30.64-192.168.30.70] }')
  })

  test('more than half is no finding', () => {
    const half = (upTo: string): string => entry('{ segment: in-srv }', '{ zone: world }', '[tcp/80, tcp/443]', TOWN.replace(PERMIT, PERMIT.replace('source: proxy', `source: 192.168.30.0-192.168.30.${upTo}`)))
    expect(proposed(half('127'))).toBe('from: { zone: in, addresses: [192.168.30.0/25] }')
    expect(proposed(half('200'))).toBeUndefined()
  })

  test('what gets through translated is measured as it is sent and as it is delivered', () => {
    const nat = edited(entry('{ segment: in-srv }', '{ zone: world }', 'tcp/1-1000'), '\nhosts:\n', '\n    nat: [{ id: n1, kind: source, out: edge, match: { source: 192.168.30.0/24 }, to: 192.168.39.1 }]\n\nhosts:\n')
    expect(proposed(nat)).toBe('from: { host: proxy }, service: [tcp/80, tcp/443]')
  })

  test('it is a note, and one finding with what else is wrong with the entry', () => {
    const found = ask('register-overbroad', entry('{ zone: in }', '{ zone: world }', 'tcp')).find(({ outcome }) => outcome === 'refuted')!
    expect([found.severity, found.cause!.key]).toEqual(['note', 'flow:F-103'])
    expect(ask('flow-blocked', entry('{ zone: in }', '{ zone: world }', 'tcp')).find(({ key }) => key === 'F-103')!.cause!.key).toBe('flow:F-103')
  })
})

describe('register-unused', () => {
  const used = (content: string): string[] => brief(ask('register-unused', content)).filter((one) => one.endsWith('F-103'))

  test('what gets through in part is used', () => {
    expect(used(TOWN)).toEqual(['proved F-103'])
    expect(used(entry('{ zone: in }', '{ zone: world }', 'tcp/443'))).toEqual(['proved F-103'])
  })

  test.each([
    ['no rule permits it', entry('{ host: proxy }', '{ zone: world }', 'tcp/22')],
    ['no route leads there', edited(TOWN, '      - { to: default, via: 192.168.39.2 }\n', '')],
    ['its ends have no family in common', edited(entry('{ zone: in, addresses: ["2001:db8::/64"] }', '{ zone: world }', 'tcp/443'), 'subnets: [192.168.30.0/24]', "subnets: [192.168.30.0/24, '2001:db8::/64']")],
  ])('%s', (_, content) => {
    expect(used(content)).toEqual(['refuted warning F-103'])
    expect(ask('register-unused', content).find(({ key }) => key === 'F-103')!.cause!.key).toBe('flow:F-103')
  })

  test('a device is registered by its address', () => {
    const managed = edited(edited(TOWN, '    local: []\n', '    local: [{ id: 9, action: permit, in: in, source: proxy, service: tcp/22 }]\n'), '  F-103:\n',
      '  F-300: { kind: ordinary, from: { host: proxy }, to: { zone: in, addresses: [192.168.30.1] }, service: tcp/22, purpose: 管理, approved: { by: 係長, on: 2026-04-01 }, expires: 2027-03-31 }\n  F-103:\n')
    expect(brief(ask('register-unused', managed))).toContain('proved F-300')
    expect(brief(ask('register-unused', managed.replace('source: proxy, service: tcp/22', 'source: proxy, service: tcp/23')))).toContain('refuted warning F-300')
  })

  test('what is past is for another rule', () =>
    expect(used(TOWN.replace(/(F-103:[^]*expires: )2027/, '$12025'))).toEqual([]))
})
