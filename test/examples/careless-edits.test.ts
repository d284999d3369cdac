/** The town that keeps the rules stays green for a reason: each of these edits, one line of a bad day, turns it. */
import { expect, test } from 'vitest'
import { files } from './files.ts'
import { verify } from '../../src/index.ts'

interface Edit {
  readonly what: string
  readonly file: 'topology.yaml' | 'hosts.yaml' | 'register.yaml'
  readonly from: string
  readonly to: string
  /** `rule key: outcome cause`; others may turn as well. */
  readonly turns: readonly string[]
}

const FIRST_RULE = '      # マイナンバー利用事務系\n'
const PATH = 'path-division'
const WAYPOINT = 'sanitization-waypoint internet->lg: refuted'

const EDITS: readonly Edit[] = [
  {
    what: 'mail from the whole security cloud instead of its sanitizer', file: 'topology.yaml',
    from: 'source: mail-sanitizer, destination: lg-mail', to: 'source: sc, destination: lg-mail',
    turns: [`${PATH} sc->lg: refuted rule:fw1/filter/90`, `${WAYPOINT} rule:fw1/filter/90`],
  },
  {
    what: 'files pushed by anything beside the sanitizer', file: 'topology.yaml',
    from: 'source: cdr, destination: file-landing', to: 'source: in-vdi, destination: file-landing',
    turns: [`${PATH} in->lg: refuted rule:fw1/filter/100`, `${WAYPOINT} rule:fw1/filter/100`],
  },
  {
    what: 'staff PCs may look at the whole segment of the virtual browser', file: 'topology.yaml',
    from: 'source: lg-pc, destination: rbi', to: 'source: lg-pc, destination: in-vdi',
    turns: [`${PATH} lg->in: refuted rule:fw1/filter/80`],
  },
  {
    what: 'management reaches into the core servers', file: 'topology.yaml',
    from: FIRST_RULE, to: `${FIRST_RULE}      - { id: 5, action: permit, in: mg, out: mns, source: mgmt-pc, destination: mn-srv, service: tcp/22 }\n`,
    turns: ['mynumber-isolation mgmt->mn: refuted rule:fw1/filter/5'],
  },
  {
    what: 'updates for the core servers from the LGWAN tier', file: 'topology.yaml',
    from: FIRST_RULE, to: `${FIRST_RULE}      - { id: 5, action: permit, in: mns, out: lgs, source: mn-update, destination: lg-update, service: tcp/8530 }\n`,
    turns: ['mynumber-isolation mn->lg: refuted rule:fw1/filter/5'],
  },
  {
    what: 'any service to the update platform', file: 'topology.yaml',
    from: 'source: mn-update, destination: update-platform, service: tcp/443', to: 'source: mn-update, destination: update-platform, service: any',
    turns: ['mynumber-isolation mn->lgwan: refuted rule:fw1/filter/70'],
  },
  {
    what: 'a broadband line of its own for the virtual browser', file: 'topology.yaml',
    from: '\nlines:\n', to: '\nlines:\n  new-line: { kind: ipoe, segment: in-vdi, peer: 192.168.30.254, to: world }\n',
    turns: ['egress-aggregation in->world aggregated: refuted line:new-line'],
  },
  {
    what: 'a mobile router beside the staff PCs', file: 'topology.yaml',
    from: '\nlines:\n', to: '\nlines:\n  lte: { kind: lte, segment: lg-pc, peer: 10.20.11.250, to: world }\n',
    turns: ['local-breakout lg->world: refuted line:lte', `${PATH} lg->world: refuted line:lte`, `${PATH} world->lg: refuted line:lte`, `${PATH} in->lg: refuted line:lte`],
  },
  {
    what: 'a security cloud that nobody watches', file: 'topology.yaml',
    from: 'monitored: true', to: 'monitored: false',
    turns: ['monitoring in->sc: refuted zone:sc'],
  },
  {
    what: 'a security cloud of which nobody says whether it is watched', file: 'topology.yaml',
    from: '    monitored: true\n', to: '',
    turns: ['monitoring in->sc: unknown '],
  },
  {
    what: 'the line to the security cloud replaced by one to the Internet', file: 'topology.yaml',
    from: 'to: sc, beyond: [world]', to: 'to: world, beyond: [sc]',
    turns: ['egress-aggregation world->in aggregated: refuted line:sc-line'],
  },
  {
    what: 'no route to the security cloud', file: 'topology.yaml',
    from: '      - { to: default, via: 192.168.39.2 }\n', to: '',
    turns: ['flow-blocked A13: refuted flow:A13'],
  },
  {
    what: 'sessions forgotten', file: 'topology.yaml',
    from: 'stateful: true\n    logs-to: syslog', to: 'stateful: false\n    logs-to: syslog',
    turns: ['flow-blocked A1: refuted flow:A1', 'flow-blocked A7: refuted flow:A7'],
  },
  {
    what: 'the clipboard of the virtual browser on', file: 'hosts.yaml',
    from: 'clipboard: false', to: 'clipboard: true', turns: [`${WAYPOINT} host:rbi`],
  },
  {
    what: 'mail that stays HTML', file: 'hosts.yaml',
    from: 'html-to-text: true', to: 'html-to-text: false', turns: [`${WAYPOINT} host:mail-sanitizer`],
  },
  {
    what: 'a file server with two legs, said to forward and to pass on nothing', file: 'hosts.yaml',
    from: '      - { segment: lg-srv, address: 10.20.10.5 }\n',
    to: '      - { segment: lg-srv, address: 10.20.10.5 }\n      - { segment: in-vdi, address: 192.168.30.5 }\n    forwards: false\n    relays: none\n',
    turns: [`${WAYPOINT} host:nas`],
  },
  {
    what: 'a register entry one day past its expiry', file: 'register.yaml',
    from: 'service: [tcp/443, tcp/8530]\n    purpose: 更新プログラムとウイルス定義ファイルの取得\n    approved: { by: 統括情報セキュリティ責任者, on: 2026-03-20 }\n    expires: 2027-03-31',
    to: 'service: [tcp/443, tcp/8530]\n    purpose: 更新プログラムとウイルス定義ファイルの取得\n    approved: { by: 統括情報セキュリティ責任者, on: 2026-03-20 }\n    expires: 2026-11-22',
    turns: ['mynumber-isolation mn->lgwan: refuted flow:A7'],
  },
  {
    what: 'screen transfer registered as something else', file: 'register.yaml',
    from: '  A8:\n    kind: sanitized', to: '  A8:\n    kind: ordinary',
    turns: [`${PATH} lg->in: refuted flow:A8`],
  },
]

const ROOT = 'examples/saikai-town'

test.each(EDITS)('$what', ({ file, from, to, turns }) => {
  const read = (name: string) => {
    const content = files.read(name)
    if (name !== `${ROOT}/${file}` || content === undefined) return content
    expect(content.split(from)).toHaveLength(2)
    return content.replace(from, () => to)
  }
  const { problems, verdicts } = verify(`${ROOT}/topology.yaml`, { ...files, read }, { asOf: '2026-11-23' })
  expect(problems).toEqual([])
  expect(verdicts.map(({ rule, key, outcome, cause }) => `${rule} ${key}: ${outcome} ${cause?.key ?? ''}`)).toEqual(expect.arrayContaining([...turns]))
})
