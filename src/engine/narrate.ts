/** A walked path in words, and packets as people write them. */
import { formatAddress } from '../net/address.ts'
import { hasPorts, isIcmp, TCP, TCP_FLAGS, type Header } from '../net/header.ts'
import { protocolName } from '../net/service.ts'
import { text, type Hop, type PacketText, type Text } from '../verdict.ts'
import { DROP_TEXT } from './drop.ts'
import type { Place } from './places.ts'
import type { Event, Hop as Step, Path } from './plain/path.ts'

export function packetText(header: Header): PacketText {
  const { family, protocol, fragment } = header
  const icmp = isIcmp(family, protocol)
  return {
    source: formatAddress({ family, value: header.source }),
    destination: formatAddress({ family, value: header.destination }),
    protocol: icmp ? 'icmp' : protocolName(protocol) ?? String(protocol),
    ...(hasPorts(protocol) && !fragment && { sourcePort: header.sourcePort, destinationPort: header.destinationPort }),
    ...(icmp && !fragment && { icmp: { type: header.destinationPort, code: header.sourcePort } }),
    ...(protocol === TCP && !fragment && { flags: flagsText(header.flags) }),
    ...(fragment && { fragment: true as const }),
  }
}

const flagsText = (flags: number): string =>
  Object.entries(TCP_FLAGS).filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name).join(',') || '-'

export function placeText(place: Place | { readonly host: string } | { readonly wire: Text }): Text {
  if ('segment' in place) return text(`セグメント ${place.segment}`, `segment ${place.segment}`)
  if ('zone' in place) return text(`領域 ${place.zone}`, `zone ${place.zone}`)
  if ('device' in place) return text(`装置 ${place.device}`, `device ${place.device}`)
  if ('host' in place) return text(`ホスト ${place.host}`, `host ${place.host}`)
  if ('wire' in place) return place.wire
  return text('未申告の接続先', 'undeclared')
}

/** The path without the steps that tell a reader nothing new: the route before it said the interface. */
export function pathText(path: Path): Hop[] {
  return path.hops.filter(({ event }) => event.does !== 'arrives').map(hopText)
}

function hopText({ place, event, header, at }: Step): Hop {
  return {
    place: placeText(place), what: eventText(event), ...(at && { at }),
    ...((event.does === 'translated' || event.does === 'sent' || event.does === 'delivered') && { packet: packetText(header) }),
  }
}

function eventText(event: Event): Text {
  switch (event.does) {
    case 'sent': return text('送信', 'sent')
    case 'arrives': return text(`${event.interface} で受信`, `arrives at ${event.interface}`)
    case 'permitted': return event.rule
      ? text(`${event.chain} の規則${inJapanese(event.rule.id)}が許可`, `permitted by ${event.chain} rule${inEnglish(event.rule.id)}`)
      : text(`${event.chain} の既定動作が許可`, `permitted by the default of ${event.chain}`)
    case 'denied': return event.rule
      ? text(`${event.chain} の規則${inJapanese(event.rule.id)}が拒否`, `denied by ${event.chain} rule${inEnglish(event.rule.id)}`)
      : text(`${event.chain} の既定動作が拒否`, `denied by the default of ${event.chain}`)
    case 'translated': return event.undone
      ? text(event.field === 'source' ? '送信元アドレス変換を復元' : '宛先アドレス変換を復元', `${event.field} NAT undone`)
      : text(event.field === 'source' ? '送信元アドレスを変換' : '宛先アドレスを変換', `${event.field} translated`)
    case 'routed': return event.policy ? text(`ポリシールートにより ${event.interface} へ`, `policy-routed out of ${event.interface}`)
      : event.route
      ? text(`経路により ${event.interface} へ`, `routed out of ${event.interface}`)
      : text(`直結経路で ${event.interface} へ`, `directly connected on ${event.interface}`)
    case 'not-understood': return text(`解釈できない設定: ${event.what}`, `not understood: ${event.what}`)
    case 'forwarded-by-host': return text('複数接続のホストが中継', 'forwarded by a multi-homed host')
    case 'crosses': return event.what
    case 'enters-line': return joined(event.line) ?? text(`回線 ${event.line} に入る`, `enters line ${event.line}`)
    case 'leaves-line': return joined(event.line) ?? text(`回線 ${event.line} から出る`, `leaves line ${event.line}`)
    case 'enters-tunnel': return event.joint ? text('つながっている次の装置へ', 'to the device that is joined to it') : text(`トンネル ${event.tunnel} に入る`, `enters tunnel ${event.tunnel}`)
    case 'delivered': return text('到達', 'delivered')
    case 'dropped': return DROP_TEXT[event.reason]
  }
}

/** A host with a leg outside, or a tunnel that leads there, is a line of its own (`Places.lines`). */
function joined(line: string): Text | undefined {
  const tunnel = /^tunnel (.+)/.exec(line)?.[1]
  if (tunnel !== undefined) return text(`トンネル ${tunnel} を通る`, `goes through tunnel ${tunnel}`)
  const host = /^host (\S+)/.exec(line)?.[1]
  return host === undefined ? undefined : text(`外部にも接続するホスト ${host} が中継`, `forwarded by host ${host}, which has a leg outside`)
}

const inJapanese = (id: string | undefined): string => (id === undefined ? '' : ` ${id} `)
const inEnglish = (id: string | undefined): string => (id === undefined ? '' : ` ${id}`)
