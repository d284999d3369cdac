/** What policies demand and no rule asks yet: said in every report, so that nothing proved is taken for more than it is. */
import { text, type Text } from '../../verdict.ts'

/** A demand of the policy, by its clause, that is not evaluated. */
export interface NotAsked { readonly clause: string; readonly text: Text }

/** Of 第６条第３号 and the definitions that it rests on, whatever the profile. */
export const NOT_ASKED: readonly NotAsked[] = [
  {
    clause: '第６条第３号',
    text: text('条文が「等」に含める名指しされていない対策と、研修・緊急時の体制など、モデルが求める組織的な要件',
      'measures that the Article leaves unnamed, and what models ask of the organisation (training, incident response)'),
  },
]
