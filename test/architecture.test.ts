/** The law of the house: text goes in at the left, verdicts come out at the right, and no room looks to its right. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ROOMS = ['verdict', 'checker', 'net', 'topology', 'config', 'engine', 'rules', 'redaction', 'report', 'open', 'verify', 'questions', 'index', 'commands']

interface Source { readonly path: string; readonly room: string; readonly content: string; readonly lines: number }

const sources: readonly Source[] = readdirSync(resolve(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => {
    const content = readFileSync(resolve(ROOT, 'src', path), 'utf8')
    return { path, room: path.split('/')[0]!.replace(/\.ts$/, ''), content, lines: content.trimEnd().split('\n').length }
  })

/** Static imports, re-exports, `import()` and `import('…')` in types alike. */
const imports = ({ content }: Source): readonly string[] =>
  [...withoutComments(content).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm)].map(([, target]) => target!)

const withoutComments = (content: string): string => content.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/.*$/gm, '')

const roomOf = ({ path }: Source, target: string): string | undefined => {
  const inside = relative(resolve(ROOT, 'src'), resolve(ROOT, 'src', dirname(path), target)).replaceAll('\\', '/')
  return inside.startsWith('..') ? undefined : inside.split('/')[0]!.replace(/\.ts$/, '')
}

/** `path: what is wrong` for every import that `wrong` finds fault with. */
const faults = (wrong: (source: Source, target: string) => boolean): readonly string[] =>
  sources.flatMap((source) => imports(source).filter((target) => wrong(source, target)).map((target) => `src/${source.path} imports ${target}`))

describe('rooms', () => {
  test('every file stands in a room', () => {
    const homeless = sources.filter(({ room }) => !ROOMS.includes(room)).map(({ path }) => path)
    expect(homeless, 'a file that has no room means that the rooms are wrong: see the order above').toEqual([])
  })

  test('a file imports only from its own room and from rooms to its left', () => {
    const rightwards = faults((source, target) => {
      const room = target.startsWith('.') ? roomOf(source, target) : undefined
      return room !== undefined && ROOMS.indexOf(room) > ROOMS.indexOf(source.room)
    })
    expect(rightwards, 'data flows to the right; a file that looks there would have to be understood together with what uses it').toEqual([])
  })

  test('the checker imports only itself and the vocabulary', () =>
    expect(faults((source, target) => source.room === 'checker' && !['checker', 'verdict'].includes(target.startsWith('.') ? roomOf(source, target) ?? '' : target)),
      'it is there for those who do not trust the rest').toEqual([]))

  test('commands import only index.ts and themselves', () => {
    const inside = faults((source, target) =>
      source.room === 'commands' && target.startsWith('.') && !['commands', 'index'].includes(roomOf(source, target) ?? ''))
    expect(inside, 'whatever a command can do, a user of the library must be able to do as well').toEqual([])
  })
})

describe('doors', () => {
  const DOORS: readonly (readonly [library: RegExp, door: RegExp, why: string])[] = [
    [/^yaml(\/|$)/, /^topology\/source\.ts$/, 'a new version of the parser must change one file'],
    [/^ajv(\/|$)/, /^topology\/schema\.ts$/, 'its English messages must never reach a user'],
    [/^ip-address(\/|$)/, /^net\/address\.ts$/, 'outside that file an address is a number'],
    [/^@oclif\//, /^commands\//, 'the command line is a door, not a house'],
    [/^fast-glob$/, /^commands\//, 'the library reads no file system: it runs in a browser and in an editor'],
    [/^@dagrejs\/dagre$/, /^report\/dossier\/diagram\/layout\.ts$/, 'where things are drawn is decided in one place'],
    [/^fflate$/, /^commands\//, 'a bundle is a set of files; whether they lie in a zip is a question of the disk'],
    [/^node:(fs|zlib)/, /^commands\/disk\//, 'what a stranger named is read, and what is the user\'s is written, in one way'],
    [/^node:/, /^commands\//, 'the library runs in a browser and in an editor'],
  ]

  test.each(DOORS)('%s is imported only by %s', (library, door, why) =>
    expect(faults(({ path }, target) => library.test(target) && !door.test(path)), why).toEqual([]))

  test('no other library is imported', () =>
    expect(faults((_, target) => !target.startsWith('.') && !DOORS.some(([library]) => library.test(target))),
      'each outside library is agreed on, and has one door').toEqual([]))

  test('Node is always called by its full name', () =>
    expect(faults((_, target) => /^(fs|path|os|url|util|crypto|process|child_process|module)(\/|$)/.test(target)), 'so that the doors above are seen').toEqual([]))
})

describe('the library', () => {
  const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
    ['a clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/],
    ['randomness', /\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/],
    ['the environment', /\bprocess\.|\bglobalThis\.process\b/],
    ['a locale', /\blocaleCompare\b|\btoLocale[A-Z]|\bIntl\./],
    ['a stream', /\bconsole\./],
  ]

  test.each(FORBIDDEN)('knows nothing of %s', (_, pattern) => {
    const found = sources.filter(({ room, content }) => room !== 'commands' && pattern.test(withoutComments(content))).map(({ path }) => path)
    expect(found, 'same input, same bytes out, wherever it runs').toEqual([])
  })

  test('has no default export', () =>
    expect(sources.filter(({ content }) => /^export default/m.test(content)).map(({ path }) => path), 'one name for one thing, everywhere').toEqual([]))
})

describe('size', () => {
  const MOST = 300
  const MEDIAN = 150

  test(`no file has more than ${MOST} lines`, () => {
    const large = sources.filter(({ lines }) => lines > MOST).map(({ path, lines }) => `${path}: ${lines}`)
    expect(large, 'the file that does everything is how every other tool lost its shape').toEqual([])
  })

  test(`the median is at most ${MEDIAN}`, () => {
    const sizes = sources.map(({ lines }) => lines).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length / 2)], 'a file should be read in one go').toBeLessThanOrEqual(MEDIAN)
  })

  test('file names are kebab-case', () =>
    expect(sources.filter(({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*[/.])+ts$/.test(path)).map(({ path }) => path), 'one spelling on every file system').toEqual([]))

  test('no drawers', () =>
    expect(sources.filter(({ path }) => /(^|\/)(utils?|helpers?|common|core|misc|shared|types|constants)(\/|\.ts$)/.test(path)).map(({ path }) => path),
      'a function without a room means that the rooms are wrong').toEqual([]))
})

test('the top level holds what was agreed', () => {
  const agreed = ['src', 'schemas', 'examples', 'test', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts', 'README.md', 'LICENSE', 'node_modules', 'dist']
  const others = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !agreed.includes(name))
  expect(others, 'documentation stands beside what it documents, benchmarks in test/bench').toEqual([])
})
