/** Packets, sets and places as one line each. */
import type { Location } from '../topology/source.ts'
import type { BoxText, PacketText } from '../verdict.ts'
import type { Finding, Obligation, Placed, ReportedNetwork } from './report.ts'

export const position = ({ file, line, column }: Location): string => `${file}:${line}:${column}`

/** `10.10.10.5 → 203.0.113.9 tcp/443 (SYN)`; a source port only where it was chosen on purpose. */
export function packet({ source, destination, protocol, destinationPort, icmp, flags, fragment }: PacketText): string {
  const what = icmp ? `${protocol}/${icmp.type}:${icmp.code}` : destinationPort === undefined ? protocol : `${protocol}/${destinationPort}`
  const marks = [flags, fragment && 'fragment'].filter(Boolean).join(', ')
  return `${source} → ${destination} ${what}${marks && ` (${marks})`}`
}

export const box = ({ source, destination, service }: BoxText): string =>
  `${source.join(', ')} → ${destination.join(', ')} ${service.join(', ')}`

/** Everything under this cause is known from the baseline, and no worse. */
export const isKnown = ({ obligations: under }: Finding, { obligations }: ReportedNetwork): boolean => under.every((index) => obligations[index]!.known)

/** A direct violation is a chain of one. */
export const witnesses = ({ witness, chain }: Obligation): readonly Placed<NonNullable<Obligation['witness']>>[] =>
  chain !== undefined && chain.length > 0 ? chain : witness === undefined ? [] : [witness]
