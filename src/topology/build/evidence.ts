import type { EvidenceDocument } from '../document.ts'
import type { Evidence } from '../model.ts'
import { field, optional, type Placed } from '../placed.ts'

/** The `evidence` of anything that may have one. */
export function buildEvidence(of: Placed<{ readonly evidence?: EvidenceDocument }>): { evidence?: Evidence } {
  const typed = field(of, 'evidence')
  return optional('evidence', typed && { document: typed.value.document, ...optional('on', typed.value.on), at: typed.at })
}
