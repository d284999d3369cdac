/** Screens of the My Number tier shown elsewhere, and where classified data may stand. */
import { describe, expect, test } from 'vitest'
import { ask, brief, SMALL } from './asking.ts'

const OFF = '{ clipboard: false, drive: false, printer: false, usb: false }'
const RECORD = `redirection: ${OFF}, authentication: [possession, inherence], evidence: { document: 設計書, on: 2026-03-10 }`

interface Screen { readonly record?: string; readonly client?: string; readonly server?: string; readonly kind?: string; readonly expires?: string; readonly service?: string }

function screen({ record = RECORD, client = 'staff', server = 'rds', kind = 'specific', expires = '2027-03-31', service = 'tcp/443' }: Screen): string {
  return `${SMALL}
  S1:
    kind: ${kind}
    from: { host: ${client} }
    to: { host: ${server} }
    service: ${service}
    purpose: 住民情報の照会
    approved: { by: CISO, on: 2026-04-01 }
    expires: ${expires}${record === '' ? '' : `\n    screen-transfer: { ${record} }`}
`.replace('hosts:\n', () => `hosts:
  rds: { role: vdi, attach: [{ segment: mn-srv, address: 10.10.10.30 }] }
  lg-vdi: { role: vdi, attach: [{ segment: lg-srv, address: 10.20.10.30 }] }
  staff: { role: terminal, attach: [{ segment: lg-srv, address: 10.20.10.50 }] }
  counter: { role: terminal, attach: [{ segment: mn-srv, address: 10.10.10.50 }] }
  web: { role: terminal, attach: [{ segment: in-srv, address: 192.168.30.50 }] }
`)
}

const underMic = (content: string): string => content.replace('profile: saikai-2024', 'profile: mic-2026')
const admitted = (options: Screen): string[] => brief(ask('mynumber-screen-transfer', underMic(screen(options))))
const forbidden = (options: Screen): string[] => brief(ask('mynumber-screen-transfer', screen(options)))

describe('mynumber-screen-transfer', () => {
  test('an edition before March 2025 admits none, however it is set up', () => {
    expect(forbidden({})).toEqual(['refuted error S1'])
    expect(ask('mynumber-screen-transfer', screen({}))[0]!.cause!.key).toBe('flow:S1')
  })

  test.each<[string, Screen, string]>([
    ['complete, all redirection off, two factors, a document in date: proved', {}, 'proved S1'],
    ['a redirection that is on is refuted', { record: RECORD.replace('drive: false', 'drive: true') }, 'refuted error S1'],
    ['a redirection of which nothing is said is unknown', { record: RECORD.replace(', usb: false', '') }, 'unknown error S1'],
    ['one factor is refuted', { record: RECORD.replace(', inherence', '') }, 'refuted error S1'],
    ['two of one kind are refuted', { record: RECORD.replace('inherence', 'possession') }, 'refuted error S1'],
    ['no factors declared is unknown', { record: RECORD.replace(/authentication: [^\]]*\], /, '') }, 'unknown error S1'],
    ['no document is unknown', { record: RECORD.replace(/, evidence.*/, '') }, 'unknown error S1'],
    ['an old document is unknown', { record: RECORD.replace('2026-03-10', '2025-03-10') }, 'unknown error S1'],
    ['a vdi of the tier used from outside without a record is unknown', { record: '' }, 'unknown error S1'],
    ['a server outside the tier is refuted', { client: 'counter', server: 'lg-vdi' }, 'refuted error S1'],
    ['a client on the Internet side is refuted', { client: 'web' }, 'refuted error S1'],
    ['another kind of entry is refuted', { kind: 'ordinary' }, 'refuted error S1'],
    ['an entry that is too wide is refuted', { service: 'tcp' }, 'refuted error S1'],
    ['an expired entry is for register-expired', { expires: '2026-04-30' }, 'vacuous S1'],
    ['both ends inside are no transfer out of the tier', { client: 'counter' }, 'vacuous S1'],
    ['both ends elsewhere are no business of this rule', { server: 'lg-vdi' }, 'vacuous S1'],
  ])('%s', (_, options, expected) => expect(admitted(options)).toEqual([expected]))

  test('what it rests on is where it is typed', () => {
    const [verdict] = ask('mynumber-screen-transfer', underMic(screen({})))
    expect(verdict!.assumes.map(({ at }) => at && 'path' in at && at.path.at(-1))).toEqual(['S1', 'redirection', 'authentication', 'evidence'])
  })

  test('a tier without terminals whose screens are shown elsewhere lacks none', () => {
    const noCounter = underMic(screen({})).replace(/ {2}counter: .*\n/, '')
    expect(brief(ask('terminal-authentication', noCounter))).toEqual(['vacuous nothing'])
  })

  test('an exception that covers the entry excuses it; one that covers a part does not', () => {
    const excused = (service: string): string => `${screen({})}exceptions:\n  E1: { rules: mynumber-screen-transfer, from: { host: staff }, to: { host: rds }, service: ${service}, reason: 更新まで, approver: CISO, issued: 2026-10-01, expires: 2027-03-31 }\n`
    expect(ask('mynumber-screen-transfer', excused('tcp/443')).map(({ outcome, assumes }) => [outcome, assumes.map(({ key }) => key)])).toEqual([['excepted', ['exception:E1']]])
    expect(brief(ask('mynumber-screen-transfer', excused('tcp/3389')))).toEqual(['refuted error S1'])
  })

  test('no entry, nothing to ask', () => expect(brief(ask('mynumber-screen-transfer', SMALL))).toEqual(['vacuous nothing']))
})

describe('data-placement', () => {
  const holding = (classes: string, segment: string, model = 'alpha'): string[] => brief(ask('data-placement', SMALL
    .replace('model: alpha', `model: ${model}`).replace('hosts:\n', () => `hosts:\n  box: { role: server, attach: [{ segment: ${segment}, address: ${ADDRESSES[segment]!} }], handles: [${classes}] }\n`)))
  const ADDRESSES: Readonly<Record<string, string>> = { 'mn-srv': '10.10.10.77', 'lg-srv': '10.20.10.77', 'in-srv': '192.168.30.77' }

  test.each([
    ['class 3 in the Internet tier breaks model β', 'confidential-3c', 'in-srv', 'beta', 'refuted error box'],
    ['personal data are class 3', 'personal', 'in-srv', 'beta', 'refuted error box'],
    ['class 2 is not', 'confidential-2', 'in-srv', 'beta', 'proved box'],
    ['under β´ they may stand there', 'confidential-3c', 'in-srv', 'beta-prime', 'proved box'],
    ['secret documents there are an error under α, too', 'confidential-3a', 'in-srv', 'alpha', 'refuted error box'],
    ['so are resident data', 'confidential-3b', 'in-srv', 'alpha', 'refuted error box'],
    ['what is not for publication warns', 'confidential-3c', 'in-srv', 'alpha', 'refuted warning box'],
    ['personal data are worth a look', 'personal', 'in-srv', 'alpha', 'refuted note box'],
    ['resident data in the LGWAN tier are worth a look', 'confidential-3b', 'lg-srv', 'alpha', 'refuted note box'],
    ['they belong into the My Number tier', 'confidential-3b', 'mn-srv', 'alpha', 'proved box'],
    ['other class 3 may stand in the LGWAN tier', 'confidential-3a, personal', 'lg-srv', 'alpha', 'proved box'],
    ['individual numbers are for tier-membership', 'my-number', 'in-srv', 'alpha', 'vacuous nothing'],
  ])('%s', (_, classes, segment, model, expected) => expect(holding(classes, segment, model)).toEqual([expected]))
})
