/** Every rule, in the order of the documentation. */
import { addressOverlap } from './address-overlap.ts'
import { configNotUnderstood } from './config-not-understood.ts'
import { configStale } from './config-stale.ts'
import { dualHomed } from './dual-homed.ts'
import { egressAggregation } from './egress-aggregation.ts'
import { flowBlocked } from './flow-blocked.ts'
import { mynumberIsolation } from './mynumber-isolation.ts'
import { pathDivision } from './path-division.ts'
import { registerExpired } from './register-expired.ts'
import { ruleShadowed } from './rule-shadowed.ts'
import type { Rule } from './rule.ts'
import { sanitizationFailClosed } from './sanitization-fail-closed.ts'
import { sanitizationWaypoint } from './sanitization-waypoint.ts'
import { specificCommunication } from './specific-communication.ts'
import { undefinedReference } from './undefined-reference.ts'
import { unusedDefinition } from './unused-definition.ts'

export const RULES: readonly Rule[] = [
  mynumberIsolation, specificCommunication, pathDivision, sanitizationWaypoint, sanitizationFailClosed, egressAggregation,
  dualHomed, registerExpired, flowBlocked, addressOverlap, ruleShadowed, undefinedReference, unusedDefinition,
  configNotUnderstood, configStale,
]
