/** Whatever of a bundle is changed, with the hashes counted anew or not, is rejected, and the place is named. */
import { describe, expect, test } from 'vitest'
import { checkBundle } from '../../src/checker/bundle.ts'
import { renderVerification, verificationExitCode } from '../../src/report/verification.ts'
import { bundleOf, made, plain, verified, written, type Contents, type Made } from './made.ts'

const original = made('examples/saikai/topology.yaml')
const copy = (): Made => ({ ...plain({ report: original.report, certificates: original.certificates }), contents: new Map(original.contents) })
/** What a test may change. */
type Open<T> = T extends ReadonlyMap<unknown, unknown> ? T : { -readonly [K in keyof T]: Open<T[K]> }

/** Places of all faults, of the first part and the second. */
function faults(contents: Contents): { readonly first: readonly string[]; readonly second: readonly string[]; readonly code: number } {
  const result = verified(contents)
  return { first: result.certificates.faults.map(({ place }) => place), second: (result.again ?? []).map(({ place }) => place), code: verificationExitCode(result) }
}

type Found = ReturnType<typeof faults>

function tampered(change: (made: Open<Made>) => void): Found {
  const one = copy()
  change(one as unknown as Open<Made>)
  return faults(written(one))
}

function textOf(contents: Contents, name: string): string {
  const content = contents.get(name)!
  return typeof content === 'string' ? content : new TextDecoder().decode(content)
}

test('as it was made it is accepted, in both languages', () => {
  const result = verified(written(copy()))
  expect(verificationExitCode(result)).toBe(0)
  expect(renderVerification(result, 'ja')).toContain('信頼するもの')
  expect(renderVerification(result, 'en')).toContain('Trusts: how this program reads configurations')
})

test('a refutation, too, is accepted as it was made, and not taken for a proof', () => {
  const result = verified(written(made('examples/saikai-town-wide-permit/topology.yaml')))
  expect([verificationExitCode(result), result.conclusion]).toEqual([0, 'refuted'])
  expect(renderVerification(result, 'en')).toContain('What the report concludes: Refuted')
})

describe('a file', () => {
  const changed = (change: (contents: Contents) => void) => {
    const contents = written(copy())
    change(contents)
    return faults(contents)
  }
  const names = [...written(copy()).keys()].filter((name) => name !== 'manifest.json')

  test.each(names)('%s that is changed is named', (name) => {
    const found = changed((contents) => contents.set(name, new TextEncoder().encode(`${textOf(contents, name)} `)))
    expect(found).toMatchObject({ code: 1 })
    expect(found.first).toContain(name)
  })
  test.each(names)('%s that is taken out is named', (name) => expect(changed((contents) => contents.delete(name)).first).toContain(name))
  test('that nobody lists is named', () => expect(changed((contents) => contents.set('inputs/more.yaml', 'x')).first).toEqual(['inputs/more.yaml']))
})

test('a folder without a manifest is no bundle', () => {
  const contents = written(copy())
  contents.delete('manifest.json')
  expect(checkBundle(bundleOf(contents))).toHaveProperty('ja')
})

test.each([['tool', { version: '9.9.9' }, 'tool.version'], ['network', 'elsewhere', 'network'], ['root', 'other.yaml', 'root'], ['profile', { id: 'mic-2026', model: 'alpha' }, 'profile.id'], ['asOf', '2026-01-01', 'asOf']] as const)(
  'a manifest that says otherwise of %s than the report is named', (name, value, place) => {
    const contents = written(copy())
    contents.set('manifest.json', JSON.stringify({ ...JSON.parse(textOf(contents, 'manifest.json')) as object, [name]: value }))
    expect(faults(contents).first).toEqual([`manifest.json ${place}`])
  })

test('without its inputs the first part is done, the second is said not to be', () => {
  const one = copy()
  for (const name of one.contents.keys()) one.contents.delete(name)
  const result = verified(written(one))
  expect(result).not.toHaveProperty('again')
  expect(verificationExitCode(result)).toBe(4)
})

test('a change of an input is found, though its hash was counted anew', () => {
  const found = tampered(({ contents }) => {
    const name = 'inputs/topology.yaml'
    contents.set(name, textOf(contents, name).replace(/tcp\/443/, 'tcp/444'))
  })
  expect(found.code).toBe(1)
  expect(found.second.length).toBeGreaterThan(0)
})

describe('of the report', () => {
  const of = (change: (obligation: Open<Made['report']['networks'][number]['obligations'][number]>) => void, which: (outcome: string) => boolean): Found => tampered(({ report }) => {
    change(report.networks[0]!.obligations.find(({ outcome }) => which(outcome))!)
  })

  test.each(['refuted', 'unknown', 'vacuous'] as const)('a proved verdict made %s', (outcome) => {
    const found = of((one) => { one.outcome = outcome }, (was) => was === 'proved')
    expect(found.code).toBe(1)
    expect(found.second[0]).toMatch(/^report\.json networks\[0\]\.obligations\[\d+\]\.outcome$/)
  })
  test('a refuted verdict made proved', () => expect(of((one) => { one.outcome = 'proved' }, (was) => was === 'refuted').second[0]).toContain('.outcome'))
  test('an isolation that holds in another way', () => {
    const found = tampered(({ report }) => { report.networks[0]!.obligations.find(({ holds }) => holds === 'by-filter')!.holds = 'by-routing-only' })
    expect(found.first.some((place) => place.startsWith('report.json networks[0].obligations'))).toBe(true)
  })
  test('a refuted verdict made an isolation that is proved: there is no certificate', () => {
    const found = of((one) => Object.assign(one, { outcome: 'proved', holds: 'by-filter' }), (was) => was === 'refuted')
    expect(found.first.some((place) => place.startsWith('report.json networks[0].obligations'))).toBe(true)
  })
  test('the evaluation date', () => expect(tampered(({ report }) => { report.asOf = '2026-11-24' }).first).toContain('manifest.json asOf'))
  test('a witness', () => expect(tampered(({ report }) => { report.networks[0]!.obligations.find(({ witness }) => witness)!.witness!.sent.source = '10.0.0.99' }).second[0]).toContain('witness.sent.source'))
})

