/** The parts of a first topology that may turn out to be wrong: lines, devices, ledgers, parties. */
import { hasAddress, intersectAddresses, isEmptyAddresses, parseAddress, parseAddresses } from '../../net/address.ts'
import { subnetsOf } from '../../engine/places.ts'
import type { Files } from '../../open.ts'
import { USUAL_PARTIES } from '../../rules/profiles/usual-parties.ts'
import type { Topology } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import { scalar } from '../draft/yaml.ts'
import type { ConfigAnswer, LedgerAnswer, LineAnswer, PartyAnswer } from './answers.ts'
import type { Part } from './layout.ts'
import { ledgerReading } from './ledger-columns.ts'
import type { LinuxFiles } from './linux.ts'

const NOT_THERE = text('ファイルがありません', 'there is no such file')

/** What the files of a Linux gateway are written in. */
const DUMPS = 'iptables'

/** The segment that the next hop lies on follows from its address. */
export function linePart({ to, kind, peer }: LineAnswer, topology: Topology, beyond: readonly string[]): Part {
  const earlier = [...topology.lines.values()].filter((line) => line.to === to).length
  const address = parseAddress(peer)!
  const segment = [...topology.segments.values()].find((one) => hasAddress(subnetsOf(one), address))
  const onward = to === 'sc' && beyond.length > 0 ? `, beyond: [${beyond.join(', ')}]` : ''
  return {
    section: 'lines', what: text(`回線 ${to}`, `line ${to}`),
    lines: [`${scalar(`${to}-line${earlier === 0 ? '' : `-${earlier + 1}`}`)}: { kind: ${kind}, segment: ${scalar(segment?.id ?? 'SEGMENT')}, peer: ${scalar(peer)}, to: ${scalar(to)}${onward} }`],
    ...(!segment && { aside: [text(`ネクストホップ ${peer} を含むセグメントがありません`, `no segment holds the next hop ${peer}`)] }),
  }
}

export function devicePart({ device, files }: ConfigAnswer, { dumps, faces, routes, captured, others, unread }: LinuxFiles, absent: readonly string[]): Part {
  const addressed = faces.filter(({ addresses }) => addresses.length > 0)
  const bare = faces.filter((face) => !addressed.includes(face))
  const notes = [
    ...others.map((file) => `# ${file}：読める書式ではありません / not a syntax that is read (iptables-save, ip addr, ip route)`),
    ...(bare.length === 0 ? [] : [`# アドレスのないインターフェース / without an address: ${bare.map(({ name }) => name).join(', ')}`]),
    ...unread.map((line) => `# ip route の読めなかった行 / not understood: ${line.trim()}`),
  ]
  return {
    section: 'devices', what: text(`機器 ${device}`, `device ${device}`),
    lines: [
      `${scalar(device)}:`, '  kind: firewall', ...notes.map((note) => `  ${note}`),
      ...(addressed.length > 0 ? ['  interfaces:', ...addressed.map(({ name, addresses }) => `    ${scalar(name)}: ${addresses.length === 1 ? `{ address: ${scalar(addresses[0]!)} }` : `{ addresses: [${addresses.map(scalar).join(', ')}] }`}`)]
        : ['  # interfaces: { eth0: { address: 10.10.0.1/16 } }    # ip addr の出力を --config に加えれば書き込まれます / written if the output of `ip addr` is given, too']),
      ...(routes.length > 0 ? ['  routes:', ...routes.map((route) => `    - { to: ${scalar(route.to)}${route.via ? `, via: ${scalar(route.via)}` : ''}${route.interface ? `, interface: ${scalar(route.interface)}` : ''}${route.discard ? ', discard: true' : ''} }`)]
        : ['  # routes: [{ to: default, via: NEXT-HOP }]    # ip route の出力を --config に加えれば書き込まれます / written if the output of `ip route` is given, too']),
      ...(dumps.length > 0 ? ['  config:', `    syntax: ${DUMPS}`, `    files: [${dumps.map(scalar).join(', ')}]`,
        captured === undefined ? `    # captured: { on: YYYY-MM-DD, from: ${device} }    # 採取日 / the day of capture` : `    captured: { on: ${captured}, from: ${scalar(device)} }`] : []),
    ],
    ...(absent.length > 0 && { aside: absent.map((file) => text(`${file}: ${NOT_THERE.ja}`, `${file}: ${NOT_THERE.en}`)) }),
    ...(absent.length === 0 && dumps.length === 0 && { aside: [text(`読める設定（${DUMPS}）がありません: ${files.join('、')}`, `no configuration that is read (${DUMPS}): ${files.join(', ')}`)] }),
  }
}

