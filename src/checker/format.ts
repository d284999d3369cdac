/** What a certificate says, as plain JSON; README.md beside this file says what it means. */

/** 0: no point; 1: every point; from 2: a listed set (`problem.sets`, then `proof.sets`, counted on). */
export type SetRef = number

/**
 * A set of points by the value of one level: `[level, child, upper, child, upper, …, child]`. The first child holds for values
 * from 0 up to and including the first upper bound, and so on; the last up to the level's maximum. Children are references to
 * sets listed before, which speak of deeper levels only.
 */
export type SetNode = readonly number[]

/** Ranges such as `10.1.0.0-10.1.0.255`; of IPv6 with all eight groups of four digits. Rising, disjoint. */
export interface Addresses { readonly v4: readonly string[]; readonly v6: readonly string[] }

/** A place of the graph, by its position in `problem.nodes`. */
export type Node = number

export type Field = 'source' | 'destination' | 'sourcePort' | 'destinationPort'
export const FIELDS: readonly Field[] = ['source', 'destination', 'sourcePort', 'destinationPort']

/** The levels of a point, in their order, with the largest value of each. Bit i of `rewritten` stands for `FIELDS[i]`. */
export const LEVELS: readonly (readonly [name: string, max: number])[] = [
  ['in', 0xffff], ['out', 0xffff], ['family', 1], ['rewritten', 15],
  ...address('source'), ...address('destination'),
  ['protocol', 0xff], ['fragment', 1],
  ['sourcePort.sent', 0xffff], ['sourcePort.now', 0xffff], ['destinationPort.sent', 0xffff], ['destinationPort.now', 0xffff],
  ['flags', 0x3f], ['state', 4],
]

function address(field: string): [string, number][] {
  return ['sent', 'now'].flatMap((when) => [0, 1, 2, 3].map((word): [string, number] => [`${field}.${when}.${word}`, 0xffffffff]))
}

/** `at`: the lines that made it, as far as there are any. `anyRoute`: only where every route is taken to be possible. */
export type CertifiedEdge = { readonly from: Node; readonly to: Node; readonly at?: string; readonly anyRoute?: true } & (
  /** `byRoutes`: where every route is taken to be possible, it lets everything through. */
  | { readonly kind: 'permit'; readonly set: SetRef; readonly byRoutes?: true }
  | { readonly kind: 'rewrite'; readonly when: SetRef; readonly values: { readonly [F in Field]?: SetRef } }
  | { readonly kind: 'enter'; readonly in: number }
  | { readonly kind: 'route'; readonly cases: readonly (readonly [when: SetRef, outs: readonly number[]])[] }
  | { readonly kind: 'spread'; readonly outs: readonly number[] }
  | { readonly kind: 'leave'; readonly out: number }
  /** Nobody has opened anything: no packet is of a session that the device (or its cluster) knows. */
  | { readonly kind: 'session'; readonly device: string; readonly other: Node }
  | { readonly kind: 'undo'; readonly device: string; readonly stage: string }
)

/** What one place sends, and through which part of the graph it may go. */
export interface Question {
  readonly sender: string
  /** Places taken to be cut: nothing arrives there. */
  readonly cut: readonly Node[]
  /** Whether every interface is taken to be a way out, whatever the routes say. */
  readonly anyRoute: boolean
  /** Every valid packet that nothing has rewritten yet, from any of these addresses. */
  readonly starts: readonly (readonly [at: Node, sources: Addresses])[]
}

/** Nothing gets from the senders to the receivers but what is permitted. */
export interface Isolated {
  readonly rule: string
  readonly key: string
  readonly outcome: 'proved' | 'excepted'
  readonly holds?: string
  /** By question (its position), and the place where the receiver gets packets. */
  readonly pairs: readonly Pair[]
}

export interface Pair {
  readonly question: number
  readonly receiver: Node
  /** Only packets that were sent from there are asked about. */
  readonly sentFrom?: Addresses
  readonly permitted: readonly Permitted[]
}

