/** Every rule, in the order of the documentation. */
import { egressAggregation } from './egress-aggregation.ts'
import { flowBlocked } from './flow-blocked.ts'
import { mynumberIsolation } from './mynumber-isolation.ts'
import { pathDivision } from './path-division.ts'
import { sanitizationWaypoint } from './sanitization-waypoint.ts'
import type { Rule } from './rule.ts'

export const RULES: readonly Rule[] = [mynumberIsolation, pathDivision, sanitizationWaypoint, egressAggregation, flowBlocked]
