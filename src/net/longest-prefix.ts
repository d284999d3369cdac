/** Longest prefix wins: a routing table as disjoint ranges. */
import { bitsOf, lastAddress } from './address.ts'
import type { Prefix } from './address.ts'
import type { Family } from './header.ts'

export interface LabelledPrefix { readonly prefix: Prefix; readonly label: number }
export interface LabelledRange { readonly low: bigint; readonly high: bigint; readonly label: number }

/** Disjoint, rising ranges of one family. Of equal prefixes the first given counts. Near linear in the number of prefixes. */
export function longestPrefix(prefixes: readonly LabelledPrefix[], family: Family): LabelledRange[] {
  const sorted = prefixes.filter(({ prefix }) => prefix.family === family)
    .sort(({ prefix: a }, { prefix: b }) => (a.address < b.address ? -1 : a.address > b.address ? 1 : a.length - b.length))
  const ranges: LabelledRange[] = []
  /** Prefixes that hold the place reached, the longest last; `next` is the first address not yet labelled. */
  const open: { last: bigint; label: number }[] = []
  let next = 0n
  const labelUpTo = (high: bigint): void => {
    const inner = open[open.length - 1]
    if (!inner || next > high) return
    const before = ranges[ranges.length - 1]
    if (before?.label === inner.label && before.high === next - 1n) ranges[ranges.length - 1] = { ...before, high }
    else ranges.push({ low: next, high, label: inner.label })
    next = high + 1n
  }
  const closeBefore = (address: bigint): void => {
    for (let inner = open[open.length - 1]; inner && inner.last < address; inner = open[open.length - 1]) {
      labelUpTo(inner.last)
      open.pop()
    }
  }
  let previous: Prefix | undefined
  for (const { prefix, label } of sorted) {
    if (previous && previous.address === prefix.address && previous.length === prefix.length) continue
    previous = prefix
    closeBefore(prefix.address)
    labelUpTo(prefix.address - 1n)
    next = prefix.address
    open.push({ last: lastAddress(prefix), label })
  }
  closeBefore(1n << BigInt(bitsOf(family)))
  return ranges
}
