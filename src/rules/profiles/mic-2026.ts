/** The national guideline in its edition of 2026-03-27, as far as the ministry's own overview of it confirms it. */
import { text } from '../../verdict.ts'
import { AUDIT_FORM } from './audit-form.ts'
import { COVERAGE } from './coverage.ts'
import { GRADINGS } from './gradings.ts'
import { NOT_ASKED } from './not-asked.ts'
import type { Breakout, Edition } from './profile.ts'
import { MIC, MIC_EDITION, OURS, said, UNREAD, type Source } from './sourced.ts'
import { USUAL_PARTIES } from './usual-parties.ts'

const WIDTH = OURS('ガイドラインは経路とポートの限定を求めるが、概要資料に上限の数値はない', 'the guideline asks for a limited route and port; the overview gives no number')
const BREAKOUT_WIDTH = OURS('「特定のクラウドサービス」の範囲の数値はない。大手のサービスが公表する宛先の合計が収まる幅とした', 'no number says how wide a "specific" cloud service is; wide enough for what the large ones publish')
const NOTICE = OURS('定めはない。起案から決裁までの期間をみて30日とした', 'no text says when to start; a month from draft to decision')
const YEAR = OURS('概要資料に年限はない。年度ごとの見直しに余裕をみて366日とした', 'the overview names no term; a yearly review with a day to spare')
const SANITISED = MIC('分割した上で必要な通信だけを許可し、インターネット接続系との通信は無害化通信とする', 'divide, permit only what is needed, and sanitise what is exchanged with the Internet tier')
const OUTWARD = UNREAD('概要資料の三方式は持ち込みを想定しており、持ち出しの定めは読めていない', "the overview's three methods are about import; no text on export was read")
const NARROW = OURS('「必要な通信」（DNS・時刻・更新など）は限定された登録があれば認め、注記する', '"necessary" communication (names, time, updates) is admitted when narrowly registered, with a note')
const IMPORT = OURS('持ち込みは無害化を要するため、無害化以外の種別では認めない', 'what comes in has to be sanitised, so no other kind admits it')
const ALPHA = UNREAD('αモデルではLGWAN接続系からの直接接続は認められない', 'model α admits no direct connection from the LGWAN tier')
const ALPHA_PRIME = MIC('α´モデルは、対策の徹底を条件に、LGWAN接続系から特定のクラウドサービスへの直接接続を認める', 'model α´ admits direct connection from the LGWAN tier to specific cloud services, on conditions')
const BETA = OURS('β・β´モデルでは、インターネット接続系から特定のサービスへのローカルブレイクアウトの事例がある', 'under β and β´ there are cases of breakout from the Internet tier to named services')
const AGGREGATED = MIC('インターネットとの通信は自治体情報セキュリティクラウドに集約する', 'traffic with the Internet is aggregated in the security cloud')
const AUDIT = MIC('α´・β・β´モデルは外部監査とJ-LISへの報告が必要。αモデルには結び付けられていない', 'models α´, β and β´ need an external audit and a report to J-LIS; α is not tied to one')

const breakout = (lgwan: readonly [Breakout, Source], internet: readonly [Breakout, Source]) =>
  ({ lgwan: said(...lgwan), internet: said(...internet) })

export const MIC_2026: Edition = {
  id: 'mic-2026',
  title: text('総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」（令和８年３月27日改定。概要資料で確認できた範囲）',
    'MIC guideline for local governments, edition of 2026-03-27, as far as its overview confirms it'),
  since: said(MIC_EDITION, MIC('改定日', 'date of the edition')),
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
  pathDivision: { sanitized: said('accept', SANITISED), export: said('warn', OUTWARD), necessary: said('warn', NARROW) },
  intoLgwan: { sanitized: said('accept', SANITISED), export: said('exception-only', IMPORT), necessary: said('exception-only', IMPORT) },
  localBreakout: {
    alpha: breakout(['forbidden', ALPHA], ['forbidden', AGGREGATED]),
    'alpha-prime': breakout(['named-services', ALPHA_PRIME], ['forbidden', AGGREGATED]),
    beta: breakout(['forbidden', ALPHA], ['named-services', BETA]),
    'beta-prime': breakout(['forbidden', ALPHA], ['named-services', BETA]),
  },
  externalAudit: { alpha: said(false, AUDIT), 'alpha-prime': said(true, AUDIT), beta: said(true, AUDIT), 'beta-prime': said(true, AUDIT) },
  myNumberWireless: said('conditional', MIC('令和７年３月版からマイナンバー利用事務系の無線LANの要件が定められた（要件の全部は読めていない）',
    'since March 2025 there are requirements for wireless LAN in the My Number tier (not all of them were read)')),
  myNumberScreenTransfer: said('conditional', MIC('令和７年３月版からマイナンバー利用事務系の画面転送が定められた（条件は読めていない）',
    'since March 2025 screen transfer for the My Number tier is defined (its conditions were not read)')),
  parties: USUAL_PARTIES,
  severities: GRADINGS,
  zonePairs: [],
  references: {},
  coverage: COVERAGE,
  auditForm: AUDIT_FORM,
  notAsked: [...NOT_ASKED, {
    clause: 'ガイドライン第３編第２章３',
    text: text('本文を確認できていない要件（α´・β・β´モデルの対策の一覧、マイナンバー利用事務系の画面転送と無線LANの条件の全部）',
      'requirements whose text was not read: the lists of controls of models α´, β and β´, and all conditions of screen transfer and wireless LAN in the My Number tier'),
  }],
}
