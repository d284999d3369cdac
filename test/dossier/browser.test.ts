/** The page in a real browser: Chromium, where there is one. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { open } from '../../src/index.ts'
import { drawn } from '../../src/questions/dossier/drawn.ts'
import { papers } from '../../src/report/dossier/index.ts'
import { SMALL } from '../rules/asking.ts'
import { bundled, digest, HOSTILE, inMemory, textOf, type Wanted } from './bundled.ts'
import { hostile, large } from './hostile.ts'

const CHROMIUM = [process.env['SANSO_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path))
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TOWN = 'examples/saikai-town-wide-permit/topology.yaml'
const skipped = CHROMIUM === undefined ? ' (skipped: no Chromium; apt-get install chromium, or SANSO_CHROMIUM=path)' : ''

describe.skipIf(skipped !== '')(`in Chromium${skipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanso-page-'))
  let browser: Browser
  const said: string[] = []
  beforeAll(async () => { browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox', '--disable-gpu'] }) })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Whatever the page complains of, and whatever else than itself it asks for, is written down. */
  async function shown(html: string, { width = 1280, scheme = 'light' as 'light' | 'dark' } = {}): Promise<Page> {
    const file = join(folder, 'report.html')
    writeFileSync(file, html)
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme })
    said.length = 0
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => said.push(`error: ${error.message}`))
    page.on('dialog', (dialog) => { said.push(`dialog: ${dialog.message()}`); void dialog.dismiss() })
    page.on('request', (request) => { if (request.url() !== pathToFileURL(file).href) said.push(`request: ${request.url()}`) })
    await page.goto(pathToFileURL(file).href)
    return page
  }

  const opened = async (path: string, wanted: Wanted = {}, window = {}): Promise<Page> => shown(textOf((await bundled(path, wanted)).bundle, 'report.html'), window)

  describe.each([[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']] as const)('%i wide, %s', (width, scheme) => {
    test('complains of nothing, asks for nothing, fits, and is accessible', async () => {
      const page = await opened(TOWN, { cover: { classification: '機密性３', preparedBy: '情報システム係' } }, { width, scheme })
      expect(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(said).toEqual([])
      if (width === 390) return page.close()
      await page.evaluate(AXE)
      const { violations } = await page.evaluate('axe.run()') as { violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }
      expect(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0]!.target, nodes[0]!.failureSummary])).toEqual([])
      return page.close()
    })
  })

  test('by keyboard alone: past the contents, into the diagram, from box to box, into the details and back', async () => {
    const page = await opened(TOWN)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    await page.locator('#view-detail .node[tabindex="0"]').focus()
    const focused = () => page.evaluate('document.activeElement.dataset.node')
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    const second = await focused()
    expect([first === undefined, second === undefined, first === second]).toEqual([false, false, false])
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.getElementById("dialog").open')).toBe(true)
    await page.keyboard.press('Escape')
    expect([await page.evaluate('document.getElementById("dialog").open'), await focused()]).toEqual([false, second])
    expect(await page.locator('#view-detail .node[tabindex="0"]').count()).toBe(1)
    await page.close()
  })

  test('a cell of the matrix opens its packet and path', async () => {
    const page = await opened(TOWN)
    await page.locator('a.way').first().click()
    expect(await page.locator('#dialog[open] .path li').count()).toBeGreaterThan(1)
    await page.locator('#dialog-close').click()
    expect(await page.locator('#dialog[open]').count()).toBe(0)
    await page.close()
  })

  test('the path of a finding is drawn, in either view; a search finds a host', async () => {
    const page = await opened(TOWN)
    const { diagram } = (await bundled(TOWN)).asked.dossier
    await page.locator('.show-route').first().click()
    expect(await page.locator('#view-detail .node.on-route').count()).toBe(new Set(diagram.routes[0]!.steps).size)
    expect(await page.locator('#view-detail .edge.on-route').count()).toBeGreaterThan(1)
    await page.locator('#view').selectOption('overview')
    expect(await page.locator('#view-overview .node.on-route').count()).toBeGreaterThan(1)
    await page.locator('#view').selectOption('detail')
    await page.locator('#find').fill('mn-ad')
    expect(await page.locator('#view-detail .node.match').evaluateAll((nodes: readonly { readonly dataset: { readonly node: string } }[]) => nodes.map(({ dataset }) => dataset.node))).toEqual(['segment:mn-srv'])
    await page.close()
  })

  test('it prints on A4, with pages for what is wide', async () => {
    const page = await opened(TOWN, { cover: { classification: '機密性３' } })
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const sizes = new Set([...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map(([, width, height]) => `${Math.round(Number(width))}x${Math.round(Number(height))}`))
    expect([...sizes].sort()).toEqual(['595x842', '842x595'])
    await page.close()
  })

  test('hostile names stay text, on the screen and in the details', async () => {
    const page = await opened('net.yaml', { files: inMemory(hostile), cover: { classification: HOSTILE } })
    for (const node of await page.locator('#view-detail .node').all()) {
      await node.dispatchEvent('click')
      await page.locator('#dialog-close').click()
    }
    expect(await page.locator('script').count()).toBe(2)
    expect(await page.evaluate('document.body.innerText.includes("<scr" + "ipt>alert(1)")')).toBe(true)
    expect(said).toEqual([])
    await page.close()
  })

  test('ten thousand hosts: zones are shown first, and one host is found among them', async () => {
    const { topology } = open('net.yaml', inMemory(large())).declared!
    const { dossier } = (await bundled('net.yaml', { files: inMemory(SMALL) })).asked
    const diagram = drawn(new Reach(new Network(topology)), dossier.network)
    const page = await shown(papers({ ...dossier, inputs: [], diagram }, 'ja', digest).get('report.html')!)
    expect(await page.locator('#view-overview').isVisible()).toBe(true)
    expect(await page.locator('#view-overview .node').count()).toBeLessThan(20)
    await page.locator('#find').fill('h137-31')
    expect(await page.locator('#view-detail .node.match').count()).toBe(1)
    await page.locator('#view-overview .node.match').dispatchEvent('click')
    expect(await page.locator('#dialog[open] tbody tr').count()).toBeLessThanOrEqual(200)
    expect(said).toEqual([])
    await page.close()
  }, 120_000)
})
