/** Random edits of one line of a network: something less, something more, the other way round, or in another order. */
import type { Random } from './random.ts'
import { smaller, withDevice } from './shrink.ts'
import type { Chain, Device, Pipeline, Rule, Topology } from '../../src/topology/model.ts'

const turned = (rule: Rule): Rule => (rule.action.do === 'permit' ? { ...rule, action: { do: 'deny' } } : rule.action.do === 'deny' ? { ...rule, action: { do: 'permit' } } : rule)

const changed = ({ rules, ...chain }: Chain): Chain[] => [
  { ...chain, rules, otherwise: chain.otherwise === 'permit' ? 'deny' : 'permit' },
  ...rules.map((_, index) => ({ ...chain, rules: rules.map((rule, i) => (i === index ? turned(rule) : rule)) })),
  ...rules.slice(1).map((rule, index) => ({ ...chain, rules: [...rules.slice(0, index), rule, rules[index]!, ...rules.slice(index + 2)] })),
]

const changedDevices = (device: Device): Device[] => (Object.keys(device.pipeline) as (keyof Pipeline)[]).flatMap((hook) =>
  device.pipeline[hook].flatMap((step, index) => (step.kind !== 'filter' ? [] : changed(step.chain).map((chain): Device => (
    { ...device, pipeline: { ...device.pipeline, [hook]: device.pipeline[hook].map((each, i) => (i === index ? { ...step, chain } : each)) } })))))

/** Before and after. */
export const edit = (topology: Topology, random: Random): readonly [base: Topology, head: Topology] => {
  const less = smaller(topology)
  const other = [...topology.devices.values()].flatMap((device) => changedDevices(device).map((each) => withDevice(topology, each)))
  const way = random.pick(['less', 'more', 'other'])
  if (way === 'other' && other.length > 0) return [topology, random.pick(other)]
  const least = random.pick(less)
  return way === 'more' ? [least, topology] : [topology, least]
}
