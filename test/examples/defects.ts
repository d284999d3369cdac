/** Faults that are planted one at a time, and what must come of each. */

export interface Defect {
  /** The root file of the network that it is planted in. */
  readonly root: string
  /** Causes that stand for the planted lines: a host is named where it is defined, not where it is attached. */
  readonly names: readonly string[]
  /** Obligations that must break; whatever else breaks has to name the planted place as well. */
  readonly breaks: readonly string[]
}

/** By `<folder>/<name of the patch>`. */
export const DEFECTS: Readonly<Record<string, Defect>> = {
  'saikai-town/wide-permit': {
    root: 'topology.yaml',
    names: ['rule:fw1/filter/70'],
    breaks: ['mynumber-isolation mn->lg', 'mynumber-isolation mn->in', 'mynumber-isolation mn->world'],
  },
  'saikai-town/dual-homed-pc': {
    root: 'topology.yaml',
    names: ['host:planning-pc'],
    breaks: ['path-division in->lg', 'path-division lg->in'],
  },
  'saikai-town/dual-homed-nas': {
    root: 'topology.yaml',
    names: ['host:nas'],
    breaks: ['path-division in->lg', 'path-division lg->in'],
  },
  'saikai-town/wrong-port': {
    root: 'topology.yaml',
    names: ['port:sw-2f/18'],
    breaks: ['vlan-leak segment lg-pc', 'vlan-leak segment in-pc', 'path-division in->lg', 'path-division lg->in'],
  },
  'saikai-town/stray-cable': {
    root: 'topology.yaml',
    names: ['link:sw-2f/14=sw-mn-1f/18'],
    breaks: ['vlan-leak segment lg-pc', 'vlan-leak segment mn-pc', 'mynumber-isolation mn->lg', 'mynumber-isolation lg->mn'],
  },
  'saikai-town/wireless-counter': {
    root: 'topology.yaml',
    names: ['wireless:staff-wifi'],
    breaks: ['mynumber-wireless staff-wifi'],
  },
  'saikai-town/fail-open': {
    root: 'topology.yaml',
    names: ['host:cdr'],
    breaks: ['sanitization-waypoint internet->lg'],
  },
  'saikai-town/expired-vendor': {
    root: 'topology.yaml',
    names: ['flow:V1', 'rule:fw1/filter/75', 'party:vendor'],
    breaks: ['mynumber-isolation world->mn'],
  },
  'saikai-city/transit-route': {
    root: 'alpha-prime.yaml',
    // The table has no line of its own to blame where the packet is carried over: the device is.
    names: ['device:tgw'],
    breaks: ['mynumber-isolation gc-mn->gc-lg', 'cloud-tier gc-mn apart'],
  },
  'saikai-city/nat-gateway': {
    root: 'alpha-prime.yaml',
    names: ['device:gc-nat'],
    breaks: ['mynumber-isolation gc-mn->world', 'cloud-tier gc-mn->world egress', 'mynumber-transitive mn->internet'],
  },
  'saikai-city/shared-directory': {
    root: 'alpha-prime.yaml',
    names: ['rule:fw-mn/filter/95', 'rule:fw-it/filter/305'],
    breaks: ['mynumber-isolation mn->core-shared', 'mynumber-transitive mn->internet', 'sanitization-waypoint internet->lg'],
  },
  'saikai-city/breakout-any': {
    root: 'alpha-prime.yaml',
    names: ['rule:lbo-fw/filter/41'],
    breaks: ['local-breakout lg->world', 'path-division lg->world'],
  },
  'saikai-city/relaying-collector': {
    root: 'alpha-prime.yaml',
    names: ['host:siem-collector'],
    breaks: ['mynumber-transitive mn->internet', 'mynumber-transitive gc-mgmt->internet', 'sanitization-waypoint internet->lg'],
  },
  'saikai-city/no-audit': {
    root: 'beta-prime.yaml',
    names: ['audit:external-2026'],
    breaks: ['beta-controls external audit'],
  },
  'saikai-city/radius-peap': {
    root: 'alpha-prime.yaml',
    names: ['wireless:staff'],
    breaks: ['mynumber-wireless staff'],
  },
  'saikai-city/school-vlan': {
    root: 'alpha-prime.yaml',
    // Within one VRF nothing but the box itself passes it on.
    names: ['device:core'],
    breaks: ['egress-aggregation school->in apart'],
  },
  'saikai-pref/leaked-route': {
    root: 'topology.yaml',
    names: ['device:sc-edge'],
    breaks: ['path-division m01-in->m02-lg'],
  },
  'saikai-pref/two-hops': {
    root: 'topology.yaml',
    names: ['rule:pref-fw/filter/430'],
    breaks: ['sanitization-waypoint internet->lg'],
  },
  'saikai-pref/second-exit': {
    root: 'topology.yaml',
    names: ['line:old-internet'],
    breaks: ['egress-aggregation in->world aggregated'],
  },
  'saikai-pref/attachments': {
    root: 'topology.yaml',
    names: ['host:sc-mail'],
    breaks: ['sanitization-waypoint internet->lg', 'sanitization-method sc-mail/mail-text/C2-1->C2'],
  },
}
