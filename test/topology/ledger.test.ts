/** Ledgers as people keep them: what they mean, and that every mistake is shown at its cell. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sheetOf } from '../../src/topology/ledger/cells.ts'
import { decode } from '../../src/topology/ledger/encoding.ts'
import { loadTopology } from '../../src/topology/load.ts'
import type { Topology } from '../../src/topology/model.ts'
import { load, mistakes, topologyOf } from './loading.ts'

const BASE = `
sanso: 1
network: n
zones: { mn: { tier: mynumber }, lg: { tier: lgwan }, wan: { tier: lgwan-network, external: true, addresses: [198.51.100.0/24] } }
segments: { mn-srv: { zone: mn, subnets: [10.10.10.0/24] }, lg-srv: { zone: lg, subnets: [10.20.10.0/24] } }
hosts: { tax: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.8 }] }, file: { role: server, attach: [{ segment: lg-srv, address: 10.20.10.9 }] } }
parties: { eltax: { zone: wan, addresses: [198.51.100.50] } }
objects: { services: { web: [tcp/80, tcp/443] }, addresses: { staff: [10.20.10.0/28] } }
`
const root = (include: string): string => `${BASE}include: ${include}\n`
const flowsOf = (csv: string, include = 'flows.csv'): Topology => topologyOf(load({ 'net.yaml': root(include), 'flows.csv': csv }))
const said = (csv: string, include = 'flows.csv'): string[] => mistakes(load({ 'net.yaml': root(include), 'flows.csv': csv }))

const HEADINGS = '番号,種別,送信元,宛先,サービス,目的,承認者,承認日,有効期限'
const ROW = 'F-1,特定通信,tax,eltax,tcp/443,申告データの受信,統括責任者,2025/4/1,令和9年3月31日'

/** A model without the places that it stands in. */
const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, one: unknown) =>
  (key === 'at' || key.endsWith('At') ? undefined : typeof one === 'bigint' ? `${one}` : one instanceof Map ? [...one] : one)))

