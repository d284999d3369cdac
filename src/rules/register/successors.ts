/** Entries are renewed by writing the next year's beside this year's: the same communication, for the days that follow. */
import { formatAddresses } from '../../net/address.ts'
import type { End, Exception, Flow } from '../../topology/model.ts'
import { isDay } from '../judgement/dates.ts'

type Entry = Flow | Exception

/** The entry that goes on where this one ends: the same ends and service, in force for longer. The nearest, if there are several. */
export function successorOf<E extends Entry>(entry: E, all: Iterable<E>): E | undefined {
  const meaning = meaningOf(entry)
  const { expires } = entry
  if (expires === undefined || !isDay(expires)) return undefined
  return [...all].filter((other) => other !== entry && meaningOf(other) === meaning && other.expires !== undefined && isDay(other.expires) && other.expires > expires)
    .sort((a, b) => (a.expires! < b.expires! ? -1 : 1))[0]
}

export const predecessorOf = <E extends Entry>(entry: E, all: readonly E[]): E | undefined =>
  all.find((other) => other !== entry && successorOf(other, all) === entry)

const meaningOf = (entry: Entry): string => JSON.stringify([
  'kind' in entry ? entry.kind : [...entry.rules].sort(), entry.from.map(endText).sort(), entry.to.map(endText).sort(), entry.service,
])

const endText = (end: End): string => (end.kind === 'addresses' ? `${end.place?.zone ?? ''} ${formatAddresses(end.set).join()}` : `${end.kind} ${end.id}`)
