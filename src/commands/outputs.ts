/** Where reports go: `--format text --format sarif=out.sarif`. */
import { resolve } from 'node:path'
import { writeWhole } from './disk/write.ts'
import { UsageError } from './usage.ts'

export interface Output<Format extends string> {
  readonly format: Format
  /** Absent: standard output. */
  readonly file?: string
}

export function outputs<Format extends string>(flags: readonly string[], formats: readonly Format[]): readonly Output<Format>[] {
  const wanted = (flags.length > 0 ? flags : ['text']).map((flag) => output(flag, formats))
  const targets = wanted.map(({ file }) => (file === undefined ? '' : resolve(file)))
  const twice = targets.find((target, index) => targets.indexOf(target) !== index)
  if (twice === '') {
    throw new UsageError({
      ja: '標準出力に出せる形式は一つだけです。ほかの形式は --format sarif=out.sarif のようにファイル名を付けてください',
      en: 'only one format can go to standard output: give the others a file, such as --format sarif=out.sarif',
    })
  }
  if (twice !== undefined) throw new UsageError({ ja: `同じファイルへの出力が二つあります: ${twice}`, en: `two formats for one file: ${twice}` })
  return wanted
}

function output<Format extends string>(flag: string, formats: readonly Format[]): Output<Format> {
  const [name, ...rest] = flag.split('=')
  const format = formats.find((known) => known === name)
  const file = rest.join('=')
  if (format === undefined) {
    const known = formats.join(', ')
    throw new UsageError({ ja: `未知の形式です: ${name}（使える形式: ${known}）`, en: `unknown format: ${name} (known: ${known})` })
  }
  if (rest.length > 0 && file === '') throw new UsageError({ ja: `ファイル名がありません: ${flag}`, en: `no file name: ${flag}` })
  return rest.length > 0 ? { format, file } : { format }
}

/** Each to where it goes; colours are for a terminal. */
export async function writeAll<Format extends string>(wanted: readonly Output<Format>[], render: (format: Format, color: boolean) => string | Promise<string>, color: boolean): Promise<void> {
  for (const { format, file } of wanted) {
    if (file === undefined) process.stdout.write(await render(format, color))
    else writeWhole(file, await render(format, false))
  }
}
