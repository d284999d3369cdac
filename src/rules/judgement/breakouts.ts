/** Local breakouts as permissions: the services that a line names, where the model lets that tier leave for named services. */
import { lineKey } from '../../engine/flood.ts'
import type { BreakoutService, End, Line, Tier } from '../../topology/model.ts'
import { text, type Assumption, type Cause, type Text } from '../../verdict.ts'
import { isWide, openServices } from '../register/entry-limits.ts'
import type { Grant } from './isolation.ts'
import type { Judgement } from './judgement.ts'

/** One service of a breakout line, as far as packets of one tier go. */
export interface Admission extends Grant {
  readonly kind: 'breakout'
  readonly at: BreakoutService['at']
  readonly line: Line
  readonly declared: BreakoutService
  readonly service: BreakoutService['service']
  /** Why it permits nothing; undefined: it does. */
  readonly refused?: Text
}

/** The tiers that a model may let leave. */
export type Leaving = Extract<Tier, 'lgwan' | 'internet'>

/** Every service of every breakout line for a tier. */
export function breakoutsOf(judgement: Judgement, tier: Leaving): Admission[] {
  const from = [...judgement.topology.zones.values()].filter((zone) => zone.tier === tier && !zone.external)
    .map(({ id, at }): End => ({ kind: 'zone', id, at }))
  return [...judgement.topology.lines.values()].flatMap((line) => (line.breakout?.services ?? []).map((one): Admission => {
    const refused = refusal(judgement, tier, one)
    return {
      kind: 'breakout', id: `${line.id}/${one.name}`, at: one.at, line, declared: one, from, to: destinations(line, one), service: one.service,
      assumed: breakoutAssumed(line, one), by: lineKey(line.id),
      ...(refused && { refused }),
    }
  }))
}

export const admitted = (judgement: Judgement, tier: Leaving): Admission[] => breakoutsOf(judgement, tier).filter(({ refused }) => !refused)

const destinations = (line: Line, { addresses, at }: BreakoutService): End[] => [line.to, ...line.beyond].map((zone) =>
  (addresses === 'any' ? { kind: 'zone', id: zone, at } : { kind: 'addresses', place: { zone }, set: addresses, at }))

function refusal(judgement: Judgement, tier: Leaving, { addresses, service }: BreakoutService): Text | undefined {
  const { profile, model } = judgement
  if (profile.localBreakout[model][tier] === 'forbidden') return profile.edition.localBreakout[model][tier].source.text
  if (addresses === 'any') return text('宛先が any です', 'its destination is `any`')
  if (isWide(addresses, profile.limits.breakoutPrefix)) return text('宛先の範囲が広すぎます', 'its addresses are too many')
  return openServices(service)[0]
}

/** A person changes the line and what is declared of it. */
export const lineCause = ({ id, at }: Pick<Line, 'id' | 'at'>, here = at): Cause => ({ key: `line:${id}`, at: here, title: text(`回線 ${id}`, `line ${id}`) })

export const refusedCause = ({ line, at, id, refused }: Admission): Cause => ({
  ...lineCause(line, at),
  title: text(`回線 ${line.id} のローカルブレイクアウト（${id}）：${refused?.ja ?? ''}`, `local breakout ${id}: ${refused?.en ?? ''}`),
})

const breakoutAssumed = ({ id }: Line, { name, at }: BreakoutService): Assumption => ({
  key: `breakout:${id}/${name}`, at, text: text(`ローカルブレイクアウトの宛先 ${id}/${name}（申告）`, `destination ${id}/${name} of a local breakout (declared)`),
})
