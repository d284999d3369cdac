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
}
