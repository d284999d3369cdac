/** A condition as plain tests, where it is not more than that. What conditions mean is said in `condition-sets.ts`. */
import { intersectAddresses } from '../net/address.ts'
import type { BoxTests } from '../net/box.ts'
import { flagValues, stateValues } from '../net/fields.ts'
import { TCP } from '../net/header.ts'
import { intersect } from '../net/interval.ts'
import { icmpProtocol, PORTED } from '../net/valid-headers.ts'
import type { Condition } from '../topology/model.ts'
import type { Scope } from './condition-sets.ts'

/** A box, and whether something in it is not understood, so that its packets match only perhaps. */
export interface PlainTests { readonly tests: BoxTests; readonly doubt: boolean }

/** So many boxes one after another are no quicker than sets. */
const MANY = 32

const ANY: PlainTests = { tests: {}, doubt: false }

/** The boxes of a condition, any of which may hold. Undefined where it says more than boxes can, or takes too many of them. */
export function plainTests(condition: Condition, scope: Scope): readonly PlainTests[] | undefined {
  switch (condition.test) {
    case 'all': return combined(condition.of, scope, (boxes, part) => boxes.flatMap((box) => part.map((other) => both(box, other))), [ANY])
    case 'any': return combined(condition.of, scope, (boxes, part) => [...boxes, ...part], [])
    case 'not': case 'fragment': return undefined
    default: return [plain(condition, scope)]
  }
}

function combined(
  conditions: readonly Condition[], scope: Scope, join: (a: readonly PlainTests[], b: readonly PlainTests[]) => PlainTests[], start: readonly PlainTests[],
): readonly PlainTests[] | undefined {
  let boxes = start
  for (const condition of conditions) {
    const part = plainTests(condition, scope)
    if (!part || boxes.length * part.length > MANY || boxes.length + part.length > MANY) return undefined
    boxes = join(boxes, part)
  }
  return boxes
}

function both(a: PlainTests, b: PlainTests): PlainTests {
  if (a === ANY) return b
  const tests: { -readonly [K in keyof BoxTests]: BoxTests[K] } = { ...a.tests, ...b.tests }
  for (const field of ['source', 'destination'] as const) {
    if (a.tests[field] && b.tests[field]) tests[field] = intersectAddresses(a.tests[field], b.tests[field])
  }
  for (const field of ['protocols', 'sourcePorts', 'destinationPorts', 'flags', 'state', 'in', 'out'] as const) {
    if (a.tests[field] && b.tests[field]) tests[field] = intersect(a.tests[field], b.tests[field])
  }
  // No packet is of two families.
  if (a.tests.family && b.tests.family && a.tests.family !== b.tests.family) tests.protocols = []
  return { tests, doubt: a.doubt || b.doubt }
}

function plain(condition: Exclude<Condition, { test: 'all' | 'any' | 'not' | 'fragment' }>, scope: Scope): PlainTests {
  const box = (tests: BoxTests): PlainTests => ({ tests, doubt: false })
  switch (condition.test) {
    case 'source': return box({ source: condition.set })
    case 'destination': return box({ destination: condition.set })
    case 'family': return box({ family: condition.family })
    case 'protocol': return box({ protocols: condition.set })
    case 'source-port': return box({ protocols: PORTED, sourcePorts: condition.set })
    case 'destination-port': return box({ protocols: PORTED, destinationPorts: condition.set })
    case 'icmp': {
      const { family, types, codes } = condition
      return box({ family, protocols: icmpProtocol(family), destinationPorts: types, sourcePorts: codes })
    }
    case 'tcp-flags': return box({ protocols: [[TCP, TCP]], flags: flagValues(condition.mask, condition.set) })
    case 'state': return scope.tracked ? box({ state: stateValues(condition.states) }) : { tests: {}, doubt: true }
    case 'in': return box({ in: scope.in(condition.names) })
    case 'out': return box({ out: scope.out(condition.names) })
    case 'unknown': return { tests: {}, doubt: true }
  }
}
