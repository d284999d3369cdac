/** What a verdict may say where a fact, an exception or a day decides: never more than was computed. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from '../rules/asking.ts'
import type { Verdict } from '../../src/verdict.ts'
import { verify } from '../../src/verify.ts'

const WEB = '-i mn -o in -s 10.10.10.8/32 -d 192.168.30.9/32 -p tcp --dport 443 -j ACCEPT'
const DOUBTFUL = '-i mn -o in -s 10.10.10.8/32 -d 192.168.30.9/32 -p tcp --dport 80 -m string --string x --algo bm -j ACCEPT'
const REGISTERED = '-s 10.10.10.8/32 -d 198.51.100.50/32 -p tcp --dport 443'
const EXCEPTION = `exceptions:
  E: { rules: [mynumber-isolation], from: { host: tax }, to: { addresses: [192.168.30.9], zone: in }, service: tcp/443, reason: r, approver: a, issued: 2026-01-01, expires: 2027-01-01 }
`

/** The small network with its firewall read from a dump whose forward list holds these rules. */
function read(rules: readonly string[], more = '', expires = '2027-03-31'): Readonly<Record<string, string>> {
  const dump = (lines: readonly string[]): string =>
    `*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n${lines.map((line) => `-A FORWARD ${line}\n`).join('')}COMMIT\n`
  const config = edited(SMALL, `    filter:
      - { id: 10, action: permit, in: mn, out: lg, source: tax, destination: eltax, service: tcp/443 }
`, `    config:
      syntax: iptables-save
      files: [{ file: fw.v4, family: 4 }, { file: fw.v6, family: 6 }]
`)
  const content = edited(edited(config, '    stateful: true\n', ''), 'expires: 2027-03-31', `expires: ${expires}`)
  return { 'net.yaml': content + more, 'fw.v4': dump(rules), 'fw.v6': dump([]) }
}

const leak = (contents: Readonly<Record<string, string>>): Verdict => ask('mynumber-isolation', contents).find(({ key }) => key === 'mn->in')!

describe('what is not understood', () => {
  test('is unknown, never proved and never refuted, and names the line', () => {
    const { outcome, missing } = leak(read([DOUBTFUL]))
    expect(outcome).toBe('unknown')
    expect(missing[0]!.at).toMatchObject({ file: 'fw.v4' })
  })

  test('does not soften what is certain beside it', () => expect(leak(read([DOUBTFUL, WEB])).outcome).toBe('refuted'))
})

describe('an exception', () => {
  test('that covers all of it leaves it excepted', () => expect(leak(read([WEB], EXCEPTION)).outcome).toBe('excepted'))

  // `isolated` takes the exceptions into account only if they leave nothing over: see the next two.
  test('that covers all that is certain leaves what is in doubt unknown', () =>
    expect(leak(read([WEB, DOUBTFUL], EXCEPTION)).outcome).toBe('unknown'))

  test('is not contradicted by a witness that it permits', () => {
    const { outcome, witness } = leak(read([WEB, WEB.replace('443', '80')], EXCEPTION))
    expect([outcome, witness!.sent.destinationPort]).toEqual(['refuted', 80])
  })
})

describe('an entry past its days', () => {
  const expired = (rule: string): Verdict => ask('register-expired', read([rule], '', '2026-03-31'))[0]!

  test('is an error while its packets still pass, a warning when they do not', () => {
    expect(expired(`${REGISTERED} -j ACCEPT`).severity).toBe('error')
    expect(expired(WEB)).toMatchObject({ outcome: 'refuted', severity: 'warning' })
  })

  // `stillPassing` asks SURELY alone and then says that nothing passes any more.
  test('is not said to be closed where a line that is not understood may still permit it', () =>
    expect(expired(`${REGISTERED} -m string --string x --algo bm -j ACCEPT`).message.en).not.toContain('nothing of it gets through'))
})

describe('the policy of the file', () => {
  const checked = (content: string) => verify('net.yaml', { read: (name) => (name === 'net.yaml' ? content : undefined), expand: () => [] }, { asOf: '2026-11-01' })

  // `EDITIONS.get(…)!`: a misspelt profile ends as a bug of ours (exit 70).
  test('that nobody knows is a mistake of the user, not a crash', () =>
    expect(checked(edited(SMALL, 'profile: saikai-2024', 'profile: saikai-2025')).problems).toHaveLength(1))

  // No rule reads `policy.model`: any word is accepted, printed in the report, and judged as α.
  test('with a model that nobody knows is a mistake of the user', () =>
    expect(checked(edited(SMALL, 'model: alpha', 'model: alhpa')).problems).toHaveLength(1))
})

test('a rule that is asked of nothing says so', () =>
  expect(brief(ask('sanitization-fail-closed', SMALL))).toEqual(['vacuous nothing']))
