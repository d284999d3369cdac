/** One test of one packet, in three values (Kleene): a test not understood is `unknown`, and negation keeps it so. */
import { hasPorts, isIcmp, TCP } from './protocols.ts'
import { inSet, within } from './addresses.ts'
import type { Header, State } from '../../src/net/header.ts'
import type { Condition } from '../../src/topology/model.ts'

export type Truth = 'true' | 'false' | 'unknown'

/** What a test can see beside the header. */
export interface View {
  readonly header: Header
  readonly in: string | undefined
  readonly out: string | undefined
  readonly state: State | undefined
  readonly reassembles: boolean
}

const truth = (value: boolean): Truth => (value ? 'true' : 'false')

const named = (names: readonly string[], name: string | undefined): boolean =>
  name !== undefined && names.some((each) => (each.endsWith('+') ? name.startsWith(each.slice(0, -1)) : each === name))

/** A test of what only a first fragment carries. */
const layer4 = (view: View, carried: boolean, value: () => boolean): Truth => {
  if (!carried) return 'false'
  if (view.header.fragment) return view.reassembles ? 'false' : 'unknown'
  return truth(value())
}

export const judge = (condition: Condition, view: View): Truth => {
  const { header } = view
  switch (condition.test) {
    case 'all': {
      const each = condition.of.map((inner) => judge(inner, view))
      return each.includes('false') ? 'false' : each.includes('unknown') ? 'unknown' : 'true'
    }
    case 'any': {
      const each = condition.of.map((inner) => judge(inner, view))
      return each.includes('true') ? 'true' : each.includes('unknown') ? 'unknown' : 'false'
    }
    case 'not': {
      const inner = judge(condition.of, view)
      return inner === 'unknown' ? 'unknown' : truth(inner === 'false')
    }
    case 'source': return truth(inSet(condition.set, header.family, header.source))
    case 'destination': return truth(inSet(condition.set, header.family, header.destination))
    case 'family': return truth(header.family === condition.family)
    case 'protocol': return truth(within(condition.set, header.protocol))
    case 'source-port': return layer4(view, hasPorts(header), () => within(condition.set, header.sourcePort))
    case 'destination-port': return layer4(view, hasPorts(header), () => within(condition.set, header.destinationPort))
    case 'icmp':
      return layer4(view, condition.family === header.family && isIcmp(header), () =>
        within(condition.types, header.destinationPort) && within(condition.codes, header.sourcePort))
    case 'tcp-flags':
      return layer4(view, header.protocol === TCP, () => (header.flags & condition.mask) === condition.set)
    case 'fragment': return truth(header.fragment)
    case 'state': return truth(view.state !== undefined && condition.states.includes(view.state))
    case 'in': return truth(named(condition.names, view.in))
    case 'out': return truth(named(condition.names, view.out))
    case 'unknown': return 'unknown'
  }
}