describe('what a ledger means', () => {
  test('is what the same entry in YAML means', () => {
    const yaml = topologyOf(load(`${BASE}flows:
  F-1:
    kind: specific
    from: { host: tax }
    to: { party: eltax }
    service: tcp/443
    purpose: 申告データの受信
    approved: { by: 統括責任者, on: 2025-04-01 }
    expires: 2027-03-31
`))
    expect(bare(flowsOf(`${HEADINGS}\n${ROW}\n`).flows)).toEqual(bare(yaml.flows))
  })

  test.each([
    ['the names of keys', 'id,kind,from.host,to.party,service,purpose,approved.by,approved.on,expires\nF-1,specific,tax,eltax,tcp/443,申告データの受信,統括責任者,2025-04-01,2027-03-31'],
    ['a byte order mark and CRLF', `\uFEFF${HEADINGS}\r\n${ROW}\r\n`],
    ['no line break at the end', `${HEADINGS}\n${ROW}`],
    ['empty rows and columns', `${HEADINGS},,\n,,,\n\n${ROW},,\n,,,,,,,,,,\n`],
    ['quotes', `${HEADINGS}\n${ROW.split(',').map((cell) => `"${cell}"`).join(',')}\n`],
    ['full-width letters and digits', `${HEADINGS}\n${ROW.replace('F-1', 'Ｆ－１').replace('tcp/443', 'ＴＣＰ／４４３').replace('2025/4/1', '２０２５／０４／０１')}\n`],
    ['headings broken over lines', `"番\n号",種 別,"送信元 ",宛先,サービス,目的,承認者,承認日,有効期限\n${ROW}\n`],
    ['a protocol and a port in columns of their own', `番号,種別,送信元,宛先,プロトコル,ポート番号,目的,承認者,承認日,有効期限\n${ROW.replace('tcp/443', 'TCP,443')}\n`],
  ])('does not depend on %s', (_, csv) => {
    expect(bare(flowsOf(csv).flows)).toEqual(bare(flowsOf(`${HEADINGS}\n${ROW}\n`).flows))
  })

  test('the headings people have are mapped, and those of no use left out', () => {
    const csv = '通信要件一覧（令和8年度）\n\nNo,発信,着信,プロトコル・ポート,備考\nF-1,tax,eltax,tcp/443,毎日\n'
    const include = '[{ file: flows.csv, heading-row: 3, columns: { No: id, 発信: from, 着信: to, プロトコル・ポート: service, 備考: "-" }, defaults: { kind: specific, approved.by: 統括責任者 } }]'
    const flow = flowsOf(csv, include).flows.get('F-1')!
    expect([flow.kind, flow.approved?.by, flow.serviceText]).toEqual(['specific', '統括責任者', 'tcp/443'])
  })

  test('one cell may list several', () => {
    const flow = flowsOf('番号,種別,送信元,宛先,サービス\nF-1,通常,"tax、10.10.10.64～10.10.10.70","lg-srv\nstaff","tcp/80, 443; web"\n').flows.get('F-1')!
    expect(flow.from.map(({ kind }) => kind)).toEqual(['host', 'addresses'])
    expect(flow.to.map(({ kind }) => kind)).toEqual(['segment', 'addresses'])
    expect(flow.serviceText).toBe('tcp/80, tcp/443, web')
  })

  test('a day that cannot be read stays as it is typed', () => {
    for (const [typed, meant] of [['2026/4/1', '2026-04-01'], ['2026年4月1日', '2026-04-01'], ['R8.4.1', '2026-04-01'], ['令和元年5月1日', '2019-05-01'], ['平成31年3月31日', '2019-03-31'],
      ['26/4/1', '26/4/1'], ['46113', '46113'], ['当面の間', '当面の間']]) {
      expect(flowsOf(`${HEADINGS}\nF-1,通常,tax,eltax,tcp/443,p,a,2025-04-01,${typed}\n`).flows.get('F-1')!.expires).toBe(meant)
    }
  })

  test('segments, hosts and exceptions as well', () => {
    const files = {
      'net.yaml': `sanso: 1\nnetwork: n\nzones: { mn: { tier: mynumber }, lg: { tier: lgwan } }\ninclude: [segments.csv, hosts.csv, { file: 例外台帳.csv, as: exceptions }]\n`,
      'segments.csv': 'セグメント名,領域,VLAN番号,サブネット\nmn-srv,mn,110,10.10.10.0/24\nlg-srv,lg,,"10.20.10.0/24, fd00:20::/64"\n',
      'hosts.csv': 'ホスト名,役割,接続セグメント,IPアドレス,取扱情報,controls.coverage,controls.evidence.document\ntax,サーバー,mn-srv,10.10.10.8,"個人番号、戸籍",,\npc,端末,mn-srv,10.10.10.100 - 10.10.10.120,個人番号,21/21,端末一覧\n',
      '例外台帳.csv': '例外番号,対象規則,送信元,宛先,サービス,理由,承認者,決裁番号,発行日,有効期限\nE-1,path-division,tax,lg-srv,tcp/445,移行,部長,7,2026/4/1,2026/9/30\n',
    }
    const { segments, hosts, exceptions } = topologyOf(load(files))
    expect([...segments.values()].map(({ id, zone, vlan }) => [id, zone, vlan])).toEqual([['mn-srv', 'mn', 110], ['lg-srv', 'lg', undefined]])
    expect(hosts.get('tax')!.handles).toEqual(['my-number', 'koseki'])
    expect(hosts.get('pc')!.controls?.evidence?.document).toBe('端末一覧')
    expect(exceptions.get('E-1')).toMatchObject({ rules: ['path-division'], ticket: '7', issued: '2026-04-01', expires: '2026-09-30' })
  })
})

