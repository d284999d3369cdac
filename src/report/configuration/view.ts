/** What was understood of a device's configuration, as rows: what `sanso config` shows, and its JSON. */
import { formatAddress, formatAddresses, formatPrefix } from '../../net/address.ts'
import { formatRange } from '../../net/service.ts'
import type { Action, Chain, Device, Pipeline, Route, Step, Translation } from '../../topology/model.ts'
import type { Reading, ReadLine } from '../../config/reader.ts'
import type { At, Problem } from '../../verdict.ts'
import { writtenCondition } from './condition.ts'

/** A device after its configuration was read. */
export interface ReadDevice {
  readonly syntax: string
  readonly files: readonly string[]
  readonly device: Device
  readonly reading: Reading
  /** Routes whose next hop lies beyond no interface. */
  readonly inactive: readonly { readonly at: At }[]
  /** Of the file alone; those of a network stop the command. */
  readonly problems: readonly Problem[]
  /** It was read as part of a topology, so that interfaces are bound to segments. */
  readonly inTopology: boolean
}

export interface ConfigurationView {
  readonly device: string
  readonly syntax: string
  readonly files: readonly string[]
  readonly hostname?: string
  readonly contexts: readonly string[]
  readonly lines: { readonly understood: number; readonly irrelevant: number; readonly notUnderstood: number }
  /** `segment`: null where nothing declared is bound; absent where no topology was read. */
  readonly interfaces: readonly { readonly at: At; readonly name: string; readonly addresses: readonly string[]; readonly vrf: string; readonly segment?: string | null; readonly reversePath: string }[]
  readonly down: readonly { readonly at: At; readonly name: string }[]
  readonly routes: readonly RouteRow[]
  readonly inactiveRoutes: readonly { readonly at: At }[]
  readonly policyRoutes: readonly { readonly at: At; readonly vrf: string; readonly when: string; readonly next: string }[]
  readonly sessions: string
  readonly runs: readonly string[]
  /** The way of a packet through the device, stage by stage; `through` lists that a rule hands packets to, after those that do. */
  readonly stages: readonly { readonly stage: keyof Pipeline; readonly lists: readonly ListRow[] }[]
  readonly gaps: readonly { readonly at: At; readonly touches: string; readonly what: string }[]
  readonly notUnderstood: readonly ReadLine[]
  readonly irrelevant: readonly ReadLine[]
  readonly problems: readonly Problem[]
}

export interface RouteRow { readonly at: At; readonly vrf: string; readonly to: string; readonly next: string; readonly distance: number }
export interface ListRow {
  readonly at: At
  readonly does: 'filter' | 'source-nat' | 'destination-nat' | 'track' | 'called'
  readonly name: string
  readonly rules: readonly RuleRow[]
  readonly otherwise?: string
}
export interface RuleRow { readonly at: At; readonly id?: string; readonly action: string; readonly when: string }

const STAGES: readonly (keyof Pipeline)[] = ['prerouting', 'input', 'forward', 'output', 'postrouting']

export function configurationView({ syntax, files, device, reading, inactive, problems, inTopology }: ReadDevice): ConfigurationView {
  const ofStatus = (status: ReadLine['status']): ReadLine[] => reading.lines.filter((line) => line.status === status)
  return {
    device: device.id, syntax, files,
    ...(reading.hostname && { hostname: reading.hostname.name }),
    contexts: reading.contexts ?? [],
    lines: { understood: ofStatus('understood').length, irrelevant: ofStatus('irrelevant').length, notUnderstood: ofStatus('not understood').length },
    interfaces: [...device.interfaces.values()].map(({ at, name, addresses, vrf, segment, reversePath }) => ({
      at, name, vrf, reversePath,
      addresses: addresses.map(({ address, length, virtual }) => `${formatAddress(address)}/${length}${virtual ? ' virtual' : ''}`),
      ...(inTopology && { segment: segment ?? null }),
    })),
    down: [...reading.down ?? []].map(([name, at]) => ({ at, name })),
    routes: device.routes.map(({ at, vrf, to, next, distance }) => ({ at, vrf, to: formatPrefix(to), next: nextOf(next), distance })),
    inactiveRoutes: inactive,
    policyRoutes: (device.policyRoutes ?? []).map(({ at, vrf, when, next }) => ({ at, vrf, when: writtenCondition(when), next: nextOf(next) })),
    sessions: device.sessions.kind,
    runs: device.runs,
    stages: STAGES.flatMap((stage) => (device.pipeline[stage].length > 0 ? [{ stage, lists: listsOf(device.pipeline[stage]) }] : [])),
    gaps: reading.gaps,
    notUnderstood: ofStatus('not understood'), irrelevant: ofStatus('irrelevant'), problems,
  }
}

function nextOf(next: Route['next'] | { readonly kind: 'table' }): string {
  switch (next.kind) {
    case 'via': return `via ${formatAddress(next.address)} ${next.interface}`
    case 'interface': return next.interface
    case 'vrf': return `vrf ${next.vrf}`
    case 'null': return 'discard'
    case 'table': return 'table'
  }
}

function listsOf(steps: readonly Step[]): ListRow[] {
  const called = new Set<Chain>()
  const top = steps.map((step): ListRow => {
    if (step.kind === 'track') return { at: NOWHERE, does: 'track', name: '', rules: [] }
    collect(step.chain, called)
    const does = step.kind === 'filter' ? 'filter' : step.field === 'source' ? 'source-nat' : 'destination-nat'
    return { ...list(step.chain, does), otherwise: step.chain.otherwise }
  })
  return [...top, ...[...called].map((chain) => list(chain, 'called'))]
}

/** Of a step that stands in no file. */
const NOWHERE: At = { file: '', line: 0 }

/** Chains are no deeper than readers make them, but many may be shared: each is shown once. */
function collect(chain: Chain, called: Set<Chain>): void {
  for (const { action } of chain.rules) {
    if ((action.do !== 'jump' && action.do !== 'goto') || called.has(action.chain)) continue
    called.add(action.chain)
    collect(action.chain, called)
  }
}

const list = (chain: Chain, does: ListRow['does']): ListRow => ({
  at: chain.at, does, name: chain.name,
  rules: chain.rules.map(({ at, id, when, action }) => ({ at, ...(id !== undefined && { id }), action: actionOf(action), when: writtenCondition(when) })),
})

function actionOf(action: Action): string {
  switch (action.do) {
    case 'jump': case 'goto': return `${action.do} ${action.chain.name}`
    case 'rewrite': return `rewrite to ${translation(action.to)}`
    case 'unknown': return `unknown "${action.what}"`
    default: return action.do
  }
}

function translation({ addresses, ports }: Translation): string {
  const where = typeof addresses === 'string' ? addresses : formatAddresses(addresses).join(',')
  return ports ? `${where} port ${ports.map(formatRange).join(',')}` : where
}
