/** Whether the device routes at all: `ip routing`, `ipv6 unicast-routing`. */
import type { Condition, Rule, Step } from '../../topology/model.ts'
import { unknown } from '../conditions.ts'
import type { Draft } from './draft.ts'
import { judging, ofFamily } from './judging.ts'

/**
 * Routers route IPv4 unless told not to (`no ip routing`); LAN switches only if told to, and a configuration of one says nothing
 * where it does not (Catalyst, "Enabling IP Unicast Routing"). IPv6 is routed only after `ipv6 unicast-routing` (IPv6 Command Reference).
 */
export function routingSteps(draft: Draft): Step[] {
  const { routing, routing6, switchSign } = draft
  const up = draft.up()
  const six = up.find(({ addresses }) => addresses.some(({ address }) => address.family === 6))
  const refuse = (name: string, { at }: { at: Rule['at'] }, family: 4 | 6, when: Condition): Step =>
    judging(name, at, ofFamily(family), [{ at, when, action: { do: 'deny' } }], 'permit')
  return [
    ...(routing?.on === false ? [refuse('no ip routing', routing.line, 4, ofFamily(4))] : []),
    ...(routing === undefined && switchSign && up.length > 1 ? [refuse('ip routing', switchSign, 4, unknown('ip routing'))] : []),
    ...(six && !routing6 ? [refuse('no ipv6 unicast-routing', six.line, 6, ofFamily(6))] : []),
  ]
}
