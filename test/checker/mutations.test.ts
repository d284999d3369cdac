/**
 * Bugs seeded in packet sets, the fixpoint and the closure, while the graph is as it should be: wherever one makes something
 * look proved that is not, the checker rejects the certificate (or the run stops by itself, because a packet does not replay).
 */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { checkNetwork } from '../../src/checker/check.ts'
import { MAY } from '../../src/engine/flood.ts'
import { judgementOf, open, type Opened } from '../../src/open.ts'
import { certify } from '../../src/questions/certify.ts'
import { answersOf } from '../../src/rules/ask.ts'
import { RULES } from '../../src/rules/index.ts'
import type { Judgement } from '../../src/rules/judgement/judgement.ts'
import { files } from '../examples/files.ts'
import { CLOSURE_BUGS, FLOOD_BUGS, SET_BUGS, type Bug } from './bugs.ts'
import { AS_OF, plain } from './made.ts'

const NETWORKS: readonly string[] = [
  'saikai/topology', 'iptables-gateway/topology',
  ...['mynumber-isolation', 'path-division', 'egress-aggregation', 'monitoring', 'mynumber-transitive', 'sanitization-waypoint', 'config-not-understood']
    .map((rule) => `rules/${rule}.fail`),
].map((name) => `examples/${name}.yaml`)

/** The answers that certificates are about, by name. */
function outcomes(judgement: Judgement): Map<string, string> {
  const all = RULES.filter(({ relation }) => relation !== 'none').flatMap((rule) => answersOf(rule, judgement))
  return new Map(all.filter(({ claim }) => claim !== undefined).map(({ rule, key, outcome }) => [`${rule} ${key}`, outcome]))
}

const isProved = (outcome: string | undefined): boolean => outcome === 'proved' || outcome === 'excepted'

/** With every place of the graph made that is asked for later: what is tried here are bugs beside the graph. */
function prepared(opened: Opened): Judgement {
  const judgement = judgementOf(opened.declared!, AS_OF)
  for (const place of judgement.reach.receivers()) {
    judgement.reach.beginnings(place, MAY)
    judgement.network.delivered(place)
  }
  return judgement
}

type Found = 'rejected' | 'stopped' | 'no difference' | 'slipped through'

function tried(opened: Opened, correct: ReadonlyMap<string, string>, { inject }: Bug): Found {
  const judgement = prepared(opened)
  inject()
  let certificate
  let changed: boolean
  try {
    changed = [...outcomes(judgement)].some(([key, outcome]) => isProved(outcome) && !isProved(correct.get(key)))
    certificate = plain(certify(opened, { asOf: AS_OF }, judgement)!)
  } catch {
    return 'stopped'
  } finally {
    vi.restoreAllMocks()
  }
  const { faults } = checkNetwork(certificate, 'certificate')
  return faults.length > 0 ? 'rejected' : changed ? 'slipped through' : 'no difference'
}

afterEach(() => vi.restoreAllMocks())

const opened = NETWORKS.map((root) => open(root, files))
const correct = opened.map((one) => outcomes(prepared(one)))

test('without a bug every certificate is accepted', () => {
  for (const one of opened) expect(checkNetwork(plain(certify(one, { asOf: AS_OF })!), one.file).faults).toEqual([])
})

describe.each([['the fixpoint', FLOOD_BUGS], ['packet sets', SET_BUGS], ['the closure', CLOSURE_BUGS]] as const)('a bug in %s', (_, bugs) => {
  test.each(bugs)('$name: nothing wrong is accepted as proved', (bug) => {
    const found = opened.map((one, index) => tried(one, correct[index]!, bug))
    if (process.env['SANSO_SHOW_BUGS']) console.log(bug.name, found.join(' | '))
    expect(found, NETWORKS[found.indexOf('slipped through')] ?? '').not.toContain('slipped through')
    expect(found.some((one) => one === 'rejected' || one === 'stopped'), 'a bug that nothing shows tests nothing').toBe(true)
  })
})
