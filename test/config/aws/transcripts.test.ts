/** What ping and nmap really saw in the labs, from each machine to each address, and what the model says of the same packets. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { segment } from '../../brute/build.ts'
import { formatAddress } from '../../../src/net/address.ts'
import { cloud, HAVE_LABS, jsonBelow, LABS, OUTSIDE, session, type Lab, type Probe } from './labs.ts'

if (!HAVE_LABS) console.warn('test/config/aws/transcripts: skipped, no folder ../shared/data/aws')

interface Seen extends Probe { readonly works: boolean; readonly file: string }

/** An answer came: an echo reply, or a port that is open or closed. */
function seen(lab: string): Seen[] {
  const show = join(LABS, lab, 'show')
  return readdirSync(show, { withFileTypes: true }).filter((one) => one.isDirectory()).flatMap(({ name: from }) =>
    readdirSync(join(show, from)).sort().map((file) => {
      const [, tool, to, port] = /^(ping|nmap)_([\d.]+)_(?:-p_(\d+)_-Pn|-c_1)\.txt$/.exec(file)!
      const content = readFileSync(join(show, from, file), 'utf8')
      const works = tool === 'ping' ? / 1 (?:packets )?received/.test(content) : /^\d+\/tcp +(?:open|closed) /m.test(content)
      return { from, to: to!, ...(port !== undefined && { port: Number(port) }), works, file: `${from}/${file}` }
    }))
}

const segmentsOf = (folder: string) => jsonBelow(folder).filter((file) => file.endsWith('/Subnets.json')).flatMap((file) =>
  (JSON.parse(readFileSync(file, 'utf8')) as { Subnets: { SubnetId: string; CidrBlock: string }[] }).Subnets.map((one) => segment(one.SubnetId, 'city', one.CidrBlock)))

function lab(name: string, edges: readonly string[]): Lab {
  const folder = join(LABS, name, 'aws_configs')
  return { files: jsonBelow(folder), segments: segmentsOf(folder), edges }
}

const NAMES = ['aws_instance_multiple_interface', 'aws_multi_account_vpc_peering', 'aws_tgw_multi_az_intra_region_nacl_test']

describe.skipIf(!HAVE_LABS).each(NAMES)('%s', (name) => {
  const folder = join(LABS, name, 'aws_configs')
  const edges = jsonBelow(folder).filter((file) => file.endsWith('/InternetGateways.json')).flatMap((file) =>
    (JSON.parse(readFileSync(file, 'utf8')) as { InternetGateways: { InternetGatewayId: string }[] }).InternetGateways.map((one) => one.InternetGatewayId))
  const { topology, problems } = cloud(lab(name, edges))

  test('nothing is wrong with the files', () => expect(problems).toEqual([]))

  test('every transcript', () => {
    const misses: string[] = []
    for (const { works, file, ...probe } of seen(name)) {
      const home = [...topology.segments.values()].find(({ id, subnets }) => id.startsWith('subnet') && subnets.some((one) => holds(one, probe.from)))
      if (probe.from === probe.to) continue
      const { there, back } = session(topology, probe.from === OUTSIDE ? { zone: 'world' } : { segment: home!.id }, probe)
      const ours = back.some(({ end }) => formatAddress({ family: 4, value: end.header.destination }) === probe.from)
      if (ours !== works) misses.push(`${file}: ${works ? 'works' : 'fails'}, there ${there.length}, back ${back.length}`)
    }
    expect(misses).toEqual([])
  })
})

const holds = ({ address, length }: { address: bigint; length: number }, typed: string): boolean => {
  const value = typed.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  return value >> BigInt(32 - length) === address >> BigInt(32 - length)
}
