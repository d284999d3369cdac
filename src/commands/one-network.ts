/** The check of one network: everything in and out of it can cross from thread to thread. */
import type { Baseline, Report, ReportOptions } from '../index.ts'
import { reading } from './files.ts'
import { secretOf } from './secret.ts'

export interface Task {
  readonly options: ReportOptions
  readonly baseline?: Baseline
  /** Of the pseudonyms, where names are not to be shown. */
  readonly key?: string
}

export async function checked(file: string, { options, baseline, key }: Task): Promise<Report> {
  const { assemble, verify } = await import('../index.ts')
  const result = await reading((files) => verify(file, files, { asOf: options.asOf, ...(baseline && { baseline }) }), key === undefined ? undefined : secretOf(key))
  return assemble([result], options)
}
