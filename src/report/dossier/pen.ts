/** A language, and how days are written in it. */
import { isDay } from '../../rules/judgement/dates.ts'
import { ink, type Ink } from '../ink.ts'
import type { Lang, Text } from '../../verdict.ts'

export interface Pen extends Omit<Ink, 'paint'> {
  /** An ISO day as this report writes days; anything else as it stands. */
  day(iso: string): string
}

export function penOf(lang: Lang, era: boolean): Pen {
  const { say, t } = ink({ lang, color: false })
  const day = (iso: string): string => (era && lang === 'ja' && isDay(iso) ? inEra(iso) : iso)
  // Days within sentences; not those that are part of a file's name.
  return { lang, t, day, say: (sentence: Text) => (era ? say(sentence).replace(/(?<![\w./-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)/g, day) : say(sentence)) }
}

/** The first day of each era (改元), the newest first. */
const ERAS = [['2019-05-01', '令和'], ['1989-01-08', '平成'], ['1926-12-25', '昭和']] as const

/** 令和8年4月1日; the first year is 元年. Before the eras that a ledger may have, as it stands. */
export function inEra(iso: string): string {
  const found = ERAS.find(([first]) => iso >= first)
  if (!found) return iso
  const [year, month, day] = iso.split('-').map(Number) as [number, number, number]
  const count = year - Number(found[0].slice(0, 4)) + 1
  return `${found[1]}${count === 1 ? '元' : count}年${month}月${day}日`
}
