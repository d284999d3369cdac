/** What configurations of devices were understood to say: of files by themselves, or of every device of a network. */
import { applyConfigs, READERS } from '../config/index.ts'
import { decoded } from '../config/text.ts'
import { open, type Files } from '../open.ts'
import { configurationView, type ConfigurationView, type ReadDevice } from '../report/configuration/view.ts'
import { didYouMean } from '../topology/did-you-mean.ts'
import type { Device, Topology } from '../topology/model.ts'
import { NO_REASON, unread } from '../topology/unread.ts'
import { text, type At, type Text } from '../verdict.ts'
import type { Answered } from './answer.ts'

/** `syntax` absent: each file says by its content what it is. */
export interface ConfigurationQuestion { readonly files: readonly string[]; readonly syntax?: string; readonly context?: string }

export function configurationsIn({ files: names, syntax, context }: ConfigurationQuestion, files: Files): Answered<readonly ConfigurationView[]> {
  const contents = names.map((name) => contentOf(name, files))
  const absent = names[contents.indexOf(undefined)]
  if (absent !== undefined) return { is: 'mistaken', why: unread(absent, files.why ?? NO_REASON) }
  if (syntax === undefined && names.length === 1 && isTopology(contents[0]!)) return ofNetwork(names[0]!, files)
  const chosen = syntax ?? recognised(contents.map((content) => content!))
  if (chosen === undefined) return { is: 'mistaken', why: text(
    `何の設定か分かりません。--syntax で指定してください（読める構文: ${known().join(', ')}）`, `nobody can tell what this configures: say \`--syntax\` (known: ${known().join(', ')})`) }
  if (!known().includes(chosen)) return { is: 'mistaken', why: unknownSyntax(chosen) }
  return { is: 'answer', answer: ofFiles(names, chosen, context, files), locate: lineOf }
}

const contentOf = (name: string, { read, readBytes }: Files): string | undefined => {
  const bytes = readBytes ? readBytes(name) : read(name)
  return bytes === undefined || typeof bytes === 'string' ? bytes : decoded(bytes)
}

const isTopology = (content: string): boolean => /^(?:\{\s*)?["']?sanso["']?\s*:/m.test(content)

const known = (): string[] => READERS.flatMap(({ syntaxes }) => syntaxes)

const recognised = (contents: readonly string[]): string | undefined => READERS.find(({ recognises }) => contents.some(recognises))?.syntaxes[0]

function unknownSyntax(syntax: string): Text {
  const hint = didYouMean(syntax, known())
  return text(`構文「${syntax}」は読めません${hint.ja}（読める構文: ${known().join(', ')}）`, `syntax "${syntax}" cannot be read${hint.en} (known: ${known().join(', ')})`)
}

function ofNetwork(root: string, files: Files): Answered<readonly ConfigurationView[]> {
  const { declared, problems, locate } = open(root, files)
  if (!declared) return { is: 'problems', problems, locate }
  const { topology, readings } = declared
  const views = [...readings].flatMap(([id, reading]) => {
    const { syntax, files: named } = topology.devices.get(id)!.config!
    return viewsOf({ id, topology, reading, syntax, files: named.map(({ file }) => file), problems: [], inTopology: true })
  })
  return views.length > 0 ? { is: 'answer', answer: views, locate }
    : { is: 'mistaken', why: text(`設定ファイルを読み込む機器がありません: ${root}`, `no device of ${root} has a configuration file`) }
}

/** A network of one device, on no segment. */
function ofFiles(names: readonly string[], syntax: string, context: string | undefined, files: Files): ConfigurationView[] {
  const at: At = { file: names[0]!, line: 1 }
  const device: Device = {
    id: names[0]!, at, kind: 'router', interfaces: new Map(), routes: [], runs: [], gaps: [], sessions: { kind: 'none', reassembles: false, helpers: false },
    pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] },
    config: { syntax, at, files: names.map((file) => ({ file, at })), ...(context !== undefined && { context }) },
  }
  const alone: Topology = {
    file: names[0]!, at, network: '', policy: { profile: '', model: '', at }, absent: new Map(), zones: new Map(), segments: new Map(), lines: new Map(), tunnels: new Map(),
    devices: new Map([[device.id, device]]), hosts: new Map(), parties: new Map(), flows: new Map(), exceptions: new Map(), infrastructure: new Map(), audits: new Map(),
  }
  const { topology, problems, readings } = applyConfigs(alone, files.readBytes ?? files.read, files.why)
  return viewsOf({ id: device.id, topology, reading: readings.get(device.id)!, syntax, files: names, problems, inTopology: false })
}

type Named = Omit<ReadDevice, 'device' | 'inactive'> & { readonly id: string; readonly topology: Topology }

/** A configuration of several devices: first what was made of its lines, then each device by itself. */
function viewsOf({ id, topology, ...one }: Named): ConfigurationView[] {
  const { reading } = one
  const parts = (reading.parts ?? []).map((part) => configurationView({
    ...one, device: topology.devices.get(`${id}/${part.id}`)!, inactive: [], problems: [], reading: { ...reading, contexts: [], lines: [], gaps: part.gaps },
  }))
  return [configurationView({ ...one, device: topology.devices.get(id)!, inactive: reading.inactive ?? [] }), ...parts]
}

const lineOf = (at: At): { file: string; line: number; column: number; endLine: number; endColumn: number } => {
  const line = 'line' in at ? at.line : 1
  const [column, endColumn] = 'columns' in at && at.columns ? at.columns : [1, 1]
  return { file: at.file, line, column, endLine: line, endColumn }
}
