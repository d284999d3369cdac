/** What a rule may look at: the topology, its packets, the register as it stands on the day, the profile. */
import type { Reading } from '../../config/reader.ts'
import type { Reading as Understanding } from '../../engine/flood.ts'
import type { Network } from '../../engine/network.ts'
import { UNDECLARED, type Place } from '../../engine/places.ts'
import { cached, type Reach } from '../../engine/reach.ts'
import { Replies } from '../../engine/replies.ts'
import { Steps } from '../../engine/steps.ts'
import { settleTunnels } from '../../engine/tunnels.ts'
import type { Exception, Flow, FlowKind, Tier, Topology, Zone } from '../../topology/model.ts'
import { text, type Severity, type Text } from '../../verdict.ts'
import { channelsOf } from '../chains/channels.ts'
import { JudgedLists } from '../filters/judged-lists.ts'
import { EntryPackets } from '../register/ends.ts'
import { EntryAsks } from '../register/entry-asks.ts'
import { modelOf, type Model } from '../profiles/model.ts'
import type { Profile } from '../profiles/profile.ts'
import { exceptionStanding } from '../register/exceptions.ts'
import { standingOf, type Standing } from '../register/register.ts'
import { standardPermits } from '../register/standard-permits.ts'

/** A zone that a rule speaks of; `undeclared` is the implied one behind missing ends. */
export interface Area {
  readonly id: string
  readonly tier: Tier
  readonly places: readonly Place[]
  readonly name: Text
  readonly zone?: Zone
}

export class Judgement {
  readonly topology: Topology
  readonly network: Network
  readonly reach: Reach
  readonly profile: Profile
  readonly model: Model
  /** ISO 8601 calendar day on which the register and its expiries are judged. */
  readonly asOf: string
  readonly replies: Replies
  /** The packets of register entries and exceptions. */
  readonly entries: EntryPackets
  /** Whether what they ask for arrives. */
  readonly asks: EntryAsks
  /** What was understood of each device's own configuration, by device. */
  readonly readings: ReadonlyMap<string, Reading>
  /** The filter lists of all devices, analysed when first asked for. */
  readonly lists: JudgedLists
  private readonly stepsBy = new Map<Understanding, Steps>()
  private readonly permitted: readonly Exception[]
  private readonly standings: ReadonlyMap<string, Standing>

  constructor(reach: Reach, profile: Profile, asOf: string, readings: ReadonlyMap<string, Reading>) {
    this.network = reach.network
    this.topology = reach.network.topology
    this.reach = reach
    this.profile = profile
    this.model = modelOf(this.topology.policy.model)!
    this.asOf = asOf
    this.entries = new EntryPackets(reach.network)
    this.asks = new EntryAsks(reach, this.entries)
    this.replies = new Replies(reach)
    settleTunnels(reach, this.replies)
    this.readings = readings
    this.lists = new JudgedLists(this.network)
    this.permitted = standardPermits(this.topology, profile)
    this.standings = new Map([...this.topology.flows.values()].map((flow) => [flow.id, standingOf(flow, asOf, this.topology, profile)]))
  }

  /** Every zone, and what is undeclared where something is. */
  areas(): Area[] {
    const areas = [...this.topology.zones.values()].map((zone) => this.area(zone))
    return this.reach.hasUndeclared() ? [...areas, UNDECLARED_AREA] : areas
  }

  areasOf(...tiers: readonly Tier[]): Area[] {
    return this.areas().filter((area) => area.zone !== undefined && tiers.includes(area.tier))
  }

  /** Tiers `internet`, `security-cloud`, `public`, and everything else outside LGWAN and My Number not said to be off the Internet. */
  internetSide(): Area[] {
    return this.areas().filter(({ tier, zone }) =>
      !INSIDE.includes(tier) && (INTERNET.includes(tier) || zone?.internetConnected !== false || this.holdsInternetParty(zone.id)))
  }

  /** A zone is as much on the Internet as a party in it. */
  private holdsInternetParty(zone: string): boolean {
    return [...this.topology.parties.values()].some((party) => party.zone === zone && party.internetConnected === true)
  }

  /** The steps that information can take, which several rules follow. */
  steps(reading: Understanding): Steps {
    return cached(this.stepsBy, reading, () => new Steps(this.reach, this.replies, channelsOf(this.topology, this.entries), reading))
  }

  /** What the profile says of `<rule>`, or of `<rule>/<grade>`. */
  severity(key: string): Severity {
    const severity = this.profile.severities[key]
    if (severity === undefined) throw new Error(`the profile ${this.profile.id} gives no severity for ${key}`)
    return severity
  }

  standing(flow: Flow): Standing {
    return this.standings.get(flow.id)!
  }

  /** Entries that permit something today. */
  active(...kinds: readonly FlowKind[]): Flow[] {
    return [...this.topology.flows.values()].filter((flow) => kinds.includes(flow.kind) && this.standing(flow).is === 'active')
  }

  /** Exceptions from a rule that hold today: complete, in date, not open at both ends; and what the city's own standard permits. */
  exceptions(rule: string): Exception[] {
    return [...this.topology.exceptions.values()].filter((exception) => exceptionStanding(exception, this.asOf, this.profile.limits).is === 'active')
      .concat(this.permitted).filter(({ rules }) => rules.includes(rule))
  }

  private area(zone: Zone): Area {
    const segments = [...this.topology.segments.values()].filter((segment) => segment.zone === zone.id)
    const places: Place[] = [...segments.map((segment) => ({ segment: segment.id })), ...(zone.external ? [{ zone: zone.id }] : [])]
    const title = zone.title ?? TIER_TEXT[zone.tier].ja
    return { id: zone.id, tier: zone.tier, places, zone, name: text(`${title}（${zone.id}）`, `${zone.id} (${TIER_TEXT[zone.tier].en})`) }
  }
}

const INSIDE: readonly Tier[] = ['mynumber', 'lgwan', 'lgwan-network']
const INTERNET: readonly Tier[] = ['internet', 'security-cloud', 'public']

const UNDECLARED_AREA: Area = {
  id: 'undeclared', tier: 'other', places: [UNDECLARED], name: text('未申告の接続先', 'undeclared ends'),
}

export const TIER_TEXT: Readonly<Record<Tier, Text>> = {
  mynumber: text('マイナンバー利用事務系', 'My Number tier'),
  lgwan: text('LGWAN接続系', 'LGWAN tier'),
  internet: text('インターネット接続系', 'Internet tier'),
  'security-cloud': text('自治体情報セキュリティクラウド', 'security cloud'),
  'lgwan-network': text('LGWAN', 'LGWAN'),
  public: text('インターネット', 'Internet'),
  party: text('外部の相手方', 'party'),
  cloud: text('クラウド', 'cloud'),
  management: text('管理系', 'management'),
  maintenance: text('保守系', 'maintenance'),
  shared: text('共用系', 'shared'),
  guest: text('来庁者用', 'guest'),
  school: text('学校系', 'school'),
  other: text('その他', 'other'),
}
