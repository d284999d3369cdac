/**
 * What the device itself takes (FortiOS Administration Guide, "Local-in policies"): first the policies written for it, then the
 * services that each interface is open for. Everything else for its own addresses is dropped.
 */
import { addressesOf } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { TCP, UDP } from '../../net/header.ts'
import type { Family } from '../../net/header.ts'
import type { Chain, Condition, Rule } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, any, not, unknown, varies } from './conditions.ts'
import type { Face, Interfaces } from './interfaces.ts'
import type { Node } from './node.ts'
import { network, numberRange } from './numbers.ts'
import type { Objects } from './objects.ts'
import { icmp, portsOf, protocol } from './protocols.ts'
import type { Scope } from './scope.ts'

const port = (number: number, value: number): Condition => portsOf(number, undefined, [value, value])

export class LocalServices {
  readonly rules: Rule[] = []
  private readonly scope: Scope
  private readonly objects: Objects
  private readonly interfaces: Interfaces
  private readonly trusted: Condition

  constructor(scope: Scope, objects: Objects, interfaces: Interfaces) {
    this.scope = scope
    this.objects = objects
    this.interfaces = interfaces
    this.trusted = trustedHosts(scope)
    for (const [path, families] of [['firewall local-in-policy', [4]], ['firewall local-in-policy6', [6]]] as const) {
      for (const node of scope.entries(path)) this.policy(node, families)
    }
    for (const face of interfaces.faces) this.allowed(face)
    this.services()
  }

  chain(at: At): Chain {
    return { name: 'local-in', at, rules: this.rules, otherwise: 'deny' }
  }

  private policy(node: Node, families: readonly Family[]): void {
    const off = node.is('status', 'disable')
    const sides = families.map((family) => all({ test: 'family', family },
      this.side(node, 'srcaddr', family, 'source'), this.side(node, 'dstaddr', family, 'destination')))
    const service = this.objects.services.match(node.values('service') ?? [])
    const when = all(this.objects.interfaces('in', node.values('intf') ?? []), any(...sides),
      node.is('service-negate', 'enable') ? not(service) : service, this.objects.schedule(node.first('schedule') ?? 'always'))
    const accepts = node.is('action', 'accept')
    const [strange] = node.strange()
    if (off) return
    this.rules.push({ id: node.name, at: node.at, when, action: strange ? { do: 'unknown', what: strange.text } : { do: accepts ? 'permit' : 'deny' } })
  }

  private side(node: Node, key: string, family: Family, side: 'source' | 'destination'): Condition {
    const match = this.objects.addresses.match(node.values(key) ?? [], family, side)
    return node.is(`${key}-negate`, 'enable') ? not(match) : match
  }

  /** What `allowaccess` opens at the interface itself; at another interface's address it is not known which of the two decides. */
  private allowed({ name, node, addresses }: Face): void {
    const own = (family: Family): Condition => ({ test: 'destination', set: setOf(addresses.flatMap(({ address }) => (address.family === family ? [address.value] : [])), family) })
    const open = (words: readonly string[], family: Family, at: At): void => {
      for (const service of words.flatMap((word) => word.split(' '))) {
        const when = all({ test: 'family', family }, this.access(service, family))
        this.rules.push({ id: service, at, when: all(own(family), { test: 'in', names: [name] }, when), action: { do: 'permit' } })
        this.rules.push({ id: service, at, when: all(any(own(family), { test: 'in', names: [name] }), when, unknown(`allowaccess ${service}`)), action: { do: 'permit' } })
      }
    }
    open(node.values('allowaccess') ?? [], 4, node.atOf('allowaccess'))
    for (const entry of node.within('secondaryip')) open(entry.values('allowaccess') ?? [], 4, entry.atOf('allowaccess'))
    const six = node.section('ipv6')
    if (six) open(six.values('ip6-allowaccess') ?? [], 6, six.atOf('ip6-allowaccess'))
  }

  /** Ports as the device uses them unless `system global` says otherwise (Fortinet, "FortiOS ports and protocols"). */
  private access(service: string, family: Family): Condition {
    const admin = (key: string, otherwise: number): Condition => {
      const value = numberRange(this.scope.setting('system global', key)?.value ?? String(otherwise), 65535)
      return all(value ? portsOf(TCP, undefined, value) : unknown(key), this.trusted)
    }
    switch (service) {
      case 'ping': return all(icmp(family, family === 4 ? 8 : 128), any(this.trusted, unknown('trusthost')))
      case 'https': return admin('admin-sport', 443)
      case 'http': return admin('admin-port', 80)
      case 'ssh': return admin('admin-ssh-port', 22)
      case 'telnet': return admin('admin-telnet-port', 23)
      case 'snmp': return port(UDP, 161)
      case 'fgfm': return port(TCP, 541)
      case 'radius-acct': return port(UDP, 1813)
      case 'probe-response': return port(TCP, 8008)
      case 'capwap': return portsOf(UDP, undefined, [5246, 5247])
      case 'fabric': return any(portsOf(UDP, undefined, [5246, 5247]), port(TCP, 8013))
      case 'ftm': return port(TCP, 4433)
      default: return unknown(`allowaccess ${service}`)
    }
  }

