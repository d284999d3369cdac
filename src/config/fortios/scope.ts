/** The part of the configuration that is meant: one VDOM together with what is global (FortiOS Administration Guide, "Virtual domains"). */
import { text } from '../../verdict.ts'
import type { At, Problem } from '../../verdict.ts'
import { Node } from './node.ts'

export class Scope {
  /** Undefined: the device has no VDOMs. */
  readonly vdom: string | undefined
  /** Where nothing nearer can be named. */
  readonly at: At
  private readonly places: readonly Node[]

  constructor(root: Node, vdom: string | undefined, at: At) {
    this.vdom = vdom
    this.at = at
    const one = vdom === undefined ? undefined : root.section('vdom')?.entries.get(vdom)
    this.places = [one, root.sections.get('global'), root].filter((place): place is Node => place !== undefined)
    for (const place of this.places) place.known = true
  }

  /** Every object of this path: the VDOM's own first. */
  sections(path: string): Node[] {
    return this.places.flatMap((place) => place.section(path) ?? [])
  }

  /** All of them, in order. */
  entries(path: string): Node[] {
    return this.sections(path).flatMap((section) => section.all())
  }

  /** A setting of an object that exists once. */
  setting(path: string, key: string): { readonly value: string; readonly at: At } | undefined {
    const found = this.sections(path).map((section) => ({ section, value: section.first(key) })).find(({ value }) => value !== undefined)
    return found && { value: found.value!, at: found.section.atOf(key) }
  }

  is(path: string, key: string, value: string, otherwise?: string): boolean {
    return (this.setting(path, key)?.value ?? otherwise) === value
  }

  /** What stands at the top of the VDOM, of `global`, of the file. */
  tops(): Node[] {
    return this.places.flatMap((place) => [...place.sections.values()]).filter(({ path }) => path !== 'vdom' && path !== 'global')
  }
}

/** VDOMs that the file has. */
export const vdomsOf = (root: Node): string[] => [...root.sections.get('vdom')?.entries.keys() ?? []]

export type Choice = { readonly vdom: string | undefined } | { readonly problem: Problem }

export function chooseVdom(root: Node, context: string | undefined, at: At): Choice {
  const known = vdomsOf(root)
  if (known.length === 0) {
    return context === undefined || context === 'root' ? { vdom: undefined }
      : wrong(at, text(`この設定ファイルには VDOM がありません（context は「${context}」）`, `the configuration has no VDOMs (context: "${context}")`))
  }
  if (context !== undefined) {
    return known.includes(context) ? { vdom: context }
      : wrong(at, text(`VDOM「${context}」がありません（あるもの: ${known.join(', ')}）`, `there is no VDOM "${context}" (there are: ${known.join(', ')})`))
  }
  return known.length === 1 ? { vdom: known[0]! } : wrong(at, text(
    `VDOM が複数あります（${known.join(', ')}）。config.context でどれかを指定してください`,
    `there are several VDOMs (${known.join(', ')}): type which one is meant as \`config.context\``))
}

const wrong = (at: At, message: Problem['message']): Choice => ({ problem: { code: 'config-context', at, message } })
