import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as Args from '@oclif/core/args'
import { BaseCommand } from './base.ts'
import type { Lang } from '../index.ts'
import { unpacked } from './bundle-files.ts'
import { filesBelow } from './files.ts'
import { slashes } from './slashes.ts'
import { UsageError } from './usage.ts'

export class Verify extends BaseCommand {
  static override summary = '報告書一式の証明書を検査し、入力から読み直して比べる / check the certificates of a bundle, and the bundle against its inputs'
  static override description = [
    '終了コード / exit codes:',
    '  0  正しい / accepted',
    '  1  誤りがある（箇所を示す） / rejected, with the place',
    '  2  使い方の誤り / usage',
    '  3  報告書一式ではない / no bundle',
    '  4  誤りは見つからないが、確かめられない部分がある / nothing wrong, but a part could not be checked',
  ].join('\n')
  static override args = {
    bundle: Args.string({ required: true, description: 'sanso report が作ったフォルダーまたは zip / a folder or zip made by sanso report' }),
  }

  override async run(): Promise<void> {
    const { args: { bundle }, flags } = await this.parse(Verify)
    const lang = this.language(flags.lang)
    const found = statSync(bundle, { throwIfNoEntry: false })
    if (!found || found.isFile() !== /\.zip$/i.test(bundle)) throw new UsageError({ ja: `フォルダーも zip もありません: ${bundle}`, en: `no such folder or zip: ${bundle}` })
    await unpacked(bundle, (folder) => this.check(folder, lang))
  }

  private async check(bundle: string, lang: Lang): Promise<void> {
    const { renderVerification, verificationExitCode, verifyBundle } = await this.library()
    const files = await filesBelow(join(bundle, 'inputs'), (name) => bytesBelow(bundle, `inputs/${name}`))
    const verified = verifyBundle({
      names: readdirSync(bundle, { recursive: true, encoding: 'utf8' }).map(slashes).filter((name) => statSync(join(bundle, name)).isFile()).sort(),
      bytes: (name) => bytesBelow(bundle, name),
      hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    }, files)
    if (!('certificates' in verified)) {
      process.stderr.write(`sanso: ${verified[lang]}\n`)
      process.exitCode = EXIT_NO_BUNDLE
      return
    }
    process.stdout.write(renderVerification(verified, lang))
    process.exitCode ??= verificationExitCode(verified)
  }
}

const EXIT_NO_BUNDLE = 3

/** A name in a bundle that somebody else made must not lead out of it. */
function bytesBelow(folder: string, name: string): Uint8Array | undefined {
  if (name.split('/').some((part) => part === '..' || part === '')) return undefined
  const path = join(folder, name)
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined
}
