/** Reads the files: every line gets its status, and the resources are sorted by kind. */
import { parseAddress, parsePrefix } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { ConfigFile } from '../reader.ts'
import { parseJson, type Node } from './json.ts'
import { Ledger } from './ledger.ts'
import { IRRELEVANT_RESOURCES, RESOURCES, type Shape } from './shapes.ts'

export interface Account {
  readonly ledger: Ledger
  /** By kind, as in `RESOURCES`; a kind without a file is not here. */
  readonly resources: ReadonlyMap<string, readonly Node[]>
  /** Resources of kinds that nobody knows, and answers that are cut off. */
  readonly strange: readonly { readonly node: Node; readonly what: string }[]
}

export function account(files: readonly ConfigFile[]): Account {
  const ledger = new Ledger()
  const resources = new Map<string, Node[]>()
  const strange: { node: Node; what: string }[] = []
  for (const file of files) {
    ledger.open(file)
    const { roots, wrong } = parseJson(file.content)
    if (wrong !== undefined) {
      ledger.problems.push({ code: 'config-syntax', at: { file: file.file, line: wrong }, message: text('JSON として読めません（途中で切れていませんか）', 'this is no JSON (is it cut off?)') })
      ledger.mark(file.file, wrong, Infinity, 'not understood')
    }
    for (const root of roots) take(root, file.file)
  }
  return { ledger, resources, strange }

  function take(root: Node, file: string): void {
    ledger.stands(root, file)
    if (!(root.value instanceof Map)) return unknown(root, file, 'JSON')
    frame(root, file, 'understood')
    for (const [kind, list] of wrapped(root, file)) {
      ledger.stands(list, file)
      const shape = RESOURCES.get(kind)
      if (kind === 'NextToken') {
        if (list.value !== null) unknown(list, file, kind)
      } else if (!shape) {
        if (IRRELEVANT_RESOURCES.has(kind)) ledger.mark(file, list.line, list.end, 'irrelevant')
        else unknown(list, file, kind)
      } else if (!Array.isArray(list.value)) unknown(list, file, kind)
      else {
        frame(list, file, 'understood')
        resources.set(kind, [...resources.get(kind) ?? [], ...list.value as readonly Node[]])
        for (const one of list.value as readonly Node[]) mark(one, shape, file, kind)
      }
    }
  }

  function unknown(node: Node, file: string, what: string): void {
    ledger.mark(file, node.line, node.end, 'not understood', text(`「${what}」を読み取れません`, `"${what}" is not understood`))
    strange.push({ node, what })
  }

  /** The lines on which something begins and ends. */
  function frame({ line, end }: Node, file: string, status: 'understood' | 'irrelevant'): void {
    ledger.mark(file, line, line, status)
    ledger.mark(file, end, end, status)
  }

  /** Goes no deeper than the shapes do. `owner`: the object in whose place a doubt is put. */
  function mark(node: Node, shape: Shape, file: string, kind: string, owner: Node = node): void {
    ledger.stands(node, file)
    frame(node, file, 'understood')
    if (Array.isArray(node.value)) {
      for (const one of node.value as readonly Node[]) {
        if (Array.isArray(one.value)) doubted(owner, kind, one, file)
        else mark(one, shape, file, kind, shape.element ? one : owner)
      }
    } else if (node.value instanceof Map) {
      for (const [name, one] of node.value) attributeOf(name, one, shape, file, owner)
    }
  }

  function attributeOf(name: string, one: Node, shape: Shape, file: string, owner: Node): void {
    const nested = shape.nested.get(name)
    if (nested) mark(one, nested, file, name, nested.element && !Array.isArray(one.value) ? one : owner)
    else if (shape.understood.has(name) && isReadable(name, one)) ledger.mark(file, one.line, one.end, 'understood')
    else if (shape.irrelevant.has(name)) ledger.mark(file, one.line, one.end, 'irrelevant')
    else doubted(owner, name, one, file)
  }

  function doubted(owner: Node, name: string, part: Node, file: string): void {
    ledger.stands(owner, file)
    ledger.doubt(owner, name, part)
  }
}

const isPrefix = (value: unknown): boolean => typeof value === 'string' && parsePrefix(value) !== undefined
const isAddress = (value: unknown): boolean => typeof value === 'string' && parseAddress(value) !== undefined
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isNumber = (value: unknown): boolean => Number.isInteger(value)

/** All others are words, or lists of words. */
const VALUES: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ...['CidrBlock', 'Ipv6CidrBlock', 'CidrIp', 'CidrIpv6', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'Ipv4Prefix', 'Ipv6Prefix', 'Cidr'].map((name) => [name, isPrefix] as const),
  ...['PrivateIpAddress', 'PublicIp', 'PrivateIp', 'Ipv6Address'].map((name) => [name, isAddress] as const),
  ...['SourceDestCheck', 'Egress', 'Main', 'IsDefault', 'Value', 'AdditionalRoutesAvailable'].map((name) => [name, isFlag] as const),
  ...['FromPort', 'ToPort', 'From', 'To', 'Port', 'RuleNumber', 'Type', 'Code'].map((name) => [name, isNumber] as const),
])

function isReadable(name: string, { value }: Node): boolean {
  // Other things than numbers are called so elsewhere.
  if ((name === 'Code' || name === 'Type') && typeof value === 'string') return true
  const wanted = VALUES.get(name)
  if (wanted) return wanted(value)
  return typeof value === 'string' || (Array.isArray(value) && (value as readonly Node[]).every((one) => typeof one.value === 'string'))
}

/**
 * Calls that print one resource without its kind, and some not even of what it is: then the name of the file tells
 * (search-transit-gateway-routes, get-transit-gateway-route-table-propagations, get-managed-prefix-list-entries, describe-vpc-attribute).
 */
const BARE: readonly { readonly member: string; readonly kind: string; readonly id: string; readonly named?: RegExp }[] = [
  { member: 'Routes', kind: 'TransitGatewayStaticRoutes', id: 'TransitGatewayRouteTableId', named: /tgw-rtb-[0-9a-f]+/ },
  { member: 'TransitGatewayRouteTablePropagations', kind: 'TransitGatewayPropagations', id: 'TransitGatewayRouteTableId', named: /tgw-rtb-[0-9a-f]+/ },
  { member: 'Entries', kind: 'PrefixLists', id: 'PrefixListId', named: /pl-[0-9a-f]+/ },
  { member: 'EnableDnsSupport', kind: 'VpcAttributes', id: 'VpcId' },
]

function wrapped(root: Node, file: string): (readonly [string, Node])[] {
  const members = root.value as ReadonlyMap<string, Node>
  for (const { member, kind, id, named } of BARE) {
    const name = named?.exec(file.slice(file.lastIndexOf('/') + 1))?.[0]
    if (!members.has(member) || (named && name === undefined)) continue
    const whole = name === undefined ? root : { ...root, value: new Map([...members, [id, { line: root.line, end: root.line, value: name }]]) }
    return [[kind, { ...root, value: [whole] }]]
  }
  return [...members]
}
