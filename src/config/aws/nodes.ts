/** Attributes of JSON objects: undefined where there is none of that kind. */
import { parsePrefix, parseAddress, type Address, type Prefix } from '../../net/address.ts'
import type { Node } from './json.ts'

export const attribute = (node: Node | undefined, name: string): Node | undefined =>
  node?.value instanceof Map ? node.value.get(name) : undefined

export function word(node: Node | undefined, name: string): string | undefined {
  const value = attribute(node, name)?.value
  return typeof value === 'string' ? value : undefined
}

export function number(node: Node | undefined, name: string): number | undefined {
  const value = attribute(node, name)?.value
  return typeof value === 'number' ? value : undefined
}

export function flag(node: Node | undefined, name: string): boolean | undefined {
  const value = attribute(node, name)?.value
  return typeof value === 'boolean' ? value : undefined
}

export const elements = (node: Node | undefined): readonly Node[] => (Array.isArray(node?.value) ? node.value as readonly Node[] : [])

export const each = (node: Node | undefined, name: string): readonly Node[] => elements(attribute(node, name))

export const words = (node: Node | undefined, name: string): string[] => each(node, name).flatMap(({ value }) => (typeof value === 'string' ? [value] : []))

export function prefix(node: Node | undefined, name: string): Prefix | undefined {
  const typed = word(node, name)
  return typed === undefined ? undefined : parsePrefix(typed)?.prefix
}

export function address(node: Node | undefined, name: string): Address | undefined {
  const typed = word(node, name)
  return typed === undefined ? undefined : parseAddress(typed)
}

/** The tag that people call it by. */
export const title = (node: Node): string | undefined =>
  word(each(node, 'Tags').find((tag) => word(tag, 'Key') === 'Name'), 'Value')
