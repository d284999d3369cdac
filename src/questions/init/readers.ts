/** What is typed for each question → answers, or what is wrong with it. */
import { formatPrefix, parseAddress, parsePrefix } from '../../net/address.ts'
import { modelOf } from '../../rules/profiles/model.ts'
import { EDITIONS } from '../../rules/profiles/profile.ts'
import { USUAL_PARTIES } from '../../rules/profiles/usual-parties.ts'
import { didYouMean } from '../../topology/did-you-mean.ts'
import { inside } from '../../topology/folder.ts'
import { LEDGERS } from '../../topology/ledger/columns.ts'
import { TIERS, type Line, type Tier } from '../../topology/model.ts'
import { text, type Text } from '../../verdict.ts'
import { isText } from '../answer.ts'
import type { Answers, LineAnswer, PartyAnswer, ZoneAnswer } from './answers.ts'

/** `values`: each as one flag gives it. */
export type ReadAnswer = (values: readonly string[], so: Answers) => Answers | Text

const SHORT: Readonly<Record<string, Tier>> = { mn: 'mynumber', lg: 'lgwan', in: 'internet', mgmt: 'management', maint: 'maintenance' }
const OUTSIDE: readonly Tier[] = ['security-cloud', 'lgwan-network', 'public', 'party', 'cloud']
const KINDS: Readonly<Record<string, Line['kind']>> = { lgwan: 'lgwan', sc: 'closed', world: 'ipoe', juki: 'jukinet' }
const LINE_KINDS: readonly Line['kind'][] = ['closed', 'dedicated', 'lgwan', 'jukinet', 'ipoe', 'lte', 'closed-sim', 'ngn', 'satellite', 'lbo']
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u

export const readName: ReadAnswer = (values, so) => ({ ...so, name: values.join(' ') })

export const readProfile: ReadAnswer = ([value = ''], so) => (EDITIONS.has(value) || /\.(ya?ml|json)$/i.test(value) ? { ...so, profile: value }
  : unknown(text('評価基準', 'profile'), value, EDITIONS.keys()))

export const readModel: ReadAnswer = ([value = ''], so) => {
  const model = modelOf(value)
  return model ? { ...so, model } : text(`モデルは α、α´、β、β´（alpha、alpha-prime、beta、beta-prime）のいずれかです: ${value}`, `the model is one of alpha, alpha-prime, beta, beta-prime: ${value}`)
}

export const readZones: ReadAnswer = (values, so) => each(values, so, (value): ZoneAnswer | Text => {
  const [, id = '', , typed, list] = /^([^=:]+)(:([^=]+))?=(.+)$/.exec(value) ?? []
  if (list === undefined || !NAME.test(id)) return text(`領域は mn=10.10.0.0/16 または library:guest=192.168.90.0/24 のように書きます: ${value}`, `a zone is typed as mn=10.10.0.0/16 or library:guest=192.168.90.0/24: ${value}`)
  const tier = typed === undefined ? SHORT[id] ?? TIERS.find((one) => one === id) : TIERS.find((one) => one === typed)
  if (tier === undefined) return unknown(text('層', 'tier'), typed ?? id, [...Object.keys(SHORT), ...TIERS.filter((one) => !OUTSIDE.includes(one))])
  if (OUTSIDE.includes(tier)) return text(`庁外の領域は --sc-addresses、--lgwan-addresses、--line で書きます: ${value}`, `zones outside are given by --sc-addresses, --lgwan-addresses and --line: ${value}`)
  const subnets = list.split(',').map((one) => one.split('+').map(network))
  return firstText(subnets.flat()) ?? { id, tier, subnets: subnets as string[][] }
}, (zone, made) => ({ ...made, zones: [...made.zones.filter(({ id }) => id !== zone.id), { ...zone, subnets: [...made.zones.find(({ id }) => id === zone.id)?.subnets ?? [], ...zone.subnets] }] }))

export const readScAddresses: ReadAnswer = (values, so) => networks(values, (scAddresses) => ({ ...so, scAddresses }))
export const readLgwanAddresses: ReadAnswer = (values, so) => networks(values, (lgwanAddresses) => ({ ...so, lgwanAddresses }))

