import { describe, expect, test } from 'vitest'
import { answer, fate, lab } from './lab.ts'

const SEGMENTS = { in: ['10.0.0.0/24'], dmz: ['10.0.1.0/24'], out: ['203.0.113.0/24'], none: ['10.0.3.0/24'], in2: ['10.0.4.0/24'] }
const firewall = (more: string, policy = 'P') => lab(`hostname z
zone security IN
zone security OUT
zone security DMZ
class-map type inspect match-any WEB
 match protocol http
 match protocol https
class-map type inspect match-all TO-DMZ
 match access-group name SRV
 match protocol tcp
policy-map type inspect P
 class type inspect WEB
  inspect
 class type inspect PING
  pass
 class class-default
  drop log
class-map type inspect match-any PING
 match protocol icmp
policy-map type inspect Q
 class type inspect TO-DMZ
  inspect
 class class-default
  drop
zone-pair security IO source IN destination OUT
 service-policy type inspect ${policy}
zone-pair security OD source OUT destination DMZ
 service-policy type inspect Q
ip access-list extended SRV
 permit ip any host 10.0.1.80
interface GigabitEthernet0
 ip address 10.0.0.1 255.255.255.0
 zone-member security IN
interface GigabitEthernet1
 ip address 10.0.1.1 255.255.255.0
 zone-member security DMZ
interface GigabitEthernet2
 ip address 203.0.113.1 255.255.255.0
 zone-member security OUT
interface GigabitEthernet3
 ip address 10.0.3.1 255.255.255.0
interface GigabitEthernet4
 ip address 10.0.4.1 255.255.255.0
 zone-member security IN
${more}`, SEGMENTS)
const [IN, DMZ, OUT, NONE, IN2] = ['10.0.0.9', '10.0.1.80', '203.0.113.9', '10.0.3.9', '10.0.4.9'] as const

describe('zones', () => {
  const here = firewall('')

  test('every line is understood', () => {
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
    expect(here.reading.gaps).toEqual([])
  })

  test('inspected traffic passes, and so do its answers; what no class takes is dropped', () => {
    const asked = { from: IN, to: OUT, service: 'tcp 443' }
    expect([fate(here, asked), answer(here, asked)]).toEqual(['passes', 'passes'])
    expect(fate(here, { ...asked, service: 'tcp 22' })).toBe('dropped')
    expect(fate(here, { from: OUT, to: IN, service: 'tcp 443' })).toBe('dropped')
    expect(fate(here, { ...asked, service: 'tcp 443 ACK' })).toBe('dropped')
    expect(fate(here, { ...asked, service: 'tcp fragment' })).toBe('dropped')
  })

  test('what is only passed has no way back', () => {
    const asked = { from: IN, to: OUT, service: 'icmp 8' }
    expect([fate(here, asked), answer(here, asked)]).toEqual(['passes', 'dropped'])
  })

  test('a class of match-all asks for all of it', () => {
    expect(fate(here, { from: OUT, to: DMZ, service: 'tcp 25' })).toBe('passes')
    expect(answer(here, { from: OUT, to: DMZ, service: 'tcp 25' })).toBe('passes')
    expect(fate(here, { from: OUT, to: DMZ, service: 'udp 53' })).toBe('dropped')
    expect(fate(here, { from: OUT, to: '10.0.1.81', service: 'tcp 25' })).toBe('dropped')
  })

  test('without a pair nothing passes between zones, within one everything, and nothing between a zone and none', () => {
    expect(fate(here, { from: IN, to: DMZ, service: 'tcp 80' })).toBe('dropped')
    expect(fate(here, { from: IN, to: IN2, service: 'tcp 9' })).toBe('passes')
    expect([fate(here, { from: IN, to: NONE, service: 'tcp 80' }), fate(here, { from: NONE, to: IN, service: 'tcp 80' })]).toEqual(['dropped', 'dropped'])
  })

  test('the device itself is reached and answers, until a pair with self says otherwise of that direction', () => {
    expect(fate(here, { from: OUT, to: '203.0.113.1', service: 'tcp 22' }, 'device')).toBe('passes')
    const guarded = firewall(`zone-pair security OS source OUT destination self
 service-policy type inspect P
`)
    expect(fate(guarded, { from: OUT, to: '203.0.113.1', service: 'tcp 22' }, 'device')).toBe('dropped')
    expect(fate(guarded, { from: OUT, to: '203.0.113.1', service: 'icmp 8' }, 'device')).toBe('passes')
    expect(fate(guarded, { from: IN, to: '10.0.0.1', service: 'tcp 22' }, 'device')).toBe('passes')
  })

  test('a policy that is not there may do anything, a class that is not there may match', () => {
    expect(fate(firewall('', 'MISSING'), { from: IN, to: OUT, service: 'tcp 443' })).toBe('unknown')
    const classless = firewall(`policy-map type inspect R
 class type inspect NOBODY
  inspect
zone-pair security ID source IN destination DMZ
 service-policy type inspect R
`)
    expect(fate(classless, { from: IN, to: DMZ, service: 'tcp 443' })).toBe('unknown')
  })

  test('an application that nobody knows may be anything', () => {
    const here = firewall(`policy-map type inspect R
 class type inspect ODD
  inspect
class-map type inspect match-any ODD
 match protocol gizmo
zone-pair security ID source IN destination DMZ
 service-policy type inspect R
`)
    expect(fate(here, { from: IN, to: DMZ, service: 'tcp 443' })).toBe('unknown')
    expect(here.reading.lines.filter(({ status }) => status === 'not understood').map(({ text }) => text.trim())).toEqual(['match protocol gizmo'])
  })
})

describe('ip inspect', () => {
  const cbac = (...nat: string[]) => lab(`hostname c
ip inspect name FW tcp
ip inspect name FW dns
interface GigabitEthernet0
 ip address 10.0.0.1 255.255.255.0
 ${nat.length > 0 ? 'ip nat inside' : 'ip inspect FW in'}
interface GigabitEthernet2
 ip address 203.0.113.1 255.255.255.0
 ip access-group BLOCK in
 ${nat.length > 0 ? 'ip inspect FW out\n ip nat outside' : ''}
ip access-list extended BLOCK
 permit icmp any any echo-reply
 deny ip any any
access-list 1 permit any
${nat.join('\n')}
`, SEGMENTS)

  test.each([['in at the inner interface', cbac()], ['out at the outer interface, with NAT', cbac('ip nat inside source list 1 interface GigabitEthernet2 overload')]])(
    '%s: answers of what is inspected pass the list, others do not', (_, here) => {
      expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
      const asked = (service: string) => ({ from: IN, to: OUT, service })
      expect([fate(here, asked('tcp 80')), answer(here, asked('tcp 80'))]).toEqual(['passes', 'passes'])
      expect([fate(here, asked('udp 53')), answer(here, asked('udp 53'))]).toEqual(['passes', 'passes'])
      expect([fate(here, asked('udp 99')), answer(here, asked('udp 99'))]).toEqual(['passes', 'dropped'])
      expect([fate(here, asked('icmp 8')), answer(here, asked('icmp 8'))]).toEqual(['passes', 'passes'])
      expect(fate(here, { from: OUT, to: IN, service: 'tcp 80 ACK' })).toBe('dropped')
    })
})
