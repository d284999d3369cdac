/** What is the same for every packet is worked out once for each network, or for each part of one. */

/** By the object that it is about, and by whatever else decides it. */
export const once = <O extends object, K extends readonly (string | number)[], T>(make: (of: O, ...by: K) => T): ((of: O, ...by: K) => T) => {
  const known = new WeakMap<O, Map<string, T>>()
  return (of, ...by) => {
    let made = known.get(of)
    if (made === undefined) known.set(of, made = new Map<string, T>())
    const key = by.join('\n')
    const found = made.get(key)
    if (found !== undefined) return found
    const value = make(of, ...by)
    made.set(key, value)
    return value
  }
}
