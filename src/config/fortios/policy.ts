/** One firewall policy: whom it matches, and what it does (FortiOS CLI Reference, `firewall policy`). */
import type { Family } from '../../net/header.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Action, Condition } from '../../topology/model.ts'
import { all, any, not, unknown, varies } from './conditions.ts'
import type { Node } from './node.ts'
import type { Objects } from './objects.ts'

export interface Policy {
  readonly node: Node
  readonly in: Condition
  readonly out: Condition
  /** Sources, services, schedule and who is logged in: all but interfaces and destinations. */
  readonly rest: Condition
  /** Destinations that are addresses. */
  readonly to: Condition
  /** VIPs among the destinations. */
  readonly vips: readonly string[]
  readonly action: Action
  readonly accepts: boolean
  readonly log: boolean
  /** `match-vip`: whether a destination means what is sent to a VIP, too; undefined: the default of its version is not known. */
  readonly matchVip: boolean | undefined
}

/** What only the running device knows: its vendor's databases, who is logged in, on what device. */
const PERHAPS = [
  'internet-service-name', 'internet-service-id', 'internet-service-src-name', 'internet-service-src-id', 'internet-service-custom',
  'internet-service-custom-group', 'internet-service-group', 'internet-service-src-custom', 'internet-service-src-custom-group',
  'internet-service-src-group', 'internet-service6-name', 'internet-service6-custom', 'internet-service6-custom-group', 'internet-service6-group',
  'internet-service6-src-name', 'internet-service6-src-custom', 'internet-service6-src-custom-group', 'internet-service6-src-group',
  'reputation-minimum6', 'ztna-ems-tag-secondary', 'src-vendor-mac', 'reputation-minimum', 'sgt', 'ztna-ems-tag', 'ztna-geo-tag', 'vlan-filter',
  'tos-mask', 'rsso', 'url-category', 'app-category', 'application', 'network-service-dynamic', 'network-service-src-dynamic',
]
const WHO = ['users', 'groups', 'fsso-groups', 'devices', 'ntlm-guest', 'endpoint-compliance']
/** Keys that take part in those, and say nothing by themselves. */
const BESIDE = [
  'internet-service', 'internet-service-src', 'internet-service6', 'internet-service6-src', 'ntlm', 'fsso', 'tos', 'tos-negate', 'sgt-check',
  'ztna-status', 'disclaimer', 'wsso', 'identity-based', 'identity-from', 'internet-service6-negate', 'internet-service6-src-negate',
  'internet-service-negate', 'internet-service-src-negate',
]
const OFF = new Set(['0', 'disable', '0x00'])

export function policyOf(node: Node, objects: Objects, families: readonly Family[]): Policy {
  const { interfaces } = objects
  const [source, destination] = [sidesOf(node, objects, families, 'source'), sidesOf(node, objects, families, 'destination')]
  const service = objects.services.match(node.values('service') ?? [])
  const served = isDatabase(node, 'internet-service') || !node.settings.has('service') ? perhapsAll(node) : node.is('service-negate', 'enable') ? not(service) : service
  const action = node.first('action') ?? 'deny'
  const vips = (node.values('dstaddr') ?? []).concat(node.values('dstaddr6') ?? []).flatMap((name) => objects.vipsOf(name))
  const base = {
    node, vips, to: destination, accepts: action !== 'deny', log: !node.is('logtraffic', 'disable', 'utm'),
    in: interfaces('in', node.values('srcintf') ?? []), out: interfaces('out', node.values('dstintf') ?? []),
    rest: all(source, served, objects.schedule(node.first('schedule')), ...who(node)),
    matchVip: node.settings.has('match-vip') ? node.is('match-vip', 'enable') : action === 'deny' ? objects.matchesVip : false,
  }
  for (const key of TRANSLATION) node.values(key)
  node.values('match-vip')
  const [strange] = node.strange()
  return {
    ...base,
    action: strange ? { do: 'unknown', what: strange.text }
      : action === 'accept' ? { do: 'permit' } : action === 'deny' ? { do: 'deny' } : { do: 'unknown', what: `action ${action}` },
  }
}

const TRANSLATION = ['nat', 'ippool', 'poolname', 'poolname6', 'fixedport']

const isDatabase = (node: Node, key: string): boolean => node.is(key, 'enable')

/** Without a service a policy names applications of the vendor's database. */
const perhapsAll = (node: Node): Condition => (isDatabase(node, 'internet-service') ? ANYTHING : unknown(`policy ${node.name}: no service`))

function who(node: Node): Condition[] {
  for (const key of BESIDE) node.values(key)
  return [...PERHAPS, ...WHO].flatMap((key): Condition[] => {
    const values = node.values(key)
    if (!values || values.every((value) => OFF.has(value))) return []
    const what = `${key} ${values.join(' ')}`
    return [WHO.includes(key) ? varies(what) : unknown(what)]
  }).concat(['internet-service', 'internet-service-src', 'internet-service6', 'internet-service6-src'].filter((key) => isDatabase(node, key)).map(unknown))
}

const KEYS = {
  source: { 4: ['srcaddr', 'srcaddr4'], 6: ['srcaddr6'], negate: 'srcaddr-negate', negate6: 'srcaddr6-negate', database: 'internet-service-src' },
  destination: { 4: ['dstaddr', 'dstaddr4'], 6: ['dstaddr6'], negate: 'dstaddr-negate', negate6: 'dstaddr6-negate', database: 'internet-service' },
} as const

/** The families of one policy are two policies: sources of one do not meet destinations of the other. */
function sidesOf(node: Node, objects: Objects, families: readonly Family[], side: 'source' | 'destination'): Condition {
  const keys = KEYS[side]
  if (isDatabase(node, keys.database)) return ANYTHING
  return any(...families.map((family) => {
    // `policy6` writes its addresses as `srcaddr`, policies for both families as `srcaddr6`.
    const own = families.length === 1 ? [...keys[4], ...keys[6]] : keys[family]
    const names = own.flatMap((key) => node.values(key) ?? []).filter((name) => side === 'source' || objects.vipsOf(name).length === 0)
    const match = objects.addresses.match(names, family, side)
    const negated = node.is(keys.negate, 'enable') || (family === 6 && node.is(keys.negate6, 'enable'))
    return names.length === 0 ? { test: 'any', of: [] } as Condition : all({ test: 'family', family }, negated ? not(match) : match)
  }))
}