describe('a mistake is shown at its cell', () => {
  test.each<[string, string, string[]]>([
    ['an unknown name', `${HEADINGS}\n${ROW.replace('eltax', 'eltex')}`, ['unknown-name: «eltex» "eltex" is neither an address nor the name of anything; did you mean "eltax"?']],
    ['one of several', `${HEADINGS}\n${ROW.replace('eltax', '"eltax、eltex"')}`, ['unknown-name: «"eltax、eltex"» "eltex" is neither an address nor the name of anything; did you mean "eltax"?']],
    ['a service', `${HEADINGS}\n${ROW.replace('tcp/443', 'tcp/99999')}`, [expect.stringContaining('service: «tcp/99999» "tcp/99999" is neither a service')]],
    ['a word of a list', `${HEADINGS}\n${ROW.replace('特定通信', '特別通信')}`, [expect.stringContaining('schema: «特別通信» "特別通信" cannot stand here')]],
    ['an empty cell of a column that is needed', `${HEADINGS}\n${ROW.replace('特定通信', '')}`, ['schema: «F-1» "kind" is missing']],
    ['a column that is needed', '番号,送信元,宛先\nF-1,tax,eltax', ['ledger: «番号,送信元,宛先» no column of this heading row is "kind" (map one to it in columns:, or say it once in defaults:)']],
    ['a heading', `${HEADINGS.replace('目的', '目 的 ?')}\n${ROW}`, ['ledger: «目 的 ?» the heading "目 的 ?" is not understood (map it to a key in columns:, or to "-" if the column is not used)']],
    ['a misspelt heading', `${HEADINGS.replace('有効期限', '有効期間')}\n${ROW}`, ['ledger: «有効期間» the heading "有効期間" is not understood; did you mean "有効期限"? (map it to a key in columns:, or to "-" if the column is not used)']],
    ['two columns of one meaning', '番号,種別,送信元,宛先,宛先,サービス,ポート\nF-1,通常,tax,eltax,file,tcp/443,80', [
      'ledger: «宛先» this says the same as the heading "宛先" (to, to)', 'ledger: «ポート» this says the same as the heading "サービス" (service, port)']],
    ['a whole and a part', '番号,種別,送信元,from.addresses,宛先\nF-1,通常,tax,10.0.0.1,eltax', ['ledger: «from.addresses» this says the same as the heading "送信元" (from, from.addresses)']],
    ['an id that comes twice', `${HEADINGS}\n${ROW}\n${ROW}`, ['ledger: «F-1» the id "F-1" stands here twice → «F-1» the first is here']],
    ['a row without an id', `${HEADINGS}\n${ROW}\n,特定通信,tax`, ['ledger: «特定通信» this row has no id']],
    ['a cell beside the columns', `${HEADINGS}\n${ROW},余り`, ['ledger: «余り» the column of this cell has no heading']],
    ['a formula that failed', `${HEADINGS}\n${ROW.replace('tax', '#REF!')}`, ['ledger: «#REF!» a failed formula (#REF!) stands here']],
    ['a quote that is open', `${HEADINGS}\nF-1,"特定通信,tax`, ['ledger: «"» this quote " is never closed']],
    ['text behind a quote', `${HEADINGS}\nF-1,"特定通信"x,tax`, ['ledger: «x» characters follow the closing quote " of a cell']],
    ['an id that is none', `${HEADINGS}\n${ROW.replace('F-1', 'F 1')}`, [expect.stringContaining('id: «F 1» "F 1" cannot be a name')]],
    ['nothing at all', '', ['ledger: «» there is no heading row']],
  ])('%s', (_, csv, expected) => expect(said(csv)).toEqual(expected))

  test('with the row and column of an editor, where cells hold line breaks', () => {
    const { problems, sources } = load({ 'net.yaml': root('flows.csv'), 'flows.csv': `"番\n号",種別,送信元,宛先,目的\nF-1,通常,tax,eltax,"一行目\n二行目"\nF-2,通常,"tax",eltex,x\n` })
    expect(problems.map(({ at }) => sources.get(at.file)!.locate(at))).toEqual([{ file: 'flows.csv', line: 5, column: 14, endLine: 5, endColumn: 19 }])
  })

  test('the same id in a ledger and in YAML shows both', () => {
    const files = { 'net.yaml': `${root('flows.csv')}flows: { F-1: { kind: ordinary, from: tax, to: eltax } }\n`, 'flows.csv': `${HEADINGS}\n${ROW}` }
    expect(mistakes(load(files))).toEqual(['duplicate-id: «F-1» the flow "F-1" is defined twice → «F-1» the first is here'])
  })
})

describe('how a ledger is read', () => {
  test.each<[string, string, string[]]>([
    ['columns name keys that there are', '{ file: flows.csv, columns: { 目的: purpos } }', ['ledger: «purpos» a ledger has no column "purpos"; did you mean "purpose"?']],
    ['columns name headings that there are', '{ file: flows.csv, columns: { 備考: "-" } }', ['ledger: «備考» the ledger has no heading "備考"']],
    ['defaults name keys that there are', '{ file: flows.csv, defaults: { kindd: x } }', ['ledger: «kindd» a ledger has no column "kindd"; did you mean "kind"?']],
    ['a default is no other way to say a column', '{ file: flows.csv, defaults: { port: "80" } }', ['ledger: «"80"» this says the same as the heading "サービス" of the ledger (service, port)']],
    ['only ledgers have columns', '[{ file: more.yaml, as: flows }]', ['include: «as» "as" is for CSV ledgers only (more.yaml is none)']],
    ['what it lists is said', '[{ file: x.csv }]', ['include: «x.csv» what x.csv lists is not said (as: flows, exceptions, segments, hosts)']],
    ['in one way only', '[flows.csv, { file: flows.csv, columns: { 目的: "-" } }]', ['include: «flows.csv» flows.csv is included already, to be read in another way']],
    ['a file that there is', 'nothing.csv', ['include: «nothing.csv» no file matches "nothing.csv"']],
  ])('%s', (_, include, expected) => {
    expect(mistakes(load({ 'net.yaml': root(include), 'flows.csv': `${HEADINGS}\n${ROW}`, 'x.csv': 'a\n', 'more.yaml': 'objects: {}' }))).toEqual(expected)
  })

  test('a default that is wrong is wrong once, where it is typed', () => {
    const csv = '番号,送信元,宛先\nF-1,tax,eltax\nF-2,tax,eltax\n'
    expect(said(csv, '{ file: flows.csv, defaults: { kind: specfic } }').filter((one) => one.startsWith('schema'))).toHaveLength(1)
    const { problems, sources } = load({ 'net.yaml': root('{ file: flows.csv, defaults: { kind: ordinary, service: wbe } }'), 'flows.csv': csv })
    expect(problems.map(({ at }) => sources.get(at.file)!.locate(at).file)).toEqual(['net.yaml'])
  })

  test('bytes are UTF-8 or CP932, and nothing else', () => {
    const cp932 = Uint8Array.from([0x94, 0xd4, 0x8d, 0x86, 0x87, 0x40, 0xfb, 0xfc])
    expect(decode(cp932)).toBe('番号①髙')
    expect(decode(new TextEncoder().encode('番号①髙'))).toBe('番号①髙')
    expect(decode(Uint8Array.from([0xff, 0xfe, 0x61, 0x00]))).toBeUndefined()
    const loaded = loadTopology('net.yaml', () => root('flows.csv'), () => ['flows.csv'], (name) => (name === 'flows.csv' ? Uint8Array.from([0xfd, 0xfe]) : undefined))
    expect(mistakes(loaded)).toEqual(['ledger: «» this is encoded neither in UTF-8 nor in CP932 (Shift_JIS)'])
  })
})

