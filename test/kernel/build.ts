/**
 * A network as the kernel runs it: a namespace for each router, and one for the host side of every segment. Hosts are not
 * machines: whatever arrives on the host side of a segment has been delivered to the address that it carries.
 */
import { FAMILIES, facesOn, hostAddresses, nftText, rulesText, textOf, textOfSubnet, type Face, type Network, type Router } from './network.ts'
import { policyRouting, routing } from './build-routes.ts'
import type { Lab } from './lab.ts'

const HOSTS = 0

/** By router and family, the rules as the kernel prints them. */
export type Printed = ReadonlyMap<string, string>

export const spaceOf = (network: Network, router: string): number => 1 + network.routers.findIndex(({ id }) => id === router)

/** Every address of a segment that no router has is a host with a MAC address of its own (lab/wire.c knows them by the ff). */
export const hostMac = (network: Network, segment: string, host: number): Buffer =>
  Buffer.from([2, 0, 0xff, 0, network.segments.findIndex(({ id }) => id === segment), host])

export const faceMac = (network: Network, router: Router, face: Face): Buffer =>
  Buffer.from([2, 0, 0, spaceOf(network, router.id), router.faces.indexOf(face), 1])

const macText = (mac: Buffer): string => [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':')

/** Neither ARP nor neighbour discovery: rules could stop the latter, which the model of a network does not speak of. */
const NEIGHBOURS = 'nud permanent'

const SYSCTLS: readonly (readonly [key: string, value: number])[] = [
  ['net/ipv4/ip_forward', 1], ['net/ipv6/conf/all/forwarding', 1],
  ['net/ipv4/icmp_echo_ignore_all', 1], ['net/ipv6/icmp/echo_ignore_all', 1],
  ...['all', 'default'].flatMap((which) => [
    [`net/ipv4/conf/${which}/rp_filter`, 0], [`net/ipv4/conf/${which}/send_redirects`, 0],
    [`net/ipv6/conf/${which}/accept_dad`, 0], [`net/ipv6/conf/${which}/addr_gen_mode`, 1],
  ] as const),
]

/**
 * A router says nothing but what the laboratory makes it say: no resets, no errors, no echo replies (mark: lab/space.c). The
 * check of sources, which Linux does by itself for IPv4 alone, is done here for IPv6.
 */
const silence = (router: Router): string => [
  'table inet silence {', 'chain own { type filter hook output priority -450; meta mark != 77 drop; }',
  'chain sources { type filter hook prerouting priority -450;',
  ...router.faces.map(({ name, reversePath }) => reversePath === undefined ? ''
    : `meta nfproto ipv6 iifname "${name}" fib saddr ${reversePath === 'strict' ? '. iif oif' : 'oif'} missing drop`),
  '}', '}', '',
].join('\n')

/** As nft prints it. Rules that nft refuses are left out: the generator does not know which matches contradict each other. */
async function loadRuleset(lab: Lab, space: number, text: string): Promise<string> {
  try {
    await lab.run(space, 'nft -f -', text)
  } catch (error) {
    const lines = text.split('\n')
    const refused = Number(/\/dev\/stdin:(\d+):/.exec((error as Error).message)?.[1])
    if (!(refused > 0) || !/^[a-z@]/.test(lines[refused - 1]!) || /^(?:table|chain|type|set) /.test(lines[refused - 1]!)) throw new Error(`${(error as Error).message}\n${text}`)
    return loadRuleset(lab, space, lines.filter((_, index) => index !== refused - 1).join('\n'))
  }
  return withoutSilence(await lab.run(space, 'nft -j list ruleset'))
}

/** Without the table that the laboratory put there itself; an object on each line. */
function withoutSilence(text: string): string {
  const objects = (JSON.parse(text) as { nftables: Record<string, { name?: string; table?: string }>[] }).nftables
  const own = objects.filter((object) => Object.values(object).every(({ name, table }) => name !== 'silence' && table !== 'silence'))
  return `{"nftables": [\n${own.map((object) => JSON.stringify(object)).join(',\n')}\n]}\n`
}

/** A network that Linux does not take: a next hop that a null route covers, for one. Not a fault, and rare. */
export class Refused extends Error {}

