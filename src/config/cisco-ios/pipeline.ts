/**
 * The parts of a configuration in the order in which IOS asks them (Cisco, "NAT Order of Operation", document 6209): list in,
 * outside to inside NAT, policy and routing, zones, inside to outside NAT, list out.
 */
import type { Pipeline, Rule, Sessions, Step } from '../../topology/model.ts'
import { doubtSteps, groupsOf, groupStep, reflexive, type Direction } from './access-groups.ts'
import type { Draft } from './draft.ts'
import { controlPlaneSteps, terminalSteps } from './local.ts'

export function pipelineOf(draft: Draft): { readonly pipeline: Pipeline; readonly sessions: Sessions } {
  const groups = groupsOf(draft)
  const remembers = groups.some(({ list }) => list.entries.some(({ reflect }) => reflect !== undefined))
  const track: readonly Step[] = remembers ? [{ kind: 'track' }] : []
  const lists = (direction: Direction, passing: readonly Rule[]): Step[] => groups.filter((group) => group.direction === direction)
    .map((group) => groupStep(group, reflexive(draft, groups, group), passing))
  return {
    sessions: { kind: remembers ? 'inspecting' : 'none', reassembles: false, helpers: false },
    pipeline: {
      prerouting: [...track, ...doubtSteps(draft, 'in'), ...lists('in', [])],
      forward: [],
      postrouting: [...lists('out', []), ...doubtSteps(draft, 'out')],
      input: [...terminalSteps(draft), ...controlPlaneSteps(draft)],
      output: [...track],
    },
  }
}
