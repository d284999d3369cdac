/** YAMAHA RTX, NVR, vRX and FWX: `show config`. See README.md. */
import type { Family } from '../../net/header.ts'
import type { Definition, Gap, Pipeline, Sessions, Step } from '../../topology/model.ts'
import { text, type At } from '../../verdict.ts'
import type { StaticNext } from '../device/routes.ts'
import type { ConfigFile, Reader, Reading } from '../reader.ts'
import { facesOf } from './faces.ts'
import { doubt } from './filters.ts'
import { FACE } from './grammar.ts'
import { Lists } from './lists.ts'
import { hostsSteps, runsOf } from './local.ts'
import { Nat } from './nat.ts'
import { routesToCallers } from './remote.ts'
import { routesOf } from './routes.ts'
import { statementsOf, type Statement, type Statements } from './statements.ts'

export const yamahaRtx: Reader = {
  syntaxes: ['yamaha-rtx', 'rtx'], read,
  recognises: (content) => /^# (?:RT\w+|NVR\w+|vRX|FWX\d+) Rev\./m.test(content) || /^[ \t]*(?:ip (?:lan|pp|tunnel)\S* (?:address|secure filter)|nat descriptor type|pp select|tunnel select|ip route \S+ gateway) /m.test(content),
}

type ByKind = ReadonlyMap<Statement['kind'], readonly Statement[]>

function read(files: readonly ConfigFile[], at: At): Reading {
  const statements = statementsOf(files)
  const of = byKind(statements.all)
  const all = (kind: Statement['kind']): readonly Statement[] => of.get(kind) ?? []
  const { up, down, gaps } = facesOf(of)
  const lists = new Lists(of)
  const nat = new Nat(of, up, statements.model)
  const routing = routesOf(all('route'), lists.statics, up, backups(all('backup')))
  const name = all('name').at(-1)
  return {
    ...(name?.rest[0] && { hostname: { name: name.rest[0], at: name.at } }),
    faces: [...up.values()], down,
    routes: [...routing.routes, ...routesToCallers(all('pool'), all('scope'), up)], policyRoutes: routing.policyRoutes,
    runs: runsOf(of, at), pipeline: pipelineOf(of, lists, nat), sessions: sessionsOf(lists, nat),
    gaps: [...notKnown(statements), ...gaps, ...routing.doubted.map((one): Gap => ({ touches: 'routes', families: families(one), at: one.at, what: one.text })), ...named(of)],
    lines: statements.lines, interfaces: new Map([...up.values()].map((face) => [face.name, face.at])),
    definitions: [...filterDefinitions(all('filter'), new Set([...lists.used, ...routing.used]), statements.mentioned), ...natDefinitions(nat)], references: [], problems: [],
  }
}

function byKind(statements: readonly Statement[]): ByKind {
  const of = new Map<Statement['kind'], Statement[]>()
  for (const one of statements) {
    const same = of.get(one.kind) ?? []
    same.push(one)
    of.set(one.kind, same)
  }
  return of
}

/** In through NAT, then the filter of the way in, routes, the filter of the way out, and out through NAT: technical notes on NAT, "order of processing". */
function pipelineOf(of: ByKind, lists: Lists, nat: Nat): Pipeline {
  const inward = lists.steps('in')
  const track: Step[] = nat.translates || lists.remembers ? [{ kind: 'track' }] : []
  return {
    prerouting: [...track, ...nat.inbound()],
    // Where they stand does not show: routes ask for no more than what NAT has left.
    forward: [...inward, ...unrouted(of)],
    input: [...inward, ...hostsSteps(of.get('host') ?? [])],
    output: track, postrouting: [...lists.steps('out'), ...nat.outbound()],
  }
}

/** Whether it puts fragments together before it filters them, the manual does not say. */
const sessionsOf = (lists: Lists, nat: Nat): Sessions =>
  ({ kind: nat.translates || lists.remembers ? 'inspecting' : 'none', reassembles: false, helpers: false })

