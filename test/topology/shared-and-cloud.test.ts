import { describe, expect, it } from 'vitest'
import { load, mistakes, topologyOf } from './loading.ts'

/** Clouds, controls, screen transfer and shared infrastructure without a mistake; each case changes one line of it. */
const CORRECT = `
sanso: 1
network: town
zones:
  mn: { tier: mynumber }
  in: { tier: internet }
  gc: { tier: cloud, carries: mynumber, external: true, addresses: [10.64.0.0/20] }
  net: { tier: public, external: true, relays: true }
segments:
  srv: { zone: mn, subnets: [10.0.0.0/24] }
  pc: { zone: in, subnets: [10.0.1.0/24] }
hosts:
  rds: { role: vdi, attach: [{ segment: srv, address: 10.0.0.9 }] }
  counter:
    role: terminal
    attach: [{ segment: srv, address: 10.0.0.20 }]
    controls:
      authentication: [knowledge]
      removable-media: allowlist
      media-register: { document: 台帳, approver: 課長, on: 2026-04-01 }
      bluetooth: prohibited
      tethering: permitted
      redirection: { clipboard: true, drive: false }
      coverage: { authentication: 3/4, removable-media: 4/4 }
  wide: { role: terminal, attach: [{ segment: pc, address: 10.0.1.9 }], controls: { coverage: 5/6 } }
flows:
  S1: { kind: specific, from: { host: wide }, to: { host: rds }, screen-transfer: { redirection: { drive: false }, authentication: [knowledge], evidence: { document: 設計書 } } }
  N1: { kind: necessary, from: { zone: gc }, to: { zone: net }, use: patch }
infrastructure:
  cluster: { kind: hypervisor, serves: [{ zone: mn }, { segment: pc }, { host: rds }], separated: { network: true }, management: { zone: mn }, evidence: { document: 構成書 } }
`

function after(typed: string, instead: string): string[] {
  expect(CORRECT.split(typed).length, `"${typed}" stands once`).toBe(2)
  return mistakes(load(CORRECT.replace(typed, () => instead)))
}

describe('clouds, controls, screen transfer and shared infrastructure', () => {
  const topology = () => topologyOf(load(CORRECT))

  it('a cloud is of the tier that it carries', () => {
    const { zones } = topology()
    expect(zones.get('gc')).toMatchObject({ tier: 'mynumber', cloud: true })
    expect(zones.get('mn')).not.toHaveProperty('cloud')
  })

  it('counts are of every control, or of the one named', () => {
    const { hosts } = topology()
    expect(hosts.get('counter')!.controls!.coverage).toMatchObject({ authentication: { covered: 3, of: 4 }, removableMedia: { covered: 4, of: 4 } })
    expect(hosts.get('wide')!.controls!.coverage).toMatchObject({ authentication: { covered: 5, of: 6 }, removableMedia: { covered: 5, of: 6 } })
  })

  it('who uses a thing, and what separates it, is kept', () => {
    const { infrastructure, flows } = topology()
    expect(infrastructure.get('cluster')).toMatchObject({
      kind: 'hypervisor', serves: [{ kind: 'zone', id: 'mn' }, { kind: 'segment', id: 'pc' }, { kind: 'host', id: 'rds' }],
      separated: { network: true }, management: { kind: 'zone', id: 'mn' }, evidence: { document: '構成書' },
    })
    expect(flows.get('S1')!.screenTransfer).toMatchObject({ redirection: { drive: false }, authentication: ['knowledge'], evidence: { document: '設計書' } })
    expect(flows.get('N1')!.use).toBe('patch')
  })

  it.each([
    ['{ tier: mynumber }', '{ tier: mynumber, carries: lgwan }', ['zone: «carries» "carries" is only for clouds (tier: cloud)']],
    ['carries: mynumber', 'carries: guest', ['schema: «guest» "guest" cannot stand here (known: mynumber, lgwan, internet)']],
    ['removable-media: allowlist', 'removable-media: prohibited', ['controls: «media-register» "media-register" is only for removable-media: allowlist']],
    ['authentication: 3/4', 'authentication: 5/4', ['coverage: «5/4» "5/4" is not "covered/all", such as 118/130']],
    ['coverage: 5/6', 'coverage: most', ['coverage: «most» "most" is not "covered/all", such as 118/130']],
    ['bluetooth: prohibited', 'bluetooth: off', ['schema: «off» "off" cannot stand here (known: prohibited, permitted)']],
    ['redirection: { clipboard: true,', 'redirection: { clipbord: true,', ['schema: «clipbord» there is no key "clipbord" here; did you mean "clipboard"?']],
    ['kind: necessary', 'kind: ordinary', ['flow: «use» "use" is only for necessary flows (kind: necessary)']],
    ['{ segment: pc }, { host', '{ segment: pcs }, { host', ['unknown-name: «pcs» there is no segment "pcs"; did you mean "pc"?']],
    ['[{ zone: mn },', '[{ zone: mn, host: rds },', ['standing: «{ zone: mn, host: rds }» name one of zone, segment, host']],
    ['management: { zone: mn }', 'management: {}', ['standing: «{}» name one of zone, segment, host']],
    ['separated: { network: true }', 'separated: { networks: true }', ['schema: «networks» there is no key "networks" here; did you mean "network"?']],
    ['kind: hypervisor', 'kind: hyperviser', ['schema: «hyperviser» "hyperviser" cannot stand here; did you mean "hypervisor"?']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})
