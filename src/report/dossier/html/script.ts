/**
 * What the page does by itself: dialogs, search, paths. It adds no meaning: without it everything can be read. Names reach the page
 * as text alone (`textContent`), never as markup.
 */
export const PAGE_SCRIPT = String.raw`
'use strict'
const data = JSON.parse(document.getElementById('data').textContent)
const words = data.words
const all = (selector, root) => [...(root || document).querySelectorAll(selector)]
const made = (name, text) => { const element = document.createElement(name); if (text !== undefined) element.textContent = text; return element }

const dialog = document.getElementById('dialog')
const dialogBody = document.getElementById('dialog-body')
function show(name, children) {
  dialogBody.replaceChildren(...children)
  document.getElementById('dialog-name').textContent = name
  dialog.showModal()
}
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close() })
document.getElementById('dialog-close').addEventListener('click', () => dialog.close())

for (const link of all('a.way')) link.addEventListener('click', (event) => {
  event.preventDefault()
  const copy = document.querySelector(link.getAttribute('href')).cloneNode(true)
  copy.removeAttribute('id')
  const heading = copy.querySelector('h3')
  heading.remove()
  show(heading.textContent, [...copy.childNodes])
})

const views = { detail: document.getElementById('view-detail'), overview: document.getElementById('view-overview') }
const chosen = document.getElementById('view')
const current = () => views[chosen.value]
const nodesOf = (view) => all('.node', view)
const nodeIn = (view, id) => nodesOf(view).find((node) => node.dataset.node === id)

for (const view of Object.values(views)) {
  const nodes = nodesOf(view)
  nodes.forEach((node, index) => {
    node.setAttribute('tabindex', index === 0 ? '0' : '-1')
    node.setAttribute('role', 'button')
    node.addEventListener('click', () => details(node.dataset.node))
    node.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); details(node.dataset.node) }
      else if (step !== undefined) { event.preventDefault(); move(nodes, node, nodes[(index + step + nodes.length) % nodes.length]) }
    })
  })
}
function move(nodes, from, to) {
  from.setAttribute('tabindex', '-1')
  to.setAttribute('tabindex', '0')
  to.focus({ preventScroll: true })
  to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

function details(id) {
  const node = data.nodes[id]
  const zone = data.zones[node ? node.zone : id.slice(5)]
  const parts = []
  if (zone) parts.push(made('p', words.zone + ': ' + zone[0] + ' (' + zone[1] + ')'))
  for (const fact of node ? node.facts : []) parts.push(made('p', fact))
  const members = node ? node.members : Object.values(data.nodes).filter((one) => 'zone:' + one.zone === id).flatMap((one) => one.members)
  if (members.length > 0) parts.push(...tableOf(members))
  show(node ? (node.title ? node.title + ' (' + node.name + ')' : node.name) : (zone ? zone[0] : id), parts)
}

const SHOWN = 200
function tableOf(members) {
  const status = made('p')
  const field = made('input')
  field.type = 'search'
  field.setAttribute('aria-label', words.hosts)
  const table = made('table')
  const head = table.createTHead().insertRow()
  for (const word of [words.name, words.title, words.role, words.addresses]) { const cell = made('th', word); cell.scope = 'col'; head.append(cell) }
  const body = table.createTBody()
  const fill = () => {
    const wanted = field.value.toLowerCase()
    const found = members.filter((row) => row.join(' ').toLowerCase().includes(wanted))
    status.textContent = words.hosts + ': ' + found.length + (found.length > SHOWN ? ' (' + SHOWN + ')' : '')
    body.replaceChildren(...found.slice(0, SHOWN).map((row) => {
      const line = made('tr')
      const name = made('th', row[0])
      name.scope = 'row'
      line.append(name, ...row.slice(1).map((cell) => made('td', cell)))
      return line
    }))
  }
  field.addEventListener('input', fill)
  fill()
  const scroll = made('div')
  scroll.className = 'scroll'
  scroll.append(table)
  return members.length > 20 ? [status, field, scroll] : [status, scroll]
}

const search = document.getElementById('find')
const texts = new Map(Object.entries(data.nodes).map(([id, node]) => [id, [node.name, node.title || '', ...node.facts, ...node.members.flat()].join('\n').toLowerCase()]))
const belongs = (id, nodeId) => id === nodeId || (data.nodes[nodeId] && 'zone:' + data.nodes[nodeId].zone === id)
function find(go) {
  const wanted = search.value.trim().toLowerCase()
  const hits = wanted === '' ? [] : [...texts].filter(([, text]) => text.includes(wanted)).map(([id]) => id)
  for (const view of Object.values(views)) {
    view.classList.toggle('searching', wanted !== '')
    for (const node of nodesOf(view)) node.classList.toggle('match', hits.some((hit) => belongs(node.dataset.node, hit)))
  }
  document.getElementById('found').textContent = wanted === '' ? '' : hits.length + ' ' + words.found
  const first = current().querySelector('.node.match')
  if (go && first) { move(nodesOf(current()), current().querySelector('.node[tabindex="0"]') || first, first) }
}
search.addEventListener('input', () => find(false))
search.addEventListener('keydown', (event) => { if (event.key === 'Enter') find(true) })

const route = document.getElementById('route')
function middle(node) {
  const box = node.querySelector('rect')
  const value = (name) => Number(box.getAttribute(name))
  return [value('x') + value('width') / 2, value('y') + value('height') / 2, value('x') + value('width')]
}
const SVG = 'http://www.w3.org/2000/svg'
function drawn(name, attributes, text) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}
function showRoute() {
  for (const [key, view] of Object.entries(views)) {
    const [, steps] = data.routes[key].find(([finding]) => finding === route.value) || ['', []]
    view.classList.toggle('routed', steps.length > 0)
    for (const part of all('.on-route', view)) part.classList.remove('on-route')
    const layer = view.querySelector('.route')
    layer.replaceChildren()
    const nodes = steps.map((id) => nodeIn(view, id)).filter(Boolean)
    nodes.forEach((node, index) => {
      node.classList.add('on-route')
      const next = nodes[index + 1]
      if (next) {
        const ends = [node.dataset.node, next.dataset.node]
        const edges = all('.edge', view).filter((edge) => ends.includes(edge.dataset.from) && ends.includes(edge.dataset.to) && edge.dataset.from !== edge.dataset.to)
        for (const edge of edges) edge.classList.add('on-route')
        if (edges.length === 0) { const [x1, y1] = middle(node); const [x2, y2] = middle(next); layer.append(drawn('line', { x1, y1, x2, y2 })) }
      }
      const [, y, right] = middle(node)
      const offset = nodes.slice(0, index).filter((one) => one === node).length * 22
      layer.append(drawn('circle', { cx: right - 14 - offset, cy: y, r: 10 }), drawn('text', { x: right - 14 - offset, y: y + 4 }, String(index + 1)))
    })
  }
  const first = current().querySelector('.node.on-route')
  if (first && route.value !== '') first.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
route.addEventListener('change', showRoute)
for (const button of all('.show-route')) button.addEventListener('click', () => {
  route.value = button.dataset.finding
  showRoute()
  document.getElementById('diagram').scrollIntoView()
  route.focus({ preventScroll: true })
})

chosen.addEventListener('change', () => {
  for (const [key, view] of Object.entries(views)) view.hidden = key !== chosen.value
  showRoute()
})
const zoom = document.getElementById('zoom')
function fit() {
  for (const view of Object.values(views)) {
    const svg = view.querySelector('svg')
    const box = svg.viewBox.baseVal
    svg.setAttribute('width', String(box.width * zoom.value / 100))
    svg.setAttribute('height', String(box.height * zoom.value / 100))
  }
}
zoom.addEventListener('input', fit)
const wide = current().querySelector('svg').viewBox.baseVal.width
zoom.value = String(Math.max(30, Math.min(100, Math.floor(current().clientWidth / wide * 10) * 10)))
fit()
`
