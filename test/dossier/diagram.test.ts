/** One model, three drawings: nothing is missing from any, and no name can break one. */
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagram, DrawnEdge, DrawnNode } from '../../src/report/dossier/diagram/diagram.ts'
import { drawio } from '../../src/report/dossier/diagram/drawio.ts'
import { laidOut } from '../../src/report/dossier/diagram/layout.ts'
import { mermaid } from '../../src/report/dossier/diagram/mermaid.ts'
import { overview } from '../../src/report/dossier/diagram/overview.ts'
import { svg } from '../../src/report/dossier/diagram/svg.ts'
import { penOf } from '../../src/report/dossier/pen.ts'
import { TIER_TEXT } from '../../src/rules/judgement/judgement.ts'
import { TIERS } from '../../src/topology/model.ts'
import { bundled, HOSTILE, textOf } from './bundled.ts'

const PEN = penOf('ja', false)

const parsed = (xml: string) => new DOMParser({ onError: (level, message) => { if (level !== 'warning') throw new Error(`${level}: ${message}`) } }).parseFromString(xml, 'text/xml')
const elements = (xml: string, name: string) => [...parsed(xml).getElementsByTagName(name)]
const boxes = (xml: string): string[] => elements(xml, 'mxCell').filter((cell) => cell.getAttribute('vertex') === '1').map((cell) => cell.getAttribute('value') ?? '')
const values = (xml: string): string[] => elements(xml, 'mxCell').map((cell) => cell.getAttribute('value') ?? '')

describe.each(['examples/saikai-town/topology.yaml', 'examples/saikai-city/alpha-prime.yaml', 'examples/saikai-pref/topology.yaml', 'examples/iptables-gateway/topology.yaml'])('%s', (root) => {
  test('every zone, segment, device and line is in every drawing', async () => {
    const { asked, bundle } = await bundled(root)
    const { zones, segments, devices, lines } = asked.judgement.topology
    const names = [...segments.keys(), ...devices.keys(), ...[...zones.values()].filter(({ external }) => external).map(({ id }) => id)]
    const [cells, drawnBoxes] = [values(textOf(bundle, 'diagram.drawio')), boxes(textOf(bundle, 'diagram.drawio'))]
    for (const name of names) expect(drawnBoxes.filter((value) => value.split('\n').includes(name)), name).not.toEqual([])
    for (const { id, external, title } of zones.values()) {
      const holds = [...segments.values()].some(({ zone }) => zone === id)
      if (!external && holds) expect(cells).toContain(title === undefined || title === id ? id : `${title} (${id})`)
    }
    for (const line of lines.keys()) expect(cells).toContain(line)
    const shown = elements(textOf(bundle, 'diagram.svg'), 'g').flatMap((group) => group.getAttribute('data-node') ?? [])
    expect(new Set(shown)).toEqual(new Set(asked.dossier.diagram.nodes.map(({ id }) => id)))
    const flowchart = textOf(bundle, 'diagram.mmd')
    for (const name of names) expect(flowchart).toMatch(new RegExp(`["/>]${name.replaceAll(/[^\w ./:-]/gu, (character) => `#${character.codePointAt(0)};`)}["<]`))
  })

  test('every way of draw.io joins two boxes that are there', async () => {
    const cells = elements(textOf((await bundled(root)).bundle, 'diagram.drawio'), 'mxCell')
    const ids = new Set(cells.map((cell) => cell.getAttribute('id')))
    expect(ids.size).toBe(cells.length)
    const ways = cells.filter((cell) => cell.getAttribute('edge') === '1')
    expect(ways.length).toBeGreaterThan(0)
    for (const way of ways) expect([ids.has(way.getAttribute('source')), ids.has(way.getAttribute('target'))]).toEqual([true, true])
  })
})

test('every step of every finding of a network with faults is on the drawing', async () => {
  const { diagram, network } = (await bundled('examples/saikai-town-wide-permit/topology.yaml')).asked.dossier
  const nodes = new Set(diagram.nodes.map(({ id }) => id))
  expect(diagram.routes.length).toBeGreaterThan(0)
  for (const { finding, steps } of diagram.routes) {
    expect(network.findings.map(({ key }) => key)).toContain(finding)
    expect(steps.filter((step) => !nodes.has(step))).toEqual([])
  }
})

const name = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.constantFrom(HOSTILE, '__proto__', 'constructor', 'end', 'subgraph', 'x'.repeat(500), '西海町', '\u202eabc', '"'))
const diagrams: fc.Arbitrary<Diagram> = fc.record({ zones: fc.uniqueArray(fc.record({ id: name, tier: fc.constantFrom(...TIERS), external: fc.boolean() }), { selector: ({ id }) => id, minLength: 1, maxLength: 6 }), seed: fc.array(fc.tuple(name, fc.nat(), fc.constantFrom('segment', 'device', 'gateway', 'outside')), { maxLength: 14 }), joins: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('interface', 'line', 'beyond', 'leg', 'tunnel'), fc.option(name, { nil: undefined })), { maxLength: 30 }) })
  .map(({ zones, seed, joins }) => {
    const nodes = seed.map(([name, zone, kind], index): DrawnNode => ({ id: `${kind}:${index}:${name}`, kind: kind as DrawnNode['kind'], name, facts: [name, name], members: [], ...((kind === 'segment' || kind === 'outside') && { zone: zones[zone % zones.length]!.id }) }))
    const edges = nodes.length === 0 ? [] : joins.map(([from, to, kind, label]): DrawnEdge => ({ kind: kind as DrawnEdge['kind'], from: nodes[from % nodes.length]!.id, to: nodes[to % nodes.length]!.id, ...(label !== undefined && { label }) }))
    return { zones: zones.map((zone) => ({ ...zone, name: zone.id, tierName: TIER_TEXT[zone.tier] })), nodes, edges, routes: [] }
  })

