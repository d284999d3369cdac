/** Whether a configuration is of the device that names it. */
import type { Device } from '../../topology/model.ts'
import { text, type Problem } from '../../verdict.ts'
import type { Reading } from '../reader.ts'

/** What `config.hostname` says must be what the file says. Where nothing is typed, the file must at least not be another device's. */
export function misnamed(devices: Iterable<Device>, readings: ReadonlyMap<string, Reading>): Problem[] {
  const all = [...devices]
  return all.flatMap(({ id, config }): Problem[] => {
    const own = readings.get(id)?.hostname
    const wanted = config?.hostname
    if (wanted) return own?.name === wanted.name ? [] : [differs(wanted, own)]
    const other = own && !isCalled(id, own.name) ? all.find((one) => one.id !== id && isCalled(one.id, own.name)) : undefined
    return other ? [{
      code: 'config-hostname', at: config!.at,
      message: text(
        `機器「${id}」の設定ファイルのホスト名は「${own!.name}」で、別の機器「${other.id}」のものに見えます（正しければ config.hostname に書いてください）`,
        `the configuration of "${id}" calls itself "${own!.name}", which is another device (if it is right, type it as \`config.hostname\`)`),
      related: [{ at: own!.at, message: text('ホスト名はここです', 'the hostname is here') }, { at: other.at, message: text('別の機器はここです', 'the other device is here') }],
    }] : []
  })
}

const isCalled = (id: string, hostname: string): boolean => id.toLowerCase() === hostname.toLowerCase()

const differs = (wanted: NonNullable<NonNullable<Device['config']>['hostname']>, own: Reading['hostname']): Problem => ({
  code: 'config-hostname', at: wanted.at,
  message: own ? text(`設定ファイルのホスト名は「${own.name}」で、「${wanted.name}」ではありません`, `the configuration calls itself "${own.name}", not "${wanted.name}"`)
    : text(`設定ファイルにホスト名がなく、「${wanted.name}」か確かめられません`, `the configuration has no hostname: whether it is "${wanted.name}" cannot be seen`),
  ...(own && { related: [{ at: own.at, message: text('ホスト名はここです', 'the hostname is here') }] }),
})
