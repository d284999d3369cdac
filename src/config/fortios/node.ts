/** One object of a FortiOS configuration: what `config` or `edit` opens, with its settings and what stands in it. */
import type { At } from '../../verdict.ts'
import { isIrrelevant } from './known.ts'

export interface Setting {
  readonly key: string
  readonly values: readonly string[]
  readonly at: At
  /** As written, without the blanks around it. */
  readonly text: string
}

export class Node {
  /** Of objects below others as `system interface/ipv6`. */
  readonly path: string
  /** After `edit`, else ''. */
  readonly name: string
  readonly at: At
  readonly settings = new Map<string, Setting>()
  readonly sections = new Map<string, Node>()
  readonly entries = new Map<string, Node>()
  /** Lines `config`, `edit`, `next` and `end`, from 0. */
  readonly frame: number[] = []
  /** Lines of each key, from 0: the last one counts, the others were overwritten by it. */
  readonly lines = new Map<string, number[]>()
  /** Something has read it. */
  known = false
  /** What is not understood in it stands as an unknown in the model already, or decides only about what nothing uses. */
  contained = false
  /** It decides about nothing: of another VDOM than the one that is read, or switched off. */
  idle = false
  private readonly taken = new Set<string>()

  constructor(path: string, name: string, at: At) {
    this.path = path
    this.name = name
    this.at = at
  }

  /** The values of a key, which counts as understood from now on. Undefined: it is not set. */
  values(key: string): readonly string[] | undefined {
    this.known = true
    this.taken.add(key)
    // Some versions print a list of names as a table of its own: `config srcaddr`, `edit "lan"`, `next`, `end`.
    return this.settings.get(key)?.values ?? this.section(key)?.all().map(({ name }) => name)
  }

  first(key: string): string | undefined {
    return this.values(key)?.[0]
  }

  /** `otherwise` is what the vendor takes where nothing is set. */
  is(key: string, value: string, otherwise?: string): boolean {
    return (this.first(key) ?? otherwise) === value
  }

  atOf(key: string): At {
    return this.settings.get(key)?.at ?? this.at
  }

  section(path: string): Node | undefined {
    const section = this.sections.get(path)
    if (section) section.known = true
    return section
  }

  /** Entries of a section below, in order. */
  within(path: string): Node[] {
    return this.section(path)?.all() ?? []
  }

  all(): Node[] {
    this.known = true
    return [...this.entries.values()].map((entry) => {
      entry.known = true
      return entry
    })
  }

  isTaken(key: string): boolean {
    return this.taken.has(key)
  }

  isStrange({ key, values }: Setting): boolean {
    return !this.taken.has(key) && !isIrrelevant(this.path, key, values)
  }

  get isEmpty(): boolean {
    return this.settings.size === 0 && this.entries.size === 0 && [...this.sections.values()].every((section) => section.isEmpty)
  }

  /** What nobody has read and what is not known to be irrelevant; to be asked after everything else was read. */
  strange(): { readonly at: At; readonly text: string }[] {
    this.contained = true
    return [
      ...[...this.settings.values()].filter((setting) => this.isStrange(setting)),
      ...[...this.sections.values()].filter((section) => !section.known && !section.isEmpty && !isIrrelevant(section.path))
        .map((section) => ({ at: section.at, text: `config ${section.path}` })),
    ]
  }
}
