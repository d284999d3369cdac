/** What is declared of watching, local breakouts, audits and carried media. */
import { describe, expect, it } from 'vitest'
import { formatAddresses } from '../../src/net/address.ts'
import { load, mistakes } from './loading.ts'

const NETWORK = `
sanso: 1
network: town
zones:
  lg: { tier: lgwan }
  sc: { tier: security-cloud, external: true, monitored: true, logs-to: soc, evidence: { document: 仕様書, on: 2026-04-01 } }
  saas: { tier: party, external: true, addresses: [203.0.113.128/27] }
segments:
  pc: { zone: lg, subnets: [10.0.1.0/24] }
lines:
  out:
    kind: lbo
    segment: pc
    peer: 10.0.1.254
    to: saas
    breakout:
      services:
        - { name: ウェブ会議, addresses: meeting, fqdn: [meet.example], service: [tcp/443, media], ismap: true, tenant-control: true }
      evidence: { document: 接続仕様書, on: 2026-05-01 }
objects:
  addresses: { meeting: [203.0.113.128/28] }
  services: { media: udp/3478-3481 }
devices:
  fw: { kind: firewall, filter: [], interfaces: { a: { address: 10.0.1.1/24 } }, monitored: true, logs-to: [siem, sc] }
hosts:
  siem: { role: log-collector, attach: [{ segment: pc, address: 10.0.1.9 }], monitored: false }
  station: { role: sanitizer, attach: [{ segment: pc, address: 10.0.1.10 }] }
  pcs: { role: terminal, attach: [{ segment: pc, address: 10.0.1.20 }], controls: { edr: 118/130, per-asset-access: true } }
parties:
  soc: { zone: sc, addresses: [203.0.113.5] }
flows:
  M1: { kind: media, from: { zone: saas }, to: { host: pcs }, through: station }
audits:
  A1: { kind: external, on: 2026-03-01, by: 監査法人, document: 外部監査報告書, submitted-to: J-LIS, covers: [lg] }
`

const after = (typed: string, instead: string): string[] => {
  expect(NETWORK.split(typed).length, `"${typed}" stands once`).toBe(2)
  return mistakes(load(NETWORK.replace(typed, () => instead)))
}

describe('what is declared', () => {
  const { topology } = load(NETWORK)

  it('loads without a problem', () => expect(mistakes(load(NETWORK))).toEqual([]))

  it('of watching, with where the logs go', () => {
    expect(topology!.zones.get('sc')).toMatchObject({ monitored: true, logsTo: [{ kind: 'party', id: 'soc' }], evidence: { on: '2026-04-01' } })
    expect(topology!.devices.get('fw')).toMatchObject({ monitored: true, logsTo: [{ kind: 'host', id: 'siem' }, { kind: 'zone', id: 'sc' }] })
    expect(topology!.hosts.get('siem')).toMatchObject({ monitored: false })
    expect(topology!.hosts.get('station')).not.toHaveProperty('monitored')
  })

  it('of a local breakout', () => {
    const { services, evidence } = topology!.lines.get('out')!.breakout!
    expect(evidence).toMatchObject({ document: '接続仕様書' })
    expect(services).toMatchObject([{ name: 'ウェブ会議', fqdn: ['meet.example'], serviceText: 'tcp/443, media', ismap: true, tenantControl: true }])
    const { addresses } = services[0]!
    expect(addresses !== 'any' && formatAddresses(addresses)).toEqual(['203.0.113.128/28'])
  })

  it('of terminals, audits and media', () => {
    expect(topology!.hosts.get('pcs')!.controls).toMatchObject({ edr: { covered: 118, of: 130 }, perAssetAccess: true })
    expect(topology!.audits.get('A1')).toMatchObject({ kind: 'external', on: '2026-03-01', document: '外部監査報告書', submittedTo: ['J-LIS'], covers: ['lg'] })
    expect(topology!.flows.get('M1')).toMatchObject({ through: 'station' })
  })
})

describe('mistakes in it', () => {
  it.each([
    ['logs-to: soc', 'logs-to: sock', ['unknown-name: «sock» there is no host, party or zone "sock" for logs to go to; did you mean "soc"?']],
    ['covers: [lg]', 'covers: [lgg]', ['unknown-name: «lgg» there is no zone "lgg"; did you mean "lg"?']],
    ['through: station', 'through: staton', ['unknown-name: «staton» there is no host "staton"; did you mean "station"?']],
    ['kind: media, from', 'kind: ordinary, from', ['flow: «through» `through` is only for what is carried by hand (kind: media)']],
    ['kind: lbo', 'kind: closed', ['line: «breakout» `breakout` is only for a local breakout (kind: lbo)']],
    ['edr: 118/130', 'edr: 131/130', ['coverage: «131/130» "131/130" is not "covered/all", such as 118/130']],
    ['kind: external, on', 'kind: outside, on', ['schema: «outside» "outside" cannot stand here (known: external, internal)']],
    ['addresses: meeting', 'addresses: meting', ['unknown-name: «meting» "meting" is neither an address nor the name of anything; did you mean "meeting"?']],
    ['service: [tcp/443, media]', 'service: [tcp/443, medai]', ['service: «medai» "medai" is neither a service (such as tcp/443, udp/500-510, icmp/echo-request, esp) nor the name of one; did you mean "media"?']],
  ])('%s → %s', (typed, instead, expected) => expect(after(typed, instead)).toEqual(expected))
})
