import { createHash } from 'node:crypto'
import { posix, relative } from 'node:path'
import * as Args from '@oclif/core/args'
import { BaseCommand } from './base.ts'
import type { Bundle, Files, Lang, Text } from '../index.ts'
import { bundleAt, isZip } from './disk/bundle.ts'
import { kindOf } from './disk/look.ts'
import { globOver, ofNames } from './disk/patterns.ts'
import { isRefused } from './disk/reasons.ts'
import { filesWith } from './files.ts'
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
    bundle: Args.string({ ignoreStdin: true, required: true, description: 'sanso report が作ったフォルダーまたは zip / a folder or zip made by sanso report' }),
  }

  override async run(): Promise<void> {
    const { args: { bundle }, flags } = await this.parse(Verify)
    this.limits(flags)
    const lang = this.language(flags.lang)
    const kind = kindOf(bundle)
    if (kind === undefined || (kind === 'folder') === isZip(bundle)) throw new UsageError({ ja: `フォルダーも zip もありません: ${bundle}`, en: `no such folder or zip: ${bundle}` })
    const held = await bundleAt(bundle)
    if (isRefused(held)) return await this.none({ ja: `報告書一式ではありません：${held.refused.ja}`, en: `no bundle: ${held.refused.en}` }, lang)
    await this.check(held, lang)
  }

  private async check(held: Bundle, lang: Lang): Promise<void> {
    const { renderVerification, verificationExitCode, verifyBundle } = await this.library()
    const bytes = (name: string): Uint8Array | undefined => held.get(name)
    const hash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
    const verified = verifyBundle({ names: [...held.keys()].sort(), bytes, hash }, await inputsOf(held))
    if (!('certificates' in verified)) return await this.none(verified, lang)
    process.stdout.write(renderVerification(verified, lang))
    process.exitCode ??= verificationExitCode(verified)
  }

  private async none(why: Text, lang: Lang): Promise<void> {
    const { neutral } = await this.library()
    process.stderr.write(`sanso: ${neutral(why[lang])}\n`)
    process.exitCode = EXIT_NO_BUNDLE
  }
}

const EXIT_NO_BUNDLE = 3

/** As the report names them. */
async function inputsOf(held: Bundle): Promise<Files> {
  const names = [...held.keys()].filter((name) => name.startsWith(INPUTS)).map((name) => name.slice(INPUTS.length))
  const glob = await globOver(ofNames(names, (path) => slashes(relative(process.cwd(), path))))
  return filesWith(glob, (name) => {
    const content = held.get(INPUTS + posix.normalize(name))
    return content && Buffer.from(content.buffer, content.byteOffset, content.length)
  })
}

const INPUTS = 'inputs/'
