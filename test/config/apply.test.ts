import { describe, expect, test } from 'vitest'
import { applyConfigs, READERS } from '../../src/config/index.ts'
import type { Device, DeviceConfig, Topology } from '../../src/topology/model.ts'
import { filterDump } from './reading.ts'

const at = (...path: string[]) => ({ file: 'topology.yaml', path })

const device = (id: string, config?: Omit<DeviceConfig, 'at'>): Device => ({
  id, at: at('devices', id), kind: 'router', routes: [], runs: [], sessions: { kind: 'none', reassembles: false, helpers: false },
  interfaces: new Map([['eth0', { name: 'eth0', at: at('devices', id, 'interfaces', 'eth0'), addresses: [], segment: 'lan', vrf: 'default', reversePath: 'strict' }]]),
  pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] },
  gaps: [{ touches: 'forwarding', families: [4], at: at('devices', id), what: 'told before' }],
  ...(config && { config: { ...config, at: at('devices', id, 'config') } }),
})

const topology = (...devices: Device[]): Topology => ({
  file: 'topology.yaml', at: at(), network: 'test', policy: { profile: 'p', model: 'alpha', at: at('policy') }, absent: new Map(), zones: new Map(),
  segments: new Map(), lines: new Map(), devices: new Map(devices.map((one) => [one.id, one])), hosts: new Map(), parties: new Map(), tunnels: new Map(), flows: new Map(), exceptions: new Map(), infrastructure: new Map(), audits: new Map(),
})

const file = (name: string, family?: 4 | 6) => ({ file: name, at: at('devices', 'fw', 'config', 'files', name), ...(family && { family }) })

const run = (config: Omit<DeviceConfig, 'at'>, files: Record<string, string>) => applyConfigs(topology(device('plain'), device('fw', config)), (name) => files[name])

describe('applyConfigs', () => {
  const content = filterDump('-A FORWARD -i eth0 -o wan+ -j ACCEPT', '-A FORWARD -i lo -j DROP', '-A FORWARD -o ppp0 -j ACCEPT', '-A FORWARD ! -i ppp0 -j DROP')

  test('pipeline and sessions come from the file; gaps are added; the rest of the device stays', () => {
    const before = device('fw')
    const { topology: after, problems, readings } = run({ syntax: 'iptables-save', files: [file('fw.v4')] }, { 'fw.v4': content })
    const fw = after.devices.get('fw')!
    expect(problems).toEqual([])
    expect(fw.pipeline).toBe(readings.get('fw')!.pipeline)
    expect(fw.pipeline.forward).toHaveLength(1)
    expect(fw.sessions.kind).toBe('conntrack')
    expect(fw.gaps.map(({ what }) => what)).toEqual(['told before', 'no ip6tables-save'])
    expect([fw.kind, fw.routes, fw.interfaces.get('eth0')]).toEqual([before.kind, before.routes, before.interfaces.get('eth0')])
    expect(after.devices.get('plain')).toEqual(device('plain'))
    expect([...after.devices.keys()]).toEqual(['plain', 'fw'])
    expect([...readings.keys()]).toEqual(['fw'])
  })

  test('an interface that only the file mentions is bound to nothing, and stands at its first mention', () => {
    const { interfaces } = run({ syntax: 'iptables', files: [file('fw.v4')] }, { 'fw.v4': content }).topology.devices.get('fw')!
    expect([...interfaces.keys()]).toEqual(['eth0', 'ppp0', 'wan+'])
    expect(interfaces.get('ppp0')).toEqual({ name: 'ppp0', at: { file: 'fw.v4', line: 7 }, addresses: [], vrf: 'default', reversePath: 'none' })
  })

  test('a missing file is a problem where it is named, and its family a gap', () => {
    const { problems, topology: after } = run({ syntax: 'iptables', files: [file('fw.v4', 4), file('fw.v6', 6)] }, { 'fw.v4': content })
    expect(problems).toEqual([expect.objectContaining({ code: 'config-file', at: at('devices', 'fw', 'config', 'files', 'fw.v6') })])
    expect(after.devices.get('fw')!.gaps.map(({ what }) => what)).toContain('no ip6tables-save')
  })

  test('problems of the file are problems of the network', () => {
    expect(run({ syntax: 'iptables', files: [file('fw')] }, { fw: filterDump('-A FORWARD -j nowhere') }).problems).toMatchObject([{ code: 'undefined-chain', at: { file: 'fw', line: 5 } }])
  })

  test('a syntax that nobody reads', () => {
    const { problems, topology: after, readings } = run({ syntax: 'junos', files: [] }, {})
    expect(problems).toMatchObject([{ code: 'config-syntax', at: at('devices', 'fw', 'config'), message: { en: expect.stringContaining('iptables-save') } }])
    expect(after.devices.get('fw')!.gaps.slice(1)).toEqual((['filters', 'forwarding'] as const).map((touches) => ({ touches, families: [4, 6], at: at('devices', 'fw', 'config'), what: 'syntax junos' })))
    expect(readings.size).toBe(0)
  })

  test('every syntax has one reader', () => {
    const names = READERS.flatMap(({ syntaxes }) => syntaxes)
    expect(new Set(names).size).toBe(names.length)
  })
})