/** What an entry of the register, an exception or a breakout permits: by who sends, as sent, and who receives what, as delivered. */
export interface Entry {
  readonly by: string
  readonly senders: Addresses
  readonly receivers: Addresses
  readonly service: SetRef
}

/** `past`: of it only what does not get there in that question. */
export interface Permitted extends Entry { readonly past?: number }

export interface Problem {
  readonly levels: typeof LEVELS
  readonly sets: readonly SetNode[]
  readonly nodes: readonly string[]
  readonly edges: readonly CertifiedEdge[]
  readonly questions: readonly Question[]
  readonly isolated: readonly Isolated[]
  readonly worlds: readonly World[]
  readonly closed: readonly Closed[]
  readonly refuted: readonly Refuted[]
}

/** What information does not come in by: it is its carrier's own. */
export const OWN = 'own'
/** What comes by no named channel. */
export const RAW = 'raw'

/** Who can hold information, and who is believed to pass on what. */
export interface World {
  /** Besides `RAW`. */
  readonly channels: readonly string[]
  readonly carriers: readonly CertifiedCarrier[]
  /** By how information came, by which channels it may leave. */
  readonly policies: readonly { readonly [arrived: string]: readonly string[] }[]
  /** Steps that no packet of ours makes: carriers, by position, in the same external zone or in joined ones. */
  readonly outside: readonly (readonly [from: number, to: number, channels: readonly string[]])[]
  /** Which packets belong to a channel. */
  readonly covers: readonly Part[]
  /** Packets that do not count, and of answers these besides. */
  readonly excused: readonly Part[]
  readonly excusedAnswers: readonly Part[]
}

export interface CertifiedCarrier {
  readonly key: string
  readonly standings: readonly { readonly question: number; readonly receiver: Node; readonly addresses: Addresses }[]
  /** It sends and receives nothing else. */
  readonly speaks?: SetRef
  /** What it got by an answer it does not put into questions of its own. */
  readonly keepsAnswers?: true
  readonly policy: number
}

/** Of the packets that get from the sender of a question to a receiver. */
export interface Part extends Entry { readonly question: number; readonly receiver: Node }

/** No information of a start gets to a target, by any number of packets, answers and carriers that pass on. */
export interface Closed {
  readonly rule: string
  readonly key: string
  readonly outcome: 'proved' | 'excepted'
  readonly world: number
  /** Carriers, by position. */
  readonly starts: readonly number[]
  readonly targets: readonly number[]
}

export interface Refuted {
  readonly rule: string
  readonly key: string
  /** In the order of a chain; one for a packet by itself. */
  readonly packets: readonly Witnessed[]
}

/** A packet that gets through; addresses as people write them. `answered`: and so does an answer to it, which is what is meant. */
export interface Witnessed {
  readonly answered?: true
  readonly from: string
  readonly to: string
  readonly sent: WitnessedHeader
  readonly delivered: WitnessedHeader
}

export interface WitnessedHeader {
  readonly source: string
  readonly destination: string
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly flags: number
  readonly fragment: boolean
}

export interface Proof {
  readonly sets: readonly SetNode[]
  /** By question: the packets that each place may see; a place that is not listed sees none. */
  readonly invariants: readonly (readonly (readonly [at: Node, set: SetRef])[])[]
  /**
   * By closed obligation: everyone whom the information may get to, and how it may come. Absent: it holds only because some
   * answers do not come back, and no certificate shows that.
   */
  readonly reached: readonly (readonly Reached[] | null)[]
}

export type Reached = readonly [carrier: number, arrived: string, by: 'packet' | 'answer']

export interface NetworkCertificate {
  readonly file: string
  readonly network: string
  readonly problem: Problem
  readonly proof: Proof
}

export interface Certificates {
  readonly format: 1
  readonly asOf: string
  readonly networks: readonly NetworkCertificate[]
}
