/** Values as they are typed into a YAML file. */
import { formatAddresses } from '../../net/address.ts'
import type { End } from '../../topology/model.ts'

/** Plain words, names and numbers in dots and slashes stand as they are; anything else in quotes. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|~)$)[\p{L}_][\p{L}\p{N}_./-]*$|^(?=\d+[./-])[\d./-]+$/iu

export const scalar = (value: string): string => (PLAIN.test(value) ? value : `'${value.replaceAll("'", "''")}'`)

/** One by itself, several as a list. */
export const list = (values: readonly string[]): string => (values.length === 1 ? values[0]! : `[${values.join(', ')}]`)

export function endText(end: End): string {
  if (end.kind !== 'addresses') return `{ ${end.kind}: ${scalar(end.id)} }`
  const addresses = `addresses: [${formatAddresses(end.set).map(scalar).join(', ')}]`
  return end.place ? `{ zone: ${scalar(end.place.zone)}, ${addresses} }` : `{ ${addresses} }`
}
