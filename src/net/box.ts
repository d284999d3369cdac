/** What a plain line of a filter says, as one diagram made from the bottom up: no set is built on the way there. */
import { addressNode } from './address-levels.ts'
import { rangesOf } from './address.ts'
import type { AddressSet } from './address.ts'
import type { Diagrams } from './diagram.ts'
import type { Levels } from './fields.ts'
import type { Family } from './header.ts'
import type { Ranges } from './interval.ts'
import type { Ref } from './unique-table.ts'

/** Tests that must all hold; absent is not tested. Of ICMP, the destination port is the type and the source port the code. */
export interface BoxTests {
  readonly family?: Family
  readonly source?: AddressSet
  readonly destination?: AddressSet
  readonly protocols?: Ranges
  readonly sourcePorts?: Ranges
  readonly destinationPorts?: Ranges
  readonly flags?: Ranges
  readonly state?: Ranges
  readonly in?: Ranges
  readonly out?: Ranges
}

/**
 * Where packets go: those that pass every test, those that fail one, and later fragments that pass all but the tests of ports
 * and flags, which they have none of.
 */
export interface BoxEnds { readonly inside: Ref; readonly outside: Ref; readonly later: Ref }

/** On what is no valid header the diagram may say anything. */
export function boxNode(diagrams: Diagrams, levels: Levels, tests: BoxTests, ends: BoxEnds): Ref {
  const { outside } = ends
  const ofFamily = (family: Family): Ref => (tests.family === undefined || tests.family === family ? familyNode(diagrams, levels, tests, ends, family) : outside)
  const v4 = ofFamily(4)
  const anyFamily = !tests.source && !tests.destination && tests.family === undefined
  const either = diagrams.node(levels.family, [0, 1], [v4, anyFamily ? v4 : ofFamily(6)])
  const leaving = tests.out ? diagrams.interval(levels.out, tests.out, either, outside) : either
  return tests.in ? diagrams.interval(levels.in, tests.in, leaving, outside) : leaving
}

function familyNode(diagrams: Diagrams, levels: Levels, tests: BoxTests, { inside, outside, later }: BoxEnds, family: Family): Ref {
  const onlyFirst = tests.sourcePorts !== undefined || tests.destinationPorts !== undefined || tests.flags !== undefined
  // By what the levels above say, as far as they are tested here: first fragments that pass, those that fail, later fragments.
  let passing = inside
  let failing = outside
  let fragment = onlyFirst ? later : inside
  const among = (level: number, ranges: Ranges | undefined): void => {
    if (!ranges) return
    passing = diagrams.interval(level, ranges, passing, outside)
    failing = diagrams.interval(level, ranges, failing, outside)
    fragment = diagrams.interval(level, ranges, fragment, outside)
  }
  const firstAmong = (level: number, ranges: Ranges | undefined): void => {
    if (ranges) passing = diagrams.interval(level, ranges, passing, failing)
  }
  const addressAmong = (field: 'source' | 'destination'): void => {
    const set = tests[field]
    if (!set) return
    const tested = (to: Ref): Ref => addressNode(diagrams, levels.now[field], family, rangesOf(set, family), to, outside)
    passing = tested(passing)
    if (!onlyFirst) return
    failing = tested(failing)
    fragment = tested(fragment)
  }
  among(levels.state, tests.state)
  firstAmong(levels.flags, tests.flags)
  for (const field of levels.deepestFirst) {
    switch (field) {
      case 'source': case 'destination': addressAmong(field); break
      case 'sourcePort': firstAmong(levels.now.sourcePort[0]!, tests.sourcePorts); break
      case 'destinationPort': firstAmong(levels.now.destinationPort[0]!, tests.destinationPorts); break
      case 'protocol':
        if (onlyFirst) {
          passing = diagrams.node(levels.fragment, [0, 1], [passing, fragment])
          failing = diagrams.node(levels.fragment, [0, 1], [failing, fragment])
        }
        among(levels.protocol, tests.protocols)
    }
  }
  return passing
}
