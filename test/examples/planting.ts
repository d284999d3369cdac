/** A defect is found, and everything that is said because of it names where it was planted. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Files, Obligation, Report } from '../../src/index.ts'
import { DEFECTS } from './defects.ts'
import { files } from './files.ts'
import { planted } from './planted.ts'
import { EXAMPLES, GREEN, keyOf, obligationsOf, reported, reportOf } from './reports.ts'

export function testDefectsOf(folder: string): void {
  test.each(Object.keys(DEFECTS).filter((name) => name.startsWith(`${folder}/`)))('%s', (name) => {
    const { root, names, breaks } = DEFECTS[name]!
    const { files: changed, lines } = planted(join(EXAMPLES, folder), name.slice(folder.length + 1))
    const read: Files['read'] = (path) => changed.get(path.replace(`examples/${folder}/`, '')) ?? files.read(path)
    const before = reportOf(`${folder}/${root}`)
    const after = reported(`${folder}/${root}`, { ...files, read })
    expect(after.networks[0]!.problems).toEqual([])
    expect(after.exitCode).toBe(1)

    const turned = whatTurned(before, after)
    expect(turned.map(keyOf)).toEqual(expect.arrayContaining([...breaks]))
    const elsewhere = turned.filter(({ outcome, cause }) => outcome !== 'refuted' || !cause
      || !(names.includes(cause.key) || lines.has(`${cause.at.file.replace(`examples/${folder}/`, '')}:${cause.at.line}`)))
    expect(elsewhere.map((one) => `${keyOf(one)}: ${one.outcome} ${one.cause?.key ?? ''}`)).toEqual([])
    expect(whatWent(before, after)).toEqual([])
  }, 300_000)
}

function whatTurned(before: Report, after: Report): Obligation[] {
  const was = new Map(obligationsOf(before).map((one) => [keyOf(one), one.outcome]))
  return obligationsOf(after).filter((one) => {
    const outcome = was.get(keyOf(one))
    return outcome === undefined ? !GREEN.includes(one.outcome) : outcome !== one.outcome
  })
}

/** `vacuous` stands for "nothing to ask", and goes when there is something; nothing else may go, unless it comes apart by cause. */
function whatWent(before: Report, after: Report): string[] {
  const still = obligationsOf(after).map(keyOf)
  return obligationsOf(before).filter(({ outcome }) => outcome !== 'vacuous').map(keyOf)
    .filter((key) => !still.some((now) => now === key || now.startsWith(`${key} `)))
}
