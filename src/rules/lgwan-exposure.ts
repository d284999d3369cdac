import type { Flow } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { isolated } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Rule } from './rule.ts'

export const lgwanExposure: Rule = {
  id: 'lgwan-exposure',
  clause: '第６条第３号イ',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      'ＬＧＷＡＮに接続された情報システムをLGWAN接続系とする定義（第２条第９号）と通信経路の分割（第６条第３号イ）からの推論。LGWANの接続に関する技術基準の本文は確認していない',
      'Inferred from the definition of the LGWAN tier as what is connected to LGWAN (第２条第９号) and from the division of paths (第６条第３号イ); the technical conditions for connecting to LGWAN were not read'),
  },
  title: text('LGWANとの通信', 'Who communicates with LGWAN'),
  checks: text(
    'LGWANに対して通信を始められるのがLGWAN接続系と、特定通信として登録されたマイナンバー利用事務系の機器（インターネットに接続されていない領域からは登録された通信）だけであること、LGWANから始まる通信がLGWAN接続系と登録された宛先のほかに届かないことを証明します。外部の領域は自らのアドレスから送るものとみなします。LGWANの中で誰が何をしているかは分かりません。',
    'Proves that only the LGWAN tier, the machines of the My Number tier with a registered 特定通信 (and, from zones off the Internet, registered entries) can open communication to LGWAN, and that what LGWAN opens reaches nothing but the LGWAN tier and registered ends. External zones are taken to send from addresses of their own. It cannot know who does what inside LGWAN.'),
  why: text('LGWANは全国の地方公共団体がつながる網であり、LGWAN接続系でない領域からの通信は他の団体にも影響するためです。', 'LGWAN joins every local government: what gets in from elsewhere reaches the others, too.'),
  fix: text('LGWANへの許可をLGWAN接続系のホストに限り、必要な通信は登録してください。', 'Permit only hosts of the LGWAN tier towards LGWAN, and register what else is needed.'),
  *check(judgement) {
    const networks = judgement.areasOf('lgwan-network')
    if (networks.length === 0) yield nothingToAsk(this, judgement, text('LGWANの領域は申告されていない', 'no zone of LGWAN is declared'))
    const outside = new Set(judgement.internetSide().map(({ id }) => id))
    const asked = { rule: this.id, fix: this.fix, ownSources: true } as const
    for (const network of networks) {
      for (const other of judgement.areas().filter(({ tier }) => tier !== 'lgwan' && tier !== 'lgwan-network')) {
        yield isolated(judgement, { ...asked, from: other, to: network, permits: outside.has(other.id) ? [] : registeredFrom(judgement, other) })
        yield isolated(judgement, { ...asked, from: network, to: other, permits: registeredFrom(judgement, other) })
      }
    }
  },
}

const registeredFrom = (judgement: Judgement, { tier }: Area): Flow[] =>
  (tier === 'mynumber' ? judgement.active('specific') : judgement.active('specific', 'sanitized', 'export', 'necessary'))