/** `ip routing off`. */
const unrouted = (of: ByKind): Step[] => (of.get('routing') ?? []).filter(({ rest }) => rest[0] === 'off').map(({ at, key }): Step => ({
  kind: 'filter', chain: { name: key.join(' '), at, otherwise: 'permit', rules: [{ at, when: { test: 'family', family: key[0] === 'ipv6' ? 6 : 4 }, action: { do: 'deny' } }] },
}))

const families = ({ key }: Pick<Statement, 'key'>): readonly Family[] => (key[0] === 'ipv6' ? [6] : key[0] === 'ip' ? [4] : [4, 6])

const notKnown = ({ unknown }: Statements): Gap[] => unknown.map(({ line, text: what }) => ({ touches: 'forwarding', families: [4, 6], at: line.at, what }))

/** Commands that are understood to do what the model cannot say exactly. */
function named(of: ByKind): Gap[] {
  const gap = (kind: Statement['kind'], touches: Gap['touches'], isMeant: (one: Statement) => boolean): Gap[] => (of.get(kind) ?? []).filter(isMeant).map((one) => {
    doubt(one, one.text)
    if (kind === 'protocol') one.line.why = text('動的経路の内容は設定ファイルにありません（経路表を config.tables に加えてください）', 'what it learns is not in the file (add the printed routing table as `config.tables`)')
    return { touches, families: kind === 'caller' || (kind === 'protocol' && one.key[0] !== 'ipv6') ? [4] : families(one), at: one.at, what: one.text }
  })
  return [
    // A fourth word may be an address that the caller is given: its value is hidden with the password before it.
    ...gap('caller', 'routes', ({ rest, context }) => rest.length > 2 && context?.name === 'pp-anonymous'),
    ...gap('protocol', 'routes', ({ rest }) => rest[0] !== 'off'), ...gap('forward', 'routes', () => true),
    ...gap('policy', 'filters', ({ rest }) => rest[0] !== 'off'), ...gap('inbound', 'filters', () => true),
    ...gap('multicast', 'forwarding', ({ rest }) => rest[0] !== 'off' && rest[0] !== 'host'),
    ...gap('source-route', 'forwarding', ({ rest }) => rest[0] === 'off'),
    ...gap('schedule', 'forwarding', ({ rest }) => !HARMLESS.test(rest.join(' '))),
  ]
}

/** Commands that a timer may run without changing what passes. */
const HARMLESS = /(?:^| )(?:ntpdate|rdate|restart|http revision-up|save|syslog|clear|mail|show|disconnect|connect|wol|netvolante-dns|statistics|snmp|execute at-command)\b/

function backups(statements: readonly Statement[]): Map<string, StaticNext> {
  return new Map(statements.flatMap(({ key, rest, context }): [string, StaticNext][] => {
    const from = key[0] === 'lan' ? key[2] : context?.name
    const [first = '', second = ''] = rest
    const to = first === 'pp' || first === 'tunnel' ? `${first}${second}` : FACE.test(first) ? first : undefined
    return from === undefined || to === undefined ? [] : [[from, { kind: 'interface', interface: to }]]
  }))
}

const filterDefinitions = (statements: readonly Statement[], used: ReadonlySet<string>, mentioned: ReadonlySet<string>): Omit<Definition, 'device'>[] => statements.map(({ key, at }) => {
  const [command, , number = ''] = key
  return { kind: 'list', id: `${command} filter ${number}`, at, used: used.has(`${command === 'ipv6' ? 6 : 4} ${number}`) || mentioned.has(number) }
})

const natDefinitions = (nat: Nat): Omit<Definition, 'device'>[] => [...nat.descriptors.values()].map(({ number, at }) =>
  ({ kind: 'list', id: `nat descriptor ${number}`, at, used: nat.used.has(number) }))
