/**
 * Stands for `src/verify.ts` in a binary built for tests, so that every outcome, our own bugs included, can be provoked: the
 * root file says `outcome:` and how many obligations of it there are.
 */
import type { NetworkResult } from '../../src/report/report.ts'
import { overBudget, type Excess } from '../../src/rules/over-budget.ts'
import { verdict, rule, locate } from '../report/made-up.ts'
import { text, type Outcome } from '../../src/verdict.ts'

interface Files { read(file: string): string | undefined; expand(pattern: string, fromFile: string): string[] }

export function verify(file: string, files: Files, _options: { asOf: string }): NetworkResult {
  const content = files.read(file) ?? ''
  const said = (key: string) => new RegExp(`^${key}: *(.*)$`, 'm').exec(content)?.[1]
  const wanted = said('outcome') ?? 'invalid'
  if (wanted === 'bug') throw new TypeError('a made-up bug')
  if (wanted === 'endless') for (;;);
  if (wanted === 'hungry') for (const held: Uint8Array[] = []; ;) held.push(new Uint8Array(1 << 22).fill(1))
  if (wanted === 'littered') for (const held: object[] = []; ;) held.push({ held: held.length })
  const included = said('include') === undefined ? [] : files.expand(said('include')!, file)
  return {
    file,
    network: said('network') ?? 'fake',
    ...(included.length > 0 && { title: included.join(' ') }),
    profile: { id: 'saikai-2024', model: 'alpha', notAsked: [] },
    zones: [],
    rules: [rule],
    problems: wanted === 'invalid' ? [{ code: 'schema', at: { file, span: [0, 1] }, message: text('作り物の誤り', 'a made-up mistake') }] : [],
    verdicts: wanted === 'invalid' ? [] : Array.from({ length: Number(said('count') ?? 1) }, (_, index) =>
      verdict({ outcome: wanted as Outcome, key: `${wanted}-${index}`, at: { file, span: [0, 1] }, severity: said('severity') as 'note' ?? 'error' })),
    locate,
  }
}

export const unjudged = (file: string, excess: Excess): NetworkResult =>
  ({ file, zones: [], rules: [rule], problems: [], verdicts: [overBudget(rule.id, { file, span: [0, 0] }, excess)], locate })
