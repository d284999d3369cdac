/** A municipality's profile as `schemas/profile.schema.json` admits it. */
import json from '../../../schemas/profile.schema.json' with { type: 'json' }
import type { Names } from '../../topology/document.ts'
import type { Table } from '../../topology/placed.ts'
import type { Schema } from '../../topology/topology-schema.ts'
import type { Severity } from '../../verdict.ts'
import type { AuditField } from './audit-form.ts'
import type { CatalogueParty, Crossing, Treatment, ZonePair } from './profile.ts'

export const PROFILE_SCHEMA: Schema = json as Schema

/** A value, and the clause of the standard that gives it. */
export interface ValueDocument<T> { readonly value: T; readonly clause: string }

export interface ProfileDocument {
  readonly profile: string
  readonly extends: string
  readonly title: string
  readonly standard: { readonly document: string; readonly on: string }
  readonly limits?: Table<ValueDocument<unknown>>
  readonly severities?: Table<ValueDocument<Severity>>
  readonly 'path-division'?: Partial<Readonly<Record<Crossing, ValueDocument<Treatment>>>>
  readonly 'my-number-wireless'?: ValueDocument<'forbidden' | 'conditional'>
  readonly 'my-number-screen-transfer'?: ValueDocument<'forbidden' | 'conditional'>
  readonly parties?: Table<PartyDocument>
  readonly 'zone-pairs'?: readonly ZonePairDocument[]
  readonly references?: Table<Names>
  readonly 'audit-table'?: AuditTableDocument
}

export interface AuditTableDocument {
  readonly title?: string
  readonly columns: readonly { readonly heading: string; readonly shows: readonly AuditField[] }[]
}

export interface PartyDocument extends Pick<CatalogueParty, 'class' | 'route'> {
  readonly title?: string
  readonly names?: Names
  readonly clause: string
}

export interface ZonePairDocument extends Pick<ZonePair, 'from' | 'to' | 'communication' | 'clause'> {
  readonly service?: Names
}
