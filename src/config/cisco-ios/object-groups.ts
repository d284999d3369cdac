/** `object-group network` and `object-group service` (Security Configuration Guide, "Object Groups for ACLs"). */
import { addressesOf, addressRange, EMPTY_ADDRESSES, parseAddress, parsePrefix, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { ICMP, TCP, UDP, type Family } from '../../net/header.ts'
import { everyAddress, network } from './addresses.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'
import { ofProtocols, takeIcmp, takePorts, takeProtocol, type Service } from './service.ts'
import { Words } from './words.ts'

/** `partly`: it holds more than the members that are understood. */
interface Group<Member> { readonly members: Member[]; readonly groups: string[]; partly: boolean }

export interface Resolved<Member> { readonly members: readonly Member[]; readonly partly: boolean }

export class ObjectGroups {
  readonly lines = new Map<string, { readonly line: Line; readonly kind: 'addresses' | 'services' }>()
  readonly #addresses = new Map<string, Group<AddressSet>>()
  readonly #services = new Map<string, Group<Service>>()

  /** `object-group network NAME` and what stands under it. */
  add(line: Line): void {
    const [, type = '', name] = line.words
    const family: Family = type.startsWith('v6') ? 6 : 4
    if (name === undefined || !/^(v6-)?(network|service)$/.test(type)) return notUnderstood(line, type)
    understood(line)
    const network = type.endsWith('network')
    this.lines.set(name, { line, kind: network ? 'addresses' : 'services' })
    if (network) fill(groupOf(this.#addresses, name), line, (words) => member(words, family))
    else fill(groupOf(this.#services, name), line, (words) => service(words, family))
  }

  /** Undefined: nothing defines it. */
  addresses(name: string): Resolved<AddressSet> | undefined { return resolved(this.#addresses, name) }
  services(name: string): Resolved<Service> | undefined { return resolved(this.#services, name) }
}

function groupOf<Member>(groups: Map<string, Group<Member>>, name: string): Group<Member> {
  const known = groups.get(name) ?? { members: [], groups: [], partly: false }
  groups.set(name, known)
  return known
}

function fill<Member>(group: Group<Member>, { children }: Line, read: (words: Words) => Member | readonly Member[] | undefined): void {
  for (const line of children) {
    const words = new Words(line.words)
    if (words.skip('description')) { irrelevant(line); continue }
    const inner = words.after('group-object')
    const made = inner === undefined ? read(words) : undefined
    if (inner !== undefined && words.done) group.groups.push(inner)
    else if (made !== undefined && words.done) group.members.push(...Array.isArray(made) ? made as Member[] : [made as Member])
    else { group.partly = true; notUnderstood(line); continue }
    understood(line)
  }
}

function resolved<Member>(groups: ReadonlyMap<string, Group<Member>>, name: string): Resolved<Member> | undefined {
  if (!groups.has(name)) return undefined
  const members: Member[] = []
  let partly = false
  const seen = new Set([name])
  for (const one of seen) {
    const group = groups.get(one)
    if (!group || group.partly || (group.members.length === 0 && group.groups.length === 0)) partly = true
    for (const one of group?.members ?? []) members.push(one)
    for (const inner of group?.groups ?? []) seen.add(inner)
  }
  return { members, partly }
}

/** A mask here is that of a network, not a wildcard. */
function member(words: Words, family: Family): AddressSet | undefined {
  if (words.skip('any')) return everyAddress(family)
  if (words.skip('range')) {
    const [low, high] = [parseAddress(words.take() ?? ''), parseAddress(words.take() ?? '')]
    return low?.family === family && high?.family === family ? addressRange(family, low.value, high.value) : undefined
  }
  words.skip('host')
  const first = words.take() ?? ''
  const address = parseAddress(first)
  if (address?.family === family && words.done) return addressesOf(address)
  const prefix = parsePrefix(first)?.prefix ?? (words.done ? undefined : network(first, words.take()))
  return prefix?.family === family ? addressesOf(prefix) : undefined
}

function service(words: Words, family: Family): Service | readonly Service[] | undefined {
  const protocols = words.skip('tcp-udp') ? ofProtocols(TCP, UDP) : takeProtocol(words, family)
  if (!protocols) return undefined
  if (words.done) return protocols
  if (protocols.protocols?.[0]?.[0] === ICMP || protocols.protocols?.[0]?.[0] === 58) {
    const icmp = takeIcmp(words, family)
    return icmp && { ...protocols, icmp }
  }
  const sourcePorts = words.skip('source') ? takePorts(words) : undefined
  // Without an operator a port stands for itself.
  const destinationPorts = takePorts(words) ?? (words.done ? undefined : takePorts(new Words(['eq', words.take()!])))
  if (sourcePorts === null || destinationPorts === null) return undefined
  return { ...protocols, ...(sourcePorts && { sourcePorts }), ...(destinationPorts && { destinationPorts }) }
}

/** An end of an entry that names a group. */
export const everyMember = ({ members }: Resolved<AddressSet>): AddressSet => (members.length === 0 ? EMPTY_ADDRESSES : unionAddresses(...members))
