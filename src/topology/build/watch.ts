import { text } from '../../verdict.ts'
import type { WatchDocument } from '../document.ts'
import type { LogEnd, Watch } from '../model.ts'
import { each, field, optional, type Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'
import { buildEvidence } from './evidence.ts'

/** Everything that logs may go to; only the names, for some of it is built later. */
export type LogEnds = Readonly<Record<LogEnd['kind'], ReadonlyMap<string, unknown>>>

export function buildWatch(typed: Placed<WatchDocument>, ends: LogEnds, mistakes: Mistakes): Watch {
  const monitored = field(typed, 'monitored')
  const logsTo = field(typed, 'logs-to')
  return {
    ...optional('monitored', monitored?.value),
    ...optional('monitoredAt', monitored?.at),
    ...optional('logsTo', logsTo && each(logsTo).flatMap(name => logEnd(name, ends, mistakes) ?? [])),
    ...buildEvidence(typed),
  }
}

function logEnd(name: Placed<string>, ends: LogEnds, mistakes: Mistakes): LogEnd | undefined {
  const kind = (['host', 'party', 'zone'] as const).find(one => ends[one].has(name.value))
  if (kind) return { kind, id: name.value }
  const hint = mistakes.hint(name.value, new Set([...ends.host.keys(), ...ends.party.keys(), ...ends.zone.keys()]))
  mistakes.say('unknown-name', name.at, text(
    `ログの送り先「${name.value}」という名前のホスト・相手先・領域がありません${hint.ja}`,
    `there is no host, party or zone "${name.value}" for logs to go to${hint.en}`))
  return undefined
}
