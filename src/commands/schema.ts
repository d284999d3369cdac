import * as Args from '@oclif/core/args'
import { BaseCommand } from './base.ts'

export class Schema extends BaseCommand {
  static override summary = '構成図、プロファイル、または設定の JSON Schema を出力する / print the JSON Schema of topology files, of profiles or of the settings'
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'topology（既定）、profile、config / topology (default), profile or config', options: ['topology', 'profile', 'config'], default: 'topology' }),
  }

  override async run(): Promise<void> {
    const { args } = await this.parse(Schema)
    const { CONFIG_SCHEMA, PROFILE_SCHEMA, TOPOLOGY_SCHEMA } = await this.library()
    const schema = { topology: TOPOLOGY_SCHEMA, profile: PROFILE_SCHEMA, config: CONFIG_SCHEMA }[args.name as 'topology' | 'profile' | 'config']
    process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`)
  }
}
