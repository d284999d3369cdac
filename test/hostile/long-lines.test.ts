/** Patterns that try every beginning of a long run, and from each go to its end, would take minutes here: the time limit of a test is the law. */
import { describe, expect, test } from 'vitest'
import { READERS } from '../../src/config/index.ts'
import { looksCoded } from '../../src/config/routing-table/coded.ts'
import { parseAddress, parseAddresses } from '../../src/net/address.ts'
import { portNames } from '../../src/topology/build/port-names.ts'
import { addressText } from '../../src/topology/ledger/values.ts'
import { CONFIGURATIONS } from '../fuzz/seeds.ts'
import { rootOf } from '../fuzz/case.ts'

const LONG = 100_000
const RUNS = [' ', '\t', '\r', '\n', '-', '- ', '1', '1.', 'a', 'a ', ':', '(', '[', '{', '"', '\\', '\\"', '#', ' #', '%', '/', ',', '""', '<---', '\u001b[', 'cli command ', 'via 1', '[1/', 'password 1 ']
const run = (unit: string): string => unit.repeat(LONG / unit.length)

describe('one line of a hundred thousand characters', () => {
  test.each(CONFIGURATIONS.map((one) => [rootOf(one), one.get(rootOf(one))!] as const))('in %s is read', (file, content) => {
    const reader = READERS.find(({ syntaxes }) => syntaxes.includes(file.split('.')[0]!))!
    const at = { file, path: [] }
    for (const unit of RUNS) {
      const longer = `${content}\n ${run(unit)}x\n${run(unit)}`
      for (const other of READERS) other.recognises(longer)
      looksCoded(longer)
      expect(reader.read([{ file, content: longer, at }], at).lines.length).toBeGreaterThan(1)
    }
  }, 60_000)

  test('is no address, and a port of that name', () => {
    for (const unit of RUNS) {
      const typed = `${run(unit)}x`
      expect([parseAddress(typed), parseAddresses(typed)]).toEqual([undefined, undefined])
      addressText(typed)
      expect(portNames(typed.replaceAll(/[,\s]/g, '_'))).toHaveLength(1)
    }
  }, 60_000)
})
