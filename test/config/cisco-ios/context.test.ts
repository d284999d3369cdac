import { describe, expect, test } from 'vitest'
import { ciscoIos } from '../../../src/config/cisco-ios/index.ts'

const read = (context: string | undefined, ...extra: string[]) => {
  const content = [
    'hostname r', 'vrf definition A', ' address-family ipv4', 'vrf definition B', ' address-family ipv4',
    'interface GigabitEthernet0/0', ' vrf forwarding A', ' ip address 10.1.1.1 255.255.255.0',
    'interface GigabitEthernet0/1', ' ip address 203.0.113.2 255.255.255.0',
    'interface GigabitEthernet0/2', ' vrf forwarding B', ' ip address 10.2.2.1 255.255.255.0', ...extra, 'end', '',
  ].join('\n')
  const { faces, routes } = ciscoIos.read([{ file: 'r.conf', content, at: { file: 't.yaml', path: [] } }], { file: 't.yaml', path: [] }, context)
  return { faces: faces!.map(({ name }) => name.replace('GigabitEthernet0/', '')), routes: routes!.length }
}

describe('a VRF as the context', () => {
  test('is its own interfaces and routes, where nothing leads out of it', () => {
    expect(read('A')).toEqual({ faces: ['0'], routes: 0 })
    expect(read(undefined)).toEqual({ faces: ['0', '1', '2'], routes: 0 })
  })

  test.each([
    ['a next hop in the global table', 'ip route vrf A 203.0.113.0 255.255.255.0 203.0.113.9 global'],
    ['an interface of another VRF', 'ip route vrf A 203.0.113.9 255.255.255.255 GigabitEthernet0/1'],
    ['an interface of this VRF, from another', 'ip route 10.1.1.0 255.255.255.0 GigabitEthernet0/0'],
  ])('takes what a route joins with it: %s', (_, leak) => {
    expect(read('A', leak)).toEqual({ faces: ['0', '1'], routes: 1 })
    expect(read('B', leak)).toEqual({ faces: ['2'], routes: 0 })
  })
})
