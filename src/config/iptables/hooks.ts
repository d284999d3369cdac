/** Which built-in chains a packet meets, in order: the priorities of include/uapi/linux/netfilter_ipv4.h, `nf_ip_hook_priorities`. */
import type { Pipeline } from '../../topology/model.ts'

export type Stage =
  | { readonly kind: 'filter'; readonly table: string }
  | { readonly kind: 'translate'; readonly table: 'nat'; readonly field: 'source' | 'destination' }
  | { readonly kind: 'track' }

const filter = (table: string): Stage => ({ kind: 'filter', table })
const translate = (field: 'source' | 'destination'): Stage => ({ kind: 'translate', table: 'nat', field })
const track: Stage = { kind: 'track' }

export const HOOKS: Readonly<Record<keyof Pipeline, readonly Stage[]>> = {
  prerouting: [filter('raw'), track, filter('mangle'), translate('destination')],
  forward: [filter('mangle'), filter('filter'), filter('security')],
  postrouting: [filter('mangle'), translate('source')],
  input: [filter('mangle'), filter('filter'), filter('security'), translate('source')],
  output: [filter('raw'), track, filter('mangle'), translate('destination'), filter('filter'), filter('security')],
}

/** The built-in chain of a table at a hook bears the hook's name in capitals. */
export const chainName = (hook: string): string => hook.toUpperCase()

export const BUILT_IN: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['raw', 'mangle', 'nat', 'filter', 'security'].map((table) => [
    table,
    Object.entries(HOOKS).filter(([, stages]) => stages.some((stage) => stage.kind !== 'track' && stage.table === table)).map(([hook]) => chainName(hook)),
  ]),
)
