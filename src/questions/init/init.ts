/**
 * Answers → the first files of a network. Law: what is written checks, whatever was answered: a part in which something is
 * wrong is kept as a comment, with what is wrong beside it.
 */
import { open, type Files, type Opened } from '../../open.ts'
import type { Text } from '../../verdict.ts'
import type { Answers } from './answers.ts'
import { filesOf, type Part, type WrittenFile } from './layout.ts'
import { linuxFiles, type LinuxFiles } from './linux.ts'
import { devicePart, ledgerPart, linePart, partyPart } from './parts.ts'
import { INIT_QUESTIONS, type InitQuestion } from './questions.ts'
import { networkOf, zoneParts } from './zones.ts'

export interface Initial {
  readonly files: readonly WrittenFile[]
  /** Parts that are comments only, and why. */
  readonly aside: readonly { readonly what: Text; readonly why: readonly Text[] }[]
  readonly skipped: readonly InitQuestion[]
}

export interface InitOptions {
  /** Where the files will stand: empty, or ends in a slash. */
  readonly folder: string
  /** Where the schema stands, as the files see it. */
  readonly schema: string
}

const OWN = ['hosts.yaml', 'register.yaml', 'exceptions.yaml']

/** A text: what was answered cannot be written down at all. */
export function initialTopology(answers: Answers, files: Files, options: InitOptions): Initial | Text {
  const { folder } = options
  const configs = answers.configs.map((config) => ({ config, ...readAll(config.files, folder, files) }))
  const networks = configs.flatMap(({ read }) => read.faces.flatMap(({ addresses }) => addresses.flatMap((one) => networkOf(one) ?? [])))
  const trial = new Trial(answers, files, options, [
    ...OWN.map((name): Part => ({ section: 'include', what: { ja: name, en: name }, lines: [`- ${name}`] })), ...zoneParts(answers, [...new Set(networks)]),
  ])
  if (answers.profile !== undefined) trial.settleProfile()
  const [wrong] = trial.problems()
  if (wrong) return wrong
  const ledgers = [...answers.ledgers, ...(answers.register === undefined ? [] : [{ as: 'flows', file: answers.register } as const])]
  const order = ['segments', 'hosts', 'flows', 'exceptions']
  const ledgersOf = (...kinds: readonly string[]): void => {
    for (const ledger of [...ledgers].sort((a, b) => order.indexOf(a.as) - order.indexOf(b.as)).filter(({ as }) => kinds.includes(as))) trial.add(ledgerPart(ledger, folder, files))
  }
  ledgersOf('segments')
  for (const { config, read, absent } of configs) trial.add(devicePart(config, read, absent))
  for (const line of answers.lines) trial.add(linePart(line, trial.topology(), trial.topology().zones.has('world') ? ['world'] : []))
  ledgersOf('hosts')
  for (const party of answers.parties) trial.add(partyPart(party, trial.topology()))
  ledgersOf('flows', 'exceptions')
  return {
    files: trial.written(), skipped: INIT_QUESTIONS.filter(({ flag }) => !isAnswered(answers, flag)),
    aside: trial.parts.flatMap(({ what, aside }) => (aside ? [{ what, why: aside }] : [])),
  }
}

function readAll(names: readonly string[], folder: string, files: Files): { readonly read: LinuxFiles; readonly absent: readonly string[] } {
  const found = names.map((file) => ({ file, content: files.read(folder + file) }))
  return {
    read: linuxFiles(found.flatMap(({ file, content }) => (content === undefined ? [] : [{ file, content }]))),
    absent: found.filter(({ content }) => content === undefined).map(({ file }) => file),
  }
}

const KEYS: Readonly<Record<string, keyof Answers>> = {
  name: 'name', profile: 'profile', model: 'model', zone: 'zones', 'sc-addresses': 'scAddresses', 'lgwan-addresses': 'lgwanAddresses', config: 'configs', line: 'lines', ledger: 'ledgers', register: 'register', party: 'parties',
}

function isAnswered(answers: Answers, flag: string): boolean {
  const value = answers[KEYS[flag]!]
  return value !== undefined && value.length > 0
}

/** The files as they would be with each part added, read again every time. */
class Trial {
  parts: readonly Part[]
  private answers: Answers
  private readonly files: Files
  private readonly options: InitOptions

  constructor(answers: Answers, files: Files, options: InitOptions, parts: readonly Part[]) {
    this.answers = answers
    this.files = files
    this.options = options
    this.parts = parts
  }

  add(part: Part): void {
    if (part.aside) {
      this.parts = [...this.parts, part]
      return
    }
    const problems = this.opened([...this.parts, part]).problems
    this.parts = [...this.parts, problems.length === 0 ? part : { ...part, aside: problems.map(({ message }) => message) }]
  }

  /** A profile of the municipality's own in which something is wrong is left for later. */
  settleProfile(): void {
    const problems = this.opened(this.parts).problems
    if (problems.length === 0) return
    const { profile, ...others } = this.answers
    this.answers = others
    this.parts = [...this.parts, { section: 'include', what: { ja: `評価基準 ${profile}`, en: `profile ${profile}` }, lines: [`policy: profile: ${profile}`], aside: problems.map(({ message }) => message) }]
  }

  topology(): NonNullable<Opened['declared']>['topology'] {
    const { declared, problems } = this.opened(this.parts)
    if (!declared) throw new Error(`the first files do not check: ${problems.map(({ message }) => message.en).join('; ')}`)
    return declared.topology
  }

  problems(): Text[] {
    return this.opened(this.parts).problems.map(({ message }) => message)
  }

  written(): WrittenFile[] {
    return filesOf(this.answers, this.parts, this.options.schema)
  }

  private opened(parts: readonly Part[]): Opened {
    const { folder, schema } = this.options
    return open(`${folder}topology.yaml`, withWritten(this.files, folder, filesOf(this.answers, parts, schema)))
  }
}

/** As if they had been written. */
export function withWritten({ read, expand, readBytes, why }: Files, folder: string, written: readonly WrittenFile[]): Files {
  const own = new Map(written.map(({ name, content }) => [folder + name, content]))
  return {
    read: (name) => own.get(name) ?? read(name),
    expand: (pattern, from) => (own.has(folder + pattern) ? [folder + pattern] : expand(pattern, from)),
    ...(readBytes && { readBytes }),
    ...(why && { why }),
  }
}
