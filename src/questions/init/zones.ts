/** Zones and their segments, as far as the answers and the interfaces of the devices say. */
import { formatPrefix, parsePrefix, prefixContains, type Prefix } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import { scalar } from '../draft/yaml.ts'
import type { Answers, ZoneAnswer } from './answers.ts'
import { skipped, type Part } from './layout.ts'

const TITLE: Readonly<Record<string, string>> = {
  mynumber: 'マイナンバー利用事務系', lgwan: 'LGWAN接続系', internet: 'インターネット接続系', guest: '来庁者用', school: '学校', management: '機器管理', maintenance: '保守', shared: '共用',
}

const part = (section: Part['section'], id: string, ...lines: string[]): Part => ({ section, lines, what: text(`${section} の ${id}`, `${id} of ${section}`) })

/** `networks`: those of the interfaces of devices. A zone that holds several of them has as many segments. */
export function zoneParts(answers: Answers, networks: readonly string[]): Part[] {
  const { zones, scAddresses, lgwanAddresses, lines, parties } = answers
  const wanted = (id: string): boolean => lines.some(({ to }) => to === id)
  const others = lines.map(({ to }) => to).filter((to) => !['sc', 'lgwan', 'world'].includes(to))
  const sc = scAddresses.length > 0 || wanted('sc')
  return [
    ...zones.map(({ id, tier }) => part('zones', id, `${scalar(id)}: { tier: ${tier}${TITLE[tier] ? `, title: ${TITLE[tier]}` : ''} }`)),
    ...(zones.length > 0 ? [] : [part('zones', 'unsorted', '# 仮の領域です。層（mynumber、lgwan、internet など）ごとに分けてください / a stand-in: one zone for each tier is to be written', 'unsorted: { tier: other }', ...skipped('zone'))]),
    ...(lgwanAddresses.length > 0 || wanted('lgwan') || parties.some(({ zone }) => zone === undefined || zone === 'lgwan')
      ? [part('zones', 'lgwan', `lgwan: { tier: lgwan-network, external: true, title: LGWAN${held(lgwanAddresses)} }`)] : []),
    ...(sc ? [part('zones', 'sc', `sc: { tier: security-cloud, external: true, title: 自治体情報セキュリティクラウド${held(scAddresses)}, relays: true }`,
      '# 監視していることの根拠を書くと monitoring が判定できます / with this, monitoring is decided:',
      '#   monitored: true, evidence: { document: サービス仕様書, on: YYYY-MM-DD }')] : []),
    ...(sc || wanted('world') ? [part('zones', 'world', 'world: { tier: public, external: true, title: インターネット, relays: true }')] : []),
    ...[...new Set(others)].filter((id) => !zones.some((zone) => zone.id === id)).map((id) => part('zones', id, `${scalar(id)}: { tier: party, external: true }`,
      '# インターネットに接続されていないなら / if it is not on the Internet: internet-connected: false, evidence: { document: 文書名, on: YYYY-MM-DD }')),
    ...segmentParts(zones, networks),
  ]
}

const held = (addresses: readonly string[]): string => (addresses.length === 0 ? '' : `, addresses: [${addresses.map(scalar).join(', ')}]`)

function segmentParts(zones: readonly ZoneAnswer[], networks: readonly string[]): Part[] {
  if (zones.length === 0) {
    const found = networks.length > 0 ? networks : ['192.0.2.0/24']
    const why = networks.length > 0 ? '# 機器のインターフェースから / from the interfaces of the devices' : '# 仮のセグメントです。実際のサブネットに書き換えてください / a stand-in: write your own subnets'
    return [part('segments', 'unsorted', why, ...found.map((one, index) => `unsorted-${index + 1}: { zone: unsorted, subnets: [${scalar(one)}] }`))]
  }
  return zones.flatMap(({ id, subnets }) => {
    const own = subnets.flatMap((subnet) => {
      const inner = networks.filter((one) => subnet.some((whole) => holds(whole, one)))
      return inner.length > 0 && subnet.length === 1 ? inner.map((one) => [one]) : [subnet]
    })
    return own.map((subnet, index) => part('segments', `${id}-${index + 1}`, `${scalar(`${id}-${index + 1}`)}: { zone: ${scalar(id)}, subnets: [${subnet.map(scalar).join(', ')}] }`))
  })
}

const prefix = (typed: string): Prefix | undefined => parsePrefix(typed)?.prefix

function holds(whole: string, one: string): boolean {
  const [outer, inner] = [prefix(whole), prefix(one)]
  return !!outer && !!inner && outer.family === inner.family && inner.length >= outer.length && prefixContains(outer, { family: inner.family, value: inner.address })
}

/** The network that an interface address stands in, as people write it. */
export function networkOf(address: string): string | undefined {
  const found = prefix(address)
  return found && found.length < (found.family === 4 ? 32 : 128) ? formatPrefix(found) : undefined
}

