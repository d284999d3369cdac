import { describe, expect, test } from 'vitest'
import { ask, edited, SMALL } from './asking.ts'

const BY_SOURCE = edited(SMALL, 'in: mn, out: lg, source: tax', 'source: tax')
const IN = 'in: { address: 192.168.30.1/24 }'
const LG = 'lg: { address: 10.20.10.1/24 }'
const checked = (content: string, check: string): string => edited(content, IN, IN.replace(' }', `, reverse-path: ${check} }`))

/** Everything that is not proved. */
const open = (content: string): string[] => ask('spoofable', content).filter(({ outcome }) => outcome !== 'proved')
  .map(({ outcome, key, severity, cause, missing }) => `${outcome} ${severity} ${key} ${cause?.key ?? missing[0]!.key}`)

describe('a rule that permits by source address alone', () => {
  test('lets in whoever claims the address, where the interface is said not to check', () => {
    const content = checked(BY_SOURCE, 'none')
    expect(open(content)).toEqual(['refuted warning fw/in reverse-path:fw/in'])
    const verdict = ask('spoofable', content).find(({ key }) => key === 'fw/in')!
    expect(verdict.witness).toMatchObject({ sent: { source: '10.10.10.8', destination: '198.51.100.50', destinationPort: 443 } })
    expect(verdict.cause!.at).toMatchObject({ path: ['devices', 'fw', 'interfaces', 'in', 'reverse-path'] })
  })

  test('a loose check asks only for a route, and every address has one', () => expect(open(checked(BY_SOURCE, 'loose'))).toContain('refuted warning fw/in reverse-path:fw/in'))

  test('a strict check removes it', () => expect(open(checked(BY_SOURCE, 'strict'))).toEqual([]))

  test('where nobody says whether the interface checks, that is what is missing', () =>
    expect(ask('spoofable', BY_SOURCE).find(({ key }) => key === 'fw/in')).toMatchObject({ outcome: 'unknown', missing: [{ yaml: expect.stringContaining('in: { reverse-path: strict }') }] }))

  test('the incoming interface in the rule removes it as well', () => expect(open(checked(SMALL, 'none'))).toEqual([]))

  test('an ingress list of the interface removes it as well', () => {
    const content = edited(checked(BY_SOURCE, 'none'), 'reverse-path: none }', 'reverse-path: none, ingress: own }')
    expect(open(edited(content, '    filter:\n', '    lists: { own: [{ action: permit, source: in-srv }] }\n    filter:\n'))).toEqual([])
  })
})

test('what touches neither My Number nor LGWAN is worth a note', () => {
  const school = edited(edited(BY_SOURCE, 'zones:\n', 'zones:\n  school: { tier: school }\n'), 'segments:\n', 'segments:\n  lan: { zone: school, subnets: [10.70.0.0/24] }\n')
  const faced = edited(school, IN, `${IN.replace(' }', ', reverse-path: none }')}, school: { address: 10.70.0.1/24, reverse-path: strict }`)
  expect(open(edited(faced, 'destination: eltax', 'destination: lan'))).toContain('refuted note fw/in reverse-path:fw/in')
})

test('what is open to the machine itself is not gained by posing', () =>
  expect(open(edited(checked(BY_SOURCE, 'none'), 'source: tax, destination', 'source: [tax, in-srv], destination'))).not.toContain('refuted warning fw/in reverse-path:fw/in'))

test('posing as somebody behind the same interface is left out: no check of the device tells them apart', () => {
  const behind = edited(checked(BY_SOURCE, 'none'), 'routes: [', 'routes: [{ to: 10.10.10.8/32, via: 192.168.30.9 }, ')
  expect(open(edited(behind, 'hosts:\n', 'hosts:\n  rt: { role: other, attach: [{ segment: in-srv, address: 192.168.30.9 }] }\n'))).not.toContain('refuted warning fw/in reverse-path:fw/in')
})

test('IPv6 as well', () => {
  const six = BY_SOURCE.replace('[10.10.10.0/24]', "[10.10.10.0/24, 'fd00:10::/64']").replace('[10.20.10.0/24]', "[10.20.10.0/24, 'fd00:20::/64']").replace('[192.168.30.0/24]', "[192.168.30.0/24, 'fd00:30::/64']")
    .replace('mn: { address: 10.10.10.1/24 }', "mn: { addresses: [10.10.10.1/24, 'fd00:10::1/64'], reverse-path: strict }")
    .replace(LG, "lg: { addresses: [10.20.10.1/24, 'fd00:20::1/64'], reverse-path: strict }")
    .replace(IN, "in: { addresses: [192.168.30.1/24, 'fd00:30::1/64'], reverse-path: none }")
    .replace(/      - \{ id: 10.*\n/, "      - { id: 10, action: permit, source: 'fd00:10::8', destination: 'fd00:20::9', service: tcp/443 }\n")
  expect(open(six)).toEqual(['refuted warning fw/in reverse-path:fw/in'])
  expect(ask('spoofable', six).find(({ outcome }) => outcome === 'refuted')!.witness!.sent).toMatchObject({ source: 'fd00:10::8', destination: 'fd00:20::9' })
})

test('a network without devices', () =>
  expect(ask('spoofable', SMALL.replace(/devices:[^]*?hosts:/, 'hosts:')).map(({ outcome }) => outcome)).toEqual(['vacuous']))