export const readLines: ReadAnswer = (values, so) => each(values, so, (value): LineAnswer | Text => {
  const [, to = '', , typed, peer = ''] = /^([^=:]+)(:([^=]+))?=(.+)$/.exec(value) ?? []
  if (!NAME.test(to) || !parseAddress(peer)) return text(`回線は sc=192.168.39.2 または world:ipoe=203.0.113.1（行き先:種類=ネクストホップ）のように書きます: ${value}`, `a line is typed as sc=192.168.39.2 or world:ipoe=203.0.113.1 (to:kind=next hop): ${value}`)
  const kind = typed === undefined ? KINDS[to] ?? 'closed' : LINE_KINDS.find((one) => one === typed)
  return kind === undefined ? unknown(text('回線の種類', 'kind of line'), typed!, LINE_KINDS) : { to, kind, peer }
}, (line, made) => ({ ...made, lines: [...made.lines, line] }))

export const readLedgers: ReadAnswer = (values, so) => each(values, so, (value) => {
  const [, kind, file] = /^([^=]+)=(.+)$/.exec(value) ?? []
  const as = LEDGERS.find((one) => one === kind)
  if (as === undefined || file === undefined) return text(`台帳は hosts=台帳.csv のように書きます（${LEDGERS.join('、')}）: ${value}`, `a ledger is typed as hosts=FILE.csv (${LEDGERS.join(', ')}): ${value}`)
  return outside(file) ?? { as, file }
}, (ledger, made) => ({ ...made, ledgers: [...made.ledgers, ledger] }))

export const readConfigs: ReadAnswer = (values, so) => each(values, so, (value) => {
  const [, device = '', list = ''] = /^([^=]+)=(.+)$/.exec(value) ?? []
  if (!NAME.test(device)) return text(`設定ファイルは fw1=configs/fw1.v4 のように書きます: ${value}`, `a configuration is typed as fw1=configs/fw1.v4: ${value}`)
  const files = list.split(',')
  return firstText(files.map((file) => outside(file) ?? file)) ?? { device, files }
}, (config, made) => ({ ...made, configs: [...made.configs.filter(({ device }) => device !== config.device), { ...config, files: [...made.configs.find(({ device }) => device === config.device)?.files ?? [], ...config.files] }] }))

export const readRegister: ReadAnswer = ([file = ''], so) => outside(file) ?? { ...so, register: file }

export const readParties: ReadAnswer = (values, so) => each(values, so, (value): PartyAnswer | Text => {
  const [, id = '', , list, , zone] = /^([^=@]+)(=([^@]+))?(@(.+))?$/.exec(value) ?? []
  if (!Object.hasOwn(USUAL_PARTIES, id)) return unknown(text('相手方', 'party'), id, Object.keys(USUAL_PARTIES))
  const addresses = list?.split(',').map(network) ?? []
  return firstText(addresses) ?? { id, addresses: addresses as string[], ...(zone !== undefined && { zone }) }
}, (party, made) => ({ ...made, parties: [...made.parties, party] }))

function each<T extends object>(values: readonly string[], so: Answers, read: (value: string) => T | Text, add: (one: T, made: Answers) => Answers): Answers | Text {
  let made = so
  for (const value of values) {
    const one = read(value)
    if (isText(one)) return one
    made = add(one as T, made)
  }
  return made
}

function networks(values: readonly string[], made: (all: readonly string[]) => Answers): Answers | Text {
  const all = values.flatMap((value) => value.split(',')).map(network)
  return firstText(all) ?? made(all as string[])
}

/** An address or a network; host bits are a slip that the topology would refuse. */
function network(typed: string): string | Text {
  const found = parsePrefix(typed)
  if (found && !found.hostBits) return typed
  if (found) return text(`「${typed}」はネットワークアドレスではありません（${formatPrefix(found.prefix)} のことですか）`, `"${typed}" is no network address (did you mean ${formatPrefix(found.prefix)}?)`)
  return parseAddress(typed) ? typed : text(`アドレスとして読めません: ${typed}`, `not an address: ${typed}`)
}

const outside = (file: string): Text | undefined => (inside('', file) === undefined
  ? text(`ファイルは構成図のフォルダーの中に置いてください: ${file}`, `put the file inside the folder of the topology: ${file}`) : undefined)

const firstText = (values: readonly (string | Text)[]): Text | undefined => values.find((one): one is Text => typeof one !== 'string')

function unknown(what: Text, typed: string, known: Iterable<string>): Text {
  const all = [...known]
  const hint = didYouMean(typed, all)
  return text(`${what.ja}「${typed}」はありません${hint.ja}（${all.join('、')}）`, `there is no ${what.en} "${typed}"${hint.en} (${all.join(', ')})`)
}
