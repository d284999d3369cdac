import { dirname, join, relative, resolve } from 'node:path'
import { isatty } from 'node:tty'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { Answers, Lang, Text } from '../index.ts'
import { BaseCommand } from './base.ts'
import { day, today } from './day.ts'
import { writeDrafts } from './draft-register.ts'
import { isThere, kindOf, realFolder } from './disk/look.ts'
import { inputOf, treeOf } from './disk/read.ts'
import { isRefused } from './disk/reasons.ts'
import { makeFolder, writeTogether } from './disk/write.ts'
import { reading } from './files.ts'
import { ask } from './prompts.ts'
import { slashes } from './slashes.ts'
import { unreadable, UsageError } from './usage.ts'

/** Beside the files, so that an editor needs no network. A folder with a dot is passed over by globs. */
const SCHEMA = '.sanso/topology.schema.json'

const many = (helpValue: string, description: string) => Flags.string({ multiple: true, multipleNonGreedy: true, helpValue, description })
const one = (helpValue: string, description: string) => Flags.string({ helpValue, description })

export class Init extends BaseCommand {
  static override summary = '構成図の最初のファイルを作る、または登録のない通信を下書きにする / write the first files of a network, or draft its register'
  static override description = [
    '端末では質問し、オプションで答えたものは尋ねない。端末でなければ質問しない。',
    'Asks on a terminal whatever the flags leave open; elsewhere it asks nothing.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> init town --name 西海町 --zone mn=10.10.0.0/16 --zone lg=10.20.0.0/16 --zone in=192.168.30.0/24 --config fw1=configs/fw1.v4',
    '<%= config.bin %> init --draft-register town',
  ]
  static override args = {
    path: Args.string({ ignoreStdin: true, default: '.', description: 'フォルダー（既定: .） / folder (default: .)' }),
  }
  static override flags = {
    'draft-register': Flags.boolean({ default: false, description: '許可されているのに登録のない通信を、通信要件一覧の下書きにする / draft register entries for what is permitted and not registered' }),
    name: one('西海町', '名前 / name'),
    profile: one('saikai-2024', '評価基準 / profile'),
    model: one('alpha', 'モデル / model'),
    zone: many('mn=10.10.0.0/16', '領域とサブネット（mn、lg、in、名前:層） / zone and subnets'),
    'sc-addresses': many('203.0.113.0/26', 'セキュリティクラウドのアドレス / addresses of the security cloud'),
    'lgwan-addresses': many('198.51.100.0/24', 'LGWAN のアドレス / addresses of LGWAN'),
    config: many('fw1=FILE', '機器の設定（iptables-save、ip6tables-save、ip addr、ip route の出力） / configuration of a device'),
    line: many('sc=192.168.39.2', '回線（行き先[:種類]=ネクストホップ） / line'),
    ledger: many('hosts=FILE.csv', '台帳 / ledger'),
    register: one('FILE.csv', '通信要件一覧 / register'),
    party: many('eltax=ADDRESS', '相手方[=アドレス][@領域] / outside system'),
    'no-input': Flags.boolean({ default: false, description: '端末でも質問しない / ask nothing, even on a terminal' }),
    'as-of': one('YYYY-MM-DD', '判定日（既定: 今日） / the day to judge by (default: today)'),
    force: Flags.boolean({ default: false, description: '既にあるファイルを書き換える / overwrite files that are there' }),
    'no-color': Flags.boolean({ default: false, description: '色を付けない / no colours' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Init)
    this.limits(flags)
    const lang = this.language(flags.lang)
    const color = this.colored(flags['no-color'])
    const asOf = flags['as-of'] === undefined ? today() : day(flags['as-of'])
    const typed = flags as unknown as Readonly<Record<string, string | readonly string[] | undefined>>
    const { INIT_QUESTIONS } = await this.library()
    if (flags['draft-register']) {
      const idle = INIT_QUESTIONS.find(({ flag }) => typed[flag] !== undefined)
      if (idle) throw new UsageError({ ja: `--${idle.flag} は --draft-register とともには使えません`, en: `--${idle.flag} does not go with --draft-register` })
      return writeDrafts(args.path, { asOf, force: flags.force, lang, color }, this.library())
    }
    const folder = args.path
    if ((kindOf(folder) ?? 'folder') !== 'folder') throw new UsageError({ ja: `フォルダーではありません: ${folder}`, en: `not a folder: ${folder}` })
    const answers = await this.answers(typed, folder, flags['no-input'] || !isatty(0), lang)
    await this.write(answers, folder, { asOf, force: flags.force, lang, color })
  }

  private async answers(typed: Readonly<Record<string, string | readonly string[] | undefined>>, folder: string, silent: boolean, lang: Lang): Promise<Answers> {
    const { INIT_QUESTIONS, NO_ANSWERS } = await this.library()
    let answers: Answers = NO_ANSWERS
    for (const { flag, read } of INIT_QUESTIONS.filter((question) => typed[question.flag] !== undefined)) {
      const made = read([typed[flag]!].flat().map((value) => fromFolder(flag, value, folder)), answers)
      if ('ja' in made) throw new UsageError({ ja: `--${flag}: ${made.ja}`, en: `--${flag}: ${made.en}` })
      answers = made
    }
    return silent ? answers : ask(INIT_QUESTIONS.filter(({ flag }) => typed[flag] === undefined), answers, lang, (flag, value) => fromFolder(flag, value, folder))
  }

  private async write(answers: Answers, folder: string, { asOf, force, lang, color }: { readonly asOf: string; readonly force: boolean; readonly lang: Lang; readonly color: boolean }): Promise<void> {
    const { assemble, initialTopology, renderInitial, TOPOLOGY_SCHEMA, verify } = await this.library()
    const home = slashes(join(folder, '/')).replace(/^\.\//, '')
    const made = await reading([`${home}topology.yaml`], (files) => initialTopology(answers, files, { folder: home, schema: SCHEMA }))
    if ('ja' in made) throw new UsageError(made as Text)
    const all = [...made.files, { name: SCHEMA, content: `${JSON.stringify(TOPOLOGY_SCHEMA, null, 2)}\n` }]
    const there = all.filter(({ name }) => isThere(join(folder, name)))
    if (there.length > 0 && !force) {
      const names = there.map(({ name }) => name).join(', ')
      throw new UsageError({ ja: `既にあるファイルは書き換えません（--force で書き換えます）: ${names}`, en: `these files are there already (--force overwrites them): ${names}` })
    }
    for (const { name } of all) makeFolder(dirname(join(folder, name)))
    writeTogether(all.map(({ name, content }) => ({ file: join(folder, name), content })), { fresh: !force })
    const result = await reading([`${home}topology.yaml`], (files) => verify(`${home}topology.yaml`, files, { asOf }))
    const report = assemble([result], { asOf, failOn: 'warning', allowUnknown: false, version: this.config.version, empty: [] })
    const summary = { ...made, written: all.map(({ name }) => `${home}${name}`), unconnected: answers.configs.length === 0, report }
    process.stdout.write(renderInitial(summary, folder, { lang, color }))
  }
}

/** Flags that name files of the topology's folder. */
const FILES = ['config', 'ledger', 'register']

/** A file as the topology names it: people type it as they see it from where they stand, or as the topology will. */
function fromFolder(flag: string, value: string, folder: string): string {
  if (!FILES.includes(flag)) return value
  const [, key = '', files = value] = /^([^=]+=)(.*)$/.exec(value) ?? []
  return key + files.split(',').map((file) => {
    const [there, here] = [join(folder, file), file]
    const found = [there, here].find(isThere)
    if (found === undefined) throw new UsageError({ ja: `ファイルがありません: ${file}`, en: `no such file: ${file}` })
    const content = inputOf(found, [realFolder(folder), treeOf(found)])
    if (isRefused(content)) throw unreadable(file, content)
    return slashes(found === there ? file : relative(resolve(folder), resolve(file)))
  }).join(',')
}
