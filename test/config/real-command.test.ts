/** Against the real commands: our inputs are real syntax, and what they print of them means to us what we wrote. */
import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Family } from '../../src/net/header.ts'
import { outcomes, packet } from './evaluate.ts'
import { MATCH_CASES } from './match-cases.ts'
import { chainOf, filterDump, readText } from './reading.ts'
import { REFUSED } from './refused.ts'

/** A network namespace of its own: the machine's own rules are never touched. */
const inNamespace = (script: string, input: string) => spawnSync('unshare', ['-n', 'sh', '-c', script], { input, encoding: 'utf8' })

const COMMAND: Readonly<Record<Family, string>> = { 4: 'iptables', 6: 'ip6tables' }

const available = process.platform === 'linux' && process.getuid?.() === 0
  && [4, 6].every((family) => inNamespace(`${COMMAND[family as Family]}-restore --test`, filterDump('-A FORWARD -p tcp -m comment --comment x -j ACCEPT')).status === 0)

if (!available) console.warn('test/config/real-command: skipped, needs root and iptables-restore in a network namespace')

describe.skipIf(!available)('the real commands', () => {
  test.each([4, 6] as const)('IPv%i: every match is real, and printed back it means the same', (family) => {
    const cases = MATCH_CASES.filter((one) => !one.unreal && (one.family ?? 4) === family)
    const rules = cases.map(({ match }, i) => `-A c${i} ${match} -j ACCEPT`)
    const input = filterDump(...cases.map((_, i) => `:c${i} - [0:0]`), ...rules)
    const printed = execFileSync('unshare', ['-n', 'sh', '-c', `${COMMAND[family]}-restore && ${COMMAND[family]}-save`], { input, encoding: 'utf8' }).split('\n')
    const judge = (lines: readonly string[], i: number) => cases[i]!.yes?.concat(cases[i]!.no ?? [], cases[i]!.unknown ?? [])
      .map((sketch) => [...outcomes(chainOf(readText(filterDump(...lines), family), 'forward', 'filter', family), packet(sketch, family))].sort())
    for (const [i, rule] of rules.entries()) {
      const back = printed.filter((line) => line.startsWith(`-A c${i} `)).map((line) => line.replace(`-A c${i} `, '-A FORWARD '))
      expect(back.length, rule).toBeGreaterThan(0)
      expect(judge(back, i), `${rule} came back as ${back.join(' and ')}`).toEqual(judge([rule.replace(`-A c${i} `, '-A FORWARD ')], i))
    }
  })

  test('a dump of theirs with every table is understood, and nothing is missing', () => {
    const lines = ['raw', 'mangle', 'nat', 'filter', 'security'].map((table) => `*${table}\nCOMMIT\n`).join('')
    const { stdout } = inNamespace('iptables-restore && iptables-save -c', `${lines}${filterDump('-A FORWARD -p tcp --dport 80 -j ACCEPT')}`)
    const { lines: read, gaps } = readText(stdout)
    expect(read.filter(({ status }) => status === 'not understood')).toEqual([])
    expect(gaps.map(({ what }) => what)).toEqual(['no ip6tables-save'])
  })

  const legacy = inNamespace('iptables-legacy-restore', filterDump()).status === 0
  test.skipIf(!legacy).each(REFUSED)('refused by iptables-restore too: %s: %s', (_, __, ___, lines) => {
    expect(inNamespace('iptables-legacy-restore', filterDump(...lines)).status).not.toBe(0)
  })
})
