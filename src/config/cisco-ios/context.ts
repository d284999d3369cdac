import type { StaticPolicyRoute, StaticRoute } from '../device/routes.ts'

interface Leak { readonly vrf: string; readonly next: StaticRoute['next'] | StaticPolicyRoute['next'] }

/**
 * The VRFs that a context stands for: itself, and every one that routes lead to from there, or lead from to there, by whatever
 * number of steps. Without those a leak would lead to nothing, and what it carries would seem to be dropped.
 */
export function vrfsOf(context: string, faces: readonly { readonly name: string; readonly vrf: string }[], leaks: readonly Leak[]): ReadonlySet<string> {
  const vrfOfFace = new Map(faces.map(({ name, vrf }) => [name, vrf]))
  const pairs = leaks.flatMap(({ vrf, next }) => {
    const to = next.kind === 'vrf' ? next.vrf : 'interface' in next && next.interface !== undefined ? vrfOfFace.get(next.interface) : undefined
    return to === undefined || to === vrf ? [] : [[vrf, to] as const]
  })
  const found = new Set([context])
  for (let size = 0; size !== found.size;) {
    size = found.size
    for (const [a, b] of pairs) if (found.has(a) || found.has(b)) found.add(a).add(b)
  }
  return found
}
