/** The vocabulary that every room shares. Imports nothing. */

export type Lang = 'ja' | 'en'

/** A sentence in both languages, written side by side: a missing language does not compile. */
export type Text = Readonly<Record<Lang, string>>

export const text = (ja: string, en: string): Text => ({ ja, en })

/** Keys and indices from the root of a document down to a value. */
export type Path = readonly (string | number)[]

/**
 * Where something stands: a path into a YAML or JSON document (`on: 'key'` points at the key rather than its value), a
 * span of characters (UTF-16 offsets, end exclusive) where no path exists, or a line of a device configuration (from 1).
 * Lines and columns of documents are computed only when a report is written.
 */
export type At =
  | { readonly file: string; readonly path: Path; readonly on?: 'key' | 'value' }
  | { readonly file: string; readonly span: readonly [start: number, end: number] }
  | { readonly file: string; readonly line: number; readonly columns?: readonly [start: number, end: number] }

export type Severity = 'error' | 'warning' | 'note'

export type Outcome = 'proved' | 'refuted' | 'unknown' | 'vacuous' | 'excepted'

/** What a verdict rests on: `computed` from the topology, or `attested` by a dated document. */
export type Ground = 'computed' | 'attested'

/** A mistake of the user in the input. Never thrown: collected, and reported all at once. */
export interface Problem {
  /** Stable identifier of the kind of mistake, such as `syntax`, `schema`, `unknown-name`, `address`. */
  readonly code: string
  readonly at: At
  readonly message: Text
  /** Other places that belong to the same mistake, such as the first use of a duplicated id. */
  readonly related?: readonly { readonly at: At; readonly message: Text }[]
}

/** A packet as people read it. Ports, ICMP type and code, and flags are absent where the protocol has none. */
export interface PacketText {
  readonly source: string
  readonly destination: string
  /** `tcp`, `udp`, `icmp`, …, or the protocol number. */
  readonly protocol: string
  readonly sourcePort?: number
  readonly destinationPort?: number
  readonly icmp?: { readonly type: number; readonly code: number }
  /** `SYN`, `SYN,ACK`, … */
  readonly flags?: string
  readonly fragment?: true
}

/** A union of boxes says the whole set; each field is a short list of ranges as people write them. */
export interface BoxText {
  readonly source: readonly string[]
  readonly destination: readonly string[]
  /** Such as `tcp/443`, `udp/500`, `icmp/echo-request`, `esp`, `any`. */
  readonly service: readonly string[]
}

/** One step of a path. `packet` is present where the step changed it (NAT). */
export interface Hop {
  readonly place: Text
  /** What happened there: sent, permitted by a rule, routed, translated, delivered, dropped and why. */
  readonly what: Text
  readonly at?: At
  readonly packet?: PacketText
}

/** A concrete violation that was replayed, and all the packets like it. */
export interface Witness {
  readonly from: Text
  readonly to: Text
  readonly sent: PacketText
  readonly delivered: PacketText
  readonly path: readonly Hop[]
  /** The whole violating set; `more` says that further boxes were left out of this list (never out of the proof). */
  readonly boxes: readonly BoxText[]
  readonly more: boolean
}

/** What one finding is about: a line, an interface, a host, a register entry. One cause, one finding. */
export interface Cause {
  /** Stable and unique, such as `rule:fw1/filter/30`, `host:pc7`, `flow:F-012`. */
  readonly key: string
  readonly title: Text
  readonly at: At
}

/** A declaration or belief that a verdict rests on. */
export interface Assumption { readonly key: string; readonly text: Text; readonly at?: At }

/** A fact whose absence makes a verdict `unknown`, with the YAML that would supply it. */
export interface Missing { readonly key: string; readonly text: Text; readonly yaml: string; readonly at?: At }

/** Of what is closed, whether it still would be with every route possible; that may be too large to say. */
export type Holds = 'by-filter' | 'by-routing-only' | 'undecided'

/** The answer to one obligation: one rule asked of one subject. */
export interface Verdict {
  /** Id of the rule, such as `mynumber-isolation`. */
  readonly rule: string
  /** Stable name of the obligation within the network: the same before and after a change that keeps its meaning. */
  readonly key: string
  readonly subject: Text
  readonly at: At
  readonly outcome: Outcome
  readonly ground: Ground
  readonly severity: Severity
  /** One sentence: what was proved, what refutes it, or what is missing. */
  readonly message: Text
  /** Of a proved isolation. */
  readonly holds?: Holds
  readonly witness?: Witness
  /** Of a chain of information flow: one witness per hop, in order. */
  readonly chain?: readonly Witness[]
  readonly cause?: Cause
  readonly fix?: Text
  readonly assumes: readonly Assumption[]
  readonly missing: readonly Missing[]
}
