/** 西海市における情報セキュリティポリシーの基本方針, in force 2024-04-01. What it is silent about is inferred, and says so. */
import { text } from '../../verdict.ts'
import { AUDIT_FORM } from './audit-form.ts'
import { COVERAGE } from './coverage.ts'
import { GRADINGS } from './gradings.ts'
import { NOT_ASKED } from './not-asked.ts'
import type { Breakout, Edition } from './profile.ts'
import { MIC, OURS, said, SAIKAI, type Source } from './sourced.ts'
import { USUAL_PARTIES } from './usual-parties.ts'

const WIDTH = OURS('基本方針は上限を定めていない。一つの相手方の機器群が収まる幅とした', 'the policy names no limit; wide enough for the machines of one party')
const BREAKOUT_WIDTH = OURS('「特定のクラウドサービス」の範囲の数値はない。大手のサービスが公表する宛先の合計が収まる幅とした', 'no number says how wide a "specific" cloud service is; wide enough for what the large ones publish')
const NOTICE = OURS('定めはない。起案から決裁までの期間をみて30日とした', 'no text says when to start; a month from draft to decision')
const YEAR = OURS('基本方針は年限を定めていない。年度ごとの見直しに余裕をみて366日とした', 'the policy names no term; a yearly review with a day to spare')
const SANITISED = SAIKAI('第６条第３号イ「両システム間で通信する場合には、無害化通信を実施すること」', 'Article 6(3)イ: between the two, sanitised communication')
const OUTWARD = OURS('第６条第３号イは持ち込みの無害化を念頭に置くと読める。庁外へ出す通信は登録があれば認め、注記する',
  'Article 6(3)イ is read as being about what comes in; what goes out is admitted when registered, with a note')
const UNNAMED = OURS('基本方針に規定がない。正式な例外の承認を要する', 'the policy says nothing of it: it takes a formal exception')
const AGGREGATED = SAIKAI('第６条第３号ウ「インターネットとの通信を集約した上で」。ローカルブレイクアウトの規定はなく、採用には基本方針の改正が先に要る',
  'Article 6(3)ウ aggregates traffic with the Internet and knows no local breakout: amend the policy first')
const SILENT = OURS('基本方針に規定がなく、施行時（令和６年４月）に行われていた版のガイドラインによる', 'the policy is silent: as in the guideline that stood when it came into force')
const AUDIT = MIC('α´・β・β´モデルは外部監査とJ-LISへの報告が必要', 'models α´, β and β´ need an external audit and a report to J-LIS')

const breakout = (source: Source) => ({ lgwan: said<Breakout>('forbidden', source), internet: said<Breakout>('forbidden', source) })

export const SAIKAI_2024: Edition = {
  id: 'saikai-2024',
  title: text('西海市における情報セキュリティポリシーの基本方針（令和６年４月１日施行）', 'Saikai City information security policy, in force 2024-04-01'),
  since: said('2024-04-01', SAIKAI('附則', 'supplementary provision')),
  limits: {
    prefix: said({ 4: 28, 6: 124 }, WIDTH),
    ports: said(16, WIDTH),
    breakoutPrefix: said({ 4: 12, 6: 24 }, BREAKOUT_WIDTH),
    evidenceDays: said(366, YEAR),
    captureDays: said(366, YEAR),
    auditDays: said(366, YEAR),
    exceptionDays: said(366, YEAR),
    expiryNoticeDays: said(30, NOTICE),
  },
  pathDivision: { sanitized: said('accept', SANITISED), export: said('warn', OUTWARD), necessary: said('exception-only', UNNAMED) },
  intoLgwan: { sanitized: said('accept', SANITISED), export: said('exception-only', UNNAMED), necessary: said('exception-only', UNNAMED) },
  localBreakout: { alpha: breakout(AGGREGATED), 'alpha-prime': breakout(AGGREGATED), beta: breakout(AGGREGATED), 'beta-prime': breakout(AGGREGATED) },
  externalAudit: { alpha: said(false, AUDIT), 'alpha-prime': said(true, AUDIT), beta: said(true, AUDIT), 'beta-prime': said(true, AUDIT) },
  myNumberWireless: said('forbidden', { ...SILENT, text: text(`${SILENT.text.ja}（令和４年３月版：マイナンバー利用事務系では無線LANを利用しない）`, `${SILENT.text.en} (edition of March 2022: no wireless LAN in the My Number tier)`) }),
  myNumberScreenTransfer: said('forbidden', { ...SILENT, text: text(`${SILENT.text.ja}（画面転送が定められたのは令和７年３月版から）`, `${SILENT.text.en} (screen transfer was defined only in March 2025)`) }),
  parties: USUAL_PARTIES,
  severities: GRADINGS,
  zonePairs: [],
  references: {},
  notAsked: NOT_ASKED,
  coverage: COVERAGE,
  auditForm: AUDIT_FORM,
}
