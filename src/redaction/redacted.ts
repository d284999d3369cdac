/** An opened network under pseudonyms: what is asked of it, and said of it, never meets an original name. */
import type { Reading } from '../config/reader.ts'
import { formatAddress, formatPrefix, parseAddress, parsePrefix } from '../net/address.ts'
import type { Profile } from '../rules/profiles/profile.ts'
import type { Topology } from '../topology/model.ts'
import type { Location } from '../topology/source.ts'
import { text, type At, type Problem } from '../verdict.ts'
import { hex, Pseudonyms } from './pseudonyms.ts'
import type { Secret } from './address-pseudonyms.ts'
import { labelsOf, ModelPseudonyms } from './model.ts'
import { originalAt, pseudonymousAt } from './places.ts'
import { keyOf, pseudonymousProfile } from './profile.ts'

interface Original {
  readonly file: string
  readonly network?: string
  readonly problems: readonly Problem[]
  readonly declared?: { readonly topology: Topology; readonly profile: Profile; readonly readings: ReadonlyMap<string, Reading> }
  readonly locate: (at: At) => Location
}

export function redacted<T extends Original>(opened: T, secret: Secret): Omit<T, 'sources'> & { readonly sources: ReadonlyMap<string, never>; readonly asked: (typed: string) => string } {
  const names = new Pseudonyms(secret, opened.declared ? labelsOf(opened.declared.topology) : new Map())
  const { declared } = opened
  return {
    ...opened,
    file: names.path(opened.file),
    ...(opened.network !== undefined && { network: names.name(opened.network, 'net') }),
    problems: opened.problems.map((problem) => withheld(problem, names)),
    sources: new Map<string, never>(),
    ...(declared && { declared: pseudonymous(declared, names) }),
    locate: (at: At): Location => {
      const location = opened.locate(originalAt(at, names))
      return { ...location, file: names.path(location.file) }
    },
    asked: (typed: string): string => asked(typed, names),
  }
}

function pseudonymous({ topology, profile, readings }: NonNullable<Original['declared']>, names: Pseudonyms): NonNullable<Original['declared']> {
  const model = new ModelPseudonyms(names)
  const { policy, parties } = topology
  const base = profile.edition.base
  const own = pseudonymousProfile(profile, topology, names)
  const renamed = model.of(topology)
  return {
    profile: own,
    // Which device has which interfaces was seen above: what is shared with the readings is the same again.
    topology: {
      ...renamed,
      policy: { ...renamed.policy, profile: base ? own.edition.id : policy.profile },
      parties: new Map([...parties.values()].map((party) => {
        const { is } = party
        const one = renamed.parties.get(names.name(party.id))!
        return [one.id, is === undefined ? one : { ...one, is: keyOf(is, base, names) }]
      })),
    },
    readings: model.of(readings),
  }
}

/** What is wrong with a file quotes it: its kind and place are said alone. */
function withheld({ code, at, related }: Problem, names: Pseudonyms): Problem {
  return {
    code, at: pseudonymousAt(at, names), message: text(`入力に誤りがあります（内容は伏せています。--redact を外すと読めます）`, 'something is wrong here (withheld; run without --redact to read it)'),
    ...(related && { related: related.map((one) => ({ at: pseudonymousAt(one.at, names), message: text('関連する箇所', 'what belongs to it') })) }),
  }
}

/** An end as people type it: an id, perhaps with its kind before it, or an address. */
function asked(typed: string, names: Pseudonyms): string {
  const [, kind = '', id = typed] = /^((?:zone|segment|host|party|device):)(.*)$/.exec(typed) ?? []
  if (names.knows(id)) return `${kind}${names.name(id)}`
  const address = parseAddress(typed)
  if (address) return formatAddress(names.addresses.address(address))
  const prefix = parsePrefix(typed)?.prefix
  return prefix ? formatPrefix(names.addresses.prefix(prefix)) : typed
}

/** Tells files that were written with one key from those of another, and the key to nobody. */
export const keyMark = (secret: Secret): string => hex(secret('mark')).slice(0, 16)

/** A path that a report names although nothing was read from it. */
export const redactedPath = (path: string, secret: Secret): string => new Pseudonyms(secret, new Map()).path(path)
