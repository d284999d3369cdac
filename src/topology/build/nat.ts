import { isEmptyAddresses } from '../../net/address.ts'
import { PORT_PROTOCOLS } from '../../net/header.ts'
import { text } from '../../verdict.ts'
import type { NatDocument } from '../document.ts'
import type { Action, Condition, Rule, Step, Translation } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { all, condition, type DeviceScope } from './conditions.ts'
import { sayRepeatedIds } from './filters.ts'
import { ports, unionOf } from './literals.ts'
import type { Mistakes } from './mistakes.ts'

/** The first entry of a kind that matches decides; what none matches passes unchanged. */
export function buildNat(
  typed: Placed<readonly NatDocument[]> | undefined, kind: NatDocument['kind'], scope: DeviceScope, mistakes: Mistakes,
): Step[] {
  if (!typed) return []
  const all = each<NatDocument>(typed)
  if (kind === 'source') sayRepeatedIds('nat', all, mistakes)
  const rules = all.filter(({ value }) => value.kind === kind).map(one => buildEntry(one, scope, mistakes))
  const chain = { name: `${kind}-nat`, at: named(typed.at), rules, otherwise: 'permit' as const }
  return rules.length === 0 ? [] : [{ kind: 'translate', field: kind, chain }]
}

function buildEntry(typed: Placed<NatDocument>, scope: DeviceScope, mistakes: Mistakes): Rule {
  const { value } = typed
  const sees = value.kind === 'source' ? ['in', 'out'] as const : ['in'] as const
  const match = field(typed, 'match')
  const toPort = field(typed, 'to-port')
  if (toPort && match?.value.service === undefined) mistakes.say('nat', { ...toPort.at, on: 'key' }, text(
    'to-port を使うには match に service（tcp や udp のポート）が必要です', '`to-port` needs a `service` (ports of tcp or udp) in `match`'))
  const to = buildTarget(typed, scope, mistakes)
  const action: Action = to.addresses === 'keep' && !to.ports ? { do: 'permit' } : { do: 'rewrite', to }
  return {
    ...optional('id', value.id === undefined ? undefined : String(value.id)),
    at: typed.at,
    when: all([
      condition({ value: { ...optional('in', value.in), ...optional('out', value.out) }, at: typed.at }, sees, scope, mistakes),
      ...match ? [condition(match, [], scope, mistakes)] : [],
      ...applicable(to),
    ]),
    action,
  }
}

function buildTarget(typed: Placed<NatDocument>, scope: DeviceScope, mistakes: Mistakes): Translation {
  const to = each(field(typed, 'to'))
  const toPort = field(typed, 'to-port')
  const newPorts = optional('ports', toPort && ports(toPort, mistakes))
  const words = to.filter(({ value }) => ['interface', 'unchanged', 'any'].includes(value))
  const [word] = words
  if (!word) return { addresses: unionOf(to.map(one => scope.addresses.one(one))), ...newPorts }
  if (to.length > 1 || word.value === 'any') mistakes.say('nat', word.at, text(
    `「${word.value}」と他のアドレスを並べることはできません（any は使えません）`, `"${word.value}" cannot stand beside other addresses, and \`any\` not at all`))
  return { addresses: word.value === 'interface' ? 'interface' : 'keep', ...newPorts }
}

/** New addresses of one family translate that family only, new ports only what has ports. */
function applicable({ addresses, ports }: Translation): Condition[] {
  const tests: Condition[] = []
  if (typeof addresses === 'object' && !isEmptyAddresses(addresses)) {
    if (addresses.v6.length === 0) tests.push({ test: 'family', family: 4 })
    if (addresses.v4.length === 0) tests.push({ test: 'family', family: 6 })
  }
  if (ports) tests.push({ test: 'protocol', set: PORT_PROTOCOLS.map(protocol => [protocol, protocol] as const) })
  return tests
}
