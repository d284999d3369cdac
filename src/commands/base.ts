/** What every command shares: the language, and the library, which is loaded only when a command runs. */
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type { Lang } from '../index.ts'
import { language } from './language.ts'

export abstract class BaseCommand extends Command {
  static override baseFlags = {
    lang: Flags.string({ description: '出力の言語 (ja, en)。省略時はロケール / language of the output; default: the locale', helpValue: 'ja|en' }),
  }

  protected language(flag: string | undefined): Lang {
    return language(flag, process.env)
  }

  protected library(): Promise<typeof import('../index.ts')> {
    return import('../index.ts')
  }
}
