/** What every command shares: the language, the limits, the settings, and the library, which is loaded only when a command runs. */
import { isatty } from 'node:tty'
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type { Lang } from '../index.ts'
import { budgetOf, type Budget, type Limits } from './budget.ts'
import { language } from './language.ts'
import { keyOf } from './secret.ts'
import { foundSettings, type FoundSettings } from './settings.ts'
import { tell } from './supervised.ts'

export abstract class BaseCommand extends Command {
  static override baseFlags = {
    lang: Flags.string({ description: '出力の言語 (ja, en)。省略時はロケール / language of the output; default: the locale', helpValue: 'ja|en' }),
    'max-time': Flags.string({ helpValue: '60s|10m|1h', description: '一つのネットワークにかけてよい時間（既定: 10m）。超えると判定不能（終了コード 4） / time for one network (default: 10m); beyond it, it is unknown (exit 4)' }),
    'max-memory': Flags.string({ helpValue: '512MB|2GB', description: '使ってよいメモリー（既定: 4GB、ただし搭載量の4分の3まで）。超えると判定不能（終了コード 4） / memory (default: 4GB, at most three quarters of the machine\'s); beyond it, it is unknown (exit 4)' }),
  }

  protected language(flag: string | undefined): Lang {
    return language(flag, process.env)
  }

  protected limits(...asked: readonly Limits[]): Budget {
    const budget = budgetOf(...asked)
    tell({ budget })
    return budget
  }

  protected colored(refused: boolean): boolean {
    return isatty(1) && !refused && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  }

  protected library(): Promise<typeof import('../index.ts')> {
    return import('../index.ts')
  }
}

interface CommonFlags extends Limits { readonly lang?: string | undefined; readonly redact?: boolean; readonly 'redact-key'?: string | undefined }

/** Commands about networks: what a repository wants by default, and whether names are shown. */
export abstract class NetworkCommand extends BaseCommand {
  static override baseFlags = {
    ...BaseCommand.baseFlags,
    redact: Flags.boolean({ allowNo: true, description: '名前・アドレス・ファイル名を仮名にする（どの形式でも） / show names, addresses and files by pseudonyms, in every format' }),
    'redact-key': Flags.string({ helpValue: 'FILE', description: '仮名の鍵（既定: 設定ファイルのそばの .sanso-redact.key。なければ作る） / key of the pseudonyms (default: .sanso-redact.key beside the settings, made where there is none)' }),
  }

  /** Flags win over the settings, which are themselves read within the limits that the flags set. */
  protected async settings(flags: CommonFlags): Promise<{ lang: Lang; settings: FoundSettings; key: string | undefined; budget: Budget }> {
    this.limits(flags)
    const settings = await foundSettings(this.library(), this.language(flags.lang))
    const lang = this.language(flags.lang ?? settings.lang)
    const key = flags.redact ?? settings.redact ? keyOf(flags['redact-key'] ?? settings['redact-key'], settings.folder, lang) : undefined
    return { lang, settings, key, budget: this.limits(flags, settings) }
  }
}
