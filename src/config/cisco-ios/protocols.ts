/** `router ospf 1` and the like: which routes they bring, a configuration does not say. */
import { text } from '../../verdict.ts'
import { Commands, listed, negated } from './commands.ts'
import type { Draft } from './draft.ts'
import { irrelevant, type Line } from './line.ts'

/** What these choose is which routes the protocol learns, prefers or tells: the gap of the protocol itself holds all of that. */
const SETTINGS = new Commands<true>(listed(`
router-id | network | passive-interface | neighbor | redistribute | area | default-information | default-metric | default-originate | distance
distribute-list | maximum-paths | log-adjacency-changes | log-neighbor-changes
log-neighbor-warnings | auto-summary | synchronization | version | timers | metric | variance | offset-list | summary-address | aggregate-address
auto-cost | bgp | address-family | exit-address-family | exit-af-interface | exit-af-topology
exit-peer-policy | exit-peer-session | template | inherit | activate | send-community | remote-as | nsf | nsr | graceful-restart | eigrp
traffic-share | ignore | capability | compatible | max-metric | max-lsa | prefix-suppression | ispf | discard-route
fast-reroute | interface-id | af-interface | topology | hello-interval | hold-time | split-horizon | summary-metric | authentication
bandwidth-percent | hello-padding | stub | net | is-type | metric-style | advertise | set-overload-bit | lsp-gen-interval | spf-interval
prc-interval | max-lsp-lifetime | lsp-refresh-interval | set-attached-bit | domain-password | area-password | log | validate-update-source
flash-update-threshold | input-queue | output-delay | triggered | no-summary | table-map | soft-reconfiguration
import | export | scope | mpls traffic-eng | mpls ldp | bfd | snmp | shutdown | vrf | nexthop | limit | add-path | advertise-map | allocate-label
local-ip | host-routing | queue-depth | ha-mode | segment-routing | multi-topology | passive | is-hostname | protocol | hostname
advertise passive-only | external-preference | maximum-prefix | default | originate | update-source | description | password | ttl-security
fall-over | route-map | prefix-list | next-hop-self | route-reflector-client | ebgp-multihop | allowas-in
microloop | partition | ignore-attached-bit | exit | redistribute maximum-prefix | metric-weights | soo | dampening | dampening-change
transport | peer-group | use-vrf | gateway | vnet`).map((command) => [command, true] as const))

export function readProtocol(line: Line, draft: Draft): void {
  const six = line.words[0] === 'ipv6' || /^(ospfv3|isis|bgp|eigrp)$/.test(line.words[1] ?? '')
  const four = line.words[0] !== 'ipv6'
  draft.gap(line, 'routes', [...(four ? [4 as const] : []), ...(six ? [6 as const] : [])])
  const why = text(
    `${line.text.trim()} の一部。経路は機器が表示する経路表で示す`,
    `part of ${line.text.trim()}: a routing table printed by the device says which routes there are`)
  const open = [...line.children]
  for (let child = open.pop(); child; child = open.pop()) {
    if (SETTINGS.find(negated(child.words) ?? child.words)) irrelevant(child, why)
    else draft.gap(child, 'routes')
    for (const one of child.children) open.push(one)
  }
}
