import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatAddresses } from '../../src/net/address.ts'
import { load, topologyOf, underlined } from './loading.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const files = { 'saikai.yaml': read('saikai.yaml'), 'saikai-register.yaml': read('saikai-register.yaml') }

describe('the example of the design', () => {
  const loaded = load(files, 'saikai.yaml')
  const topology = topologyOf(loaded)

  it('binds each interface to the segment that holds its address', () => {
    const bound = [...topology.devices.get('fw1')!.interfaces.values()].map(one => [one.name, one.segment])
    expect(bound).toEqual([
      ['mn', 'mn-srv'], ['pc', 'mn-pc'], ['lg', 'lg-srv'], ['lge', 'lg-edge'], ['vdi', 'in-vdi'], ['edge', 'in-edge']])
  })

  it('turns `default` into the family that the next hop has', () => {
    expect(topology.devices.get('fw1')!.routes.map(({ to, next }) => [to.family, to.length, next.kind === 'via' && next.interface])).toEqual([
      [4, 24, 'lge'], [4, 0, 'edge']])
  })

  it('resolves the names in a rule', () => {
    const [first] = topology.devices.get('fw1')!.pipeline.forward
    const rule = first!.kind === 'filter' ? first!.chain.rules[0]! : undefined
    expect(rule!.id).toBe('10')
    expect(rule!.when).toEqual({ test: 'all', of: [
      { test: 'in', names: ['mn'] },
      { test: 'out', names: ['lge'] },
      { test: 'source', set: { v4: [[0x0a0a0a08n, 0x0a0a0a08n]], v6: [] } },
      { test: 'destination', set: { v4: [[0xc6336432n, 0xc6336432n]], v6: [] } },
      { test: 'all', of: [{ test: 'protocol', set: [[6, 6]] }, { test: 'destination-port', set: [[443, 443]] }] },
    ] })
    expect(underlined(rule!.at, loaded.sources)).toMatch(/^\{ id: 10, .* log: true \}$/)
  })

  it('keeps the ends of the register, and days as typed', () => {
    const [segment, addresses] = topology.flows.get('F-102')!.to
    expect(segment).toMatchObject({ kind: 'segment', id: 'lg-srv' })
    expect(addresses).toMatchObject({ kind: 'addresses', place: { zone: 'lg' } })
    expect(addresses!.kind === 'addresses' && formatAddresses(addresses!.set)).toEqual(['10.20.10.9'])
    expect(topology.flows.get('F-102')!.serviceText).toBe('web, tcp/445')
    expect(topology.exceptions.get('E-1')!.expires).toBe('soon')
  })

  it('knows which names are used', () => {
    expect(topology.definitions!.map(({ id, used }) => [id, used])).toEqual([
      ['staff-web', true], ['web', true], ['meet', false], ['ping', true], ['vpn', false]])
  })
})
