import type { Reading } from '../config/reader.ts'
import type { Device } from '../topology/model.ts'
import { text, type At, type Missing } from '../verdict.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const undefinedReference: Rule = {
  id: 'undefined-reference',
  clause: '第４条第２項第３号',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      'ネットワーク図等のシステム関連文書を情報資産とする第４条第２項第３号からの推論。定義のない名前を直接に定める条文は確認していない',
      'Inferred from 第４条第２項第３号, which makes network diagrams information assets; no text that rules on undefined names was read'),
  },
  title: text('定義のない名前の参照', 'Every name that a configuration uses is defined'),
  checks: text(
    '実機の設定ファイルが参照するインターフェースと、アドレスの集合（ipset）が、構成図または設定ファイルで定義されていることを確かめます。存在しないチェインへのジャンプと、構成図（YAML）の中の未定義の名前は、入力の誤りとして別に報告します。機器にその名前のものが実際にあるかは分かりません。',
    'Checks that every interface and address set (ipset) that a device configuration refers to is defined in the topology or the configuration. Jumps to chains that are not there and unknown names in the topology itself are mistakes in the input, and reported as such. It cannot know whether the device has what bears the name.'),
  why: text('定義のない名前を使う規則が何を許可するのかは、誰にも分からないためです。', 'Nobody can say what a rule permits that uses a name nothing defines.'),
  fix: text('インターフェースを構成図に書き足すか、その名前を使う規則を機器から削除してください。', 'Declare the interface in the topology, or remove the rule that uses the name.'),
  *check(judgement) {
    for (const [id, reading] of judgement.readings) yield defined(judgement.topology.devices.get(id)!, reading, this)
    if (judgement.readings.size === 0) yield nothingToAsk(this, judgement, text('設定ファイルを読み込んだ機器はない', 'no device has a configuration file'))
  },
}

function defined(device: Device, reading: Reading, rule: Rule): Answer {
  const about = {
    rule: rule.id, key: device.id, subject: text(`装置 ${device.id} の設定が参照する名前`, `names in the configuration of ${device.id}`),
    at: device.config?.at ?? device.at, ground: 'computed' as const, assumes: [],
  }
  const missing = [...interfacesOf(device, reading), ...setsOf(device, reading)]
  if (missing.length === 0) return { ...about, outcome: 'proved', missing, message: text('参照する名前はすべて定義されている', 'every name that it uses is defined') }
  return { ...about, outcome: 'unknown', missing, message: text(`定義のない名前が${missing.length}件ある`, `${missing.length} of its names are not defined`) }
}

/** An interface that stands where a line of the configuration mentions it is one that the topology does not declare. */
function interfacesOf({ id, interfaces }: Device, reading: Reading): Missing[] {
  return [...reading.interfaces].filter(([name, at]) => sameAt(interfaces.get(name)?.at, at)).map(([name, at]) => ({
    key: `undeclared:${id}/${name}`, at,
    text: text(`装置 ${id} のインターフェース ${name} は構成図にない`, `interface ${name} of ${id} is not in the topology`),
    yaml: `devices:\n  ${id}:\n    interfaces:\n      ${name}: { segment: SEGMENT }`,
  }))
}

/** No YAML supplies a set: the line that uses it is not understood either, and the two are one matter. */
const setsOf = ({ id }: Device, { references }: Reading): Missing[] => references.map(({ name, at }) => ({
  key: `config:${id}/${JSON.stringify(at)}`, at, yaml: '',
  text: text(`装置 ${id} の設定が参照する ipset「${name}」の内容がない`, `the contents of the ipset "${name}" that ${id} refers to are not given`),
}))

const sameAt = (a: At | undefined, b: At): boolean => JSON.stringify(a) === JSON.stringify(b)
