/** What rules say of tunnels: declared ones are ways like any other; one that a permission lets through unseen is noted. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'
import { verify } from '../../src/verify.ts'

const notes = (content: string): string[] => brief(ask('specific-communication', content)).filter((one) => one.includes('tunnel'))

describe('an entry that lets a tunnel through', () => {
  const ESP = edited(edited(SMALL, 'destination: eltax, service: tcp/443', 'destination: eltax, service: esp'), 'service: tcp/443\n', 'service: esp\n')

  test('can carry anything: a note, which fails no run', () => {
    expect(notes(ESP)).toEqual(['refuted note tunnel F1'])
    expect(notes(ESP.replaceAll('service: esp', 'service: [udp/500, udp/4500]'))).toEqual(['refuted note tunnel F1'])
    expect(notes(SMALL)).toEqual([])
  })

  test('is expected of a gateway, and of the declared end of a tunnel', () => {
    expect(notes(edited(ESP, 'tax: { role: server', 'tax: { role: gateway'))).toEqual([])
    const tunnel = edited(edited(ESP, 'in: { address: 192.168.30.1/24 } }', 'in: { address: 192.168.30.1/24 }, t: {} }'), 'hosts:\n',
      'tunnels:\n  vpn: { kind: ipsec, ends: [{ device: fw, interface: t }, { party: eltax, address: 198.51.100.50 }] }\nhosts:\n')
    expect(notes(tunnel)).toEqual([])
  })
})

describe('a tunnel from the My Number tier', () => {
  const into = (more: string): string => edited(edited(edited(SMALL, 'in: { address: 192.168.30.1/24 } }', 'in: { address: 192.168.30.1/24 }, t: {} }'),
    'routes: [', 'routes: [{ to: 203.0.113.0/24, interface: t }, '), 'hosts:\n', `tunnels:\n  vpn: { kind: ipsec, ends: [{ device: fw, interface: t }${more}] }\nhosts:\n`)
    .replace('    filter:\n', '    filter:\n      - { id: 20, action: permit, in: mn, out: t, service: tcp/443 }\n')
  const vendor = into(', { zone: vendor }').replace('zones:\n', 'zones:\n  vendor: { tier: party, external: true, addresses: [203.0.113.0/24] }\n')

  test('is a way into the zone where it ends', () => {
    expect(brief(ask('mynumber-isolation', vendor))).toContain('refuted error mn->vendor')
    expect(ask('mynumber-isolation', vendor).find(({ key }) => key === 'mn->vendor')!.cause!.key).toBe('rule:fw/filter/20')
  })

  test('whose other end nobody declared is not known, and the verdict says what to type', () => {
    const open = ask('mynumber-isolation', into('')).find(({ key }) => key === 'mn->undeclared')!
    expect(open.outcome).toBe('unknown')
    expect(open.missing.map(({ key }) => key)).toEqual(['tunnel:vpn'])
  })

  test('makes no rule stumble', () => {
    for (const content of [vendor, into('')]) {
      const { problems, verdicts } = verify('net.yaml', { read: (name) => (name === 'net.yaml' ? content : undefined), expand: () => [] }, { asOf: '2026-11-01' })
      expect(problems).toEqual([])
      expect(verdicts.length).toBeGreaterThan(20)
    }
  })
})
