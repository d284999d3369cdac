/** Address objects and groups of both families (FortiOS CLI Reference, `firewall address`, `addrgrp`, `address6`, `addrgrp6`). */
import { addressesOf, maxAddress, parseAddress } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, not, NOTHING, unknown } from './conditions.ts'
import type { Node } from './node.ts'
import { addressSpan, network, spanSet } from './numbers.ts'
import type { Scope } from './scope.ts'
import { wildcardSet } from './wildcard.ts'

export type Side = 'source' | 'destination'

/** What an object stands for: addresses, or something that the file does not tell. */
type Meaning = { readonly set: AddressSet } | { readonly unknown: string }

const KIND: Readonly<Record<Family, { readonly address: string; readonly group: string }>> = {
  4: { address: 'firewall address', group: 'firewall addrgrp' }, 6: { address: 'firewall address6', group: 'firewall addrgrp6' },
}

const EVERYTHING: Readonly<Record<Family, AddressSet>> = {
  4: { v4: [[0n, maxAddress(4)]], v6: [] }, 6: { v4: [], v6: [[0n, maxAddress(6)]] },
}

export class Addresses {
  private readonly meanings = new Map<string, Meaning>()
  private readonly groups = new Map<string, Node>()
  private readonly asked = new Set<string>()
  private readonly networkOf: (name: string, family: Family) => AddressSet | undefined

  /** `networkOf`: the addresses of an interface's own networks. */
  constructor(scope: Scope, networkOf: (name: string, family: Family) => AddressSet | undefined) {
    this.networkOf = networkOf
    for (const family of [4, 6] as const) {
      for (const node of scope.entries(KIND[family].address)) this.meanings.set(keyOf(node.name, family), this.meaning(node, family))
      for (const node of scope.entries(KIND[family].group)) {
        for (const key of GROUP) node.values(key)
        this.groups.set(keyOf(node.name, family), node)
      }
    }
  }

  has(name: string, family: Family): boolean {
    const key = keyOf(name, family)
    return this.meanings.has(key) || this.groups.has(key) || name === 'all' || name === 'none'
  }

  /** Whether a policy or a group asked for it. */
  isUsed(name: string, family: Family): boolean {
    return this.asked.has(keyOf(name, family))
  }

  /** Any of these names, on this side of the packet. */
  match(names: readonly string[], family: Family, side: Side): Condition {
    return any(...names.map((name) => this.one(name, family, side)))
  }

  private one(name: string, family: Family, side: Side): Condition {
    const key = keyOf(name, family)
    const group = this.groups.get(key)
    if (group) return this.group(group, family, side)
    this.asked.add(key)
    const meaning = this.meanings.get(key)
    if (meaning) return 'set' in meaning ? { test: side, set: meaning.set } : unknown(meaning.unknown)
    // Both exist on every device, whatever the file says.
    if (name === 'all') return { test: side, set: EVERYTHING[family] }
    return name === 'none' ? NOTHING : unknown(name)
  }

  private readonly conditions = new Map<string, Condition>()

  /** Groups hold groups: members are looked up from the inside out, and one that holds itself is not known. */
  private group(outer: Node, family: Family, side: Side): Condition {
    const known = (node: Node): Condition | undefined => this.conditions.get(`${side} ${keyOf(node.name, family)}`)
    const pending: Node[] = [outer]
    const entered = new Set<Node>()
    while (pending.length > 0) {
      const node = pending[pending.length - 1]!
      this.asked.add(keyOf(node.name, family))
      const inner = membersOf(node).flatMap((name) => this.groups.get(keyOf(name, family)) ?? [])
        .filter((one) => known(one) === undefined && !entered.has(one))
      if (!entered.has(node) && known(node) === undefined && inner.length > 0) {
        entered.add(node)
        for (const one of inner) pending.push(one)
        continue
      }
      entered.add(node)
      pending.pop()
      if (known(node) !== undefined) continue
      this.conditions.set(`${side} ${keyOf(node.name, family)}`, this.members(node, (name) => {
        const group = this.groups.get(keyOf(name, family))
        return group ? known(group) ?? unknown(name) : this.one(name, family, side)
      }))
    }
    return known(outer)!
  }

  private members(node: Node, one: (name: string) => Condition): Condition {
    const excluding = node.is('exclude', 'enable')
    const strange = node.strange()
    if (strange.length > 0 || !node.is('type', 'default', 'default')) return unknown(strange[0]?.text ?? node.name)
    const included = any(...(node.values('member') ?? []).map(one))
    const excluded = (node.values('exclude-member') ?? []).map(one)
    return excluding ? all(included, not(any(...excluded))) : included
  }

  private meaning(node: Node, family: Family): Meaning {
    node.values('associated-interface')
    const meaning = family === 4 ? this.four(node) : six(node)
    const [strange] = node.strange()
    return strange ? { unknown: `${node.name}: ${strange.text}` } : meaning ?? { unknown: node.name }
  }

  private four(node: Node): Meaning | undefined {
    const type = node.first('type') ?? 'ipmask'
    const subnet = node.values('subnet')
    const ends = [node.first('start-ip'), node.first('end-ip')]
    switch (type) {
      case 'ipmask': {
        const prefix = subnet ? network(subnet) : network(['0.0.0.0', '0.0.0.0'])
        return prefix?.family === 4 ? { set: addressesOf(prefix) } : undefined
      }
      case 'iprange': return range(ends, 4)
      case 'wildcard': {
        const set = wildcardSet(node.values('wildcard') ?? [])
        return set && { set }
      }
      case 'interface-subnet': {
        // The address of the interface decides, `subnet` only repeats it.
        const set = this.networkOf(node.first('interface') ?? '', 4)
        return set && { set }
      }
      default: for (const key of DYNAMIC) node.values(key)
    }
    return undefined
  }
}

const GROUP = ['member', 'exclude-member', 'exclude', 'type']

/** Keys of objects whose addresses only the running device knows. */
const DYNAMIC = ['fqdn', 'wildcard-fqdn', 'country', 'sub-type', 'sdn', 'filter', 'tenant', 'macaddr', 'start-mac', 'end-mac', 'epg-name', 'obj-tag', 'tag-type', 'cache-ttl', 'sdn-tag', 'clearpass-spt', 'fsso-group', 'obj-type', 'hw-model', 'hw-vendor', 'os', 'sw-version', 'route-tag', 'interface', 'node-ip-only', 'obj-id', 'sdn-addr-type']

function six(node: Node): Meaning | undefined {
  const type = node.first('type') ?? 'ipprefix'
  const ends = [node.first('start-ip'), node.first('end-ip')]
  const ip6 = node.values('ip6')
  if (type === 'iprange') return range(ends, 6)
  if (type === 'ipprefix') {
    const prefix = ip6 ? network(ip6) : network(['::/0'])
    return prefix?.family === 6 ? { set: addressesOf(prefix) } : undefined
  }
  for (const key of [...DYNAMIC, 'template', 'host', 'host-type', 'subnet-segment']) node.values(key)
  return undefined
}

function range([start, end]: readonly (string | undefined)[], family: Family): Meaning | undefined {
  const span = start !== undefined && end !== undefined && parseAddress(start) && addressSpan(`${start}-${end}`)
  return span && span.family === family ? { set: spanSet(span) } : undefined
}

const membersOf = (node: Node): readonly string[] => [...node.values('member') ?? [], ...node.values('exclude-member') ?? []]

const keyOf = (name: string, family: Family): string => `${family} ${name}`
