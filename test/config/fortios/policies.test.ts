/** Policies between three segments: who gets through, and what becomes of the packet. */
import { describe, expect, test } from 'vitest'
import { answer, BASE, becomes, fate, HEADER, lab, policy, readText, table } from './lab.ts'

const LAN = '10.1.1.10'
const DMZ = '10.2.2.10'
const WAN = '203.0.113.10'
const WEB = { from: LAN, to: DMZ, service: 'tcp 80' }

const policies = (...objects: readonly string[]): string => table('firewall policy', ...objects)

describe('policies', () => {
  test('what no policy passes is dropped', () => {
    expect(fate(lab(BASE), WEB)).toBe('dropped')
  })

  test('a policy passes what it names, from where it says to where it says, and the answers', () => {
    const here = lab(BASE + policies(policy(1, 'lan', 'dmz', 'set service "HTTP"')))
    expect(fate(here, WEB)).toBe('passes')
    expect(answer(here, WEB)).toBe('passes')
    expect(fate(here, { ...WEB, service: 'tcp 443' })).toBe('dropped')
    expect(fate(here, { ...WEB, service: 'udp 80' })).toBe('dropped')
    expect(fate(here, { ...WEB, service: 'tcp 80 ACK' })).toBe('dropped')
    expect(fate(here, { from: DMZ, to: LAN, service: 'tcp 80' })).toBe('dropped')
    expect(fate(here, { from: LAN, to: WAN, service: 'tcp 80' })).toBe('dropped')
  })

  test('the order is that of the file, not of the numbers', () => {
    const [allow, deny] = [policy(9, 'lan', 'dmz'), policy(1, 'lan', 'dmz', 'set action deny')]
    expect(fate(lab(BASE + policies(allow, deny)), WEB)).toBe('passes')
    expect(fate(lab(BASE + policies(deny, allow)), WEB)).toBe('dropped')
  })

  test('an action that is not written denies', () => {
    const silent = policy(1, 'lan', 'dmz').replace('set action accept | ', '')
    expect(fate(lab(BASE + policies(silent, policy(2, 'lan', 'dmz'))), WEB)).toBe('dropped')
  })

  test('a policy that is switched off is not there', () => {
    expect(fate(lab(BASE + policies(policy(1, 'lan', 'dmz', 'set status disable'))), WEB)).toBe('dropped')
  })

  test.each([
    ['srcaddr-negate', 'set srcaddr "here"', 'dropped'], ['srcaddr-negate', 'set srcaddr "there"', 'passes'],
    ['dstaddr-negate', 'set dstaddr "there"', 'dropped'], ['dstaddr-negate', 'set dstaddr "here"', 'passes'],
    ['service-negate', 'set service "HTTP"', 'dropped'], ['service-negate', 'set service "SSH"', 'passes'],
  ])('%s with %s: %s', (key, line, expected) => {
    const objects = table('firewall address', 'here | set subnet 10.1.1.0 255.255.255.0', 'there | set subnet 10.2.2.0/24')
    expect(fate(lab(BASE + objects + policies(policy(1, 'lan', 'dmz', line, `set ${key} enable`))), WEB)).toBe(expected)
  })

  test.each([
    ['set schedule "office"', 'unknown'], ['set groups "staff"', 'unknown'], ['set internet-service enable', 'unknown'], ['set tos-mask 0xff', 'unknown'],
    ['set srcaddr "nobody-defines-this"', 'unknown'], ['set service "unheard-of"', 'unknown'], ['set action ipsec', 'unknown'], ['set wanopt enable', 'unknown'],
    ['set never-heard-of yes', 'unknown'], ['set never-heard-of-either enable', 'unknown'],
    ['set av-profile "default"', 'passes'], ['set logtraffic all', 'passes'], ['set comments "set action deny"', 'passes'], ['set wanopt disable', 'passes'], ['set internet-service disable', 'passes'],
  ])('%s: %s', (line, expected) => {
    const here = lab(BASE + policies(policy(1, 'lan', 'dmz', line)))
    expect(fate(here, WEB)).toBe(expected)
    // Nothing but this policy is in doubt.
    expect(fate(here, { from: DMZ, to: LAN, service: 'tcp 80' })).toBe('dropped')
    expect(here.reading.gaps).toEqual([])
  })

  test('zones stand for their interfaces; what passes inside one needs intrazone', () => {
    const zone = (intrazone: string): string => BASE + table('system zone', `inside | set intrazone ${intrazone} | set interface "lan" "dmz"`)
    expect(fate(lab(zone('deny') + policies(policy(1, '"inside"', '"wan"'))), { from: DMZ, to: WAN, service: 'tcp 80' })).toBe('passes')
    expect(fate(lab(zone('deny')), WEB)).toBe('dropped')
    expect(fate(lab(zone('allow')), WEB)).toBe('passes')
    expect(fate(lab(zone('allow') + policies(policy(1, 'any', 'any', 'set action deny'))), WEB)).toBe('unknown')
  })

  test('IPv6 needs addresses of its own, in the same policy or in policy6', () => {
    const six = BASE.replace('set allowaccess ping https', `set allowaccess ping https\n        config ipv6\n            set ip6-address 2001:db8:1::1/64\n        end`)
      .replace('set ip 10.2.2.1 255.255.255.0', `set ip 10.2.2.1 255.255.255.0\n        config ipv6\n            set ip6-address 2001:db8:2::1/64\n        end`)
    const asked = { from: '2001:db8:1::10', to: '2001:db8:2::10', service: 'tcp 80' }
    expect(fate(lab(six + policies(policy(1, 'lan', 'dmz'))), asked)).toBe('dropped')
    expect(fate(lab(six + policies(policy(1, 'lan', 'dmz', 'set srcaddr6 "all"', 'set dstaddr6 "all"'))), asked)).toBe('passes')
    expect(fate(lab(six + table('firewall policy6', policy(1, 'lan', 'dmz'))), asked)).toBe('passes')
    expect(fate(lab(six + table('firewall policy6', policy(1, 'lan', 'dmz'))), WEB)).toBe('dropped')
  })

  test('a packet that would leave by where it came may pass without a policy, by the default of its version', () => {
    const far = table('router static', '1 | set dst 10.9.9.0 255.255.255.0 | set gateway 10.1.1.99 | set device "lan"')
    const away = (config: string) => readText(config).pipeline.forward.flatMap((step) => (step.kind === 'filter' ? step.chain.rules.map(({ id }) => id) : []))
    expect(away(BASE + far)).toEqual(['allow-traffic-redirect', 'allow-traffic-redirect'])
    expect(away(BASE.replace('7.0.12', '7.6.5') + far)).toEqual([])
    expect(away(`${BASE.replace(HEADER, `${HEADER}config system global\nset allow-traffic-redirect disable\nset ipv6-allow-traffic-redirect disable\nend\n`)}${far}`)).toEqual([])
  })
})

