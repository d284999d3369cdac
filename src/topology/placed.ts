import type { Path } from '../verdict.ts'

/** A place in a document. */
export interface DocumentAt { readonly file: string; readonly path: Path; readonly on?: 'key' }

/** A value of a document together with where it stands. */
export interface Placed<T> { readonly value: T; readonly at: DocumentAt }

export type Table<T> = Readonly<Record<string, T>>

export function field<T extends object, K extends keyof T & string>(of: Placed<T>, key: K): Placed<NonNullable<T[K]>> | undefined {
  const value = of.value[key]
  return value === undefined || value === null ? undefined : { value, at: within(of.at, key) }
}

/** One value or a list of them, as a list. */
export function each<T extends string | number | object>(of: Placed<T | readonly T[]> | undefined): Placed<T>[] {
  if (!of) return []
  const { value, at } = of
  return Array.isArray(value)
    ? (value as readonly T[]).map((item, i) => ({ value: item, at: within(at, i) }))
    : [{ value: value as T, at }]
}

export function entries<T>(of: Placed<Table<T>> | undefined): [id: string, value: Placed<T>][] {
  return of ? Object.entries(of.value).map(([id, value]) => [id, { value, at: within(of.at, id) }]) : []
}

export const within = (at: DocumentAt, step: string | number): DocumentAt => ({ file: at.file, path: [...at.path, step] })

/** Where the name of a thing stands, rather than all that is said of it. */
export const named = (at: DocumentAt): DocumentAt => ({ file: at.file, path: at.path, on: 'key' })

export const optional = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T }
