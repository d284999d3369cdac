/** The status of every line, once everything that reads the configuration has read it. */
import type { Gap } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { LineStatus, ReadLine } from '../reader.ts'
import { hasCommands, isIrrelevant } from './known.ts'
import type { Node } from './node.ts'
import type { Parsed } from './parse.ts'
import type { Scope } from './scope.ts'

export interface Account { readonly lines: readonly ReadLine[]; readonly gaps: readonly Gap[] }

/** Object types that only filter: what is not understood of them cannot send a packet another way. */
const FILTERS = new Set(['firewall interface-policy', 'firewall interface-policy6', 'firewall security-policy', 'firewall DoS-policy', 'firewall DoS-policy6', 'firewall acl', 'firewall acl6', 'firewall service custom', 'firewall schedule recurring', 'firewall schedule onetime', 'firewall schedule group', 'firewall vipgrp'])
const ROUTES = /^router (?:bgp|ospf6?|rip|ripng|isis)(?:\/|$)/

const touched = (path: string): Gap['touches'] => (ROUTES.test(path) ? 'routes' : FILTERS.has(path) ? 'filters' : 'forwarding')

/** `outside`: the file is read only as far as the chosen VDOM and what is global; the rest decides about no packet of it. */
export function accountFor({ root, lines, silent, broken, header }: Parsed, scope: Scope): Account {
  const accountant = new Accountant()
  for (const top of scope.tops()) accountant.object(top)
  for (const { at, text } of broken) accountant.gap('forwarding', at, text)
  const strange = new Set(broken.map(({ line }) => line))
  const { statuses, whys } = accountant
  frames(root, statuses)
  return {
    gaps: accountant.gaps,
    lines: lines.map(({ at, text: written }, line): ReadLine => {
      const status = strange.has(line) ? 'not understood' : line === header?.line ? 'understood' : silent.has(line) ? 'irrelevant' : statuses.get(line) ?? 'irrelevant'
      const what = whys.get(line) ?? written.trim()
      return status === 'not understood' ? { at, text: written, status, why: text(`「${what}」の意味が分かりません`, `"${what}" is not understood`) } : { at, text: written, status }
    }),
  }
}

/** `config vdom`, `config global` and the entries of VDOMs. */
function frames(root: Node, statuses: Map<number, LineStatus>): void {
  const [vdoms, global] = [root.sections.get('vdom'), root.sections.get('global')]
  for (const node of [vdoms, global, ...vdoms?.entries.values() ?? []]) for (const line of node?.frame ?? []) statuses.set(line, 'understood')
}

class Accountant {
  readonly statuses = new Map<number, LineStatus>()
  readonly whys = new Map<number, string>()
  readonly gaps: Gap[] = []

  object(top: Node): void {
    const pending: { node: Node; contained: boolean; fate?: LineStatus }[] = [{ node: top, contained: false }]
    while (pending.length > 0) {
      const { node, contained, fate } = pending.pop()!
      const own = node.idle ? 'irrelevant' : fate ?? this.fateOf(node, contained)
      for (const line of node.frame) this.statuses.set(line, own)
      const below = own === 'understood' ? undefined : own
      const inside = contained || node.contained
      if (below) this.whole(node, below)
      else this.settings(node, inside)
      for (const inner of [...node.sections.values(), ...node.entries.values()]) {
        // An empty section says nothing, wherever it stands.
        pending.push({ node: inner, contained: inside, ...(below && { fate: below }) })
      }
    }
  }

  /** Single lines of an object that decides about nothing may do so all the same, such as who is trusted to come in. */
  private whole(node: Node, status: LineStatus): void {
    for (const [key, numbers] of node.lines) {
      const own = status === 'irrelevant' && !node.idle && node.isTaken(key) ? 'understood' : status
      for (const line of numbers) this.statuses.set(line, own)
    }
  }

  private fateOf(node: Node, contained: boolean): LineStatus {
    // What a routing protocol does follows from no line of it alone.
    if (!ROUTES.test(node.path) && (node.known || hasCommands(node.path)) && !isIrrelevant(node.path)) return 'understood'
    if (isIrrelevant(node.path) || node.isEmpty) return 'irrelevant'
    if (!contained) this.gap(touched(node.path), node.at, `config ${node.path}`)
    return 'not understood'
  }

  private settings(node: Node, contained: boolean): void {
    for (const [key, numbers] of node.lines) {
      const setting = node.settings.get(key)
      const strange = setting !== undefined && node.isStrange(setting)
      // What `unset` leaves is the vendor's default, which the reader takes for every key that it knows.
      const status = strange ? 'not understood' : node.isTaken(key) ? 'understood' : isIrrelevant(node.path, key, setting?.values) ? 'irrelevant' : 'understood'
      for (const line of numbers) {
        this.statuses.set(line, status)
        if (strange) this.whys.set(line, `set ${key}`)
      }
      if (strange && !contained) this.gap(touched(node.path), setting.at, setting.text)
    }
  }

  gap(touches: Gap['touches'], at: Gap['at'], what: string): void {
    this.gaps.push({ touches, families: [4, 6], at, what })
  }
}