describe('addresses and services', () => {
  const through = (objects: string, line: string, asked = WEB): string => fate(lab(BASE + objects + policies(policy(1, 'lan', 'dmz', line))), asked)

  test.each([
    ['x | set subnet 10.1.1.10 255.255.255.255', 'passes'], ['x | set subnet 10.1.1.0/28', 'passes'], ['x | set subnet 10.1.1.16/28', 'dropped'],
    ['x | set type iprange | set start-ip 10.1.1.5 | set end-ip 10.1.1.10', 'passes'], ['x | set type iprange | set start-ip 10.1.1.5 | set end-ip 10.1.1.9', 'dropped'],
    ['x | set type wildcard | set wildcard 10.0.1.10 255.0.255.255', 'passes'], ['x | set type wildcard | set wildcard 10.0.1.11 255.0.255.255', 'dropped'],
    ['x | set type fqdn | set fqdn "www.example.jp"', 'unknown'], ['x | set type geography | set country "JP"', 'unknown'], ['x | set type dynamic | set sub-type ems-tag', 'unknown'],
    ['x | set type interface-subnet | set interface "lan"', 'passes'], ['x | set type interface-subnet | set interface "dmz"', 'dropped'],
    ['x', 'passes'], ['x | set subnet 10.1.1.10 255.0.255.0', 'unknown'], ['x | set subnet 10.1.1.16/28 | set strange yes', 'unknown'],
  ])('source %s: %s', (object, expected) => {
    expect(through(table('firewall address', object), 'set srcaddr "x"')).toBe(expected)
  })

  test('groups hold groups, leave out members, and one that holds itself is not known', () => {
    const addresses = table('firewall address', 'a | set subnet 10.1.1.0/24', 'b | set subnet 10.1.1.10/32', 'c | set subnet 192.0.2.0/24')
    const groups = (...objects: string[]): string => addresses + table('firewall addrgrp', ...objects)
    expect(through(groups('outer | set member "inner" "c"', 'inner | set member "a"'), 'set srcaddr "outer"')).toBe('passes')
    expect(through(groups('outer | set member "c"'), 'set srcaddr "outer"')).toBe('dropped')
    expect(through(groups('outer | set member "a" | set exclude enable | set exclude-member "b"'), 'set srcaddr "outer"')).toBe('dropped')
    expect(through(groups('outer | set member "c" "outer2"', 'outer2 | set member "outer"'), 'set srcaddr "outer"')).toBe('unknown')
    expect(through(groups('outer | set member "c"', 'outer2 | set member "c"') + table('firewall addrgrp', 'outer | append member "a"'), 'set srcaddr "outer"')).toBe('passes')
  })

  test.each([
    ['s | set tcp-portrange 80', 'passes'], ['s | set tcp-portrange 443 8080 80-90', 'passes'], ['s | set tcp-portrange 80:1-1023', 'dropped'], ['s | set tcp-portrange 80:1024-65535', 'passes'],
    ['s | set udp-portrange 80', 'dropped'], ['s | set protocol IP | set protocol-number 6', 'passes'], ['s | set protocol IP', 'passes'], ['s | set protocol IP | set protocol-number 17', 'dropped'],
    ['s | set protocol ICMP', 'dropped'], ['s | set tcp-portrange 80 | set iprange 10.2.2.1-10.2.2.9', 'dropped'], ['s | set tcp-portrange 80 | set iprange 10.2.2.10', 'passes'],
    ['s | set tcp-portrange 80 | set fqdn "x.example"', 'unknown'], ['s | set tcp-portrange 80-', 'unknown'], ['s | set protocol HTTP', 'unknown'], ['s | set tcp-portrange 80 | set odd on', 'unknown'],
  ])('service %s: %s', (object, expected) => {
    expect(through(table('firewall service custom', object), 'set service "s"')).toBe(expected)
  })

  test('services of a group, and those that every device has', () => {
    expect(through(table('firewall service group', 'g | set member "SSH" "HTTP"'), 'set service "g"')).toBe('passes')
    expect(through('', 'set service "PING"', { ...WEB, service: 'icmp 8' })).toBe('passes')
    expect(through('', 'set service "PING"', { ...WEB, service: 'icmp 13' })).toBe('dropped')
    expect(through('', 'set service "ALL_ICMP"', { ...WEB, service: 'icmp 13' })).toBe('passes')
    // The file's own definition counts.
    expect(through(table('firewall service custom', 'HTTP | set tcp-portrange 8080'), 'set service "HTTP"')).toBe('dropped')
  })
})

