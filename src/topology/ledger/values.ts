/** What a cell says, as the document would say it. What cannot be read stays as it is typed: the schema says what is wrong. */
import { parseAddresses } from '../../net/address.ts'
import { parseService } from '../../net/service.ts'

/** Full-width letters and digits are read as plain ones where a name, number or address is meant. */
export function plain(typed: string): string {
  const normal = typed.normalize('NFKC').trim()
  return /^[\x20-\x7e]*$/.test(normal) ? normal : typed
}

/** Separated by line breaks, commas or semicolons of either width. */
export const listed = (typed: string): string[] => typed.split(/[\n,，、;；]/).map((item) => item.trim()).filter((item) => item !== '')

/** An address, a prefix or a range, however its dash is written; else a name. */
export function addressText(typed: string): string {
  const dashed = plain(typed.replaceAll(/(?<!\s)\s*[-~〜～－−–]\s*/g, '-'))
  return parseAddresses(dashed) ? dashed : plain(typed)
}

/** `tcp/80, 443` says `tcp` once for both. */
export function serviceTexts(typed: string): string[] {
  let protocol = ''
  return listed(typed).map((item) => {
    const one = plain(item).replaceAll(/\s+/g, '').replaceAll(/[~〜～]/g, '-')
    const [, named] = /^([a-z]+)\/\d+(?:-\d+)?$/i.exec(one) ?? []
    if (named !== undefined) protocol = named
    const whole = /^\d+(?:-\d+)?$/.test(one) && protocol !== '' ? `${protocol}/${one}` : one
    return parseService(whole) ? whole.toLowerCase() : whole
  })
}

/** Protocols and ports that stand in cells of their own. */
export function servicesOf(protocols: string, ports: string): string[] {
  const named = protocols.split(/[\n,，、;；/／・]/).map((item) => plain(item.trim()).toLowerCase()).filter((item) => item !== '')
  const numbers = listed(ports).map((item) => plain(item).replaceAll(/(?<!\s)\s*[-~〜～]\s*/g, '-'))
  if (numbers.length === 0) return named
  return named.length === 0 ? numbers : named.flatMap((protocol) => numbers.map((port) => `${protocol}/${port}`))
}

const ERAS: Readonly<Record<string, number>> = { 令和: 2018, R: 2018, 平成: 1988, H: 1988 }

/** 2026-04-01, 2026/4/1, 2026年4月1日, 令和8年4月1日, R8.4.1; anything else as typed, which counts as no date. */
export function dayText(typed: string): string {
  const [, era, year, month, day] = /^(令和|平成|[RH])?\s*(\d{1,4}|元)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/i.exec(typed.normalize('NFKC').trim()) ?? []
  if (year === undefined || (era === undefined && year.length !== 4)) return typed
  const full = year === '元' ? 1 : Number(year)
  const western = era === undefined ? full : full + ERAS[era.toUpperCase()]!
  return `${String(western).padStart(4, '0')}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

const YES = ['true', 'yes', 'はい', '有', 'あり', '○', '〇', '◯', 'する', '可']
const NO = ['false', 'no', 'いいえ', '無', 'なし', '×', '✕', 'しない', '不可']

export function booleanOf(typed: string): boolean | string {
  const word = plain(typed).toLowerCase()
  return YES.includes(word) ? true : NO.includes(word) ? false : typed
}

export const integerOf = (typed: string): number | string => (/^\d{1,15}$/.test(plain(typed)) ? Number(plain(typed)) : typed)

/** Words that people use for what the language has a name of its own for. */
const WORDS: Readonly<Record<string, string>> = {
  特定通信: 'specific', 無害化通信: 'sanitized', 無害化: 'sanitized', 持出し: 'export', 持ち出し: 'export', 必要な通信: 'necessary',
  媒体: 'media', 媒体による受渡し: 'media', 通常: 'ordinary', 一般: 'ordinary', 通常の通信: 'ordinary',
  サーバ: 'server', サーバー: 'server', 端末: 'terminal', パソコン: 'terminal', ゲートウェイ: 'gateway', プロキシ: 'proxy', メール中継: 'mail-relay',
  ファイル受渡し: 'file-transfer', 踏み台: 'jump', 無害化装置: 'sanitizer', ログ収集: 'log-collector', 監視: 'monitor', バックアップ: 'backup',
  プリンタ: 'printer', プリンター: 'printer', 複合機: 'printer', ストレージ: 'storage', その他: 'other',
  個人番号: 'my-number', マイナンバー: 'my-number', 戸籍: 'koseki', 個人情報: 'personal',
  知識: 'knowledge', 所持: 'possession', 存在: 'inherence', 生体: 'inherence',
  禁止: 'prohibited', 許可制: 'allowlist', 制限なし: 'unrestricted',
}

/** One of `allowed`, by its name or by a word for it. */
export function wordOf(typed: string, allowed: readonly string[]): string {
  const word = plain(typed)
  const meant = Object.hasOwn(WORDS, word) ? WORDS[word]! : word
  return allowed.includes(meant) ? meant : allowed.includes(word.toLowerCase()) ? word.toLowerCase() : word
}
