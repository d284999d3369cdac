/**
 * What a topology no longer says to exist. That it is gone is a declaration as well: a zone took its isolation with it, anything
 * else what was wrong with it.
 */
import type { ChangedPremise } from '../report/diff/compared.ts'
import type { FullVerdict } from '../rules/ask.ts'
import { isBad, nameOf } from '../rules/meaning.ts'
import type { Topology } from '../topology/model.ts'
import { text } from '../verdict.ts'

const TABLES = ['zones', 'segments', 'lines', 'tunnels', 'devices', 'switches', 'hosts', 'parties', 'audits', 'infrastructure', 'wireless'] as const

export function removedPremises(base: Topology, head: Topology, before: readonly FullVerdict[], after: readonly FullVerdict[]): ChangedPremise[] {
  const left = new Set(after.map(nameOf))
  const gone = before.filter((verdict) => !left.has(nameOf(verdict)))
  return TABLES.flatMap((table) => [...base[table]?.keys() ?? []].filter((id) => !head[table]?.has(id)).flatMap((id): ChangedPremise[] => {
    const turns = gone.filter((verdict) => isAbout(verdict, id) && isBad(verdict)).map((verdict) => ({ name: nameOf(verdict), subject: verdict.subject, now: 'gone' as const, then: verdict.outcome }))
    if (turns.length === 0 && table !== 'zones') return []
    return [{ key: `${table}.${id}`, at: head.at, turns, text: text(`${table}.${id}（削除）`, `${table}.${id} (removed)`) }]
  }))
}

const isAbout = ({ key, cause }: FullVerdict, id: string): boolean => [key, cause?.key ?? ''].some((name) => name.split(/->|[\s/:#,+]+/).includes(id))
