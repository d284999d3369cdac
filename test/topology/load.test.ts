import { describe, expect, it } from 'vitest'
import { loadTopology } from '../../src/topology/load.ts'
import { load, mistakes, topologyOf } from './loading.ts'

const ROOT = `sanso: 1
network: town
include: [zones.yaml, sites/*.yaml]
zones: { mn: { tier: mynumber } }
`
const ZONES = 'zones: { lg: { tier: lgwan } }\n'
const SITE = 'segments: { a: { zone: lg, subnets: [10.0.0.0/24, "fd00::/64"] } }\n'
const FILES = { 'in/net.yaml': ROOT, 'in/zones.yaml': ZONES, 'in/sites/a.yaml': SITE }

const loadWith = (changed: Readonly<Record<string, string>>) => load({ ...FILES, ...changed }, 'in/net.yaml')
const said = (changed: Readonly<Record<string, string>>) => mistakes(loadWith(changed))

describe('include', () => {
  it('merges the maps of all files, and remembers the file of each thing', () => {
    const loaded = loadWith({})
    const topology = topologyOf(loaded)
    expect([...topology.zones.keys()]).toEqual(['mn', 'lg'])
    expect(topology.zones.get('lg')!.at).toEqual({ file: 'in/zones.yaml', path: ['zones', 'lg'], on: 'key' })
    expect(topology.file).toBe('in/net.yaml')
    expect([...loaded.sources.keys()]).toEqual(['in/net.yaml', 'in/zones.yaml', 'in/sites/a.yaml'])
  })

  it('may stand in any file, relative to it, and reads a file once', () => {
    const topology = topologyOf(loadWith({ 'in/sites/a.yaml': `include: ../more/b.yaml\n${SITE}`, 'in/zones.yaml': `include: more/*\n${ZONES}`,
      'in/more/b.yaml': 'hosts: { h: { role: server, attach: [{ segment: a, address: 10.0.0.5 }] } }' }))
    expect([...topology.hosts.keys()]).toEqual(['h'])
  })

  it('reads files in order of their names, whatever order the file system has', () => {
    const texts: Record<string, string> = { 'net.yaml': 'sanso: 1\nnetwork: n\ninclude: "*"', b: 'zones: { b: { tier: lgwan } }', a: 'zones: { a: { tier: lgwan } }' }
    expect([...loadTopology('net.yaml', name => texts[name], () => ['b', 'a']).sources.keys()]).toEqual(['net.yaml', 'a', 'b'])
  })

  it.each(['net.yaml', './net.yaml', '/srv/net.yaml', '../net.yaml'])('finds what lies beside %s', root => {
    const home = root.replace('net.yaml', '')
    const texts: Record<string, string> = { [root]: ROOT.replace(', sites/*.yaml', ''), [`${home}zones.yaml`]: ZONES + SITE }
    const loaded = loadTopology(root, name => texts[name], () => [`${home.replace('./', home === './' ? '' : './')}zones.yaml`])
    expect(topologyOf(loaded).segments.get('a')!.at).toMatchObject({ file: `${home}zones.yaml` })
  })

  it('never takes what a glob finds outside the folder', () => {
    const texts: Record<string, string> = { 'in/net.yaml': ROOT.replace('zones.yaml', '"{a,../b}"'), b: ZONES }
    expect(mistakes(loadTopology('in/net.yaml', name => texts[name], () => ['b']))[0]).toMatch(/is not a relative path/)
  })

  it.each([
    [{ 'in/zones.yaml': 'zones: { mn: { tier: lgwan }, lg: { tier: lgwan } }' }, [
      'duplicate-id: «mn» the zone "mn" is defined twice → «mn» the first is here']],
    [{ 'in/net.yaml': ROOT.replace('sites/', 'place/') }, ['include: «place/*.yaml» no file matches "place/*.yaml"']],
    [{ 'in/zones.yaml': `include: sites/a.yaml\n${ZONES}`, 'in/sites/a.yaml': `include: ../zones.yaml\n${SITE}` }, [
      'include: «../zones.yaml» files include each other in a circle (zones.yaml → sites/a.yaml → zones.yaml)']],
    [{ 'in/net.yaml': ROOT.replace('zones.yaml', 'net.yaml, zones.yaml') }, ['include: «net.yaml» files include each other in a circle (net.yaml → net.yaml)']],
    [{ 'in/net.yaml': ROOT.replace('zones.yaml', '../secret.yaml, zones.yaml') }, [
      'include: «../secret.yaml» "../secret.yaml" is not a relative path (with /) inside the folder of the root file']],
    [{ 'in/net.yaml': ROOT.replace('zones.yaml', 'sites/../../x, zones.yaml') }, [
      'include: «sites/../../x» "sites/../../x" is not a relative path (with /) inside the folder of the root file']],
    [{ 'in/net.yaml': ROOT.replace('zones.yaml', '/etc/passwd, zones.yaml') }, [
      'include: «/etc/passwd» "/etc/passwd" is not a relative path (with /) inside the folder of the root file']],
    [{ 'in/zones.yaml': `network: other\nsanso: 1\ntitle: T\n${ZONES}` }, [
      'include: «network» "network" may stand only in the root file', 'include: «title» "title" may stand only in the root file']],
    [{ 'in/net.yaml': ROOT.replace('network: town\n', '') }, ['include: «sanso» "network" is missing (only a file that has it can be a root file)']],
    [{ 'in/zones.yaml': 'zones: [' }, ['syntax: «» the indentation does not line up, or a closing bracket is missing']],
    [{ 'in/zones.yaml': '' }, ['schema: «» a mapping is needed here (nothing is written)']],
    [{ 'in/zones.yaml': 'segmnts: {}', 'in/sites/a.yaml': 'hsts: {}' }, [
      'schema: «segmnts» there is no key "segmnts" here; did you mean "segments"?', 'schema: «hsts» there is no key "hsts" here; did you mean "hosts"?']],
  ])('%j', (changed, expected) => expect(said(changed as Record<string, string>)).toEqual(expected))
})