describe('whatever the network and its names', () => {
  test('every box has a place inside the drawing, and no two boxes overlap', () => fc.assert(fc.property(diagrams, (diagram) => {
    const { nodes, width, height } = laidOut(diagram)
    expect(nodes).toHaveLength(diagram.nodes.length)
    for (const one of nodes) {
      expect([one.x >= 0, one.y >= 0, one.x + one.width <= width + 0.2, one.y + one.height <= height + 0.2]).toEqual([true, true, true, true])
      for (const other of nodes) {
        if (other !== one) expect(one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y).toBe(true)
      }
    }
  })))

  test('the drawings are well-formed and hold every name as text', () => fc.assert(fc.property(diagrams, (diagram) => {
    // What XML has no place for, and the separators that its parser here takes for line breaks, as XML 1.1 does.
    const clean = JSON.parse(JSON.stringify(diagram).replaceAll(/\\u00[01]\w|\\[bfnrt]|[\u0080-\u009f\u2028\u2029\ufffe\uffff]|\\u[dD][89a-fA-F]\w\w/g, '')) as Diagram
    expect(elements(svg(clean, HOSTILE, PEN), 'script')).toEqual([])
    expect(elements(svg(overview(clean), HOSTILE, PEN), 'svg')).toHaveLength(1)
    const cells = values(drawio(clean, HOSTILE, PEN))
    for (const node of clean.nodes) expect(cells.some((value) => value.startsWith(node.name))).toBe(true)
    for (const line of mermaid(clean, PEN).trimEnd().split('\n')) expect(line).toMatch(/^(flowchart LR| *subgraph \w+ \["[^"<>]*"\]| *end| +n\d+(\[|\{\{|\[\[|\(\[)"([^"<>]|<br\/>)*"(\]|\}\}|\]\]|\]\))| +n\d+ (-+|=+|-\.-?)( "[^"<>]*" (---|===|\.-))? n\d+)$/)
  }), { numRuns: 60 }))
})
