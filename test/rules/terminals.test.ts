/** What is typed of the terminals of the My Number tier, and what of it counts. */
import { describe, expect, test } from 'vitest'
import { ask, brief, SMALL } from './asking.ts'

const CONTROLS = 'authentication: [knowledge, possession], removable-media: prohibited, evidence: { document: 端末設定一覧, on: 2026-06-01 }'
const TAX = '  tax: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.8 }] }\n'

const pc = (controls: string, attach = '{ segment: mn-srv, addresses: [10.10.10.20-10.10.10.40] }'): string =>
  SMALL.replace(TAX, () => `${TAX}  pc: { role: terminal, attach: [${attach}]${controls === '' ? '' : `, controls: { ${controls} }`} }\n`)

const authentication = (controls: string): string[] => brief(ask('terminal-authentication', pc(controls)))
const takingOut = (controls: string): string[] => brief(ask('terminal-export', pc(controls)))

describe('terminal-authentication', () => {
  test.each([
    ['two kinds with a document in date are proved', CONTROLS, 'proved pc'],
    ['two of one kind are one', CONTROLS.replace('possession', 'knowledge'), 'refuted error pc'],
    ['one is one', CONTROLS.replace(', possession', ''), 'refuted error pc'],
    ['none is none', CONTROLS.replace('knowledge, possession', ''), 'refuted error pc'],
    ['nothing declared is unknown', '', 'unknown error pc'],
    ['other controls alone are unknown', 'removable-media: prohibited', 'unknown error pc'],
    ['without a document it is unknown', CONTROLS.replace(/, evidence.*/, ''), 'unknown error pc'],
    ['without a date it is unknown', CONTROLS.replace(', on: 2026-06-01', ''), 'unknown error pc'],
    ['an old document is unknown', CONTROLS.replace('2026-06-01', '2025-06-01'), 'unknown error pc'],
    ['a document of tomorrow is unknown', CONTROLS.replace('2026-06-01', '2027-06-01'), 'unknown error pc'],
    ['all machines covered are proved', `${CONTROLS}, coverage: 130/130`, 'proved pc'],
    ['some machines covered are refuted', `${CONTROLS}, coverage: 118/130`, 'refuted error pc'],
    ['the count of another control is its own', `${CONTROLS}, coverage: { removable-media: 118/130 }`, 'proved pc'],
    ['its own count counts', `${CONTROLS}, coverage: { authentication: 118/130 }`, 'refuted error pc'],
  ])('%s', (_, controls, expected) => expect(authentication(controls)).toEqual([expected]))

  test('the number is said, and where it stands', () => {
    const [verdict] = ask('terminal-authentication', pc(`${CONTROLS}, coverage: 118/130`))
    expect(verdict!.message.ja).toBe('130台のうち118台しか多要素認証になっていない（残り12台）')
    expect(verdict!.cause).toMatchObject({ key: 'host:pc', at: { path: ['hosts', 'pc', 'controls', 'coverage'] } })
  })

  test('what is missing is shown as it would be typed', () => {
    const [verdict] = ask('terminal-authentication', pc(''))
    expect(verdict!.missing.map(({ yaml }) => yaml)).toEqual(['hosts:\n  pc:\n    controls:\n      authentication: [knowledge, possession]\n      evidence: { document: 文書名, on: YYYY-MM-DD }'])
  })

  test('a tier without terminals is not believed, and one fact decides both rules', () => {
    const [one] = ask('terminal-authentication', SMALL)
    const [other] = ask('terminal-export', SMALL)
    expect([one!.outcome, other!.outcome]).toEqual(['unknown', 'unknown'])
    expect(one!.missing[0]!.key).toBe(other!.missing[0]!.key)
    expect(one!.missing[0]!.yaml).toContain('segment: mn-srv')
  })

  test('terminals of other tiers are not asked; one leg in the tier is enough', () => {
    const lgwan = '{ segment: lg-srv, address: 10.20.10.20 }'
    expect(brief(ask('terminal-authentication', pc(CONTROLS, lgwan)))).toEqual(['unknown error no terminals'])
    expect(brief(ask('terminal-authentication', pc('', `${lgwan}, { segment: mn-srv, address: 10.10.10.20 }`)))).toEqual(['unknown error pc'])
  })

  test('a cloud that carries the tier is the tier', () => {
    const cloud = pc('', '{ zone: gc, address: 10.64.0.9 }').replace('zones:\n', 'zones:\n  gc: { tier: cloud, carries: mynumber, external: true, addresses: [10.64.0.0/20] }\n')
    expect(brief(ask('terminal-authentication', cloud))).toEqual(['unknown error pc'])
  })

  test('a tier declared absent has none', () => {
    const without = SMALL.replace('  mn: { tier: mynumber }\n', '  mn: { tier: other }\n').replace('segments:\n', 'absent: { mynumber: 事務を委託している }\nsegments:\n')
    expect(brief(ask('terminal-authentication', without))).toEqual(['vacuous no mynumber'])
  })
})

