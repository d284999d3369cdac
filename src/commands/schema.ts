import { BaseCommand } from './base.ts'

export class Schema extends BaseCommand {
  static override summary = 'トポロジーファイルの JSON Schema を出力する / print the JSON Schema of topology files'

  override async run(): Promise<void> {
    await this.parse(Schema)
    const { TOPOLOGY_SCHEMA } = await this.library()
    process.stdout.write(`${JSON.stringify(TOPOLOGY_SCHEMA, null, 2)}\n`)
  }
}