describe('source NAT', () => {
  const out = { from: LAN, to: WAN, service: 'tcp 80' }

  test('nat takes the address of the interface, a pool its own', () => {
    expect(becomes(lab(BASE + policies(policy(1, 'lan', 'wan'))), out)).toEqual([LAN])
    const here = lab(BASE + policies(policy(1, 'lan', 'wan', 'set nat enable')))
    expect(becomes(here, out)).toEqual(['203.0.113.1'])
    expect(answer(here, out)).toBe('passes')
    const pool = table('firewall ippool', 'p | set startip 203.0.113.77 | set endip 203.0.113.77')
    expect(becomes(lab(BASE + pool + policies(policy(1, 'lan', 'wan', 'set nat enable', 'set ippool enable', 'set poolname "p"'))), out)).toEqual(['203.0.113.77'])
  })

  test('each policy translates its own packets', () => {
    const here = lab(BASE + policies(policy(1, 'lan', 'wan', 'set service "HTTP"'), policy(2, 'lan', 'wan', 'set nat enable')))
    expect(becomes(here, out)).toEqual([LAN])
    expect(becomes(here, { ...out, service: 'tcp 443' })).toEqual(['203.0.113.1'])
  })

  test('the central table decides where it is used', () => {
    const central = (...objects: string[]): string => `${BASE}config system settings\nset central-nat enable\nend\n${table('firewall central-snat-map', ...objects)}${policies(policy(1, 'lan', 'wan', 'set nat enable'))}`
    expect(becomes(lab(central()), out)).toEqual([LAN])
    const one = '1 | set srcintf "lan" | set dstintf "wan" | set orig-addr "all" | set dst-addr "all"'
    expect(becomes(lab(central(one)), out)).toEqual(['203.0.113.1'])
    expect(becomes(lab(central(`${one} | set nat disable`)), out)).toEqual([LAN])
    expect(becomes(lab(central(`${one} | set protocol 17`)), out)).toEqual([LAN])
  })
})
