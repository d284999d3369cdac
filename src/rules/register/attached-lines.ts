/** Who stands on the segment where a line ends is on that line: no device permits it anything there. */
import { lineKey } from '../../engine/flood.ts'
import type { Network } from '../../engine/network.ts'
import type { Place } from '../../engine/places.ts'

/** The lines that end on these segments, as a reading takes them to be cut: what remains, some device lets through. */
export const attachedLines = ({ places }: Network, ...ends: readonly Place[]): string[] =>
  ends.flatMap((end) => ('segment' in end ? places.linesOn.get(end.segment) ?? [] : [])).map(({ id }) => lineKey(id))