describe('a root file', () => {
  it('that cannot be read is a problem', () => {
    expect(loadTopology('x/net.yaml', () => undefined, () => []).problems).toMatchObject([{ code: 'file', message: { en: 'cannot read x/net.yaml' } }])
  })

  it('without a zone or a segment is a problem', () => {
    expect(mistakes(load('sanso: 1\nnetwork: x'))).toEqual([
      'empty: «sanso» nothing stands under "zones" (nor in any included file)',
      'empty: «sanso» nothing stands under "segments" (nor in any included file)'])
  })

  it('says which policy it assumed', () => {
    expect(topologyOf(loadWith({})).policy).toEqual({ profile: 'saikai-2024', model: 'alpha', at: { file: 'in/net.yaml', path: ['network'] } })
  })
})

describe('devices with a real configuration', () => {
  it('name their files as the root file is named, whichever file they are typed in', () => {
    const { devices } = topologyOf(loadWith({ 'in/sites/a.yaml': `${SITE}devices: { r: { kind: router, config: { syntax: ios, file: conf/r.conf } } }` }))
    expect(devices.get('r')!.config!.files).toEqual([
      { file: 'in/sites/conf/r.conf', at: { file: 'in/sites/a.yaml', path: ['devices', 'r', 'config', 'file'] } }])
  })

  const device = (files: string) => `${SITE}devices: { r: { kind: router, config: { syntax: aws, files: ${files} } } }`

  it('name many at once by a pattern, in one order', () => {
    const { devices } = topologyOf(loadWith({ 'in/sites/a.yaml': device('[aws/*.json, x.json]'), 'in/sites/aws/b.json': '', 'in/sites/aws/a.json': '', 'in/sites/aws/c.txt': '' }))
    expect(devices.get('r')!.config!.files.map(({ file }) => file)).toEqual(['in/sites/aws/a.json', 'in/sites/aws/b.json', 'in/sites/x.json'])
  })

  it('a pattern that names nothing, or leaves the folder, is a mistake', () => {
    expect(mistakes(loadWith({ 'in/sites/a.yaml': device('[aws/*.json]') }))).toEqual(['config: «aws/*.json» no file matches "aws/*.json"'])
    expect(mistakes(loadWith({ 'in/sites/a.yaml': device('["../../*.json"]') }))).toEqual([
      'config: «"../../*.json"» "../../*.json" is not a relative path (with /) inside the folder of the root file'])
  })
})
