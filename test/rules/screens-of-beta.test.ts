/** Under β and β´ a terminal of the Internet tier views the LGWAN tier: the screen goes the other way round. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { edited, resultOf } from './asking.ts'

const ENTRY = 'purpose: 業務システムの利用, approved: { by: 統括情報セキュリティ責任者, on: 2025-04-01 }, expires: 2027-03-31'
const TOWN = [
  ['  lg-edge:', '  lg-vdi:  { zone: lg, subnets: [10.20.20.0/28] }\n  lg-edge:'],
  ['      lge:  {', '      lgv:  { address: 10.20.20.1/28 }\n      lge:  {'],
  ['      - { id: 30,', '      - { id: 25, action: permit, in: in, out: lgv, source: staff-pc, destination: screens, service: tcp/443 }\n      - { id: 26, action: permit, in: lgv, out: lg, source: screens, destination: file-server, service: tcp/443 }\n      - { id: 30,'],
  ['  office-pc:', `  screens:
    role: vdi
    attach: [{ segment: lg-vdi, address: 10.20.20.5 }]
    relays: [B1, B2]
    sanitizes:
      - { method: screen-transfer, from: internet, to: lgwan, in: [B1], out: [B2], redirection: { clipboard: false, drive: false, printer: false, usb: false }, evidence: { document: 画面転送設計書, on: 2026-06-01 } }
  office-pc:`],
  ['  F-101:', `  B1: { kind: sanitized, from: { host: staff-pc }, to: { host: screens }, service: tcp/443, ${ENTRY} }
  B2: { kind: ordinary, from: { host: screens }, to: { host: file-server }, service: tcp/443, ${ENTRY} }
  F-101:`],
].reduce((content, [old, now]) => edited(content, old!, now!), readFileSync(fileURLToPath(new URL('../../examples/rules/beta-controls.pass.yaml', import.meta.url)), 'utf8'))

const under = (model: string, content = TOWN) => resultOf(edited(content, 'model: β', `model: "${model}"`)).verdicts.filter(({ outcome }) => outcome !== 'proved' && outcome !== 'vacuous')

describe.each(['β', 'β´', 'beta’'])('%s', (model) => {
  test('nothing is found', () => expect(under(model).map(({ rule, key }) => `${rule} ${key}`)).toEqual([]))
})

test.each(['α', "α'"])('%s: a screen that the Internet tier opens into the LGWAN tier is no 無害化通信', (model) =>
  expect(under(model).map(({ rule }) => rule)).toEqual(expect.arrayContaining(['sanitization-waypoint', 'sanitization-method', 'sanitizer-placement'])))

test('with a drive redirected more than the screen gets in', () =>
  expect(under('β', edited(TOWN, 'drive: false', 'drive: true')).map(({ rule, cause }) => `${rule} ${cause?.key}`)).toEqual(['sanitization-waypoint host:screens', 'sanitization-method host:screens']))

test('where the screen server passes on whatever it gets, what is typed is not all that gets in', () =>
  expect(under('β', edited(TOWN, '    relays: [B1, B2]\n', '')).map(({ rule }) => rule)).toContain('sanitization-waypoint'))
