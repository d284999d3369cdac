import type { Reading } from '../config/reader.ts'
import type { Device } from '../topology/model.ts'
import { text, type Missing, type Text } from '../verdict.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const configNotUnderstood: Rule = {
  id: 'config-not-understood',
  clause: '第７条',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text('設定の一部しか読めない点検は、遵守状況の検証（第７条）にならないという推論', 'Inferred from 第７条: what was read only in part has not been verified'),
  },
  title: text('機器の設定の解釈', 'Every line of a device configuration is understood'),
  checks: text(
    '設定ファイルを読み込んだ機器について、すべての行が解釈できたこと、または通信の行方を決めない行であることを確かめます。設定ファイルが現に動いている設定と同じかは分かりません。',
    'Checks of each device with a configuration file that every line was understood, or decides about no packet. It cannot know whether the file is what the device runs.'),
  why: text('解釈できない行は何でも許可しうるものとして扱われ、他の証明を判定不能にするためです。', 'A line that is not understood counts as able to do anything, and leaves other proofs undecided.'),
  fix: text('その行を別の書き方にするか、機器の設定から外してください。', 'Write the line in another way, or remove it from the device.'),
  *check(judgement) {
    for (const [id, reading] of judgement.readings) yield understood(this, judgement.topology.devices.get(id)!, reading)
    if (judgement.readings.size === 0) yield nothingToAsk(this, judgement, text('設定ファイルを読み込んだ機器はない', 'no device has a configuration file'))
  },
}

function understood(rule: Rule, device: Device, reading: Reading): Answer {
  const about = {
    rule: rule.id, key: device.id, subject: text(`装置 ${device.id} の設定`, `configuration of ${device.id}`), at: device.config?.at ?? device.at,
    ground: 'computed' as const, assumes: [],
  }
  const missing = [...linesOf(device, reading), ...factsOf(device, reading)]
  const { length } = reading.lines
  if (missing.length === 0) return { ...about, outcome: 'proved', missing, message: text(`${length}行すべてを解釈した`, `all of its ${length} lines are understood`) }
  return { ...about, outcome: 'unknown', missing, message: text(`解釈できない箇所が${missing.length}件ある`, `${missing.length} of its parts are not understood`) }
}

/** No YAML decides them: the reader has to learn the line, or the device has to lose it. */
const linesOf = ({ id }: Device, { lines }: Reading): Missing[] => lines.filter(({ status }) => status === 'not understood').map((line) => ({
  key: `config:${id}/${JSON.stringify(line.at)}`, at: line.at, yaml: '',
  text: text(`装置 ${id} の設定の解釈できない行「${line.text.trim()}」${line.why ? `（${line.why.ja}）` : ''}`, `line of ${id} not understood: ${line.text.trim()}${line.why ? ` (${line.why.en})` : ''}`),
}))

/** What the files do not hold at all, such as the other family. A gap that stands on a line is already told by the line. */
function factsOf({ id, config }: Device, { gaps, lines }: Reading): Missing[] {
  const told = new Set(lines.filter(({ status }) => status === 'not understood').map(({ at }) => JSON.stringify(at)))
  return gaps.filter(({ at }) => !told.has(JSON.stringify(at))).map(({ at, what }) => {
    const said = wordsFor(what)
    return { key: `config:${id}/${what}`, at, text: text(`装置 ${id} の設定：${said.ja}`, `configuration of ${id}: ${said.en}`), yaml: bothFamilies(id, config) }
  })
}

/** From the file that names it. */
function asTyped(file: string, within: string): string {
  const home = within.slice(0, within.lastIndexOf('/') + 1)
  return file.startsWith(home) ? file.slice(home.length) : file
}

/** The files that there are, and one of the other family beside them. */
function bothFamilies(id: string, config: Device['config']): string {
  const [first = 'FILE', second = 'FILE-OF-THE-OTHER-FAMILY'] = config?.files.map(({ file, at }) => asTyped(file, at.file)) ?? []
  return `devices:\n  ${id}:\n    config:\n      files: [${first}, { file: ${second}, family: ${config?.files[0]?.family === 6 ? 4 : 6} }]`
}

function wordsFor(what: string): Text {
  const [, absent] = /^no (ip6?tables-save)$/.exec(what) ?? []
  if (absent) return text(`${absent} の出力がない`, `no output of ${absent}`)
  const [, twice] = /^\*(\w+) stands twice$/.exec(what) ?? []
  if (twice) return text(`二つの ${twice} テーブルがある（IPv6 の設定なら family: 6 を付ける）`, `table ${twice} stands twice (if one is of IPv6, say \`family: 6\`)`)
  if (what === 'no *filter') return text('filter テーブルがない', 'no table filter')
  return text(`解釈できない箇所「${what}」`, `not understood: ${what}`)
}
