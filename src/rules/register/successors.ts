/** Entries are renewed by writing the next year's beside this year's: the same communication, for the days that follow. */
import { formatAddresses } from '../../net/address.ts'
import type { End, Exception, Flow } from '../../topology/model.ts'
import { isDay } from '../judgement/dates.ts'

type Entry = Flow | Exception

export interface Succession<E> { readonly successor?: E; readonly predecessor?: E }

/** Which entry goes on where each one ends: the same ends and service, in force for longer. The nearest, if there are several. */
export function successions<E extends Entry>(all: Iterable<E>): ReadonlyMap<E, Succession<E>> {
  const alike = new Map<string, E[]>()
  for (const entry of all) {
    if (entry.expires === undefined || !isDay(entry.expires)) continue
    const meaning = meaningOf(entry)
    alike.set(meaning, [...alike.get(meaning) ?? [], entry])
  }
  const found = new Map<E, Succession<E>>()
  for (const entries of alike.values()) {
    const inTurn = [...entries].sort((a, b) => (a.expires! < b.expires! ? -1 : a.expires! > b.expires! ? 1 : 0))
    inTurn.forEach((entry, index) => {
      const successor = inTurn.slice(index + 1).find(({ expires }) => expires! > entry.expires!)
      if (successor) found.set(entry, { ...found.get(entry), successor })
      if (successor && !found.get(successor)?.predecessor) found.set(successor, { ...found.get(successor), predecessor: entry })
    })
  }
  return found
}

const meaningOf = (entry: Entry): string => JSON.stringify([
  'kind' in entry ? entry.kind : [...entry.rules].sort(), entry.from.map(endText).sort(), entry.to.map(endText).sort(), entry.service,
])

const endText = (end: End): string => (end.kind === 'addresses' ? `${end.place?.zone ?? ''} ${formatAddresses(end.set).join()}` : `${end.kind} ${end.id}`)
