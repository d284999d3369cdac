/** Every rule, in the order of the documentation. */
import { addressOverlap } from './address-overlap.ts'
import { blackHole } from './black-hole.ts'
import { betaControls } from './beta-controls.ts'
import { cloudTier } from './cloud-tier.ts'
import { configNotUnderstood } from './config-not-understood.ts'
import { configStale } from './config-stale.ts'
import { counterparty } from './counterparty.ts'
import { dataPlacement } from './data-placement.ts'
import { dualHomed } from './dual-homed.ts'
import { egressAggregation } from './egress-aggregation.ts'
import { exceptionLifetime } from './exception-lifetime.ts'
import { flowBlocked } from './flow-blocked.ts'
import { managementPlane } from './management-plane.ts'
import { forwardingLoop } from './forwarding-loop.ts'
import { lgwanExposure } from './lgwan-exposure.ts'
import { localBreakout } from './local-breakout.ts'
import { flowUndeclared } from './flow-undeclared.ts'
import { monitoring } from './monitoring.ts'
import { mynumberIsolation } from './mynumber-isolation.ts'
import { mynumberScreenTransfer } from './mynumber-screen-transfer.ts'
import { mynumberTransitive } from './mynumber-transitive.ts'
import { mynumberWireless } from './mynumber-wireless.ts'
import { pathDivision } from './path-division.ts'
import { publishedServices } from './published-services.ts'
import { registerExpired } from './register-expired.ts'
import { registerIncomplete } from './register-incomplete.ts'
import { registerOverbroad } from './register-overbroad.ts'
import { registerUnused } from './register-unused.ts'
import { replyBlocked } from './reply-blocked.ts'
import { replyOpens } from './reply-opens.ts'
import { ruleAny } from './rule-any.ts'
import { ruleRedundant } from './rule-redundant.ts'
import { ruleShadowed } from './rule-shadowed.ts'
import type { Rule } from './rule.ts'
import { sanitizationFailClosed } from './sanitization-fail-closed.ts'
import { sanitizationMethod } from './sanitization-method.ts'
import { sanitizationWaypoint } from './sanitization-waypoint.ts'
import { sanitizerPlacement } from './sanitizer-placement.ts'
import { sharedInfrastructure } from './shared-infrastructure.ts'
import { specificCommunication } from './specific-communication.ts'
import { spoofable } from './spoofable.ts'
import { terminalAuthentication } from './terminal-authentication.ts'
import { terminalExport } from './terminal-export.ts'
import { tierMembership } from './tier-membership.ts'
import { undefinedReference } from './undefined-reference.ts'
import { unusedDefinition } from './unused-definition.ts'
import { vlanLeak } from './vlan-leak.ts'
import { zonePairs } from './zone-pairs.ts'

export const RULES: readonly Rule[] = [
  // 第６条第３号ア
  tierMembership, mynumberIsolation, mynumberTransitive, specificCommunication, counterparty, terminalAuthentication, terminalExport,
  mynumberWireless, mynumberScreenTransfer, cloudTier, sharedInfrastructure, managementPlane,
  // 第６条第３号イ
  pathDivision, lgwanExposure, sanitizationWaypoint, sanitizationMethod, sanitizationFailClosed, sanitizerPlacement, localBreakout,
  // 第６条第３号ウ
  egressAggregation, monitoring, publishedServices, betaControls,
  // what a city's own standard adds
  zonePairs,
  // register and topology
  flowBlocked, flowUndeclared, registerIncomplete, registerExpired, registerUnused, registerOverbroad, exceptionLifetime(() => RULES), dataPlacement, addressOverlap, dualHomed,
  vlanLeak,
  spoofable,
  replyBlocked, replyOpens,
  ruleShadowed, ruleRedundant, ruleAny,
  undefinedReference, unusedDefinition,
  forwardingLoop, blackHole,
  configNotUnderstood, configStale,
]