describe('of the certificates', () => {
  type Network = Open<Made['certificates']['networks'][number]>
  const of = (change: (network: Network) => void): Found => tampered(({ certificates }) => change(certificates.networks[0]!))
  const network = original.certificates.networks[0]!
  const open = ({ certificates }: Made): Network => certificates.networks[0]! as unknown as Network

  test('every invariant: a place left out is not closed, or does not hold its start', () => {
    for (const [index, invariant] of network.proof.invariants.entries()) {
      if (invariant.length === 0) continue
      const one = plain(original.certificates) as Open<Made['certificates']>
      one.networks[0]!.proof.invariants[index]!.splice(index % invariant.length, 1)
      const found = checkBundle(bundleOf(written({ ...copy(), certificates: one })))
      const places = 'faults' in found ? found.faults.map(({ place }) => place) : []
      expect(places, `invariant ${index}`).toContain(`certificates.json networks[0].proof.invariants[${index}]`)
    }
  })
  test.each([
    ['an edge left out', (one: Network): unknown => one.problem.edges.pop(), 'edges'],
    ['an edge that permits nothing', (one: Network): void => { Object.assign(one.problem.edges.find(({ kind }) => kind === 'permit')!, { set: 0 }) }, 'edges'],
    ['a start with fewer addresses', (one: Network): void => { one.problem.questions[0]!.starts[0]![1] = { v4: [], v6: [] } }, 'questions'],
    ['more places cut', (one: Network): void => { one.problem.questions[0]!.cut.push(0) }, 'questions'],
    ['an obligation with a pair less', (one: Network): unknown => one.problem.isolated.find(({ pairs }) => pairs.length > 0)!.pairs.pop(), 'isolated'],
    ['an obligation that permits everything', (one: Network): void => { one.problem.isolated[0]!.pairs[0]!.permitted = [{ by: 'F-1', senders: ANY, receivers: ANY, service: 1 }] }, 'isolated'],
    ['a carrier believed to pass nothing on', (one: Network): void => { one.problem.worlds[0]!.policies[0] = {} }, 'worlds'],
    ['a closed obligation with a target less', (one: Network): unknown => one.problem.closed[0]!.targets.pop(), 'closed'],
    ['a node renamed', (one: Network): void => { one.problem.nodes[0] = 'x' }, 'nodes'],
    ['another packet of a refutation, or one more', (one: Network): unknown => one.problem.refuted.push({ rule: 'mynumber-isolation', key: 'mn->in', packets: [] }), 'refuted'],
  ] as const)('%s is not what the inputs give', (_, change, part) => {
    const found = of(change)
    expect(found.code).toBe(1)
    expect(found.second.some((place) => place.startsWith(`certificates.json networks[0].problem.${part}`)), JSON.stringify(found)).toBe(true)
  })
  test('an invariant with a smaller set is not closed', () => {
    const found = of(({ proof, problem }) => {
      const held = proof.invariants[0]!.find(([node]) => problem.edges.some(({ to, kind }) => to === node && kind === 'permit'))!
      held[1] = 0
    })
    expect(found.first).toContain('certificates.json networks[0].proof.invariants[0]')
  })
  test('somebody left out of those whom information gets to', () => {
    const found = of(({ proof }) => { proof.reached[0]!.pop() })
    expect(found.first.some((place) => place.startsWith('certificates.json networks[0].proof.reached[0]'))).toBe(true)
  })
  test('a closure that is taken away is not taken for proved', () => {
    const one = copy()
    open(one).proof.reached[0] = null
    expect(verificationExitCode(verified(written(one)))).toBe(4)
  })
  test.each([
    ['bounds that do not rise', (one: Network): void => { one.problem.sets.find((set) => set.length > 6)![4] = 0 }, 'sets'],
    ['a set that refers to itself', (one: Network): void => { one.problem.sets[0]![1] = 2 }, 'sets'],
    ['a reference to nothing', (one: Network): void => { one.proof.invariants[0]![0]![1] = 999_999_999 }, 'invariants'],
    ['an edge of no kind', (one: Network): void => { Object.assign(one.problem.edges[0]!, { kind: 'magic' }) }, 'edges'],
    ['addresses that are none', (one: Network): void => { one.problem.questions[0]!.starts[0]![1] = { v4: ['10.0.0.9-10.0.0.1'], v6: [] } }, 'starts'],
    ['levels of another order', (one: Network): void => { (one.problem.levels as unknown as unknown[]).reverse() }, 'levels'],
  ] as const)('%s: the form is looked at first', (_, change, part) => {
    const one = copy()
    change(open(one))
    const found = checkBundle(bundleOf(written(one)))
    expect('faults' in found && found.faults.some(({ place }) => place.includes(part))).toBe(true)
  })
})

const ANY = { v4: ['0.0.0.0-255.255.255.255'], v6: ['0000:0000:0000:0000:0000:0000:0000:0000-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'] }
