import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { NetworkCommand } from './base.ts'
import { reading } from './files.ts'
import { pick } from './question.ts'
import { secretOf } from './secret.ts'
import { slashes } from './slashes.ts'
import { UsageError } from './usage.ts'

const EXIT_INVALID = 3
const EXIT_UNKNOWN = 4

export class Config extends NetworkCommand {
  static override summary = '機器の設定をどう解釈したか、どこを解釈できなかったかを示す / what a device configuration was understood to say, and what was not'
  static override description = [
    'sanso config FILE...     設定ファイルだけを読む（書式は内容から判別） / reads configuration files by themselves; the syntax is told from the content',
    'sanso config TOPOLOGY    構成図のすべての機器について、どのインターフェースがどのセグメントに結び付いたかも示す / all devices of a network, with the segment that each interface was bound to',
    '終了コード: 0 すべて解釈した、4 解釈できない箇所がある、3 入力に誤りがある / exit code: 0 all understood, 4 something was not, 3 mistakes in the input',
  ].join('\n')
  static override strict = false
  static override args = { file: Args.string({ ignoreStdin: true, required: true, description: '設定ファイル、または構成図 / configuration files, or a network' }) }
  static override flags = {
    syntax: Flags.string({ helpValue: 'cisco-ios|fortios|…', description: '設定の書式（既定: 内容から判別） / syntax (default: told from the content)' }),
    context: Flags.string({ helpValue: 'VDOM', description: '設定の中の範囲 / the part of it that is meant' }),
    all: Flags.boolean({ default: false, description: 'パケットの行方を決めない行も示す / also the lines that decide about no packet' }),
    format: Flags.string({ default: 'text', helpValue: 'text|json', description: '出力の形式 / format' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(Config)
    const { configurationsIn, CONFIGURATION_FORMATS, renderConfiguration, renderProblems } = await this.library()
    const format = pick(flags.format, CONFIGURATION_FORMATS)
    const { lang, key } = await this.settings(flags)
    const question = { files: argv.map((one) => slashes(String(one))), ...(flags.syntax !== undefined && { syntax: flags.syntax }), ...(flags.context !== undefined && { context: flags.context }) }
    const answered = await reading(question.files, (files) => configurationsIn(question, files), key === undefined ? undefined : secretOf(key))
    if (answered.is === 'mistaken') throw new UsageError(answered.why)
    if (answered.is === 'problems') {
      process.stderr.write(renderProblems(answered.problems, answered.locate, lang))
      process.exitCode = EXIT_INVALID
      return
    }
    process.stdout.write(renderConfiguration(answered.answer, answered.locate, { format, lang, color: this.colored(flags['no-color']), all: flags.all }))
    const wrong = answered.answer.some(({ problems }) => problems.length > 0)
    const unclear = answered.answer.some(({ gaps, lines }) => gaps.length > 0 || lines.notUnderstood > 0)
    process.exitCode = wrong ? EXIT_INVALID : unclear ? EXIT_UNKNOWN : 0
  }
}