const cellText = fc.string({ unit: fc.constantFrom('a', 'あ', '"', ',', '\n', '\r\n', ' ', '\t', '１'), maxLength: 8 })
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

describe('laws', () => {
  test('what is written by RFC 4180 is read as it was', () => {
    fc.assert(fc.property(fc.array(fc.array(cellText, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, last) => {
      const content = rows.map((row) => row.map(quoted).join(',')).join(end) + (last ? end : '')
      const { rows: read, fault } = sheetOf(content)
      expect(fault).toBeUndefined()
      expect(read.map((row) => row.map(({ text }) => text))).toEqual(rows.map((row) => row.map((text) => text.replaceAll(/\r\n?/g, '\n').trim())))
      for (const cell of read.flat()) expect(content.slice(...cell.span)).toMatch(/^"[^]*"$/)
    }))
  })

  test('a register in YAML and as a ledger is the same model', () => {
    const end = fc.constantFrom('tax', 'file', 'eltax', 'mn-srv', 'lg', 'staff', '10.20.10.9', '10.10.10.0/28', '10.20.10.1-10.20.10.7')
    const ends = fc.uniqueArray(end, { minLength: 1, maxLength: 3 })
    const words = fc.string({ unit: fc.constantFrom('受', '信', 'a', ' ', ',', '"', '１'), minLength: 1, maxLength: 6 }).map((one) => one.trim()).filter((one) => one !== '')
    const day = fc.constantFrom('2025-04-01', '2027-03-31', 'いつか')
    const flow = fc.record({
      kind: fc.constantFrom('specific', 'sanitized', 'export', 'necessary', 'media', 'ordinary'), from: ends, to: ends,
      service: fc.uniqueArray(fc.constantFrom('tcp/443', 'udp/53', 'web', 'icmp/echo-request', 'tcp/1000-2000', 'any'), { minLength: 1, maxLength: 3 }),
      purpose: words, by: words, on: day, starts: day, expires: day,
    }, { requiredKeys: ['kind', 'from', 'to'] })
    fc.assert(fc.property(fc.array(flow, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', ', ', '、', ';'), (flows, separator) => {
      const yaml = JSON.stringify(Object.fromEntries(flows.map(({ by, on, ...rest }, index) =>
        [`F-${index}`, { ...rest, ...(by !== undefined || on !== undefined ? { approved: { ...(by !== undefined && { by }), ...(on !== undefined && { on }) } } : {}) }])))
      const rows = flows.map(({ kind, from, to, service, purpose, by, on, starts, expires }, index) =>
        [`F-${index}`, kind, from.join(separator), to.join(separator), service?.join(separator) ?? '', purpose ?? '', by ?? '', on ?? '', starts ?? '', expires ?? ''].map(quoted).join(','))
      const typed = topologyOf(load(`${BASE}flows: ${yaml}\n`))
      expect(bare(flowsOf(['id,kind,from,to,service,purpose,approved.by,approved.on,starts,expires', ...rows].join('\n')).flows)).toEqual(bare(typed.flows))
    }), { numRuns: 60 })
  })
})
