import { describe, expect, it } from 'vitest'
import { parse } from '../../src/topology/source.ts'
import type { Path } from '../../src/verdict.ts'
import { underlined } from './loading.ts'

const said = (content: string): string[] => {
  const source = parse('a.yaml', content)
  return source.problems.map(({ at, message, related }) =>
    [{ at, message }, ...related ?? []].map(one => `«${underlined(one.at, new Map([['a.yaml', source]]))}» ${one.message.en}`).join(' → '))
}

function at(content: string, path: Path, on?: 'key'): string {
  const source = parse('a.yaml', content)
  expect(source.problems).toEqual([])
  const { line, column, endLine, endColumn } = source.locate({ file: 'a.yaml', path, ...on ? { on } : {} })
  return `${line}:${column}-${endLine}:${endColumn}`
}

describe('where a value stands', () => {
  const content = 'a:\n  b: [1, "two"]\n  c:\nd: 終わり # end\n'
  it.each([
    [['a', 'b'], undefined, '2:6-2:16'],
    [['a', 'b'], 'key', '2:3-2:4'],
    [['a', 'b', 1], undefined, '2:10-2:15'],
    [['a', 'c'], undefined, '3:3-3:4'],
    [['d'], undefined, '4:4-4:7'],
    [['a'], undefined, '2:3-3:5'],
    [[], undefined, '1:1-1:2'],
  ] as const)('%j %s is %s', (path, on, where) => expect(at(content, path, on)).toBe(where))

  it('is the same after CRLF and a byte order mark', () => {
    for (const path of [['a', 'b', 1], ['d'], []]) expect(at(`\uFEFF${content.replaceAll('\n', '\r\n')}`, path)).toBe(at(content, path))
    expect(at('\uFEFFa: 1', ['a'], 'key')).toBe('1:1-1:2')
  })

  it('counts UTF-16 units', () => expect(at('"𠮷𠮷": x', ['𠮷𠮷'])).toBe('1:9-1:10'))

  it('is that of the anchor for what lies inside an alias, and of the alias for the alias itself', () => {
    expect(at('a: &x { b: 1 }\nc: *x', ['c', 'b'])).toBe('1:12-1:13')
    expect(at('a: &x { b: 1 }\nc: *x', ['c'])).toBe('2:4-2:6')
  })

  it('reads JSON, tabs and all', () => expect(at('{\n\t"a": [1,\n\t\t{"443": null}]\n}', ['a', 1, '443'], 'key')).toBe('3:4-3:9'))

  it('throws where nothing stands', () => {
    expect(() => at('a: 1', ['b'])).toThrow('nothing stands')
    expect(() => at('a: [1]', ['a', 1])).toThrow('nothing stands')
    expect(() => at('a: 1', ['a', 'toString'])).toThrow('nothing stands')
  })

  it('takes a span or a line as it is', () => {
    const source = parse('a.yaml', 'a: 1\nb: 2')
    expect(source.locate({ file: 'a.yaml', span: [5, 6] })).toMatchObject({ line: 2, column: 1, endColumn: 2 })
    expect(source.locate({ file: 'fw.conf', line: 7 })).toMatchObject({ file: 'fw.conf', line: 7, column: 1 })
  })
})

describe('values', () => {
  it('are plain, with keys as text and days as typed', () => {
    expect(parse('a', 'x: { 443: 2026-01-01, no: no, __proto__: { y: 1 } }').value).toEqual(
      { x: Object.assign(Object.create(null), { 443: '2026-01-01', no: 'no', ['__proto__']: { y: 1 } }) })
    expect(({} as { y?: number }).y).toBeUndefined()
  })

  it('are repeated by aliases', () => expect(parse('a', 'a: &x [1]\nb: *x').value).toEqual({ a: [1], b: [1] }))

  it('are null in an empty file', () => {
    for (const content of ['', '\uFEFF', '# only a comment\n', '---\n']) expect(parse('a', content)).toMatchObject({ value: null, problems: [] })
  })
})

describe('mistakes of syntax', () => {
  it.each([
    ['a: "1', ['«» a character is missing (a closing bracket or quote, a colon, or the space after one)']],
    ['a: [1, 2', ['«» the indentation does not line up, or a closing bracket is missing']],
    ['a: 1\nb: 2\na: 3', ['«a» the key "a" stands here twice → «a» the first is here']],
    ['{ "a": 1, \'a\': 2 }', ['«\'a\'» the key "a" stands here twice → «"a"» the first is here']],
    ['a: 1\n---\nb: 2', ['«---» a file holds one document (do not separate several by ---)']],
    ['a: *nothing', ['«*nothing» there is no anchor &nothing before this']],
    ['a: &x [*x]', ['«*x» there is no anchor &x before this']],
    ['a: !secret 1', ['«!secret» this tag (!) is not supported']],
    ['a: "\\q"', ['«\\» this escape is not valid in double quotes (in single quotes a \\ is just a \\)']],
    ['[1]: 2', ['«[» a key must be a string']],
  ])('%j', (content, expected) => expect(said(content)).toEqual(expected))

  it('have no value', () => expect(parse('a', 'a: [').value).toBeUndefined())
})

describe('hostile files', () => {
  it.each([
    ['brackets', '['.repeat(100_000)],
    ['closed brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['maps', '{a: '.repeat(50_000)],
    ['questions', '? '.repeat(50_000)],
  ])('%s nested deeply are refused', (_, content) => {
    expect(said(content)).toEqual([expect.stringContaining('this is nested too deeply')])
  })

  it('a bomb of aliases is refused', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`)
    expect(said(`a0: &a0 [x]\n${levels.join('\n')}`)).toEqual([expect.stringContaining('aliases (*) repeat too much')])
  })

  it('a hundred thousand keys take no quadratic time', { timeout: 20_000 }, () => {
    const source = parse('a', Array.from({ length: 100_000 }, (_, i) => `k${i}: ${i}`).join('\n'))
    expect(source.problems).toEqual([])
    for (let i = 0; i < 100_000; i += 7) expect(source.locate({ file: 'a', path: [`k${i}`] }).line).toBe(i + 1)
  })

  it('never throw, whatever the characters', () => {
    let seed = 7
    const random = (n: number) => { seed = (seed * 48271) % 2147483647; return seed % n }
    const pieces = ['a', ':', ' ', '\n', '- ', '[', ']', '{', '}', ',', '&x ', '*x', '!t ', '"', "'", '|', '>', '#', '?', '%', '@', '`', '\t', '\r\n', '---', '...', '\u0000', '\uFEFF', '<<', '__proto__']
    for (let i = 0; i < 3000; i++) {
      const content = Array.from({ length: random(24) }, () => pieces[random(pieces.length)]).join('')
      const source = parse('a', content)
      for (const { at } of source.problems) expect(source.locate(at).line, JSON.stringify(content)).toBeGreaterThan(0)
    }
  })
})
