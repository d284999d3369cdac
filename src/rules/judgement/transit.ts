/** Segments that a line ends on and on which nobody stands: outside the firewall, whatever tier they are named in. */
import { text, type Assumption } from '../../verdict.ts'
import { admitted, type Leaving } from './breakouts.ts'
import type { Area, Judgement } from './judgement.ts'

export interface Transit {
  /** The area as far as somebody is declared to stand, or may stand, behind the firewall. */
  inside(area: Area): Area
  /** That nobody stands on what was left out of an area. */
  assumed(area: Area): Assumption[]
}

/** Of the local breakouts that a tier is admitted to. */
export const transitOf = (judgement: Judgement, tier: Leaving): Transit => leavingOut(judgement, admitted(judgement, tier).map(({ line }) => line.segment))

/** Of every line. */
export const edgesOf = (judgement: Judgement): Transit => leavingOut(judgement, [...judgement.topology.lines.values()].map(({ segment }) => segment))

function leavingOut({ topology: { hosts, segments } }: Judgement, ends: readonly string[]): Transit {
  const occupied = new Set([...hosts.values()].flatMap(({ attach }) => attach.flatMap(({ place }) => ('segment' in place ? [place.segment] : []))))
  const empty = new Set(ends.filter((segment) => !occupied.has(segment)))
  const leftOut = ({ places }: Area): string[] => {
    const before = places.flatMap((place) => ('segment' in place && empty.has(place.segment) ? [place.segment] : []))
    // Somebody stands somewhere in a zone: where only such segments are declared, they stand on those.
    return before.length === places.length ? [] : before
  }
  return {
    inside: (area) => {
      const without = leftOut(area)
      return { ...area, places: area.places.filter((place) => !('segment' in place && without.includes(place.segment))) }
    },
    assumed: (area) => leftOut(area).map((segment) => ({
      key: `transit:${segment}`, at: segments.get(segment)!.at,
      text: text(`回線側セグメント ${segment} には回線と機器のほかに何も接続されていない（ホストの申告がない）`, `nothing but the line and the device stands on segment ${segment} (no host is declared there)`),
    })),
  }
}
