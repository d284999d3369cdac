/** What is to be tried on the real network: enough of it, both ways, and what is expected is what another meaning of the network says. */
import { describe, expect, test } from 'vitest'
import { explain } from '../../src/engine/explain.ts'
import { follow } from '../../src/engine/follow.ts'
import { whereabouts, type End } from '../../src/engine/whereabouts.ts'
import { parseService } from '../../src/net/service.ts'
import { servicePackets } from '../../src/net/service-packets.ts'
import { bundled, textOf } from './bundled.ts'

const NETWORKS = ['examples/saikai-town/topology.yaml', 'examples/saikai-town-wide-permit/topology.yaml', 'examples/saikai-city/alpha-prime.yaml', 'examples/iptables-gateway/topology.yaml', 'examples/saikai/topology.yaml']

describe.each(NETWORKS)('%s', (root) => {
  const service = ({ protocol, port }: { readonly protocol: string; readonly port?: number }): string => (port === undefined ? 'icmp/echo-request' : `${protocol}/${port}`)

  test('has 20 to 30 tests of both kinds, none of them twice', async () => {
    const { fieldTests } = (await bundled(root)).asked.dossier
    expect(fieldTests.length).toBeGreaterThanOrEqual(20)
    expect(fieldTests.length).toBeLessThanOrEqual(30)
    expect(new Set(fieldTests.map(({ expected }) => expected))).toEqual(new Set(['arrives', 'stopped']))
    expect(new Set(fieldTests.map((one) => JSON.stringify([one.from.address, one.to.address, service(one)]))).size).toBe(fieldTests.length)
  })

  test('what is expected to arrive does, and is answered, when it is walked; what is expected to be stopped is', async () => {
    const { dossier, judgement: { network, reach } } = (await bundled(root)).asked
    for (const one of dossier.fieldTests) {
      const [from, to] = [whereabouts(network, one.from.address), whereabouts(network, one.to.address)] as [End, End]
      const packets = servicePackets(network.space, parseService(service(one))!)
      const said = [one.from.address, one.to.address, service(one)]
      expect([said, explain(reach, from, to, packets).outcome]).toEqual([said, one.expected === 'arrives' ? 'possible' : 'impossible'])
      const ways = follow(network, from, to, packets).flatMap((walked) => walked.ways)
      const arriving = ways.filter(({ end }) => end === 'delivered')
      expect([said, one.expected === 'arrives' ? arriving.some(({ answers }) => answers.some(({ end }) => end === 'delivered')) : arriving.length]).toEqual([said, one.expected === 'arrives' ? true : 0])
    }
  }, 120_000)

  test('the sheet has a row for each, with a column to be filled in', async () => {
    const { asked, bundle } = await bundled(root)
    const rows = textOf(bundle, 'reachability-test.md').split('\n').filter((line) => /^\| \d+ \|/.test(line))
    expect(rows).toHaveLength(asked.dossier.fieldTests.length)
    for (const row of rows) expect(row).toMatch(/\|\s+\|\s+\|$/)
  })
})
