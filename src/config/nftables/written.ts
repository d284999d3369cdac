/** Expressions and statements as `nft list ruleset` prints them: what people look for in their own files. nft(8). */
import { get, getText, isFields, listOf, only } from './json.ts'

export const ruleText = (statements: readonly unknown[]): string => statements.map(statementText).join(' ')

export function statementText(statement: unknown): string {
  const [name, of] = only(statement) ?? []
  if (name === undefined) return JSON.stringify(statement)
  if (name === 'match') return matchText(of)
  if (name === 'vmap') return `${valueText(get(of, 'key'))} vmap ${mapText(get(of, 'data'))}`
  if (name === 'jump' || name === 'goto') return `${name} ${valueText(get(of, 'target'))}`
  if (name === 'mangle') return `${valueText(get(of, 'key'))} set ${valueText(get(of, 'value'))}`
  if (name === 'set' || name === 'map') return `${valueText(get(of, 'op'))} ${valueText(get(of, name))} { ${valueText(get(of, 'elem') ?? get(of, 'key'))} }`
  if (name === 'limit') return `limit ${isFields(of) ? `rate ${get(of, 'inv') === true ? 'over ' : ''}${valueText(get(of, 'rate'))}/${valueText(get(of, 'per'))}` : `name ${valueText(of)}`}`
  if (name === 'ct count') return `ct count ${get(of, 'inv') === true ? 'over ' : ''}${valueText(get(of, 'val'))}`
  if (name === 'flow') return `flow ${valueText(get(of, 'op'))} ${valueText(get(of, 'flowtable'))}`
  if (name === 'xt') return `xt ${valueText(get(of, 'type'))} "${valueText(get(of, 'name'))}"`
  if (NAT.includes(name)) return natText(name, of)
  if (name === 'counter') return isFields(of) || of === null ? 'counter' : `counter name ${valueText(of)}`
  if (name === 'ct helper' || name === 'ct timeout' || name === 'ct expectation') return `${name} set ${valueText(of)}`
  if (of === null || of === undefined) return name
  return isFields(of) ? [name, ...Object.entries(of).map(([key, value]) => `${key} ${valueText(value)}`)].join(' ') : `${name} ${valueText(of)}`
}

const NAT = ['snat', 'dnat', 'masquerade', 'redirect', 'tproxy', 'dup', 'fwd']

function natText(name: string, of: unknown): string {
  const [address, port] = [get(of, 'addr'), get(of, 'port')]
  const family = getText(of, 'family')
  const to = address === undefined && port === undefined ? '' : ` to ${address === undefined ? '' : valueText(address)}${port === undefined ? '' : `:${valueText(port)}`}`
  return [name + (family === undefined ? '' : ` ${family}`) + to, ...listOf(get(of, 'flags')).map(valueText)].join(' ')
}

export function matchText(match: unknown): string {
  const operator = getText(match, 'op')
  const between = operator === undefined || operator === '==' || operator === 'in' ? ' ' : ` ${operator} `
  return `${valueText(get(match, 'left'))}${between}${valueText(get(match, 'right'))}`
}

const mapText = (data: unknown): string => (typeof data === 'string' ? data : `{ ${listOf(get(data, 'set')).map((pair) =>
  listOf(pair).map((one) => (only(one) && VERDICTS.includes(only(one)![0]) ? statementText(one) : valueText(one))).join(' : ')).join(', ')} }`)

const VERDICTS = ['accept', 'drop', 'return', 'continue', 'jump', 'goto']

export function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(',')
  if (!isFields(value)) return typeof value === 'string' ? value : value === true ? 'exists' : value === false ? 'missing' : String(value)
  const [name, of] = only(value) ?? []
  switch (name) {
    case 'payload': return getText(of, 'protocol') === undefined
      ? `@${valueText(get(of, 'base'))},${valueText(get(of, 'offset'))},${valueText(get(of, 'len'))}` : `${valueText(get(of, 'protocol'))} ${valueText(get(of, 'field'))}`
    case 'meta': case 'socket': case 'rt': case 'osf': return `${name === 'meta' && /^(?:[io]if|mark|sk)/.test(getText(of, 'key') ?? '') ? '' : `${name} `}${valueText(get(of, 'key'))}`
    case 'ct': return ['ct', getText(of, 'dir'), getText(of, 'family'), getText(of, 'key')].filter((word) => word !== undefined).join(' ')
    case 'fib': return `fib ${listOf(get(of, 'flags')).map(valueText).join(' . ')} ${valueText(get(of, 'result'))}`
    case 'concat': return listOf(of).map(valueText).join(' . ')
    case 'prefix': return `${valueText(get(of, 'addr'))}/${valueText(get(of, 'len'))}`
    case 'range': return listOf(of).map(valueText).join('-')
    case 'set': return `{ ${listOf(of).map(valueText).join(', ')} }`
    case 'map': return `${valueText(get(of, 'key'))} map ${mapText(get(of, 'data'))}`
    case 'elem': return valueText(get(of, 'val'))
    case '&': case '|': case '^': case '<<': case '>>': return listOf(of).map(valueText).join(` ${name} `)
    case 'exthdr': case 'tcp option': case 'ip option': case 'sctp chunk':
      return [name, getText(of, 'name'), getText(of, 'field')].filter((word) => word !== undefined).join(' ')
    case 'numgen': return `numgen ${valueText(get(of, 'mode'))} mod ${valueText(get(of, 'mod'))}`
    case 'jhash': case 'symhash': return `${name} ${get(of, 'expr') === undefined ? '' : `${valueText(get(of, 'expr'))} `}mod ${valueText(get(of, 'mod'))}`
    default: return JSON.stringify(value)
  }
}
