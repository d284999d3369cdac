import * as Args from '@oclif/core/args'
import { BaseCommand } from './base.ts'

export class Schema extends BaseCommand {
  static override summary = '構成図またはプロファイルの JSON Schema を出力する / print the JSON Schema of topology files, or of profiles'
  static override args = {
    name: Args.string({ description: 'topology（既定）または profile / topology (default) or profile', options: ['topology', 'profile'], default: 'topology' }),
  }

  override async run(): Promise<void> {
    const { args } = await this.parse(Schema)
    const { PROFILE_SCHEMA, TOPOLOGY_SCHEMA } = await this.library()
    process.stdout.write(`${JSON.stringify(args.name === 'profile' ? PROFILE_SCHEMA : TOPOLOGY_SCHEMA, null, 2)}\n`)
  }
}
