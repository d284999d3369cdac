/** What every command shares: the language, the settings, and the library, which is loaded only when a command runs. */
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type { Lang } from '../index.ts'
import { language } from './language.ts'
import { keyOf } from './secret.ts'
import { foundSettings, type FoundSettings } from './settings.ts'

export abstract class BaseCommand extends Command {
  static override baseFlags = {
    lang: Flags.string({ description: '出力の言語 (ja, en)。省略時はロケール / language of the output; default: the locale', helpValue: 'ja|en' }),
  }

  protected language(flag: string | undefined): Lang {
    return language(flag, process.env)
  }

  protected colored(refused: boolean): boolean {
    return process.stdout.isTTY && !refused && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  }

  protected library(): Promise<typeof import('../index.ts')> {
    return import('../index.ts')
  }
}

/** Commands about networks: what a repository wants by default, and whether names are shown. */
export abstract class NetworkCommand extends BaseCommand {
  static override baseFlags = {
    ...BaseCommand.baseFlags,
    redact: Flags.boolean({ allowNo: true, description: '名前・アドレス・ファイル名を仮名にする（どの形式でも） / show names, addresses and files by pseudonyms, in every format' }),
    'redact-key': Flags.string({ helpValue: 'FILE', description: '仮名の鍵（既定: 設定ファイルのそばの .sanso-redact.key。なければ作る） / key of the pseudonyms (default: .sanso-redact.key beside the settings, made where there is none)' }),
  }

  /** Flags win over the settings. */
  protected async settings(flags: { readonly lang?: string | undefined; readonly redact?: boolean; readonly 'redact-key'?: string | undefined }): Promise<{ lang: Lang; settings: FoundSettings; key: string | undefined }> {
    const settings = await foundSettings(this.library(), this.language(flags.lang))
    const lang = this.language(flags.lang ?? settings.lang)
    const key = flags.redact ?? settings.redact ? keyOf(flags['redact-key'] ?? settings['redact-key'], settings.folder, lang) : undefined
    return { lang, settings, key }
  }
}
