/** What gets through although no rule of any filter says so: the network with every permitting rule made to deny. */
import { Network } from '../../engine/network.ts'
import { Reach } from '../../engine/reach.ts'
import type { Chain, Device, Pipeline, Rule, Step } from '../../topology/model.ts'
import type { Judgement } from '../judgement/judgement.ts'

/**
 * A packet is delivered here exactly if it is delivered by the real network on a way where each filter passes it by default.
 * Its way is the same in both, so its witness is one of the real network.
 */
export function withoutPermits({ topology, network }: Judgement): Reach {
  const devices = new Map([...topology.devices].map(([id, device]) => [id, stripped(device)]))
  return new Reach(new Network({ ...topology, devices }, network.recall ?? network.space))
}

function stripped(device: Device): Device {
  const done = new Map<Chain, Chain>()
  const chain = (one: Chain): Chain => {
    const known = done.get(one) ?? { ...one, rules: one.rules.map(rule) }
    done.set(one, known)
    return known
  }
  const rule = (one: Rule): Rule => {
    const { action, when } = one
    switch (action.do) {
      case 'permit': case 'rewrite': return one.elsewhere ? one : { ...one, action: { do: 'deny' } }
      case 'jump': case 'goto': return { ...one, action: { do: action.do, chain: chain(action.chain) } }
      // Were it to permit, it would be a rule that says so; it may also go on.
      case 'unknown': return { ...one, when: { test: 'all', of: [when, { test: 'unknown', what: action.what }] }, action: { do: 'deny' } }
      default: return one
    }
  }
  const steps = (list: readonly Step[]): Step[] => list.map((step) => (step.kind === 'filter' ? { kind: 'filter', chain: chain(step.chain) } : step))
  const { prerouting, forward, postrouting, input, output } = device.pipeline
  const pipeline: Pipeline = {
    prerouting: steps(prerouting), forward: steps(forward), postrouting: steps(postrouting), input: steps(input), output: steps(output),
  }
  return { ...device, pipeline }
}
