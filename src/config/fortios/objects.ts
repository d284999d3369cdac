/** What policies refer to by name. */
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import { Addresses } from './addresses.ts'
import { any, unknown, varies } from './conditions.ts'
import type { Interfaces } from './interfaces.ts'
import type { Scope } from './scope.ts'
import { Services } from './services.ts'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const SCHEDULES = ['firewall schedule recurring', 'firewall schedule onetime', 'firewall schedule group']

export class Objects {
  readonly addresses: Addresses
  readonly services: Services
  /** Default of `match-vip` in policies that deny. */
  readonly matchesVip: boolean | undefined
  private readonly faces: Interfaces
  private readonly always = new Set(['always'])
  private readonly vips = new Map<string, readonly string[]>()

  constructor(scope: Scope, faces: Interfaces, matchesVip: boolean | undefined) {
    this.faces = faces
    this.matchesVip = matchesVip
    this.addresses = new Addresses(scope, (name, family): AddressSet | undefined => faces.networks(name, family))
    this.services = new Services(scope)
    for (const path of SCHEDULES) {
      for (const node of scope.entries(path)) {
        const days = new Set((node.values('day') ?? []).flatMap((value) => value.split(' ')))
        const wholeDay = [node.first('start'), node.first('end')].every((time) => time === undefined || time === '00:00')
        for (const key of ['member', 'start-utc', 'end-utc', 'expiration-days']) node.values(key)
        const isAlways = path === SCHEDULES[0] && wholeDay && DAYS.every((day) => days.has(day)) && node.strange().length === 0
        if (isAlways) this.always.add(node.name)
        else this.always.delete(node.name)
      }
    }
    for (const path of ['firewall vip', 'firewall vip6']) for (const node of scope.entries(path)) this.vips.set(node.name, [node.name])
    for (const path of ['firewall vipgrp', 'firewall vipgrp6']) {
      for (const node of scope.entries(path)) {
        this.vips.set(node.name, node.values('member') ?? [])
        node.values('interface')
      }
    }
  }

  /** The VIPs that a name means; none: it is no VIP and no group of them. */
  vipsOf(name: string): readonly string[] {
    return this.vips.get(name) ?? []
  }

  schedule(name: string | undefined): Condition {
    return name !== undefined && this.always.has(name) ? ANYTHING : varies(`schedule ${name ?? '?'}`)
  }

  interfaces = (test: 'in' | 'out', names: readonly string[]): Condition => {
    if (names.includes('any')) return ANYTHING
    if (names.length === 0) return unknown(`${test === 'in' ? 'srcintf' : 'dstintf'} ?`)
    return any(...names.map((name): Condition => {
      const members = this.faces.members(name)
      return members ? { test, names: members } : unknown(name)
    }))
  }

  addressesOf(names: readonly string[], family: Family, side: 'source' | 'destination'): Condition {
    return this.addresses.match(names, family, side)
  }
}