  /** Services that open their own ports. */
  private services(): void {
    const open = (node: Node, id: string, names: readonly string[] | undefined, when: Condition): void => {
      const members = names?.flatMap((name) => this.interfaces.members(name) ?? [])
      this.rules.push({ id, at: node.at, when: all(...(members ? [{ test: 'in', names: members } as const] : []), when), action: { do: 'permit' } })
    }
    const { scope } = this
    for (const node of [...scope.entries('vpn ipsec phase1-interface'), ...scope.entries('vpn ipsec phase1')]) {
      open(node, 'ike', [node.first('interface') ?? ''], any(port(UDP, 500), port(UDP, 4500), protocol(50)))
    }
    for (const node of scope.entries('system dns-server')) open(node, 'dns', [node.name], any(port(UDP, 53), port(TCP, 53)))
    for (const node of [...scope.entries('system dhcp server'), ...this.relays()]) open(node, 'dhcp', [node.first('interface') ?? node.name], port(UDP, 67))
    for (const node of scope.sections('system ntp').filter((one) => one.is('server-mode', 'enable'))) open(node, 'ntp', node.values('interface') ?? [], port(UDP, 123))
    for (const node of scope.sections('vpn ssl settings').filter((one) => one.settings.has('source-interface') && !one.is('status', 'disable'))) {
      const value = numberRange(node.first('port') ?? '443', 65535)
      open(node, 'ssl-vpn', node.values('source-interface'), value ? portsOf(TCP, undefined, value) : unknown('port'))
    }
    for (const node of scope.sections('web-proxy explicit').filter((one) => one.is('status', 'enable'))) {
      const value = numberRange(node.first('http-incoming-port') ?? '8080', 65535)
      const faces = this.interfaces.faces.filter((face) => face.node.is('explicit-web-proxy', 'enable')).map(({ name }) => name)
      open(node, 'explicit proxy', faces, value ? portsOf(TCP, undefined, value) : unknown('http-incoming-port'))
    }
    for (const node of scope.entries('system gre-tunnel')) open(node, 'gre', [node.first('interface') ?? ''], protocol(47))
    const [asking] = scope.entries('firewall policy').filter(({ settings }) => ['groups', 'users', 'fsso-groups'].some((key) => settings.has(key)))
    if (asking) this.rules.push({ id: 'user authentication', at: asking.at, when: all(any(port(TCP, 1000), port(TCP, 1003)), varies('authentication portal')), action: { do: 'permit' } })
    for (const [path, id, when] of ROUTING) {
      for (const node of scope.sections(path).filter((one) => !one.isEmpty && !one.idle)) open(node, id, undefined, when)
    }
    for (const face of this.interfaces.faces) for (const entry of face.node.within('vrrp')) open(entry, 'vrrp', [face.name], protocol(112))
  }

  private relays(): Node[] {
    return this.interfaces.faces.filter(({ node }) => node.is('dhcp-relay-service', 'enable')).map(({ node }) => node)
  }
}

const ROUTING: readonly (readonly [path: string, id: string, when: Condition])[] = [
  ['router bgp', 'bgp', port(TCP, 179)], ['router ospf', 'ospf', protocol(89)], ['router ospf6', 'ospf', protocol(89)],
  ['router rip', 'rip', port(UDP, 520)], ['router ripng', 'rip', port(UDP, 521)], ['router multicast', 'pim', protocol(103)],
]

const setOf = (values: readonly bigint[], family: Family): AddressSet => {
  const ranges = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1)).map((value) => [value, value] as const)
  return family === 4 ? { v4: ranges, v6: [] } : { v4: [], v6: ranges }
}

const HOSTS = Array.from({ length: 10 }, (_, index) => [`trusthost${index + 1}`, `ip6-trusthost${index + 1}`]).flat()

/** An administrator without `trusthost` may come from anywhere; 0.0.0.0/0 beside others is one that was left open. */
function trustedHosts(scope: Scope): Condition {
  const hosts = scope.entries('system admin').map((node) => {
    const networks = HOSTS.flatMap((key) => node.values(key) ?? [])
    const prefixes = HOSTS.flatMap((key) => { const values = node.values(key); return values ? [network(values)] : [] })
    const narrow = prefixes.filter((prefix) => prefix?.length !== 0)
    if (narrow.length === 0) return undefined
    const sets = narrow.map((prefix): Condition => (prefix ? { test: 'source', set: addressesOf(prefix) } : unknown(networks.join(' '))))
    return any(...sets, ...(narrow.length < prefixes.length ? [unknown('trusthost')] : []), all({ test: 'family', family: 6 }, unknown('trusthost')))
  })
  return hosts.length === 0 || hosts.some((own) => own === undefined) ? all() : any(...hosts as Condition[])
}
