import { prefixAround, type Address, type Prefix } from '../../net/address.ts'

/** Finds the prefixes that hold an address: one look-up for each length in use, not one for each prefix. */
export class PrefixIndex<T extends { readonly prefix: Prefix }> {
  readonly #byNetwork = new Map<string, T[]>()
  readonly #lengths = { 4: new Set<number>(), 6: new Set<number>() }

  add(one: T): void {
    const { family, length } = one.prefix
    this.#lengths[family].add(length)
    const network = key(one.prefix)
    const known = this.#byNetwork.get(network)
    if (known) known.push(one)
    else this.#byNetwork.set(network, [one])
  }

  holding(address: Address): readonly T[] {
    return [...this.#lengths[address.family]].flatMap(length => this.#byNetwork.get(key(prefixAround(address, length))) ?? [])
  }
}

const key = ({ family, address, length }: Prefix): string => `${family} ${address} ${length}`
