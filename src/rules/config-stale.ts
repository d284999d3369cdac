import type { Device, DeviceConfig } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { isDay } from './judgement/dates.ts'
import { daysBetween } from './judgement/evidence.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const configStale: Rule = {
  id: 'config-stale',
  clause: '第７条',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '古い設定の点検は、現在の遵守状況の検証（第７条）にならないという推論。採取からの日数の上限を定める条文は確認していない',
      'Inferred from 第７条: a configuration of long ago verifies nothing about today. No text that limits its age was read'),
  },
  title: text('機器の設定の採取日', 'Device configurations are recent'),
  checks: text(
    '設定ファイルを読み込んだ機器について、採取日が申告されていて、評価基準の定める日数より古くないことを確かめます。採取の後に機器の設定が変わったかどうかは分かりません。',
    'Checks of each device with a configuration file that the day of its capture is declared, and no older than the profile allows. It cannot know whether the device was changed since.'),
  why: text('採取した後の変更は、どの判定にも表れないためです。', 'What was changed after the capture shows in no verdict.'),
  fix: text('機器から設定を採取し直し、採取日（captured.on）を改めてください。', 'Capture the configuration again, and change the day (`captured.on`).'),
  *check(judgement) {
    const devices = [...judgement.topology.devices.values()]
    for (const device of devices) if (device.config) yield captured(judgement, device, device.config, this)
    if (!devices.some(({ config }) => config)) yield nothingToAsk(this, judgement, text('設定ファイルを読み込んだ機器はない', 'no device has a configuration file'))
  },
}

function captured({ asOf, profile }: Judgement, { id }: Device, config: DeviceConfig, rule: Rule): Answer {
  const { captured: said } = config
  const subject = text(`装置 ${id} の設定の採取日`, `capture of the configuration of ${id}`)
  const at = said?.at ?? config.at
  const about = { rule: rule.id, key: id, subject, at, ground: 'attested' as const, assumes: [], missing: [] }
  const on = said?.on
  if (on === undefined || !isDay(on)) {
    const message = on === undefined ? text('設定をいつ採取したかの記載がない', 'nobody says when the configuration was captured')
      : text(`採取日「${on}」は日付として読めない`, `the day of capture "${on}" is no date`)
    return {
      ...about, outcome: 'unknown', message,
      missing: [{
        key: `captured:${id}`, at, yaml: `devices:\n  ${id}:\n    config:\n      captured: { on: YYYY-MM-DD }`,
        text: text(`装置 ${id} の設定の採取日`, `the day on which the configuration of ${id} was captured`),
      }],
    }
  }
  const age = daysBetween(on, asOf)
  const limit = profile.limits.captureDays
  if (age >= 0 && age <= limit) {
    return {
      ...about, outcome: 'proved', message: text(`採取日 ${on} から${limit}日以内である`, `captured on ${on}, no more than ${limit} days ago`),
      assumes: [{ key: `captured:${id}`, at, text: text(`装置 ${id} の設定は ${on} に採取したものである`, `the configuration of ${id} was captured on ${on}`) }],
    }
  }
  return {
    ...about, outcome: 'refuted', fix: rule.fix, cause: { key: `captured:${id}`, at, title: subject },
    message: age < 0 ? text(`採取日 ${on} が判定日 ${asOf} より後である`, `its day of capture, ${on}, lies after the day of the judgement, ${asOf}`)
      : text(`採取日 ${on} から${limit}日を超えている`, `captured on ${on}, more than ${limit} days ago`),
  }
}
