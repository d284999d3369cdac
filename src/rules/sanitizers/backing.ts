/** Which host makes an entry of the register a 無害化通信: nothing is sanitised by being called so. */
import type { Flow, Host, Role, Sanitizer, Topology } from '../../topology/model.ts'
import { isBeta, type Model } from '../profiles/model.ts'

export type Backing =
  | { readonly is: 'backed'; readonly by: readonly { readonly host: Host; readonly entry: Sanitizer }[] }
  /** It may be, once more is declared of these, or of somebody outside who is no declared host. */
  | { readonly is: 'undeclared'; readonly hosts: readonly Host[]; readonly zone?: string }
  | { readonly is: 'unbacked' }

/** Whose business sanitising can be. A proxy, a server, a shared disk is none until it is declared to sanitise. */
const SANITIZING: readonly Role[] = ['sanitizer', 'vdi', 'mail-relay', 'gateway']

export const maySanitize = ({ role, sanitizes }: Host): boolean => sanitizes.length === 0 && SANITIZING.includes(role)

export function backingOf(flow: Flow, topology: Topology, model: Model): Backing {
  const ends = (side: Flow['from']): Host[] => side.flatMap((end) => (end.kind === 'host' ? [topology.hosts.get(end.id)!] : []))
  const receivers = ends(flow.to)
  const hosts = [...ends(flow.from), ...receivers]
  // The terminal of β and β´ opens the screen: what it sends there is what goes in.
  const by = hosts.flatMap((host) => host.sanitizes.filter((entry) => entry.out.includes(flow.id)
    || (isBeta(model) && entry.method === 'screen-transfer' && entry.in.includes(flow.id) && receivers.includes(host))).map((entry) => ({ host, entry })))
  if (by.length > 0) return { is: 'backed', by }
  const candidates = hosts.filter(maySanitize)
  if (candidates.length > 0) return { is: 'undeclared', hosts: candidates }
  const zone = [...flow.from, ...flow.to].map((end) => (end.kind === 'party' ? topology.parties.get(end.id)!.zone
    : end.kind === 'zone' ? end.id : end.kind === 'addresses' ? end.place?.zone : undefined))
    .find((id) => id !== undefined && topology.zones.get(id)!.external)
  return zone === undefined ? { is: 'unbacked' } : { is: 'undeclared', hosts: [], zone }
}
