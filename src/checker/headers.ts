/** Sets that the checker makes itself, whatever the certificate lists: valid headers, and packets by who sends and receives them. */
import { byFirstWord, rangeOf, type Range } from './addresses.ts'
import { bitOf, REWRITTEN_VALUES } from './moves.ts'
import type { Addresses, Entry, SetRef } from './format.ts'
import { ALL, levelNamed, NONE, type Sets } from './sets.ts'

const TCP = 6
const UDP = 17
const SCTP = 132
const ICMP = { 4: 1, 6: 58 } as const
const LAST_WORD = 3

export class Headers {
  /** TCP, UDP and SCTP, but for later fragments. */
  readonly ported: SetRef
  /**
   * Ports are 0 but of TCP, UDP and SCTP; of ICMP the type stands in the place of the destination port and the code in that of
   * the source port; flags are 0 but of TCP; a later fragment has none of all this.
   */
  readonly valid: SetRef
  /** What nothing has rewritten. */
  private readonly untouched: SetRef
  private readonly sets: Sets
  private readonly known = new Map<string, SetRef>()

  constructor(sets: Sets) {
    this.sets = sets
    const flags0 = sets.add([levelNamed('flags'), ALL, 0, NONE])
    const ports = (most: number): SetRef => sets.add([levelNamed('sourcePort.now'), sets.add([levelNamed('destinationPort.now'), flags0, most, NONE]), most, NONE])
    const none = ports(0)
    const fragment = (first: SetRef, later: SetRef): SetRef => sets.add([levelNamed('fragment'), first, 0, later])
    const [tcp, udp, icmp] = [fragment(ALL, none), fragment(flags0, none), fragment(ports(0xff), none)]
    const protocols = (family: 4 | 6): SetRef => this.among('protocol', [[ICMP[family], icmp], [TCP, tcp], [UDP, udp], [SCTP, udp]], none)
    this.valid = sets.add([levelNamed('family'), protocols(4), 0, protocols(6)])
    const whole = fragment(ALL, NONE)
    this.ported = this.among('protocol', [[TCP, whole], [UDP, whole], [SCTP, whole]], NONE)
    this.untouched = sets.add([levelNamed('rewritten'), ALL, 0, NONE])
  }

  /** What a place that has these addresses sends: all of these sets together. */
  sentBy(sources: Addresses): SetRef[] {
    return [this.untouched, this.valid, this.now('source', sources)]
  }

  /** Packets that were sent from these addresses, whatever has become of their source. */
  from(senders: Addresses): SetRef {
    return this.once(`from ${JSON.stringify(senders)}`, () => {
      const bit = bitOf('source')
      const rewritten = (family: 4 | 6): SetRef => {
        const [now, sent] = (['source.now', 'source.sent'] as const).map((words) => this.inFamily(words, family, senders)) as [SetRef, SetRef]
        const cases = Array.from({ length: REWRITTEN_VALUES }, (_, bits) => [bits & bit ? sent : now, bits])
        return this.sets.add([levelNamed('rewritten'), ...cases.flat().slice(0, -1)])
      }
      return this.sets.add([levelNamed('family'), rewritten(4), 0, rewritten(6)])
    })
  }

  /** Packets that go to these addresses now. */
  to(receivers: Addresses): SetRef {
    return this.now('destination', receivers)
  }

  /** What an entry names: all of these sets together. */
  of({ senders, receivers, service }: Omit<Entry, 'by'>): SetRef[] {
    return [service, this.to(receivers), this.from(senders)]
  }

  private now(field: 'source' | 'destination', addresses: Addresses): SetRef {
    return this.addresses(`${field}.now`, addresses)
  }

  private addresses(words: string, addresses: Addresses): SetRef {
    return this.once(`${words} ${JSON.stringify(addresses)}`, () =>
      this.sets.add([levelNamed('family'), this.inFamily(words, 4, addresses), 0, this.inFamily(words, 6, addresses)]))
  }

  /** Says nothing of the family itself. An IPv4 address is the last word. */
  private inFamily(words: string, family: 4 | 6, { v4, v6 }: Addresses): SetRef {
    const first = levelNamed(`${words}.0`)
    const last = first + LAST_WORD
    return this.numbers((family === 4 ? v4 : v6).map((range) => rangeOf(family, range)!), family === 4 ? last : first, last)
  }

  /** Numbers in these ranges, whose words stand in the levels from one to another. */
  private numbers(ranges: readonly Range[], level: number, last: number): SetRef {
    const parts = byFirstWord(ranges, last - level + 1)
    const children = parts.map(({ under, upper }) => [under === 'all' ? ALL : under === 'none' ? NONE : this.numbers(under, level + 1, last), upper] as const)
    return this.sets.add([level, ...children.flat().slice(0, -1)])
  }

  /** By the values of a level, else `otherwise`. */
  private among(level: string, cases: readonly (readonly [value: number, child: SetRef])[], otherwise: SetRef): SetRef {
    const node: number[] = [levelNamed(level)]
    let next = 0
    for (const [value, child] of [...cases].sort(([a], [b]) => a - b)) {
      if (value > next) node.push(otherwise, value - 1)
      node.push(child, value)
      next = value + 1
    }
    return this.sets.add([...node, otherwise])
  }

  private once(key: string, make: () => SetRef): SetRef {
    const known = this.known.get(key) ?? make()
    this.known.set(key, known)
    return known
  }
}
