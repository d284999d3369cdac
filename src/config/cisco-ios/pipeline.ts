/**
 * The parts of a configuration in the order in which IOS asks them (Cisco, "NAT Order of Operation", document 6209): list in,
 * outside to inside NAT, policy and routing, zones, inside to outside NAT, list out.
 */
import type { AddressSet } from '../../net/address.ts'
import type { Condition, Pipeline, Rule, Sessions, Step } from '../../topology/model.ts'
import type { StaticRoute } from '../device/routes.ts'
import { not } from '../conditions.ts'
import { doubtSteps, groupsOf, groupStep, reflexive, type Direction, type Group } from './access-groups.ts'
import type { Draft } from './draft.ts'
import { type Entry, entryTest } from './entry.ts'
import { inspectedAnswers } from './inspect.ts'
import { ANSWERS } from './judging.ts'
import { controlPlaneSteps, terminalSteps } from './local.ts'
import { natSteps } from './nat.ts'
import { reversePathSteps } from './reverse-path.ts'
import { routingSteps } from './routing-switch.ts'
import { hasZones, zoneSteps } from './zones.ts'

export function pipelineOf(draft: Draft, routes: readonly StaticRoute[]): { readonly pipeline: Pipeline; readonly sessions: Sessions } {
  const groups = groupsOf(draft)
  const nat = natSteps(draft)
  const zones = zoneSteps(draft)
  const inspected = inspectedAnswers(draft)
  const reflects = groups.some(({ list }) => list.entries.some(({ reflect }) => reflect !== undefined))
  const remembers = reflects || inspected !== undefined || hasZones(draft) || nat.early.length + nat.late.length > 0
  const track: readonly Step[] = remembers ? [{ kind: 'track' }] : []
  const step = (group: Group, passing: readonly Rule[]): Step => groupStep(group, reflexive(draft, groups, group), passing)
  const lists = (direction: Direction, passing: readonly Rule[]): Step[] =>
    groups.filter((group) => group.direction === direction).map((group) => step(group, group.family === 4 ? passing : []))
  return {
    sessions: { kind: remembers ? 'inspecting' : 'none', reassembles: false, helpers: false },
    pipeline: {
      prerouting: [...track, ...doubtSteps(draft, 'in'), ...reversePathSteps(draft, routes), ...lists('in', inspected ? [later(inspected)] : []), ...nat.early],
      forward: [...routingSteps(draft), ...(inspected ? deferred(draft, groups, [inspected]) : []), ...zones.forward],
      postrouting: [...nat.late, ...lists('out', inspected ? [inspected] : []), ...doubtSteps(draft, 'out')],
      input: [...(inspected ? deferred(draft, groups, []) : []), ...zones.input, ...terminalSteps(draft), ...controlPlaneSteps(draft)],
      output: [...track, ...zones.output],
    },
  }
}

/** Whether an answer is one of an inspected session shows only when its way out is known: the lists judge it then. */
const later = ({ at }: Rule): Rule => ({ at, when: ANSWERS, action: { do: 'permit' } })

function deferred(draft: Draft, groups: readonly Group[], passing: readonly Rule[]): Step[] {
  const outside = new Set(draft.up().filter(({ nat }) => nat?.side === 'outside').map(({ name }) => name))
  return groups.filter(({ direction, family }) => direction === 'in' && family === 4).map((group) => {
    // By then the destination of a translated session is translated back: what the list says of it is not known any more.
    const translated = group.faces.some((face) => outside.has(face))
    const test = (entry: Entry): Condition => entryTest(translated && entry.destination.set ? { ...entry, destination: { set: NOWHERE, unknown: entry.line.text.trim() } } : entry)
    return answersOnly(groupStep(group, reflexive(draft, groups, group), passing, test))
  })
}

const NOWHERE: AddressSet = { v4: [], v6: [] }

const answersOnly = (step: Step): Step => (step.kind === 'filter'
  ? { ...step, chain: { ...step.chain, rules: [{ at: step.chain.at, when: not(ANSWERS), action: { do: 'permit' }, elsewhere: true }, ...step.chain.rules] } } : step)
