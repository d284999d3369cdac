/**
 * Where the agreed words leave room, or the engine and the words part, the walker says here which reading it takes, so that
 * a decision is one line to change. Readings that go against the words stand in disputes.test.ts, each with a small network.
 */
export interface Reading {
  /** A sender on a segment may use a host that forwards between its legs as its gateway. */
  readonly sendersUseHosts: boolean
  /** A sender on a segment may hand a packet to the far end of a line on that segment. */
  readonly sendersUseLines: boolean
  /** Where a route names a next hop that nobody declared, something undeclared stands on that segment, and sends too. */
  readonly strangersStandOnSegments: boolean
  /** A zone that relays may also send on what is for its own addresses. */
  readonly relaysItsOwn: boolean
  /** A zone that relays also receives what is for an address that stands elsewhere, where it cannot bring it. */
  readonly relayKeepsTheRest: boolean
  /** A public address that no zone holds, where no zone is the Internet, is an undeclared one. */
  readonly publicMayBeUndeclared: boolean
  /** Every device that reassembles drops later fragments, as none reaches it alone; else only a `strict` one. */
  readonly reassemblingDrops: boolean
  /** A device's own packets, too, are held to what may be forwarded. */
  readonly ownPacketsAreForwarded: boolean
  /** What a forwarding host sends out of one leg it may take in by that leg again, and so turn it back. */
  readonly hostsTurnBack: boolean
  /** A device sends by the routes of every VRF that it has, whatever the source; else of the source's own. */
  readonly devicesSendInEveryVrf: boolean
  /** The reverse-path check also stands before packets that are for the device itself. */
  readonly reversePathGuardsLocal: boolean
  /** A device answers only to the addresses of the VRF that a packet came in by; else to any of its own. */
  readonly ownAddressesPerVrf: boolean
  /** A forwarding host may also pass on what is for an address of its own. */
  readonly hostsForwardTheirOwn: boolean
  /** A next hop that is itself the destination takes the packet in, on its segment, whoever owns the address. */
  readonly nextHopTakesItsOwn: boolean
  /** What leaves by a route without next hop onto a segment where nobody stands is `undeclared`'s, never lost. */
  readonly nobodyIsUndeclared: boolean
  /** A host takes in a packet where the address stands that it is for; else where the packet came in. */
  readonly hostsTakeInByAddress: boolean
  /** A device of whose forwarding something is not known may send its own packets anywhere, too. */
  readonly gapsTouchOwnPackets: boolean
  /** Where something of the filters is not known, what a device takes in or sends itself is in doubt as what it forwards. */
  readonly gapsDoubtEveryFilter: boolean
  /** Where something of the forwarding is not known, the ways that are known are in doubt with it. */
  readonly gapsDoubtKnownRoutes: boolean
  /** What a device sends to an address of its own does not stand on the segment. */
  readonly sendersOwnTheirAddresses: boolean
  /** An address of a party is never that of another zone's range, even where the party's zone is out of reach. */
  readonly partiesTakeTheirAddresses: boolean
  /** A route without next hop also reaches the forwarding hosts of its segment. */
  readonly unnumberedReachesHosts: boolean
  /** In a list that translates, a line not understood is in doubt even where it changes nothing. */
  readonly doubtDoubtsTranslations: boolean
  /** Opening TCP with RST or FIN beside SYN still opens. */
  readonly synWithOthersOpens: boolean
}

export const READING: Reading = {
  sendersUseHosts: true,
  sendersUseLines: true,
  strangersStandOnSegments: true,
  relaysItsOwn: true,
  relayKeepsTheRest: true,
  publicMayBeUndeclared: false,
  reassemblingDrops: true,
  ownPacketsAreForwarded: false,
  hostsTurnBack: true,
  devicesSendInEveryVrf: true,
  reversePathGuardsLocal: true,
  ownAddressesPerVrf: true,
  hostsForwardTheirOwn: true,
  nextHopTakesItsOwn: true,
  nobodyIsUndeclared: true,
  hostsTakeInByAddress: true,
  gapsTouchOwnPackets: true,
  gapsDoubtEveryFilter: true,
  gapsDoubtKnownRoutes: true,
  sendersOwnTheirAddresses: false,
  partiesTakeTheirAddresses: true,
  unnumberedReachesHosts: true,
  doubtDoubtsTranslations: true,
  synWithOthersOpens: true,
}
