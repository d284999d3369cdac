import { text } from '../../verdict.ts'
import type { PolicyRouteDocument } from '../document.ts'
import { DEFAULT_VRF, type PolicyRoute } from '../model.ts'
import { field, type Placed } from '../placed.ts'
import { all, condition, type DeviceScope } from './conditions.ts'
import type { Mistakes } from './mistakes.ts'
import { buildNext, type RouteScope } from './routes.ts'

export function buildPolicyRoute(typed: Placed<PolicyRouteDocument>, connections: RouteScope, scope: DeviceScope, mistakes: Mistakes): PolicyRoute[] {
  const vrfName = field(typed, 'vrf')
  if (vrfName) mistakes.find('vrf', vrfName, connections.vrfs)
  const vrf = vrfName?.value ?? DEFAULT_VRF
  const next = buildWay(typed, vrf, connections, mistakes)
  const when = condition(typed, ['in'], scope, mistakes)
  if (!next) return []
  const family = next.kind === 'via' ? [{ test: 'family', family: next.address.family } as const] : []
  return [{ at: typed.at, vrf, when: all([when, ...family]), next }]
}

function buildWay(typed: Placed<PolicyRouteDocument>, vrf: string, connections: RouteScope, mistakes: Mistakes): PolicyRoute['next'] | undefined {
  const { value } = typed
  const leads = [value.via ?? value.interface, value['next-vrf'], value.discard].some(way => way !== undefined)
  if (leads !== (value.table !== undefined)) return leads ? buildNext(typed, vrf, connections, mistakes) : { kind: 'table' }
  mistakes.say('policy-route', typed.at, text(
    'ポリシールートの先を via・interface・next-vrf・discard・table のどれか一つで書いてください（via と interface だけは併記できます）',
    'say where the policy route leads by one of via, interface, next-vrf, discard, table (only via and interface go together)'))
  return undefined
}