export async function build(lab: Lab, network: Network): Promise<Printed> {
  const told = await lab.command(`net ${network.routers.length + 1}`)
  const spaces = told.map((line) => `/proc/${lab.pid}/fd/${line.slice('fd '.length)}`)
  const waits: Promise<unknown>[] = [
    lab.command(`set ${HOSTS} net/ipv6/conf/default/disable_ipv6 1`),
    ...network.routers.flatMap(({ id }) => SYSCTLS.map(([key, value]) => lab.command(`set ${spaceOf(network, id)} ${key} ${value}`))),
    lab.run(HOSTS, 'ip -batch -', wires(network, spaces)),
    ...network.routers.map((router) => lab.run(spaceOf(network, router.id), 'nft -f -', silence(router))),
    ...network.routers.flatMap((router) => router.faces.filter((face) => !speaks(face, 6))
      .map((face) => lab.command(`set ${spaceOf(network, router.id)} net/ipv6/conf/${face.name}/disable_ipv6 1`))),
    ...network.routers.map((router) => lab.run(spaceOf(network, router.id), 'ip -batch -', inside(network, router)).catch((error: Error) => {
      throw error.message.includes('Nexthop has invalid gateway') ? new Refused(error.message) : error
    })),
    ...network.routers.filter(({ policyRoutes }) => policyRoutes.length > 0).flatMap((router) => FAMILIES.map((family) =>
      lab.run(spaceOf(network, router.id), `ip -${family} -batch -`, policyRouting(router, family)))),
    ...network.routers.flatMap((router) => router.faces.filter(({ reversePath }) => reversePath !== undefined)
      .map((face) => lab.command(`set ${spaceOf(network, router.id)} net/ipv4/conf/${face.name}/rp_filter ${face.reversePath === 'strict' ? 1 : 2}`))),
  ]
  const printed = new Map<string, string>()
  for (const router of network.routers) {
    if (router.nft) {
      const space = spaceOf(network, router.id)
      waits.push(loadRuleset(lab, space, nftText(router.nft)).then((text) => printed.set(`${router.id} nft`, text)))
    }
    for (const family of FAMILIES) {
      if (network.printedRoutes) waits.push(lab.run(spaceOf(network, router.id), `ip -${family} -json route`).then((text) => printed.set(`${router.id} routes ${family}`, text)))
      const tables = router.tables[family]
      if (tables.length === 0) continue
      const tool = `${family === 4 ? 'iptables' : 'ip6tables'}-${network.backend}`
      waits.push(lab.run(spaceOf(network, router.id), `${tool}-restore`, rulesText(tables)).catch((error: Error) => {
        throw new Error(`${error.message}\n${rulesText(tables)}`)
      }))
      if (network.printed) waits.push(lab.run(spaceOf(network, router.id), `${tool}-save`).then((text) => printed.set(`${router.id} ${family}`, text)))
    }
  }
  // All of them: what is still on its way would be carried out in the next network.
  const failed = (await Promise.allSettled(waits)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason as Error
  await lab.command('ready')
  return printed
}

const speaks = (face: Face, family: 4 | 6): boolean => face.addresses.some((own) => own.family === family)

/**
 * Both ends of a cable get numbers that differ: where they are the same the kernel takes a second to notice that the cable
 * is in (net/core/link_watch.c, linkwatch_urgent_event), and drops what is sent until then.
 *
 * Where one router is alone on a segment the host side is the other end of its cable; else a bridge joins them all.
 */
function wires(network: Network, spaces: readonly string[]): string {
  const lines: string[] = []
  let index = 100
  for (const { id } of network.segments) {
    const faces = facesOn(network, id)
    if (faces.length !== 1) lines.push(`link add ${id} index ${index++} type bridge`)
    for (const { router, face } of faces) {
      const space = spaceOf(network, router.id)
      const end = faces.length === 1 ? id : `p${id}r${space}f${router.faces.indexOf(face)}`
      lines.push(`link add ${end} index ${index++} type veth peer name ${face.name} index ${10 + router.faces.indexOf(face)} address ${macText(faceMac(network, router, face))} netns ${spaces[space]}`)
      if (faces.length !== 1) lines.push(`link set ${end} master ${id} up`)
    }
    lines.push(`link set ${id} promisc on up`)
  }
  return `${lines.join('\n')}\n`
}

function inside(network: Network, router: Router): string {
  const lines = ['link set lo up', ...router.faces.map(({ name }) => `link set ${name} up`)]
  for (const face of router.faces) {
    for (const own of face.addresses) lines.push(`addr add ${textOfSubnet(own)} dev ${face.name}${own.family === 6 ? ' nodad' : ''}`)
    const others = facesOn(network, face.segment).filter((other) => other.face !== face)
    for (const { router: near, face: its } of others) {
      for (const own of its.addresses.filter(({ family }) => speaks(face, family))) {
        lines.push(`neigh replace ${textOf(own)} lladdr ${macText(faceMac(network, near, its))} dev ${face.name} ${NEIGHBOURS}`)
      }
    }
    for (const [host, address] of hostAddresses(network, network.segments.find(({ id }) => id === face.segment)!).entries()) {
      if (!speaks(face, address.family)) continue
      lines.push(`neigh replace ${textOf(address)} lladdr ${macText(hostMac(network, face.segment, host))} dev ${face.name} ${NEIGHBOURS}`)
    }
  }
  return `${[...lines, ...routing(router)].join('\n')}\n`
}
