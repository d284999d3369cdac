/** What is declared of a sanitizer counts when the document that says so is in date. */
import type { Host, Sanitizer } from '../../topology/model.ts'
import { text, type Assumption, type Missing, type Text } from '../../verdict.ts'
import { evidenceFault } from '../judgement/evidence.ts'
import type { Answer } from '../rule.ts'
import { asTyped, sanitizerKey } from './fail-closed.ts'

/** Proved with that message, resting on those facts and the evidence; or unknown with the evidence that is missing. */
export function attestedBy(host: Host, entry: Sanitizer, { asOf, days }: { asOf: string; days: number }, facts: readonly Assumption[], message: Text): Pick<Answer, 'outcome' | 'missing' | 'assumes' | 'message'> {
  const key = `evidence:${sanitizerKey(host, entry)}`
  const fault = evidenceFault(entry.evidence, asOf, days)
  if (fault) {
    const missing: Missing = {
      key, at: entry.evidence?.at ?? entry.at, text: text(`無害化装置 ${host.id}：${fault.ja}`, `sanitizer ${host.id}: ${fault.en}`),
      yaml: asTyped(host, entry, 'evidence: { document: 文書名, on: YYYY-MM-DD }'),
    }
    return { outcome: 'unknown', missing: [missing], assumes: [], message: fault }
  }
  const { document, on, at } = entry.evidence!
  return {
    outcome: 'proved', missing: [], message,
    assumes: [...facts, { key, at, text: text(`${host.id} の申告（${document}、${on}）`, `what is declared of ${host.id} (${document}, ${on})`) }],
  }
}
