/** What policies demand and no rule asks yet: said in every report, so that nothing proved is taken for more than it is. */
import { text, type Text } from '../../verdict.ts'

/** A demand of the policy, by its clause, that is not evaluated. */
export interface NotAsked { readonly clause: string; readonly text: Text }

/** Of 第６条第３号 and the definitions that it rests on, whatever the profile. */
export const NOT_ASKED: readonly NotAsked[] = [
  {
    clause: '第６条第３号ウ',
    text: text('インターネットに公開するサーバーの範囲と、通信の監視', 'which servers are published to the Internet, and whether traffic is monitored'),
  },
]
