/** Tests of packets as one line, in words of no language: `source 10.0.0.0/24 tcp destination-port 443`. */
import { formatAddresses } from '../../net/address.ts'
import { icmpTypeName } from '../../net/icmp-types.ts'
import type { Range, Ranges } from '../../net/interval.ts'
import { formatRange, protocolName } from '../../net/service.ts'
import { formatFlags } from '../../net/tcp-flags.ts'
import type { Condition } from '../../topology/model.ts'

/** Everything matches: `any`. Nothing is left out, however long it gets. */
export function writtenCondition(condition: Condition): string {
  const words = inWords(condition)
  return words === '' ? 'any' : words
}

function inWords(condition: Condition): string {
  switch (condition.test) {
    case 'all': return [...new Set(condition.of.map((one) => (one.test === 'any' && one.of.length > 1 ? `(${inWords(one)})` : inWords(one))))].filter((part) => part !== '').join(' ')
    case 'any': return condition.of.length === 0 ? 'never' : condition.of.map(writtenCondition).join(' | ')
    case 'not': return `not (${writtenCondition(condition.of)})`
    case 'source': case 'destination': return `${condition.test} ${listed(formatAddresses(condition.set))}`
    case 'family': return `ipv${condition.family}`
    case 'protocol': return ranges(condition.set, ([low, high]) => (low === high ? protocolName(low) ?? `ip/${low}` : `ip/${low}-${high}`))
    case 'source-port': case 'destination-port': return condition.set.some(([low, high]) => low === 0 && high === MAX_PORT) ? 'with-ports' : `${condition.test} ${ranges(condition.set, formatRange)}`
    case 'icmp': return icmp(condition)
    case 'tcp-flags': return `tcp-flags ${formatFlags(condition.set) || 'none'} of ${formatFlags(condition.mask)}`
    case 'fragment': return 'later-fragment'
    case 'state': return `state ${condition.states.join(',')}`
    case 'in': case 'out': return `${condition.test} ${listed(condition.names)}`
    case 'unknown': return `${condition.varies ? 'varies' : 'unknown'}:"${condition.what}"`
  }
}

const listed = (texts: readonly string[]): string => (texts.length === 0 ? 'none' : texts.join(','))

const ranges = (set: Ranges, each: (range: Range<number>) => string): string => listed(set.map(each))

const MAX_PORT = 0xffff

const ALL = ([low, high]: Range<number>): boolean => low === 0 && high === 255

function icmp({ family, types, codes }: Extract<Condition, { test: 'icmp' }>): string {
  const name = family === 4 ? 'icmp' : 'icmpv6'
  const typed = types.every(ALL) ? '' : `/${ranges(types, ([low, high]) => (low === high ? icmpTypeName(family, low) ?? `${low}` : `${low}-${high}`))}`
  return `${name}${typed}${codes.every(ALL) ? '' : ` code ${ranges(codes, formatRange)}`}`
}
