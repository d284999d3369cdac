/** Addresses that several routers share: HSRP, VRRP, GLBP (First Hop Redundancy Protocols Command Reference). */
import { parseAddress } from '../../net/address.ts'
import type { Face } from './draft.ts'
import type { OnFace } from './interface.ts'
import { irrelevant, notUnderstood, type Line } from './line.ts'

/** Who answers for the address, and when; whichever does forwards alike. */
const OPTIONS: readonly string[] = ['priority', 'preempt', 'track', 'timers', 'authentication', 'name', 'mac-address', 'version', 'description', 'follow', 'forwarders', 'weighting',
  'load-balancing', 'advertise', 'shutdown', 'timers advertise', 'timers learn', 'match-address', 'vrrpv2', 'bfd', 'redirect', 'client-cache', 'sso', 'activate', 'arp']

/** `standby [GROUP] ip ADDRESS [secondary]`. */
const group: OnFace = (face, line, words) => {
  const [first, ...others] = /^\d+$/.test(words[0] ?? '') ? words.slice(1) : words
  if ((first === 'ip' || first === 'ipv6') && others[0] !== undefined) return share(face, line, others[0])
  // The address is learnt from the other routers.
  if (first === 'ip' || first === 'ipv6') { notUnderstood(line); return }
  if (first === 'address-family') { for (const child of line.children) inFamily(face, child); return }
  if (!OPTIONS.includes(first ?? '')) return false
  irrelevant(line)
}

function inFamily(face: Face, line: Line): void {
  const [first, own] = line.words
  if (first === 'address' && own !== undefined) share(face, line, own)
  else if (OPTIONS.includes(first === 'no' ? own ?? '' : first ?? '') || first === 'exit-vrrp') irrelevant(line)
}

function share(face: Face, line: Line, word: string): void {
  const address = parseAddress(word.split('/')[0]!)
  if (!address) return notUnderstood(line, word)
  const network = face.addresses.find((one) => one.address.family === address.family)
  line.status = 'understood'
  face.addresses.push({ address, length: network?.length ?? (address.family === 4 ? 32 : 64), at: line.at, virtual: true })
}

export const SHARED_ADDRESSES: readonly (readonly [string, OnFace])[] = [['standby', group], ['vrrp', group], ['glbp', group]]
