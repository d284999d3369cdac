/** Questions about packets: what is said to get through does, what is said to be stopped is stopped at every point named. */
import { describe, expect, test } from 'vitest'
import { files } from '../examples/files.ts'
import { servicesIn } from '../../src/net/services-in.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { parseService } from '../../src/net/service.ts'
import { servicePackets } from '../../src/net/service-packets.ts'
import { explainIn, followIn, matrixIn, type Question } from '../../src/questions/packets.ts'
import type { Answered } from '../../src/questions/answer.ts'

const TOWN = 'examples/saikai-town/topology.yaml'

function said<T>(answered: Answered<T>): T {
  if (answered.is !== 'answer') throw new Error(JSON.stringify(answered))
  return answered.answer
}

const inMemory = (content: string) => ({ read: (name: string) => (name === 'net.yaml' ? content : undefined), expand: () => [] })

const TWO_FIREWALLS = `
sanso: 1
network: two
zones: { mn: { tier: mynumber }, lg: { tier: lgwan }, in: { tier: internet } }
segments:
  a: { zone: mn, subnets: [10.0.1.0/24] }
  between: { zone: lg, subnets: [10.0.2.0/24] }
  b: { zone: in, subnets: [10.0.3.0/24] }
devices:
  fw1:
    kind: firewall
    stateful: true
    interfaces: { x: { address: 10.0.1.1/24 }, y: { address: 10.0.2.1/24 } }
    routes: [{ to: 10.0.3.0/24, via: 10.0.2.2 }]
    filter:
      - { id: 10, action: permit, service: tcp/22 }
      - { id: 20, action: deny, service: tcp/25 }
  fw2:
    kind: firewall
    stateful: true
    interfaces: { x: { address: 10.0.2.2/24 }, y: { address: 10.0.3.1/24 } }
    routes: [{ to: 10.0.1.0/24, via: 10.0.2.1 }]
    filter: [{ id: 30, action: permit, service: tcp/80 }]
`
const ask = (from: string, to: string, ...services: string[]): Question => ({ from, to, services })
const explained = (question: Question, content = TWO_FIREWALLS) => said(explainIn('net.yaml', inMemory(content), question))

describe('explain', () => {
  test('names every point that stops a packet, not the first', () => {
    const { outcome, walls } = explained(ask('a', 'b', 'tcp/443'))
    expect(outcome).toBe('impossible')
    expect(walls.map(({ stops, arrives }) => [arrives, ...stops.map(({ place, what }) => `${place.en}: ${what.en}`)])).toEqual([
      [true, 'device fw1: denied by the default of filter', 'device fw2: denied by the default of filter'],
    ])
  })

  test('only those that do stop it', () => {
    expect(explained(ask('a', 'b', 'tcp/22')).walls.map(({ stops }) => stops.map(({ place }) => place.en))).toEqual([['device fw2']])
    expect(explained(ask('a', 'b', 'tcp/25')).walls[0]!.stops.map(({ what }) => what.en)).toEqual(['denied by filter rule 20', 'denied by the default of filter'])
  })

  test('services that are stopped at different points are told apart', () =>
    expect(explained(ask('a', 'b', 'tcp/22', 'tcp/25')).walls).toHaveLength(2))

  test('opening what it names, and nothing else, lets it through', () => {
    const opened = (from: string, to: string) => TWO_FIREWALLS.replace(from, () => to)
    const first = opened('id: 20, action: deny', 'id: 20, action: permit')
    expect(explained(ask('a', 'b', 'tcp/25'), first).outcome).toBe('impossible')
    expect(explained(ask('a', 'b', 'tcp/25'), first.replace('service: tcp/80', 'service: tcp/25')).outcome).toBe('possible')
  })

  test('a way that no route leads is said to end', () => {
    const { walls } = explained(ask('a', 'b', 'tcp/22'), TWO_FIREWALLS.replace('    routes: [{ to: 10.0.3.0/24, via: 10.0.2.2 }]\n', ''))
    expect(walls.map(({ arrives }) => arrives)).toEqual([false])
    expect(walls[0]!.stops.at(-1)!.what.en).toBe('no route')
  })

  test('what gets through comes with its set, its path and its answer', () => {
    const { outcome, ways } = said(explainIn(TOWN, files, ask('tax-server', 'eltax')))
    expect([outcome, ways.length]).toEqual(['possible', 1])
    expect(ways[0]!.witness.boxes).toEqual([{ source: ['10.10.10.8'], destination: ['198.51.100.50'], service: ['tcp/443 (SYN,!ACK)'] }])
    expect(ways[0]!.reply?.at(-1)?.what.en).toBe('delivered')
  })

  test.each([
    ['nowhere', 'there is no zone, segment, host, party, device or address "nowhere"'], ['10.0.1', 'there is no'], ['zone:a', 'there is no'],
  ])('%s is nothing that stands anywhere', (from, why) => {
    const answered = explainIn('net.yaml', inMemory(TWO_FIREWALLS), ask(from, 'b'))
    expect(answered.is === 'mistaken' && answered.why.en).toContain(why)
  })

  test('a service that is none', () => expect(explainIn('net.yaml', inMemory(TWO_FIREWALLS), ask('a', 'b', 'tpc/443'))).toMatchObject({ is: 'mistaken' }))

  test('mistakes in the input come back, all of them', () =>
    expect(explainIn('net.yaml', inMemory('sanso: 1\nnetwork: x\nzones: 3\nsegments: 4\n'), ask('a', 'b'))).toMatchObject({ is: 'problems', problems: { length: 2 } }))
})

