import { describe, expect, test } from 'vitest'
import { answer, becomes, fate, lab } from './lab.ts'

const SEGMENTS = { in: ['10.0.0.0/24'], out: ['203.0.113.0/29'], far: ['198.51.100.0/24'] }
const router = (...more: string[]) => lab(`hostname r
interface Vlan1
 ip address 10.0.0.1 255.255.255.0
 ip nat inside
interface GigabitEthernet0
 ip address 203.0.113.2 255.255.255.248
 ip nat outside
 ${more.filter((one) => one.startsWith('ip access-group')).join('\n ')}
interface GigabitEthernet1
 ip address 198.51.100.1 255.255.255.0
access-list 1 permit 10.0.0.0 0.0.0.127
${more.filter((one) => !one.startsWith('ip access-group')).join('\n')}
`, SEGMENTS)
const OUT = '203.0.113.6'
const PC = '10.0.0.10'

describe('translation', () => {
  test('overload: what the list permits goes out with the address of the interface, and answers come back', () => {
    const here = router('ip nat inside source list 1 interface GigabitEthernet0 overload')
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
    const asked = { from: PC, to: OUT, service: 'tcp 443' }
    expect(becomes(here, asked)).toEqual(['203.0.113.2'])
    expect(answer(here, asked)).toBe('passes')
    expect(becomes(here, { ...asked, from: '10.0.0.200' })).toEqual(['10.0.0.200'])
    expect(becomes(here, { from: PC, to: '198.51.100.9', service: 'tcp 443' })).toEqual([PC])
    expect(fate(here, { from: OUT, to: '203.0.113.2', service: 'tcp 443' }, PC)).toBe('dropped')
  })

  test('the list out sees translated sources, the list in untranslated destinations', () => {
    const overload = 'ip nat inside source list 1 interface GigabitEthernet0 overload'
    const asked = { from: PC, to: OUT, service: 'tcp 443' }
    const by = (entry: string) => router(overload, 'ip access-group X out', 'ip access-list extended X', ` ${entry}`)
    expect(fate(by('permit ip host 203.0.113.2 any'), asked)).toBe('passes')
    expect(fate(by('permit ip 10.0.0.0 0.0.0.255 any'), asked)).toBe('dropped')
    const inward = (entry: string) => router('ip nat inside source static 10.0.0.5 203.0.113.5', 'ip access-group X in', 'ip access-list extended X', ` ${entry}`)
    const open = { from: OUT, to: '203.0.113.5', service: 'tcp 443' }
    expect(fate(inward('permit tcp any host 203.0.113.5'), open, '10.0.0.5')).toBe('passes')
    expect(fate(inward('permit tcp any host 10.0.0.5'), open, '10.0.0.5')).toBe('dropped')
  })

  test('static: both ways, and answers too', () => {
    const here = router('ip nat inside source static 10.0.0.5 203.0.113.5')
    expect(becomes(here, { from: '10.0.0.5', to: OUT, service: 'udp 53' })).toEqual(['203.0.113.5'])
    const asked = { from: OUT, to: '203.0.113.5', service: 'tcp 25' }
    expect([fate(here, asked, '10.0.0.5'), answer(here, asked, '10.0.0.5')]).toEqual(['passes', 'passes'])
  })

  test('a list out judges the answers of a static translation by their translated source', () => {
    const by = (entry: string) => router('ip nat inside source static 10.0.0.5 203.0.113.5', 'ip access-group X out', 'ip access-list extended X', ` ${entry}`)
    const asked = { from: OUT, to: '203.0.113.5', service: 'tcp 25' }
    expect(answer(by('permit tcp host 203.0.113.5 any'), asked, '10.0.0.5')).toBe('passes')
    expect(answer(by('permit tcp host 10.0.0.5 any'), asked, '10.0.0.5')).toBe('dropped')
  })

  test('a port: only that port arrives, at another', () => {
    const here = router('ip nat inside source static tcp 10.0.0.5 8080 interface GigabitEthernet0 80')
    expect(fate(here, { from: OUT, to: '203.0.113.2', service: 'tcp 80' }, '10.0.0.5')).toBe('passes')
    expect(fate(here, { from: OUT, to: '203.0.113.2', service: 'tcp 81' }, '10.0.0.5')).toBe('dropped')
    expect(fate(here, { from: OUT, to: '203.0.113.2', service: 'udp 80' }, '10.0.0.5')).toBe('dropped')
  })

  test('a lent address of a pool lets anybody in while it is lent', () => {
    const here = router('ip nat pool P 203.0.113.3 203.0.113.4 netmask 255.255.255.248', 'ip nat inside source list 1 pool P')
    expect(becomes(here, { from: PC, to: OUT, service: 'tcp 80' })).toEqual(['203.0.113.3', '203.0.113.4'])
    expect(fate(here, { from: OUT, to: '203.0.113.3', service: 'tcp 22' }, PC)).toBe('unknown')
    const overloaded = router('ip nat pool P 203.0.113.3 203.0.113.4 netmask 255.255.255.248', 'ip nat inside source list 1 pool P overload')
    expect(fate(overloaded, { from: OUT, to: '203.0.113.3', service: 'tcp 22' }, PC)).toBe('dropped')
  })

  test('outside source: a stranger is known by an inner address', () => {
    const here = router('ip nat outside source static 203.0.113.6 10.9.9.9', 'ip route 10.9.9.9 255.255.255.255 203.0.113.6')
    expect(becomes(here, { from: OUT, to: PC, service: 'tcp 80' })).toEqual(['10.9.9.9'])
    expect(fate(here, { from: PC, to: '10.9.9.9', service: 'tcp 80' }, OUT)).toBe('passes')
  })

  test('by route map', () => {
    const here = router('route-map M permit 10', ' match ip address 1', ' match interface GigabitEthernet0', 'ip nat inside source route-map M interface GigabitEthernet0 overload')
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
    expect(becomes(here, { from: PC, to: OUT, service: 'tcp 80' })).toEqual(['203.0.113.2'])
  })

  test('a line that is not understood may translate anything, and never silently nothing', () => {
    const here = router('ip nat inside destination list 1 pool P')
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toHaveLength(1)
    expect(fate(here, { from: PC, to: OUT, service: 'tcp 80' })).toBe('unknown')
  })
})
