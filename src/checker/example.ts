/** A point as people read it: the fields that matter, by name. */
import { LEVELS } from './format.ts'
import type { Example } from './relation.ts'

/** Fields that no set looked at may have any value, and are not named. */
export function exampleText(example: Example): string {
  const shown = example.flatMap(([{ a, b }, value]) => {
    const level = a ?? b!
    return `${LEVELS[level]![0]}${a === undefined ? "'" : ''}=${value}`
  })
  return shown.length === 0 ? 'any' : shown.join(' ')
}
