/**
 * How much a broken rule weighs where a profile says nothing else. `<rule>/<grade>` is a case of that rule. The grading is
 * ours (a design inference: no text that was read grades anything): what breaks the Article or opens a way for data is an
 * error, what makes the register or a filter untrue a warning, what a person should look at once a note.
 */
import type { Severity } from '../../verdict.ts'

export const SEVERITIES: Readonly<Record<string, Severity>> = {
  // 第６条第３号ア
  'mynumber-isolation': 'error',
  'mynumber-transitive': 'error',
  'specific-communication': 'error',
  'terminal-authentication': 'error',
  'terminal-export': 'error',
  'terminal-export/allowlist': 'warning',
  'terminal-export/other-ways': 'warning',
  counterparty: 'error',
  'mynumber-wireless': 'error',
  'mynumber-wireless/lgwan': 'warning',
  'mynumber-screen-transfer': 'error',
  'cloud-tier': 'error',
  'cloud-tier/lgwan': 'warning',
  'management-plane': 'error',
  'management-plane/no-mynumber': 'warning',
  'management-plane/other-zone': 'note',
  'dual-homed': 'error',
  'dual-homed/one-side': 'warning',
  // 第６条第３号イ
  'path-division': 'error',
  'path-division/unsanitised': 'note',
  'sanitization-waypoint': 'error',
  'sanitization-method': 'error',
  'sanitization-method/media': 'warning',
  'sanitization-fail-closed': 'error',
  'sanitizer-placement': 'warning',
  // 第６条第３号ウ
  'egress-aggregation': 'error',
  // what a city's own standard adds
  'zone-pairs': 'error',
  // register and topology
  'register-expired': 'error',
  'register-expired/harmless': 'warning',
  'register-expired/succeeded': 'note',
  'register-expired/soon': 'note',
  'register-incomplete': 'warning',
  'register-incomplete/ordinary': 'note',
  'exception-lifetime': 'error',
  'exception-lifetime/incomplete': 'warning',
  'exception-lifetime/record': 'note',
  'exception-lifetime/unused': 'warning',
  'flow-blocked': 'warning',
  'data-placement': 'error',
  'data-placement/internal': 'warning',
  'data-placement/personal': 'note',
  'data-placement/resident': 'note',
  'address-overlap': 'error',
  'vlan-leak': 'error',
  'vlan-leak/one-side': 'warning',
  'vlan-leak/one-zone': 'warning',
  'vlan-leak/shared-id': 'warning',
  'vlan-leak/split': 'note',
  spoofable: 'warning',
  'spoofable/elsewhere': 'note',
  'spoofable/undeclared': 'note',
  'rule-shadowed': 'warning',
  'rule-redundant': 'note',
  'undefined-reference': 'warning',
  'unused-definition': 'note',
  'forwarding-loop': 'warning',
  'forwarding-loop/unallocated': 'note',
  'config-not-understood': 'warning',
  'config-stale': 'warning',
}
