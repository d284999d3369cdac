/** Answers first, then what they took, with what others take on the same work. */
import { PEERS } from './peers.ts'

/** Milliseconds; the peak is that of the whole process up to here. */
export interface Cost { readonly user: number; readonly wall: number; readonly peakMiB: number }

export function timed<T>(run: () => T): { result: T; cost: Cost } {
  const before = process.cpuUsage()
  const start = performance.now()
  const result = run()
  const wall = performance.now() - start
  return { result, cost: { user: process.cpuUsage(before).user / 1000, wall, peakMiB: process.resourceUsage().maxRSS / 1024 } }
}

/** Says whether an answer is the expected one; a wrong one makes the whole run fail. */
export function report(name: string, answer: string, agrees: boolean | undefined, { user, wall, peakMiB }: Cost, remark = ''): void {
  const verdict = agrees === undefined ? 'nothing to compare with' : agrees ? 'agrees' : 'DIFFERS'
  const peers = PEERS[name]
  console.log(`${name.padEnd(22)} ${answer}: ${verdict}`)
  console.log(`${''.padEnd(22)} user ${user.toFixed(0)} ms, wall ${wall.toFixed(0)} ms, peak ${peakMiB.toFixed(0)} MiB${remark && `, ${remark}`}${peers ? `; others: ${peers}` : ''}`)
  if (agrees === false) process.exitCode = 1
}

/** The exponent b of cost = a·size^b, between neighbouring sizes: 1 is linear. */
export function growth(name: string, measured: readonly (readonly [size: number, cost: Cost])[], of: string): void {
  const exponents = measured.slice(1).map(([size, { user }], i) => {
    const [before, cost] = measured[i]!
    return `${before} → ${size}: ${(Math.log(user / cost.user) / Math.log(size / before)).toFixed(2)}`
  })
  if (exponents.length > 0) console.log(`${name.padEnd(22)} growth of user time with ${of}: ${exponents.join(', ')}`)
}
