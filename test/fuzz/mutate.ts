/** Damage such as people, editors, copies and enemies do to a text. */
import type { Random } from '../brute/random.ts'

/** Words that have meant something to some program, and characters that look like others or like nothing. */
const PIECES = [
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', '~', 'true', 'no', '!', '!!binary', '&a', '*a', '<<:', '- - - -', '{', '}', '[', ']', '"', "'", '\\', '|', '>', '#', '%', '@', '`', ',', ':', '/', '::', '--', '=',
  '0.0.0.0/0', '::/0', '255.255.255.255', '10.0.0.1-10.0.0.0', '10.0.0.0/33', '::ffff:10.0.0.1', 'any', 'all', 'tcp', 'icmp', 'tcp/0-65535', 'exit', 'end', 'next', 'COMMIT', '*', '**/*', '../../etc/passwd', '/dev/zero', 'C:\\', 'file://x',
  '\u0000', '\u0007', '\u001b[2J', '\u0085', '\u00a0', '\u200b', '\u2028', '\u202e', '\u2066', '\ufeff', '\ud800', 'ｅｔｈ０', '１０', '🙂', 'e\u0301',
]
const NUMBERS = ['0', '-0', '-1', '00', '08', '1e3', '1e309', '0x10', '0b1', '.5', '١', '31', '32', '33', '127', '128', '129', '255', '256', '4095', '4096', '65535', '65536', '2147483648', '4294967296', '18446744073709551616', '9'.repeat(400)]
const REPEATED = 300
/** Characters: what repeats a repetition of repetitions has made its point. */
const LONGEST = 200_000

type Damage = (text: string, choose: Random, other: string) => string

/** Splits a text into words and what stands between them: joined again, it is the same. */
const words = (text: string): string[] => text.split(/([^\p{L}\p{N}_.\-]+)/u)
const position = (all: readonly unknown[], choose: Random): number => choose.int(0, Math.max(0, all.length - 1))
const onLines = (change: (lines: string[], choose: Random, other: string) => void): Damage => (text, choose, other) => {
  const lines = text.split('\n')
  change(lines, choose, other)
  return lines.join('\n')
}
/** A single word of it: where the change is small, more of the rest is still understood. */
const onWords = (change: (all: string[], at: number, choose: Random, other: string) => void): Damage => (text, choose, other) => {
  const all = words(text)
  change(all, position(all, choose) & ~1, choose, other)
  return all.join('')
}

export const DAMAGES: readonly Damage[] = [
  onLines((lines, choose) => lines.splice(position(lines, choose), choose.int(1, 3))),
  onLines((lines, choose) => lines.splice(position(lines, choose), 0, choose.pick(lines))),
  onLines((lines, choose) => lines.splice(position(lines, choose), 0, ...lines.splice(position(lines, choose), choose.int(1, 4)))),
  onLines((lines, choose) => lines.splice(position(lines, choose), 0, ...Array.from({ length: REPEATED }, () => lines[0]!))),
  onLines((lines, choose, other) => lines.splice(position(lines, choose), 0, choose.pick(other.split('\n')))),
  onLines((lines, choose) => {
    const at = position(lines, choose)
    lines[at] = choose.chance(0.5) ? ` ${lines[at]}` : lines[at]!.replace(/^ /, '')
  }),
  onLines((lines, choose) => {
    const at = position(lines, choose)
    lines[at] = `${lines[at]} `.repeat(choose.pick([2, REPEATED]))
  }),
  onWords((all, at, choose) => { all[at] = choose.pick(PIECES) }),
  onWords((all, at, choose) => { all[at] = `${all[at]}${choose.pick(PIECES)}` }),
  onWords((all, at, choose) => { all[at] = all[position(all, choose) & ~1]! }),
  onWords((all, at, choose, other) => { all[at] = choose.pick(words(other)) }),
  onWords((all, at) => { all[at] = '' }),
  onWords((all, at) => { all[at] = all[at]!.repeat(REPEATED) }),
  (text, choose) => text.replace(/\d+/g, (number) => (choose.chance(0.03) ? choose.pick(NUMBERS) : number)),
  (text, choose) => text.replace(/\d/g, (digit) => (choose.chance(0.02) ? String(choose.int(0, 9)) : digit)),
  (text, choose) => text.slice(0, choose.int(0, text.length)),
  (text, choose) => {
    const at = choose.int(0, text.length)
    return text.slice(0, at) + choose.pick(PIECES) + text.slice(at + choose.int(0, 3))
  },
  (text) => text.replaceAll('\n', '\r\n'),
  (text, choose, other) => text.slice(0, choose.int(0, text.length)) + other.slice(choose.int(0, other.length)),
]

/** Mostly a little, sometimes a lot. */
export function damaged(text: string, choose: Random, other: string): string {
  let result = text
  for (let left = choose.pick([1, 1, 1, 2, 3, 8]); left > 0; left--) result = choose.pick(DAMAGES)(result, choose, other).slice(0, LONGEST)
  return result
}
