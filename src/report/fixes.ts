/** Proposals to make violations go, as patches with what each heals. */
import type { Lang, Text } from '../verdict.ts'
import { ink } from './ink.ts'
import { neutral } from './neutral.ts'

export interface ProposedFix {
  readonly heals: readonly { readonly name: string; readonly subject: Text }[]
  readonly steps: readonly ('remove' | 'narrow' | 'deny' | 'cut')[]
  readonly patch: string
  readonly tightens: boolean
}

export interface ProposedFixes {
  readonly proposals: readonly ProposedFix[]
  readonly unfixed: readonly { readonly name: string; readonly subject: Text; readonly advice?: Text }[]
}

const STEP = {
  remove: ['規則を削除する', 'remove a rule'], narrow: ['規則を登録の範囲に限定する', 'narrow a rule to what is registered'],
  deny: ['拒否の規則を前に置く', 'deny before the rule'], cut: ['接続または回線を外す', 'cut a leg or a line'],
} as const

export function renderFixes(fixes: ProposedFixes, options: { readonly lang: Lang; readonly color: boolean }): string {
  const pen = ink(options)
  const { proposals, unfixed } = fixes
  const steps = (list: ProposedFix['steps']): string => [...new Set(list)].map((step) => pen.t(STEP[step][0], STEP[step][1])).join('、')
  const blocks = proposals.map(({ heals, steps: how, patch, tightens }, index) => [
    pen.paint('bold', `${pen.t('修正案', 'fix')} ${index + 1}: ${steps(how)}${tightens ? '' : pen.t('（--fix では適用しない）', ' (--fix does not apply it)')}`),
    pen.t(`  適用後に証明される判定 ${heals.length} 件（ほかの判定は悪化せず、登録された通信は成立する。再検証済み）:`,
      `  proved after it: ${heals.length} (no other verdict is worse, what is registered still works; judged again):`),
    ...heals.map(({ name, subject }) => `  - ${shown(name.split(' ')[0]!)}  ${shown(pen.say(subject))}`),
    '', ...patch.trimEnd().split('\n').map(shown),
  ])
  const rest = unfixed.length === 0 ? [] : [[
    pen.paint('bold', pen.t(`自動の修正案がないもの ${unfixed.length} 件`, `without a proposal: ${unfixed.length}`)),
    ...unfixed.flatMap(({ name, subject, advice }) => [`  - ${shown(name.split(' ')[0]!)}  ${shown(pen.say(subject))}`, ...(advice ? [`      ${pen.say(advice)}`] : [])]),
  ]]
  return `${[...blocks, ...rest].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const shown = (line: string): string => neutral(line)