describe('terminal-export', () => {
  const REGISTER = 'media-register: { document: 媒体管理台帳, approver: 課長, on: 2026-06-01 }'
  const listed = (register: string): string => CONTROLS.replace('prohibited', `allowlist, ${register}`)
  test.each([
    ['prohibited with a document in date is proved', CONTROLS, 'proved pc'],
    ['unrestricted is refuted', CONTROLS.replace('prohibited', 'unrestricted'), 'refuted error pc'],
    ['an allow-list with register and approver warns', listed(REGISTER), 'refuted warning pc'],
    ['an allow-list alone is refuted', CONTROLS.replace('prohibited', 'allowlist'), 'refuted error pc'],
    ['an allow-list without approver is refuted', listed(REGISTER.replace(', approver: 課長', '')), 'refuted error pc'],
    ['an allow-list without register is refuted', listed('media-register: { approver: 課長 }'), 'refuted error pc'],
    ['a register that nobody dated is unknown', listed(REGISTER.replace(', on: 2026-06-01', '')), 'unknown error pc'],
    ['a register long not looked at is unknown', listed(REGISTER.replace('2026-06-01', '2024-06-01')), 'unknown error pc'],
    ['nothing declared is unknown', '', 'unknown error pc'],
    ['without a document it is unknown', CONTROLS.replace(/, evidence.*/, ''), 'unknown error pc'],
    ['some machines covered are refuted', `${CONTROLS}, coverage: 118/130`, 'refuted error pc'],
    ['the count of another control is its own', `${CONTROLS}, coverage: { authentication: 118/130 }`, 'proved pc'],
    ['tethering that is permitted is refuted', `${CONTROLS}, tethering: permitted`, 'refuted error pc'],
    ['Bluetooth that is permitted warns', `${CONTROLS}, bluetooth: permitted`, 'refuted warning pc'],
    ['drives that are redirected are refuted', `${CONTROLS}, redirection: { drive: true }`, 'refuted error pc'],
    ['a clipboard that is redirected warns', `${CONTROLS}, redirection: { clipboard: true, drive: false }`, 'refuted warning pc'],
    ['the worst of several weighs', `${CONTROLS}, bluetooth: permitted, tethering: permitted`, 'refuted error pc'],
    ['what is permitted counts where nothing is said of media', 'tethering: permitted', 'refuted error pc'],
    ['ways that are shut change nothing', `${CONTROLS}, bluetooth: prohibited, tethering: prohibited, redirection: { clipboard: false, drive: false, printer: false, usb: false }`, 'proved pc'],
  ])('%s', (_, controls, expected) => expect(takingOut(controls)).toEqual([expected]))

  test('ways of which nothing is declared are listed and change no verdict', () => {
    const [verdict] = ask('terminal-export', pc(`${CONTROLS}, bluetooth: prohibited`))
    expect(verdict!.message.ja).toBe('外部記憶媒体の使用を禁止していると申告されている（申告のないもの：テザリング・リダイレクト）')
  })

  test('what fails both rules for one reason has one cause', () => {
    const both = pc(`${CONTROLS}, coverage: 118/130`)
    expect(ask('terminal-export', both)[0]!.cause).toEqual(ask('terminal-authentication', both)[0]!.cause)
  })
})
