import type { AuditDocument } from '../document.ts'
import type { Audit, Zone } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'

export function buildAudit(id: string, typed: Placed<AuditDocument>, zones: ReadonlyMap<string, Zone>, mistakes: Mistakes): Audit {
  const { value } = typed
  const covers = each(field(typed, 'covers'))
  for (const zone of covers) mistakes.find('zone', zone, zones)
  return {
    id, at: named(typed.at), kind: value.kind,
    ...optional('title', value.title),
    ...optional('on', value.on),
    ...optional('by', value.by),
    ...optional('document', value.document),
    submittedTo: each(field(typed, 'submitted-to')).map(one => one.value),
    covers: covers.map(one => one.value),
  }
}
