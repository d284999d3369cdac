/** The few words of SMT-LIB 2 (theory of bit vectors) that are needed here, as text. */

/** A term that is true or false. */
export type Truth = string

export const TRUE: Truth = 'true'
export const FALSE: Truth = 'false'

export const and = (...all: readonly Truth[]): Truth => (all.length === 0 ? TRUE : all.length === 1 ? all[0]! : `(and ${all.join(' ')})`)
export const or = (...all: readonly Truth[]): Truth => (all.length === 0 ? FALSE : all.length === 1 ? all[0]! : `(or ${all.join(' ')})`)
export const not = (one: Truth): Truth => `(not ${one})`
export const implies = (one: Truth, other: Truth): Truth => `(=> ${one} ${other})`
export const differ = (one: Truth, other: Truth): Truth => `(xor ${one} ${other})`
export const ite = (condition: Truth, then: Truth, otherwise: Truth): Truth => `(ite ${condition} ${then} ${otherwise})`
export const same = (one: string, other: string): Truth => `(= ${one} ${other})`

export const value = (of: number | bigint, width: number): string => `(_ bv${of} ${width})`
export const within = (term: string, width: number, low: number | bigint, high: number | bigint): Truth =>
  low === high ? same(term, value(low, width)) : and(`(bvuge ${term} ${value(low, width)})`, `(bvule ${term} ${value(high, width)})`)

export const declare = (name: string, width: number): string => `(declare-const ${name} (_ BitVec ${width}))`
export const assert = (truth: Truth): string => `(assert ${truth})`
/** A constant that is bound to be so: `define-fun` would be written out wherever it is spoken of, which takes Z3 many times as long. */
export const define = (name: string, truth: Truth): string => `(declare-const ${name} Bool) ${assert(same(name, truth))}`
