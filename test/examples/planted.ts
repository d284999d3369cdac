/** Defects as patches: `examples/<network>/defects/<name>.patch` is a unified diff against the folder of the network. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Planted {
  /** The files that it changes, as they are then. */
  readonly files: ReadonlyMap<string, string>
  /** Where its new lines stand: `file:line`, from 1. */
  readonly lines: ReadonlySet<string>
}

export function planted(folder: string, defect: string): Planted {
  const files = new Map<string, string>()
  const lines = new Set<string>()
  for (const part of readFileSync(join(folder, 'defects', `${defect}.patch`), 'utf8').split(/^(?=--- )/m)) {
    const [, file] = /^--- a\/(.*)\n\+\+\+ b\/\1\n/.exec(part) ?? []
    if (file === undefined) throw new Error(`${defect}: not a part of a unified diff: ${part}`)
    let text = readFileSync(join(folder, file), 'utf8')
    for (const hunk of part.split(/^@@ .*\n/m).slice(1)) text = changed(text, hunk, (line) => lines.add(`${file}:${line}`))
    files.set(file, text)
  }
  return { files, lines }
}

/** By what the hunk says, not by its line numbers: what it takes out stands there exactly once. */
function changed(text: string, hunk: string, added: (line: number) => void): string {
  const signed = hunk.replace(/\n$/, '').split('\n')
  const side = (sign: string): string => signed.filter((line) => line[0] !== sign).map((line) => `${line.slice(1)}\n`).join('')
  const [before, after] = [side('+'), side('-')]
  const parts = `\n${text}`.split(`\n${before}`)
  if (parts.length !== 2) throw new Error(`stands there ${parts.length - 1} times:\n${before}`)
  const start = parts[0]!.split('\n').length
  signed.filter((line) => line[0] !== '-').forEach((line, index) => { if (line[0] === '+') added(start + index) })
  return `${parts[0]!}\n${after}${parts[1]!}`.slice(1)
}
