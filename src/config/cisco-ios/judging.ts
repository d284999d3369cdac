/** Conditions on where a packet is, and lists that judge only some of what passes. */
import type { Family } from '../../net/header.ts'
import type { Condition, Rule, Step } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { not } from '../conditions.ts'

export const ofFamily = (family: Family): Condition => ({ test: 'family', family })
export const cameBy = (names: readonly string[]): Condition => ({ test: 'in', names })
export const leavesBy = (names: readonly string[]): Condition => ({ test: 'out', names })
/** It came in at all: the device did not make it itself. */
export const CAME_IN: Condition = { test: 'in', names: ['+'] }
export const ANSWERS: Condition = { test: 'state', states: ['established'] }

/** Packets that are not judged pass. */
export const judging = (name: string, at: At, whom: Condition, rules: readonly Rule[], otherwise: 'permit' | 'deny' = 'deny'): Step =>
  ({ kind: 'filter', chain: { name, at, rules: [{ at, when: not(whom), action: { do: 'permit' }, elsewhere: true }, ...rules], otherwise } })
