/** `1-12`, `Gi1/0/1-24` and `1,3,5-8` as names of ports; undefined where a range runs backwards or names too many. */
export function portNames(typed: string): readonly string[] | undefined {
  const names: string[] = []
  for (const part of typed.split(',').map(one => one.trim())) {
    const [, prefix = '', low, high] = /^(?=.{1,128}$)(.*?)(\d+)-(?:\1)?(\d+)$/.exec(part) ?? []
    if (low === undefined || high === undefined) {
      if (part === '') return undefined
      names.push(part)
      continue
    }
    const count = Number(high) - Number(low) + 1
    if (count < 1 || count > MOST_PORTS) return undefined
    const width = low.startsWith('0') ? low.length : 0
    for (let number = Number(low); number <= Number(high); number++) names.push(prefix + String(number).padStart(width, '0'))
  }
  return names
}

/** More than any chassis has: a range that names more is a slip of the pen. */
const MOST_PORTS = 4096
