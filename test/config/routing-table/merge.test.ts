/** Printed tables in the place of what a configuration says of routes. */
import { describe, expect, test } from 'vitest'
import { open } from '../../../src/open.ts'
import type { Device } from '../../../src/topology/model.ts'
import { formatPrefix } from '../../../src/net/address.ts'

const CONFIG = ['# RTX1210 Rev.14.01.38', 'ip lan1 address 192.168.0.1/24', 'ip lan2 address 10.0.0.1/24', 'ip route default gateway 10.0.0.254', 'ospf use on', ''].join('\n')
const HEAD = 'Destination         Gateway          Interface       Kind  Additional Info.\n'

function device(tables: Record<string, string>, config = CONFIG, named = Object.keys(tables)): { device: Device | undefined; problems: readonly { code: string; message: { en: string } }[]; lines: number } {
  const yaml = `
sanso: 1
network: town
policy: { profile: saikai-2024, model: alpha }
zones: { in: { tier: internet } }
segments: { office: { zone: in, subnets: [192.168.0.0/24] }, edge: { zone: in, subnets: [10.0.0.0/24] } }
devices:
  rtx: { kind: router, config: { syntax: rtx, file: rtx.conf, tables: [${named.join(', ')}] } }
`
  const files = new Map([['t.yaml', yaml], ['rtx.conf', config], ...Object.entries(tables)])
  const { declared, problems } = open('t.yaml', { read: (file) => files.get(file), expand: () => [] })
  return { device: declared?.topology.devices.get('rtx'), problems, lines: declared?.readings.get('rtx')?.lines.length ?? 0 }
}

const routes = ({ device: one }: ReturnType<typeof device>) => one!.routes.map(({ to, next }) => `${formatPrefix(to)} ${next.kind === 'via' || next.kind === 'interface' ? next.interface : next.kind}`)
const gaps = ({ device: one }: ReturnType<typeof device>) => one!.gaps.map(({ touches, families, what }) => `${touches} ${families.join()} ${what}`)

describe('a printed table', () => {
  const table = `${HEAD}default  10.0.0.253  LAN2  OSPF\n192.168.0.0/24  192.168.0.1  LAN1  implicit\n10.0.0.0/24  10.0.0.1  LAN2  implicit\n172.16.0.0/16  10.0.0.7  LAN2  OSPF\n`

  test('replaces the routes of the configuration, and what a routing protocol knows is known', () => {
    const read = device({ 'routes.txt': table })
    expect(read.problems).toEqual([])
    expect(routes(read)).toEqual(['0.0.0.0/0 lan2', '172.16.0.0/16 lan2'])
    expect(gaps(read)).toEqual([])
    expect(read.lines).toBe(10)
  })

  test('without it the configuration holds, and so does the gap', () => {
    const read = device({ 'routes.txt': 'IPv6 Routing Table - default - 1 entries\nCodes: C - Connected\n' })
    expect(routes(read)).toEqual(['0.0.0.0/0 lan2'])
    expect(gaps(read)).toEqual(['routes 4 ospf use on'])
  })

  test('a line that is not understood leaves the routes unknown', () => {
    expect(gaps(device({ 'routes.txt': `${table}10.5.0.0/16 somewhere new\n` }))).toEqual(['routes 4 10.5.0.0/16 somewhere new'])
  })

  test('what asks another table leaves the routes unknown: `throw`', () => {
    const read = device({ 'ip.txt': 'default via 10.0.0.253 dev lan2\nthrow 10.5.0.0/16\n' })
    expect(read.problems).toEqual([])
    expect(gaps(read)).toEqual(['routes 4 throw 10.5.0.0/16'])
  })

  test.each([
    ['what is no table', 'hello\n', 'no routing table'],
    ['an interface that is not there', `${HEAD}default  10.0.0.253  LAN9  OSPF\n`, '"lan9"'],
    ['another network on an interface', `${HEAD}192.168.0.0/25  192.168.0.1  LAN1  implicit\n`, '192.168.0.0/25'],
    ['another address', 'Codes: C - connected\nGateway of last resort is not set\nL    192.168.0.2/32 is directly connected, lan1\n', '192.168.0.2/32'],
  ])('%s is a problem', (_, content, message) => {
    const { problems } = device({ 'routes.txt': content })
    expect(problems.map(({ code }) => code)).toEqual(['config-table'])
    expect(problems[0]!.message.en).toContain(message)
  })

  test('an empty JSON table of a declared family says that it has no routes; of none, or empty text, it says nothing', () => {
    const empty = (declared: string, content: string) => device({ 'none.json': content }, CONFIG, [`{ file: none.json${declared} }`])
    const read = empty(', family: 4', '[ ]\n')
    expect(read.problems).toEqual([])
    expect(routes(read)).toEqual([])
    expect(gaps(read)).toEqual([])
    expect(empty('', '[]').problems.map(({ code }) => code)).toEqual(['config-table'])
    expect(empty(', family: 4', '').problems.map(({ code }) => code)).toEqual(['config-table'])
  })

  test('a table of which the loopback is all there is has no routes', () => {
    const read = device({ 'six.json': '[{"dst":"::1","dev":"lo","protocol":"kernel","metric":256,"flags":[],"pref":"medium"}]' })
    expect(read.problems).toEqual([])
    expect(routes(read)).toEqual(['0.0.0.0/0 lan2'])
    expect(device({ 'local.txt': 'local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1\n' }).problems.map(({ code }) => code)).toEqual(['config-table'])
  })

  test('a file that is not there is a problem where it is named', () => {
    expect(device({}, CONFIG).problems.map(({ code }) => code)).toEqual(['schema'])
  })
})
