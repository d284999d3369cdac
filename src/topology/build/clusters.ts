import { text } from '../../verdict.ts'
import type { DeviceDocument } from '../document.ts'
import { field, type Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'

/** What a cluster shares is memory of sessions: of one device alone, or of one that has none, somebody meant something else. */
export function sayMeaninglessClusters(devices: ReadonlyMap<string, Placed<DeviceDocument>>, mistakes: Mistakes): void {
  const members = new Map<string, Placed<string>[]>()
  for (const device of devices.values()) {
    const cluster = field(device, 'cluster')
    if (!cluster) continue
    members.set(cluster.value, [...members.get(cluster.value) ?? [], cluster])
    if (!device.value.stateful && !device.value.config) mistakes.say('cluster', cluster.at, text(
      'クラスタが共有するのはセッションの記憶です。機器に stateful: true か config を書いてください',
      'what a cluster shares is the memory of sessions: the device needs `stateful: true` or a `config`'))
  }
  for (const [name, all] of members) {
    if (all.length === 1) mistakes.say('cluster', all[0]!.at, text(
      `クラスタ「${name}」の機器が一台しかありません。同じ名前を書いた機器どうしがセッションを共有します`,
      `the cluster "${name}" has one device only: devices with the same name here share their sessions`))
  }
}
