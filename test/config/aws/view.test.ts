import { expect, test } from 'vitest'
import { configurationsIn } from '../../../src/questions/configuration.ts'
import { files } from '../../examples/files.ts'

test('a cloud is shown as what it is made of: its lines once, then each of its devices', () => {
  const names = ['subnets', 'vpcs', 'route-tables', 'internet-gateways', 'nat-gateways', 'network-interfaces', 'network-acls', 'security-groups', 'vpn-gateways'].map((name) => `examples/gov-cloud/aws/${name}.json`)
  const answered = configurationsIn({ files: names }, files)
  const views = answered.is === 'answer' ? answered.answer : []
  expect(views.map(({ device }) => device.slice(names[0]!.length))).toEqual(['', '/vpc-0c1000000000000a1', '/igw-0ee000000000000f1', '/nat-0dd000000000000e1'])
  expect(views.map(({ lines }) => lines.understood > 0)).toEqual([true, false, false, false])
  expect(views.map(({ interfaces }) => interfaces.length)).toEqual([0, 7, 2, 2])
  expect(views[0]!.contexts).toEqual(['vpc-0c1000000000000a1', 'igw-0ee000000000000f1', 'nat-0dd000000000000e1'])
})
