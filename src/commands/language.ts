/** The language of what is written: `--lang`, else the locale, else Japanese. */
import type { Lang } from '../index.ts'
import { UsageError } from './usage.ts'

type Environment = Readonly<Record<string, string | undefined>>

export function language(flag: string | undefined, environment: Environment): Lang {
  if (flag === 'ja' || flag === 'en') return flag
  if (flag !== undefined) {
    throw new UsageError({ ja: `--lang は ja か en です: ${flag}`, en: `--lang is ja or en: ${flag}` })
  }
  // As POSIX has it, the first of these that is set and not empty. `C` and `POSIX` name no language.
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find((value) => value)
  return locale === undefined || /^(ja|C\b|POSIX)/.test(locale) ? 'ja' : 'en'
}

/** For errors that come before the flags were read. */
export function languageOf(argv: readonly string[], environment: Environment): Lang {
  const position = argv.indexOf('--lang')
  const given = position >= 0 ? argv[position + 1] : argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length)
  return language(given === 'ja' || given === 'en' ? given : undefined, environment)
}
