/** Whole networks from their topology file on: every pair of zones as the exact set of packets, and what one changed rule changes. */
import { open } from '../../src/open.ts'
import { diff } from '../../src/questions/diff.ts'
import { resultOf } from '../../src/verify.ts'
import { agrees, allPairs, filesOf } from './asked.ts'
import { growth, report, timed, type Cost } from './measured.ts'
import { edited, townOf } from './town.ts'

const SIZES = (process.env['SANSO_BENCH_ZONES'] ?? '10,50,200').split(',').map(Number)
const KINDS = [{}, { translates: true }, { sixes: true }] as const
const AS_OF = '2026-11-23'

for (const kind of KINDS) {
  const name = `town${'sixes' in kind ? ', IPv4 and IPv6' : 'translates' in kind ? ', NAT' : ''}`
  const measured: [number, Cost][] = []
  for (const size of SIZES) {
    const town = townOf(size, kind)
    const { result: { reach, pairs }, cost } = timed(() => allPairs(town))
    report(`${name}, ${size} zones`, `${pairs} pairs open`, agrees(town, reach), cost)
    measured.push([size, cost])
  }
  growth(name, measured, 'zones (rules grow with them, pairs with their square)')
}

for (const size of SIZES) {
  const town = townOf(size)
  const other = edited(town)
  const once = timed(() => resultOf(open('town.yaml', filesOf(town)), { asOf: AS_OF }).verdicts.length)
  report(`check, ${size} zones`, `${once.result} verdicts`, undefined, once.cost)
  const both = timed(() => diff({ root: 'town.yaml', files: filesOf(town) }, { root: 'town.yaml', files: filesOf(other) }, AS_OF))
  const changes = both.result.is === 'diff' ? [...both.result.diff.opened, ...both.result.diff.closed] : undefined
  // Only what leaves the first zone can have changed, and only in the direction in which its rule was turned.
  const isRight = changes !== undefined && changes.length > 0 && changes.every(({ from }) => from === 'z0')
  report(`diff, ${size} zones`, `${changes?.length} pairs changed by one rule`, isRight, both.cost, `${(both.cost.user / once.cost.user).toFixed(1)} × one check`)
}
