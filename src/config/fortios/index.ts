/** FortiOS `show`, `show full-configuration` and backups, 5.x to 7.x; see README.md. */
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Chain, Pipeline, Rule, Step } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { StaticRoute } from '../device/routes.ts'
import type { ConfigFile, Reader, Reading } from '../reader.ts'
import { accountFor } from './account.ts'
import { forwarding } from './forward.ts'
import { hairpins } from './hairpin.ts'
import { Interfaces } from './interfaces.ts'
import { LocalServices } from './local.ts'
import { namesOf } from './named.ts'
import { Objects } from './objects.ts'
import { parse } from './parse.ts'
import type { Parsed } from './parse.ts'
import { policyOf } from './policy.ts'
import type { Policy } from './policy.ts'
import { PolicyRouteReader } from './policy-routes.ts'
import { RouteReader } from './routes.ts'
import { chooseVdom, Scope, vdomsOf } from './scope.ts'
import { sdwanMembers } from './sdwan.ts'
import { centralNat, policyNat, Pools } from './source-nat.ts'
import { gapsOf, hindrances, insideZones, markIdle, matchesVip, redirected, reversePathOf, runs, sessionsOf, usesCentralNat } from './system.ts'
import { versionOf } from './version.ts'
import { vipsOf } from './vips.ts'

export const fortios: Reader = {
  syntaxes: ['fortios', 'fortigate'], read,
  recognises: (content) => /^#config-version=F/m.test(content) || /^config (?:system|firewall|vdom|router|global)\b[^\n]*\n[\s\S]{0,400}?^\s*(?:set|edit|config) /m.test(content),
}

function read(files: readonly ConfigFile[], at: At, context?: string): Reading {
  const parsed = parse(files)
  const choice = chooseVdom(parsed.root, context, at)
  const contexts = vdomsOf(parsed.root)
  return 'problem' in choice ? undecided(parsed, choice.problem, contexts, at) : readVdom(parsed, new Scope(parsed.root, choice.vdom, parsed.lines[0]?.at ?? at), contexts)
}

const EMPTY_PIPELINE: Pipeline = { prerouting: [], forward: [], postrouting: [], input: [], output: [] }

/** Nobody knows which VDOM is meant: anything may happen. */
const undecided = ({ lines, root }: Parsed, problem: Reading['problems'][number], contexts: readonly string[], at: At): Reading => ({
  contexts, pipeline: EMPTY_PIPELINE, sessions: { kind: 'none', reassembles: false, helpers: false },
  gaps: (['filters', 'forwarding'] as const).map((touches) => ({ touches, families: [4, 6], at, what: 'context' })),
  lines: lines.map((line) => ({ ...line, status: 'not understood', why: problem.message })),
  interfaces: new Map(), definitions: [], references: [], problems: [problem],
  ...hostnameOf(new Scope(root, undefined, at)),
})

function hostnameOf(scope: Scope): Pick<Reading, 'hostname'> {
  const hostname = scope.setting('system global', 'hostname')
  return hostname ? { hostname: { name: hostname.value, at: hostname.at } } : {}
}

const POLICIES = [['firewall policy', [4, 6]], ['firewall consolidated policy', [4, 6]], ['firewall policy6', [6]]] as const

function readVdom(parsed: Parsed, scope: Scope, contexts: readonly string[]): Reading {
  const { at } = scope
  markIdle(scope)
  const version = versionOf(parsed.header?.text)
  const interfaces = new Interfaces(scope, reversePathOf(scope))
  const members = sdwanMembers(scope)
  for (const [zone, own] of members) interfaces.groups.set(zone, own.map((member) => member.interface))
  const objects = new Objects(scope, interfaces, matchesVip(version))
  const policyNodes = POLICIES.map(([path, families]) => ({ families, nodes: scope.entries(path) }))
  const policies = policyNodes.flatMap(({ families, nodes }) => nodes.map((node): Policy => policyOf(node, objects, families)))
    .filter(({ node }) => !node.is('status', 'disable'))
  const routing = new RouteReader(scope, objects, interfaces, members, version)
  const byPolicy = new PolicyRouteReader(scope, objects, interfaces, members)
  const routes = [...routing.routes, ...givenRoutes(interfaces)]
  const central = usesCentralNat(scope)
  const vips = vipsOf(scope, objects, interfaces)
  const pools = new Pools(scope)
  const zones = insideZones(scope, policies)
  const inSettings = scope.sections('firewall policy')[0]?.at ?? at
  const { direct, translate, forward } = forwarding({
    at: inSettings, policies, vips: central ? [] : vips, central: central ? vips : [],
    before: [...redirected(scope, interfaces, version), ...zones.before], after: zones.after, hairpin: hairpins(routes, interfaces, vips),
  })
  const source = central ? centralNat(at, scope, objects, pools) : policyNat(at, policies, vips, pools, [4, 6])
  const local = new LocalServices(scope, objects, interfaces)
  const pipeline: Pipeline = {
    prerouting: [...filter(listed('incoming', at, hindrances(scope, interfaces, objects))), ...filter(direct), ...rewriting('destination', translate)],
    forward: filter(forward), postrouting: rewriting('source', source), input: filter(local.chain(at)), output: [],
  }
  const gaps = [...gapsOf(scope, interfaces), ...routing.gaps, ...byPolicy.gaps]
  const running = runs(scope, interfaces)
  const { definitions, mentioned } = namesOf(scope, objects, interfaces)
  const sessions = sessionsOf(policyNodes.flatMap(({ nodes }) => nodes))
  const account = accountFor(parsed, scope)
  return {
    ...hostnameOf(scope), contexts, pipeline, sessions, runs: running, routes, policyRoutes: byPolicy.policyRoutes, down: interfaces.down,
    faces: interfaces.faces.map(({ node, type, ...face }) => face), gaps: [...gaps, ...account.gaps], lines: account.lines,
    interfaces: mentioned, definitions, references: [], problems: [],
  }
}

/** A line that is given its address is given its default gateway too, unless that is switched off (`defaultgw`, distance 5). */
function givenRoutes(interfaces: Interfaces): StaticRoute[] {
  return interfaces.faces.filter(({ node }) => ['dhcp', 'pppoe'].includes(node.first('mode') ?? 'static') && !node.is('defaultgw', 'disable')).map(({ node, name, vrf }) => ({
    at: node.atOf('mode'), vrf: vrf === '' ? DEFAULT_VRF : vrf, to: { family: 4, address: 0n, length: 0 },
    distance: Number(node.first('distance') ?? '5') || 5, next: { kind: 'interface', interface: name },
  }))
}

const listed = (name: string, at: At, rules: readonly Rule[]): Chain | undefined => (rules.length === 0 ? undefined : { name, at, rules, otherwise: 'permit' })
const filter = (chain: Chain | undefined): Step[] => (chain ? [{ kind: 'filter', chain }] : [])
const rewriting = (field: 'source' | 'destination', chain: Chain | undefined): Step[] => (chain ? [{ kind: 'translate', field, chain }] : [])
