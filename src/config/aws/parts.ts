/** What the devices of a cloud are made of. */
import type { Address, Prefix } from '../../net/address.ts'
import { parsePrefix } from '../../net/address.ts'
import { DEFAULT_VRF, type Chain, type Gap, type Interface, type InterfaceAddress, type Pipeline, type Rule } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { StaticRoute } from '../device/routes.ts'

export const EVERYWHERE: readonly Prefix[] = ['0.0.0.0/0', '::/0'].map((all) => parsePrefix(all)!.prefix)

export const face = (name: string, at: At, addresses: readonly InterfaceAddress[] = []): Interface =>
  ({ name, at, addresses, vrf: DEFAULT_VRF, reversePath: 'none' })

export const addressed = (address: Address, length: number, at: At): InterfaceAddress => ({ address, length, at })

export const route = (to: Prefix, name: string, at: At): StaticRoute =>
  ({ at, vrf: DEFAULT_VRF, to, distance: 1, next: { kind: 'interface', interface: name } })

export const list = (name: string, at: At, rules: readonly Rule[], otherwise: Chain['otherwise']): Chain => ({ name, at, rules, otherwise })

/** A gateway has no services of its own: nothing for it is taken, and it sends nothing. */
export const closed = (at: At): Pick<Pipeline, 'input' | 'output'> => ({
  input: [{ kind: 'filter', chain: list('input', at, [], 'deny') }], output: [{ kind: 'filter', chain: list('output', at, [], 'deny') }],
})

/** A cloud's devices know the flows that their packets are of, so later fragments come to nothing by themselves. */
export const REASSEMBLES = true

export const gap = (touches: Gap['touches'], at: At, what: string): Gap => ({ touches, families: [4, 6], at, what })

/** Several devices may lack the same. */
export const distinct = (gaps: readonly Gap[]): Gap[] => [...new Map(gaps.map((one) => [JSON.stringify(one), one])).values()]
