/** A running configuration as lines in sections: `show running-config`, with or without what the terminal printed around it. */
import { text } from '../../verdict.ts'
import type { ConfigFile } from '../reader.ts'
import { Commands, listed } from './commands.ts'
import { irrelevant, type Line } from './line.ts'

export interface Source {
  /** Every line of every file, in order. */
  readonly lines: readonly Line[]
  /** Those of global configuration; the others are their descendants. */
  readonly roots: readonly Line[]
}

export function parseSource(files: readonly ConfigFile[]): Source {
  const all: Line[] = []
  const roots: Line[] = []
  for (const { file, content } of files) {
    const texts = content.split(/\r?\n/)
    if (texts.at(-1) === '') texts.pop()
    const lines = texts.map((one, index): Line => ({
      at: { file, line: index + 1 }, text: one.trimEnd(), words: one.split(/\s+/).filter((word) => word !== ''),
      indent: one.length - one.trimStart().length, children: [],
    }))
    setAside(lines)
    for (const one of (lines.some(({ indent, status }) => indent > 0 && !status) ? nested(lines) : flat(lines))) roots.push(one)
    for (const one of lines) all.push(one)
  }
  return { lines: all, roots }
}

/** What is no command: comments, printed headers, other commands' output, texts, certificates. */
function setAside(lines: readonly Line[]): void {
  const neverClosed = new Set<string>()
  let foreign = false
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const prompt = PROMPT.exec(line.text)
    if (prompt) {
      // What follows another command at the prompt is its output, not configuration.
      foreign = /^sh(ow?)?\b/.test(prompt[1]!) && !/^sh\S*\s+(run|start|conf)/.test(prompt[1]!)
      irrelevant(line)
    } else if (foreign) irrelevant(line, text('ほかのコマンドの出力', 'output of another command'))
    else if (line.words.length === 0 || line.words[0]!.startsWith('!') || HEADER.test(line.text) || line.text.trim() === 'exit') irrelevant(line)
    else if (line.words[0] === 'certificate' || line.words[0] === 'key-string') i = hexadecimal(lines, i)
    else i = textOf(lines, i, neverClosed)
  }
}

const PROMPT = /^[\w.()-]+[#>]\s*(?:do\s+)?((?:sh|term|exit|conf|copy|en|wr|ping|dis|logout|more)\w*\b.*|)$/
const HEADER = /^\s*(Building configuration|Current configuration\b|Using \d+ out of|Load for \w+ sec|Time source is|Startup configuration|end$)/

/** Hexadecimal lines up to `quit`: certificates and keys. Returns the last line that was read. */
function hexadecimal(lines: readonly Line[], start: number): number {
  irrelevant(lines[start]!)
  let next = start + 1
  for (; next < lines.length && /^[0-9A-Fa-f\s]+$/.test(lines[next]!.text); next++) irrelevant(lines[next]!)
  if (lines[next]?.words[0] !== 'quit') return next - 1
  irrelevant(lines[next]!)
  return next
}

/**
 * `banner motd ^C … ^C`: everything up to the next delimiter is text, whatever it looks like. A delimiter that never comes
 * again makes it one line that is not understood: nothing behind it may be hidden by it.
 */
function textOf(lines: readonly Line[], start: number, neverClosed: Set<string>): number {
  const line = lines[start]!
  const [, body] = TEXT.exec(line.text) ?? []
  if (body === undefined || body === '') return start
  const delimiter = body.startsWith('^C') ? '^C' : body[0]!
  if (body.indexOf(delimiter, delimiter.length) >= 0) { irrelevant(line); return start }
  if (neverClosed.has(delimiter)) return start
  let end = start + 1
  while (end < lines.length && !lines[end]!.text.includes(delimiter)) end++
  if (end === lines.length) { neverClosed.add(delimiter); return start }
  for (const one of lines.slice(start, end + 1)) irrelevant(one)
  return end
}

const TEXT = /^\s*(?:banner (?:motd|login|exec|incoming|prompt-timeout|slip-ppp)|aaa authentication (?:banner|fail-message)|banner|menu \S+ (?:title|prompt)|auth-type banner)\s+(\S.*)$/

/** A line stands under the nearest line before it that is indented less. */
function nested(lines: readonly Line[]): Line[] {
  const roots: Line[] = []
  const open: Line[] = []
  for (const line of lines) {
    if (line.status) {
      if (line.indent === 0 && line.words[0] === '!') open.length = 0
      continue
    }
    while (open.length > 0 && open.at(-1)!.indent >= line.indent) open.pop()
    ;(open.at(-1)?.children ?? roots).push(line)
    open.push(line)
  }
  return roots
}

/** Somebody's copy without indentation: a line that no global command begins with stands in the section before it. */
function flat(lines: readonly Line[]): Line[] {
  const roots: Line[] = []
  let section: Line | undefined
  for (const line of lines) {
    if (line.status) {
      if (line.words[0]?.startsWith('!') || line.words[0] === 'exit') section = undefined
      continue
    }
    const begins = BEGINS.find(line.words)?.handler ?? 'inner'
    if (section && begins === 'inner') section.children.push(line)
    else {
      roots.push(line)
      section = begins === 'section' ? line : undefined
    }
  }
  return roots
}

/** Where nothing is indented, these words alone tell a section from a command and that from what stands in a section. */
const BEGINS = new Commands<'section' | 'global' | 'inner'>([
  ...listed(`
interface | ip access-list | ipv6 access-list | object-group | line | router | ipv6 router | vrf definition | ip vrf | class-map | policy-map
zone security | zone-pair | route-map | vlan | time-range | ip dhcp pool | control-plane | archive | key chain
crypto map | crypto isakmp | crypto ipsec | crypto ikev2 | crypto pki
`).map((command) => [command, 'section'] as const),
  ...listed(`
hostname | version | access-list | ip route | ip nat inside source | ip nat inside destination | ip nat outside source | ip nat pool | ip nat source
ip nat translation | ip domain | ip domain-name | ip http | ip ssh | ip cef | ip forward-protocol | ip classless | ip inspect name | ip name-server
ip default-gateway | ip routing | ip multicast-routing | ip dhcp excluded-address | ipv6 route | ipv6 unicast-routing | snmp-server | logging host
logging buffered | ntp server | ntp source | username | enable | service | no service | no aaa | no ip domain-lookup | no ip http | no ip routing
aaa | banner | boot | clock | spanning-tree mode | spanning-tree extend | vtp
`).map((command) => [command, 'global'] as const),
  ['ip vrf forwarding', 'inner'],
])
