/** Conditions as the syntaxes of Linux need them. */
import { PORT_PROTOCOLS } from '../../net/header.ts'
import type { Family } from '../../net/header.ts'
import { has } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import type { Chain, Condition, Pipeline } from '../../topology/model.ts'
import { all, any, NEVER, not, protocol, unknown } from '../conditions.ts'

/**
 * What a test of ports says of a later fragment is left unknown: ip_tables never matches one, negated or not (kernel
 * net/netfilter/xt_tcpudp.c and xt_multiport.c: `if (par->fragoff != 0) return false`), while nf_tables, into which newer
 * commands translate the same rule, reads the bytes that happen to stand there. What it says of `strangers`, protocols whose ports the model does not hold, nobody
 * knows; `asked` is the one that the rule asks for elsewhere, if it asks for one.
 */
export function onPorts(ports: Condition, strangers: Ranges, what: string, asked: number | undefined): Condition {
  const exact = all([protocol(...PORT_PROTOCOLS), ports])
  if (asked !== undefined) return has(strangers, asked) ? unknown(what) : exact
  return strangers.length === 0 ? exact : any([exact, all([{ test: 'protocol', set: strangers }, unknown(what)])])
}

/**
 * Neighbouring fields, each other than a value: what was written means both. nft (1.0.6, src/payload.c, `payload_try_merge`) and
 * iptables-nft (1.8.9, `add_nft_tcpudp`) load them as one comparison, which holds unless both are the same; and print what was written.
 */
export const bothOther = (equal: readonly Condition[], what: string): Condition =>
  any([all(equal.map(not)), all([not(all(equal)), unknown(what)])])

/** The interface that a packet has not got at a hook, and whether every kernel agrees on that. */
const ABSENT: Readonly<Record<keyof Pipeline, 'in' | 'out' | undefined>> = {
  prerouting: 'out', input: 'out', forward: undefined, output: 'in',
  // From Linux 5.7 on the incoming interface is known there (net/ipv4/ip_output.c, `ip_output`); before, it was not.
  postrouting: 'in',
}

/**
 * The condition of a rule that is reached from `hook`. A test of an absent interface is false; its negation is true in ip_tables
 * (net/ipv4/netfilter/ip_tables.c, `ip_packet_match`) and false in older nf_tables (net/netfilter/nft_meta.c).
 */
export function atHook(condition: Condition, hook: keyof Pipeline): Condition {
  const absent = ABSENT[hook]
  const here = (one: Condition, negated: boolean): Condition => {
    switch (one.test) {
      case 'not': return not(here(one.of, !negated))
      case 'all': case 'any': return { ...one, of: one.of.map((part) => here(part, negated)) }
      case 'in': case 'out': {
        if (one.test !== absent) return one
        const option = absent === 'in' ? '-i' : '-o'
        return hook === 'postrouting' || negated ? unknown(`${negated ? '! ' : ''}${option} in ${hook.toUpperCase()}`) : NEVER
      }
      default: return one
    }
  }
  return absent ? here(condition, false) : condition
}

/** Each family has chains of its own; packets of the other one do not meet this one, not even its policy. */
export const passing = (family: Family, chain: Chain): Chain =>
  ({ ...chain, rules: [{ at: chain.at, when: { test: 'family', family }, action: { do: 'permit' }, elsewhere: true }, ...chain.rules] })
