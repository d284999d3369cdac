/** Running configurations of Cisco IOS and IOS-XE. */
import type { Definition } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { ConfigFile, Reader, Reading } from '../reader.ts'
import { classTest } from './classes.ts'
import { vrfsOf } from './context.ts'
import { Draft } from './draft.ts'
import { readGlobal } from './global.ts'
import { readLayer2 } from './layer2.ts'
import { everything, irrelevant, type Line } from './line.ts'
import { pipelineOf } from './pipeline.ts'
import { policyRoutes } from './policy-routes.ts'
import { interfaceOf } from './reverse-path.ts'
import { parseSource } from './source.ts'
import { staticRoutes } from './static-routes.ts'

export const ciscoIos: Reader = {
  syntaxes: ['cisco-ios', 'ios', 'ios-xe'], read,
  recognises: (content) => /^interface \S/m.test(content) && /^(?:hostname \S|version \d|ip (?:route|access-list|classless|forward-protocol)|Building configuration)/m.test(content)
    && !/^(?:ASA Version|!?Command: show running-config|feature \S|set (?:version|system))/m.test(content),
}

function read(files: readonly ConfigFile[], _: At, context?: string): Reading {
  const { lines, roots } = parseSource(files)
  const draft = new Draft()
  readGlobal(roots, draft)
  draft.lists.finish(draft.groups)
  readLayer2(draft)
  const routes = staticRoutes(draft)
  const policies = policyRoutes(draft, routes)
  const { pipeline, sessions } = pipelineOf(draft, routes)
  accountedFor(lines, draft)
  const up = draft.up()
  const meant = context === undefined ? undefined : vrfsOf(context, up, [...routes, ...policies])
  const inContext = (vrf: string): boolean => meant?.has(vrf) ?? true
  return {
    ...(draft.hostname && { hostname: draft.hostname }),
    faces: up.filter(({ vrf }) => inContext(vrf)).map(interfaceOf),
    down: new Map([...draft.faces.values()].filter((face) => !up.includes(face)).map(({ name, shutdown, line }) => [name, (shutdown ?? line).at])),
    routes: routes.filter(({ vrf }) => inContext(vrf)), policyRoutes: policies.filter(({ vrf }) => inContext(vrf)), runs: draft.runs,
    ...(draft.vrfs.size > 0 && { contexts: ['default', ...draft.vrfs] }),
    pipeline, sessions, gaps: draft.gaps,
    lines: lines.map((line) => ({ at: line.at, text: line.text, status: line.status!, ...(line.why && { why: line.why }) })),
    interfaces: new Map(), definitions: definitionsOf(draft, lines), references: [], problems: draft.problems,
  }
}

/** A map that only routing protocols ask decides about no packet; any other line that nothing took may do anything. */
function accountedFor(lines: readonly Line[], draft: Draft): void {
  for (const [name, { words }] of draft.classMaps) if (words.includes('inspect')) classTest(name, draft, 'forth')
  for (const policy of draft.policyMaps.values()) everything(policy, INSPECTING)
  for (const step of [...draft.routeMaps.values()].flat().flatMap(({ steps }) => steps)) if (!step.status && OF_MAPS.has(step.words[0]!)) irrelevant(step)
  for (const line of lines) if (!line.status) draft.gap(line, 'forwarding')
}

const OF_MAPS: ReadonlySet<string> = new Set(['match', 'set', 'description', 'continue'])

/** What stands in the policies of zones; those that no pair applies decide about no packet. */
const INSPECTING: ReadonlySet<string> = new Set(['class', 'inspect', 'pass', 'drop', 'police', 'service-policy', 'urlfilter', 'content-scan', 'description'])

/** A list or group is used if its name stands in any line outside of what defines it. */
function definitionsOf({ lists, groups }: Draft, lines: readonly Line[]): Omit<Definition, 'device'>[] {
  const mentioned = new Set(lines.flatMap(({ words, status }) =>
    (words[0] === 'access-list' ? words.slice(2)
      : words[1] === 'access-list' ? words.slice(4)
      : words[0] === 'object-group' && status === 'understood' && words.length === 3 ? [] : words)))
  return [
    ...lists.all.map(({ name, at }) => ({ kind: 'list', id: name, at, used: mentioned.has(name) } as const)),
    ...[...groups.lines].map(([id, { line, kind }]) => ({ kind, id, at: line.at, used: mentioned.has(id) } as const)),
  ]
}
