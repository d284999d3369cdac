/** A router between an inside and the world, as its own configuration says; asked with packets. */
import { expect } from 'vitest'
import { explore, replyTo, type Path } from '../../../src/engine/trace.ts'
import { yamahaRtx } from '../../../src/config/yamaha-rtx/index.ts'
import type { Reading } from '../../../src/config/reader.ts'
import { parseAddress } from '../../../src/net/address.ts'
import { TCP, TCP_FLAGS, type Header } from '../../../src/net/header.ts'
import { open } from '../../../src/open.ts'
import type { Topology } from '../../../src/topology/model.ts'

export const AT = { file: 'topology.yaml', path: [] } as const

export const readText = (...lines: readonly string[]): Reading => yamahaRtx.read([{ file: 'rtx.conf', content: `${lines.join('\n')}\n`, at: AT }], AT)

/** `office` 192.168.0.0/24 on lan1, `dmz` 172.16.0.0/24 on lan3, the world beyond pp1 (203.0.113.1). */
export function town(...config: readonly string[]): Topology {
  const yaml = `
sanso: 1
network: town
policy: { profile: saikai-2024, model: alpha }
zones:
  in: { tier: internet }
  dmz: { tier: lgwan }
  world: { tier: public, external: true, relays: true }
segments:
  office: { zone: in, subnets: [192.168.0.0/24, 'fd00:0:0:1::/64'] }
  dmz: { zone: dmz, subnets: [172.16.0.0/24, 'fd00:0:0:3::/64'] }
  wan: { zone: in, subnets: [203.0.113.0/24] }
lines:
  isp: { kind: ipoe, segment: wan, peer: 203.0.113.254, to: world }
hosts:
  pc: { role: terminal, attach: [{ segment: office, address: 192.168.0.10 }, { segment: office, address: 'fd00:0:0:1::10' }] }
  web: { role: server, attach: [{ segment: dmz, address: 172.16.0.80 }, { segment: dmz, address: 'fd00:0:0:3::80' }] }
devices:
  rtx: { kind: router, config: { syntax: yamaha-rtx, file: rtx.conf } }
`
  const files = new Map([['topology.yaml', yaml], ['rtx.conf', `${config.join('\n')}\n`]])
  const { declared, problems } = open('topology.yaml', { read: (file) => files.get(file), expand: () => [] })
  expect(problems).toEqual([])
  return declared!.topology
}

export interface Sent { readonly from: string; readonly to: string; readonly protocol?: number; readonly sport?: number; readonly dport?: number; readonly flags?: number; readonly fragment?: true }

export function header({ from, to, protocol = TCP, sport = 40000, dport = 80, flags = TCP_FLAGS.SYN, fragment }: Sent): Header {
  const { family, value } = parseAddress(from)!
  const isPorted = protocol === 6 || protocol === 17
  const isIcmp = protocol === 1 || protocol === 58
  return {
    family, source: value, destination: parseAddress(to)!.value, protocol, fragment: fragment ?? false,
    sourcePort: fragment ? 0 : isPorted ? sport : 0, destinationPort: fragment ? 0 : isPorted || isIcmp ? dport : 0, flags: protocol === TCP && !fragment ? flags : 0,
  }
}

const placeOf = (address: string) => (address.startsWith('192.168.0.') || address.startsWith('fd00:0:0:1:') ? { segment: 'office' } : address.startsWith('172.16.0.') || address.startsWith('fd00:0:0:3:') ? { segment: 'dmz' } : { zone: 'world' })

export const paths = (topology: Topology, sent: Sent): Path[] => explore(topology, { place: placeOf(sent.from), header: header(sent) })

/** `yes`: it surely arrives somewhere; `no`: it surely does not. */
export function arrives(topology: Topology, sent: Sent): 'yes' | 'no' | 'unknown' {
  return verdict(paths(topology, sent))
}

const verdict = (all: readonly Path[]): 'yes' | 'no' | 'unknown' => {
  const there = all.filter(({ end }) => end.kind === 'delivered')
  if (there.length === 0) return 'no'
  return there.some(({ certain }) => certain) && there.length === all.length ? 'yes' : 'unknown'
}

/** Whether the answer to what arrives comes back. */
export function answered(topology: Topology, sent: Sent): 'yes' | 'no' | 'unknown' {
  const there = paths(topology, sent).filter(({ end }) => end.kind === 'delivered')
  return verdict(there.flatMap((path) => explore(topology, replyTo(path)!, path.sessions, header({ ...sent, from: sent.to, to: sent.from, sport: sent.dport ?? 80, dport: sent.sport ?? 40000, flags: TCP_FLAGS.SYN | TCP_FLAGS.ACK }))))
}
