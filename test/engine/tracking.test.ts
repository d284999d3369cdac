/** Connection tracking as a relation of packet sets, against the function that says the same of one header. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headers } from '../net/arbitrary.ts'
import { freshStates, tcpWithoutOpening } from '../../src/engine/fresh-states.ts'
import { opensTcp, stateWithoutSession } from '../../src/engine/tracking.ts'
import { STATES, TCP, type Header, type State } from '../../src/net/header.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'

const space = new PacketSpace()
const fresh = freshStates(space)
const statesOf = (set: typeof fresh, header: Header): State[] => STATES.filter((state) => set.contains(header, { state }))

describe('fresh states', () => {
  test('are exactly the state that the plain function gives', () =>
    fc.assert(fc.property(headers, (header) => { expect(statesOf(fresh, header)).toEqual([stateWithoutSession(header)]) }), { numRuns: 2000 }))

  test('give a state to every valid header', () => expect(fresh.forget('state').equals(space.all)).toBe(true))

  test('are one for each TCP flag combination and each ICMP type', () => {
    const base: Header = { family: 4, source: 1n, destination: 2n, protocol: TCP, sourcePort: 1024, destinationPort: 80, flags: 0, fragment: false }
    for (let flags = 0; flags < 64; flags++) expect(statesOf(fresh, { ...base, flags })).toEqual([stateWithoutSession({ ...base, flags })])
    for (let type = 0; type < 256; type++) {
      for (const [family, protocol] of [[4, 1], [6, 58], [4, 58], [6, 1]] as const) {
        const icmp = protocol === (family === 4 ? 1 : 58)
        const header = { ...base, family, protocol, sourcePort: 0, destinationPort: icmp ? type : 0 }
        expect(statesOf(fresh, header)).toEqual([stateWithoutSession(header)])
      }
    }
  })
})

test('TCP without an opening is the TCP whose flags open nothing, first fragments only', () => {
  const set = tcpWithoutOpening(space)
  fc.assert(fc.property(headers, (header) => {
    expect(set.contains(header)).toBe(header.protocol === TCP && !header.fragment && !opensTcp(header.flags))
  }), { numRuns: 2000 })
})
