/** What is for the device itself: `line vty` with its `access-class`, and what `control-plane` polices. */
import { TCP } from '../../net/header.ts'
import type { Condition, Rule, Step } from '../../topology/model.ts'
import { NEVER, all, any, not, protocol, unknown } from '../conditions.ts'
import { isEmpty, permittedBy } from './access-list.ts'
import { Commands, listed, negated } from './commands.ts'
import type { Draft } from './draft.ts'
import { judging, ofFamily } from './judging.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'

/** Who may log in how, and what the screen looks like: the node of the device itself receives the packets all the same. */
const SETTINGS = new Commands<true>(listed(`
login | password | transport | exec-timeout | exec | logging | length | width | privilege | history | session-timeout | session-limit
absolute-timeout | authorization | accounting | stopbits | speed | rotary | autocommand
escape-character | ipv6 access-class common | monitor | notify | timeout | motd-banner | exec-banner | vacant-message | refuse-message | location
flowcontrol | modem | no activation-character | activation-character | domain-lookup | international
terminal-type | editing | full-help | special-character-bits | data-character-bits | databits | parity | access-session`).map((command) => [command, true] as const))

/** Telnet and SSH; a connection takes the first line that is free, so that each list may be the one that judges it. */
const TO_LOG_IN: Condition = all([protocol(TCP), { test: 'destination-port', set: [[22, 23]] }])

export function terminalSteps(draft: Draft): Step[] {
  return ([4, 6] as const).flatMap((family) => {
    const judged = draft.vty.map((line) => ({ line, permits: permitsOf(line, draft, family) }))
    const limited = judged.filter(({ permits }) => permits)
    const [first] = limited
    if (!first) return []
    const tests = judged.map(({ permits }) => permits ?? all([]))
    const everywhere = all(tests)
    const distinct = new Set(limited.map(({ permits }) => JSON.stringify(permits, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))).size
    const when = distinct === 1 && limited.length === judged.length ? first.permits! : any([everywhere, all([any(tests), unknown('line vty')])])
    const rules: Rule[] = [{ at: first.line.at, when, action: { do: 'permit' } }]
    return [judging('line vty', first.line.at, all([ofFamily(family), TO_LOG_IN]), rules)]
  })
}

/** Undefined: these lines take everybody. */
function permitsOf(line: Line, draft: Draft, family: 4 | 6): Condition | undefined {
  understood(line)
  let permits: Condition | undefined
  for (const child of line.children) {
    const { words } = child
    const name = family === 4 && words[0] === 'access-class' ? words[1] : family === 6 && words[0] === 'ipv6' && words[1] === 'access-class' ? words[2] : undefined
    if (name !== undefined) {
      understood(child)
      const list = draft.lists.get(name, family)
      const way = words[family === 4 ? 2 : 3]
      // Outgoing sessions of somebody who has logged in are the device's own.
      if (way === 'out') notUnderstood(child)
      // A list that is not defined permits everything.
      else if (list && !isEmpty(list)) permits = permits ? all([permits, permittedBy(list)]) : permittedBy(list)
    } else if (!child.status && SETTINGS.find(negated(words) ?? words)) irrelevant(child)
    else if (!child.status && !(words.includes('access-class'))) notUnderstood(child)
  }
  return permits
}

/** Policing drops what is too much, or all of a class. */
export function controlPlaneSteps(draft: Draft): Step[] {
  return draft.controlPlane.flatMap((line) => {
    const policy = (negated(line.words) ? [] : line.words).includes('service-policy')
    if (!policy) { irrelevant(line); return [] }
    notUnderstood(line)
    return [judging(line.text.trim(), line.at, not(NEVER), [{ at: line.at, when: unknown(line.text.trim()), action: { do: 'deny' } }], 'permit')]
  })
}
