/** The check of one network: everything in and out of it can cross from thread to thread. */
import type { Baseline, Excess, Report, ReportOptions } from '../index.ts'
import { edgesWithin, type Budget } from './budget.ts'
import { reading } from './files.ts'
import { secretOf } from './secret.ts'

export interface Task {
  readonly options: ReportOptions
  readonly baseline?: Baseline
  /** Of the pseudonyms, where names are not to be shown. */
  readonly key?: string
  readonly budget: Budget
}

export async function checked(file: string, { options, baseline, key, budget }: Task): Promise<Report> {
  const { assemble, verify } = await import('../index.ts')
  const result = await reading([file], (files) => verify(file, files, { asOf: options.asOf, ...(baseline && { baseline }), ...edgesWithin(budget) }), key === undefined ? undefined : secretOf(key))
  return assemble([result], options)
}

/** Of a network whose check was stopped from outside: no part of its files need be read again. */
export async function stopped(file: string, { options, key }: Task, excess: Excess): Promise<Report> {
  const { assemble, redactedPath, unjudged } = await import('../index.ts')
  return assemble([unjudged(key === undefined ? file : redactedPath(file, secretOf(key)), excess)], options)
}
