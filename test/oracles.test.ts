/** The long runs of the judges (`npm run oracle:…`): what they are not given rightly they refuse, and start nothing. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

const oracle = (...args: readonly string[]) => spawnSync(process.execPath, ['.ci/oracle.mjs', ...args], { encoding: 'utf8' })

describe('a long run refuses, with its usage', () => {
  test.each([
    ['no judge', []],
    ['an unknown judge', ['constructor']],
    ['an unknown option', ['z3', '--network', '3']],
    ['an option without its number', ['z3', '--networks']],
    ['an option in the place of a number', ['z3', '--networks', '--seed', '3']],
    ['no network at all', ['z3', '--networks', '0']],
    ['what is not a whole number', ['z3', '--seed', '1.5']],
    ['one argument too many', ['brute', '5000']],
  ])('%s', (_, args) => {
    const { status, stdout, stderr } = oracle(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('usage: npm run oracle:')
  })
})