describe('trace', () => {
  test('follows a packet and its answer', () => {
    const [followed] = said(followIn('net.yaml', inMemory(TWO_FIREWALLS.replace('service: tcp/80', 'service: tcp/22')), ask('10.0.1.5', '10.0.3.9', 'tcp/22')))
    expect(followed!.packet).toMatchObject({ source: '10.0.1.5', destination: '10.0.3.9', destinationPort: 22 })
    expect(followed!.ways.map(({ end, answers }) => [end, answers.map((one) => one.end)])).toEqual([['delivered', ['delivered']]])
  })

  test('no packet has an end in each family', () =>
    expect(followIn('net.yaml', inMemory(TWO_FIREWALLS), ask('10.0.1.5', 'fd00::1'))).toMatchObject({ is: 'mistaken' }))
})

describe('matrix', () => {
  test('says of each pair what explain says of it', () => {
    const matrix = said(matrixIn(TOWN, files, 'zone'))
    const ids = matrix.areas.map(({ id }) => id)
    expect(matrix.cells).toHaveLength(ids.length * (ids.length - 1))
    const inner = ids.filter((id) => ['mn', 'lg', 'in', 'sc', 'world', 'lgwan'].includes(id))
    for (const cell of matrix.cells.filter(({ from, to }) => inner.includes(from) && inner.includes(to))) {
      const { outcome } = said(explainIn(TOWN, files, ask(`zone:${cell.from}`, `zone:${cell.to}`)))
      expect([cell, outcome]).toEqual([cell, cell.passage.is === 'open' ? 'possible' : cell.passage.is === 'unknown' ? 'perhaps' : 'impossible'])
    }
  })

  test('by segment the same, piece by piece', () => {
    const zones = said(matrixIn('net.yaml', inMemory(TWO_FIREWALLS), 'zone')).cells.map(({ passage }) => passage)
    expect(said(matrixIn('net.yaml', inMemory(TWO_FIREWALLS), 'segment')).cells.map(({ passage }) => passage)).toEqual(zones)
  })

  test('what is not understood is unknown, not open', () => {
    const config = TWO_FIREWALLS.replace(/ {4}filter: \[\{ id: 30.*\n/, '').replace('  fw2:\n    kind: firewall\n    stateful: true\n', '  fw2:\n    kind: firewall\n    config: { syntax: iptables, file: fw2.v4 }\n')
    const dump = '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A FORWARD -p tcp --dport 22 -m mystery -j ACCEPT\nCOMMIT\n'
    const answered = said(matrixIn('net.yaml', { ...inMemory(config), read: (name) => ({ 'net.yaml': config, 'fw2.v4': dump })[name] }, 'zone'))
    expect(answered.cells.find(({ from, to }) => from === 'mn' && to === 'in')!.passage).toMatchObject({ is: 'unknown' })
  })
})

describe('services of a set', () => {
  const space = new PacketSpace()
  const packets = (text: string) => servicePackets(space, parseService(text)!)

  test.each(['tcp/443', 'udp/53', 'icmp/echo-request', 'esp', 'any', 'tcp', 'tcp/1000-2000'])('%s', (text) => expect(servicesIn(packets(text))).toEqual([text]))
  test('flags are told only of what opens nothing', () => {
    expect(servicesIn(packets('tcp/443').intersect(space.tcpFlags(18, 2)))).toEqual(['tcp/443'])
    expect(servicesIn(packets('tcp/443').intersect(space.tcpFlags(16, 16)))).toEqual(['tcp/443 (ACK)'])
  })
  test('later fragments are told only by themselves', () => {
    expect(servicesIn(packets('tcp/443').union(packets('tcp').intersect(space.fragment())))).toEqual(['tcp/443'])
    expect(servicesIn(packets('udp').intersect(space.fragment()))).toEqual(['udp (later fragments)'])
  })
})