export function ledgerPart({ as, file }: LedgerAnswer, folder: string, files: Files): Part {
  const content = (files.readBytes ?? files.read)(folder + file)
  const what = text(`台帳 ${file}`, `ledger ${file}`)
  if (!/\.csv$/i.test(file)) return { section: 'include', what, lines: [`- ${scalar(file)}`], ...(content === undefined && { aside: [NOT_THERE] }) }
  const reading = content === undefined ? undefined : ledgerReading(content, as)
  const defaults = Object.entries(reading?.defaults ?? {})
  return {
    section: 'include', what,
    lines: [
      `- file: ${scalar(file)}`, `  as: ${as}`,
      ...(reading?.headingRow === undefined ? [] : [`  heading-row: ${reading.headingRow}`]),
      ...(reading && reading.leftOut.length > 0 ? [`  columns: { ${reading.leftOut.map((heading) => `${scalar(heading)}: '-'`).join(', ')} }    # 使わない列（見直してください） / left out: look at them`] : []),
      ...(defaults.length === 0 ? [] : [`  defaults: { ${defaults.map(([key, value]) => `${key}: ${value}`).join(', ')} }    # 列がないもの（見直してください） / no column says so: look at it`]),
    ],
    ...(content === undefined && { aside: [NOT_THERE] }),
    ...(content !== undefined && !reading && { aside: [text('見出しの行が見つかりません', 'no row of headings was found')] }),
  }
}

const ZONES: Readonly<Record<string, string>> = { lgwan: 'lgwan', jukinet: 'juki' }

export function partyPart({ id, addresses, zone: typed }: PartyAnswer, topology: Topology): Part {
  const { title, route, class: name } = USUAL_PARTIES[id]!.value
  const held = addresses.flatMap((one) => parseAddresses(one) ?? [])
  const byAddress = [...topology.zones.values()].find((zone) => zone.external && held.length > 0 && zone.addresses !== undefined
    && held.every((set) => !isEmptyAddresses(intersectAddresses(set, zone.addresses!))))?.id
  const zone = typed ?? byAddress ?? (route === undefined ? undefined : ZONES[route])
  const aside = [
    ...(addresses.length === 0 ? [text('アドレスが要ります（--party eltax=198.51.100.50）', 'its addresses are needed (--party eltax=198.51.100.50)')] : []),
    ...(zone === undefined || !topology.zones.get(zone)?.external ? [text(`どの庁外の領域にあるかが分かりません（--party ${id}=アドレス@領域）`, `the zone outside that it stands in is not known (--party ${id}=ADDRESS@ZONE)`)] : []),
  ]
  return {
    section: 'parties', what: text(`相手方 ${id}`, `party ${id}`),
    lines: [
      `${scalar(id)}: { zone: ${scalar(zone ?? 'ZONE')}, is: ${id}, addresses: [${addresses.length === 0 ? 'ADDRESS' : addresses.map(scalar).join(', ')}], title: ${scalar(title.ja)} }`,
      ...(name === 'undeclared' ? ['# インターネットに接続されていないことの根拠が要ります / to be attested: internet-connected: false, evidence: { document: 文書名, on: YYYY-MM-DD }'] : []),
    ],
    ...(aside.length > 0 && { aside }),
  }
}
