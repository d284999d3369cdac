/** Virtual IPs: what is sent to one arrives at its server, and by which policies. */
import { describe, expect, test } from 'vitest'
import { answer, BASE, becomes, fate, lab, policy, table } from './lab.ts'

const LAN = '10.1.1.10'
const SERVER = '10.2.2.10'
const WAN = '203.0.113.10'
const OUTSIDE = { from: WAN, to: '203.0.113.50', service: 'tcp 443' }

const web = table('firewall vip', 'web | set extip 203.0.113.50 | set mappedip "10.2.2.10" | set extintf "wan"')
const policies = (...objects: readonly string[]): string => table('firewall policy', ...objects)
const publish = policy(1, 'wan', 'dmz', 'set dstaddr "web"', 'set service "HTTPS"')
const DENY = 'set action deny'

describe('virtual IPs', () => {
  test('what is sent to the external address arrives at the server, and its answer goes back', () => {
    const here = lab(BASE + web + policies(publish))
    expect(fate(here, OUTSIDE, SERVER)).toBe('passes')
    expect(answer(here, OUTSIDE, SERVER)).toBe('passes')
    expect(fate(here, { ...OUTSIDE, service: 'tcp 80' }, SERVER)).toBe('dropped')
  })

  test('what is sent straight to the server does not pass by the policy of the VIP', () => {
    const here = lab(BASE + web + policies(publish))
    expect(fate(here, { ...OUTSIDE, to: SERVER })).toBe('dropped')
    expect(fate(here, { from: LAN, to: SERVER, service: 'tcp 443' })).toBe('dropped')
  })

  test('a VIP that no policy names translates nothing', () => {
    expect(fate(lab(BASE + web + policies(policy(1, 'wan', 'dmz'))), OUTSIDE, SERVER)).toBe('dropped')
  })

  test('a policy for addresses does not pass what a VIP translated', () => {
    const here = lab(BASE + web + policies(policy(1, 'wan', 'dmz', 'set service "SSH"'), policy(2, 'wan', 'dmz', 'set dstaddr "web"', 'set service "HTTPS"')))
    expect(fate(here, { ...OUTSIDE, service: 'tcp 22' }, SERVER)).toBe('unknown')
    expect(fate(here, OUTSIDE, SERVER)).toBe('passes')
    expect(fate(here, { ...OUTSIDE, to: SERVER, service: 'tcp 22' })).toBe('unknown')
    expect(fate(here, { ...OUTSIDE, to: SERVER })).toBe('dropped')
  })

  test.each([
    ['7.0.12', '', 'passes'], ['7.0.12', ' | set match-vip enable', 'dropped'], ['7.4.4', '', 'dropped'], ['7.4.4', ' | set match-vip disable', 'passes'], ['7.2.3', '', 'unknown'],
  ])('a policy before it that denies everything, FortiOS %s%s: %s', (version, more, expected) => {
    const config = BASE.replace('7.0.12', version) + web + policies(`${policy(9, 'wan', 'any', DENY)}${more}`, publish)
    expect(fate(lab(config), OUTSIDE, SERVER)).toBe(expected)
  })

  test('a policy before it that denies and names the VIP', () => {
    expect(fate(lab(BASE + web + policies(policy(9, 'wan', 'dmz', DENY, 'set dstaddr "web"', 'set service "HTTPS"'), publish)), OUTSIDE, SERVER)).toBe('dropped')
  })

  test('ports are forwarded, and policies see the port of the server', () => {
    const vip = table('firewall vip', 'web | set extip 203.0.113.1 | set mappedip "10.2.2.10" | set extintf "any" | set portforward enable | set extport 8443 | set mappedport 443')
    const asked = { from: WAN, to: '203.0.113.1', service: 'tcp 8443' }
    expect(fate(lab(BASE + vip + policies(publish)), asked, SERVER)).toBe('passes')
    expect(answer(lab(BASE + vip + policies(publish)), asked, SERVER)).toBe('passes')
    expect(fate(lab(BASE + vip + policies(publish)), { ...asked, service: 'tcp 443' }, SERVER)).toBe('dropped')
    const byExternalPort = table('firewall service custom', 'ext | set tcp-portrange 8443')
    expect(fate(lab(BASE + vip + byExternalPort + policies(policy(1, 'wan', 'dmz', 'set dstaddr "web"', 'set service "ext"'))), asked, SERVER)).toBe('dropped')
  })

  test('ranges are mapped one by one', () => {
    const vip = table('firewall vip', 'web | set extip 203.0.113.50-203.0.113.59 | set mappedip "10.2.2.10-10.2.2.19" | set extintf "wan"')
    const here = lab(BASE + vip + policies(publish))
    expect(fate(here, { ...OUTSIDE, to: '203.0.113.55' }, '10.2.2.15')).toBe('passes')
    expect(fate(here, { ...OUTSIDE, to: '203.0.113.55' }, '10.2.2.16')).toBe('dropped')
  })

  test('groups of VIPs, 0.0.0.0 for the address of the interface, and sources that a VIP is open for', () => {
    const group = table('firewall vipgrp', 'g | set interface "wan" | set member "web"')
    expect(fate(lab(BASE + web + group + policies(policy(1, 'wan', 'dmz', 'set dstaddr "g"'))), OUTSIDE, SERVER)).toBe('passes')
    const own = table('firewall vip', 'web | set extip 0.0.0.0 | set mappedip "10.2.2.10" | set extintf "wan" | set portforward enable | set extport 443 | set mappedport 443')
    expect(fate(lab(BASE + own + policies(publish)), { ...OUTSIDE, to: '203.0.113.1' }, SERVER)).toBe('passes')
    const filtered = (source: string): string => table('firewall vip', `web | set extip 203.0.113.50 | set mappedip "10.2.2.10" | set extintf "wan" | set src-filter "${source}"`)
    expect(fate(lab(BASE + filtered('203.0.113.0/28') + policies(publish)), OUTSIDE, SERVER)).toBe('passes')
    expect(fate(lab(BASE + filtered('198.51.100.0/28') + policies(publish)), OUTSIDE, SERVER)).toBe('dropped')
  })

  test('the server goes out with its external address, or with that of the interface', () => {
    const here = lab(BASE + web + policies(publish, policy(2, 'dmz', 'wan', 'set nat enable')))
    expect(becomes(here, { from: SERVER, to: WAN, service: 'tcp 80' }).sort()).toEqual(['203.0.113.1', '203.0.113.50'])
    expect(becomes(here, { from: '10.2.2.11', to: WAN, service: 'tcp 80' })).toEqual(['203.0.113.1'])
  })

  test('with central NAT every VIP translates, and policies see the server', () => {
    const central = `${BASE}config system settings\n    set central-nat enable\nend\n${web}`
    expect(fate(lab(central + policies(policy(1, 'wan', 'dmz'))), OUTSIDE, SERVER)).toBe('passes')
    expect(fate(lab(central + policies(policy(9, 'wan', 'any', DENY), policy(1, 'wan', 'dmz'))), OUTSIDE, SERVER)).toBe('dropped')
  })

  test.each(['set type fqdn', 'set mapped-addr "x"', 'set strange yes', 'set type access-proxy'])('%s: where it leads to is not known', (line) => {
    const vip = table('firewall vip', `web | set extip 203.0.113.50 | set mappedip "10.2.2.10" | set extintf "wan" | ${line}${line.includes('mapped-addr') ? ' | unset mappedip' : ''}`)
    expect(fate(lab(BASE + vip + policies(publish)), OUTSIDE, SERVER)).toBe('unknown')
  })
})
