/** Who may be at the other end of a 特定通信, and what its entry permits meanwhile. */
import { describe, expect, test } from 'vitest'
import { catalogued } from '../../src/rules/profiles/catalogue.ts'
import { USUAL_PARTIES } from '../../src/rules/profiles/usual-parties.ts'
import type { Party } from '../../src/topology/model.ts'
import { AS_OF, ask, brief, edited, resultOf, SMALL } from './asking.ts'

const EVIDENCE = 'evidence: { document: 接続仕様書, on: 2026-04-10 }'
const OLD = 'evidence: { document: 接続仕様書, on: 2025-04-10 }'

/** SMALL with its one party declared so, under an id that no catalogue knows. */
const party = (facts: string, zone = 'zone: lgwan'): string =>
  edited(SMALL.replaceAll('eltax', 'asp'), 'asp: { zone: lgwan, addresses: [198.51.100.50], public-body: true }', `asp: { ${[zone, 'addresses: [198.51.100.50]', facts].filter(Boolean).join(', ')} }`)

const outcome = (content: string): string => ask('counterparty', content)[0]!.outcome
const missing = (content: string) => ask('counterparty', content)[0]!.missing.map(({ key }) => key)
const isolated = (content: string): boolean => ask('mynumber-isolation', content).every(({ outcome: is }) => is === 'proved' || is === 'vacuous')

describe('a party that is no system of the catalogue', () => {
  test('on the Internet and no public body: refused, and its entry permits nothing', () => {
    const content = party('internet-connected: true, public-body: false')
    expect(brief(ask('counterparty', content))).toEqual(['refuted error asp'])
    const broken = ask('mynumber-isolation', content).find(({ outcome: is }) => is === 'refuted')!
    expect(broken.cause!.key).toBe('party:asp')
    expect(ask('specific-communication', content)[0]!.outcome).toBe('proved')
  })

  test('on the Internet, reached through LGWAN: which accepted system it is, is asked', () => {
    for (const facts of ['internet-connected: true, public-body: true', 'internet-connected: true']) {
      expect([outcome(party(facts)), missing(party(facts))]).toEqual(['unknown', ['party:asp/is']])
      expect(isolated(party(facts))).toBe(true)
    }
    expect(outcome(party('internet-connected: true, public-body: true, is: eltax'))).toBe('proved')
    expect(outcome(party('internet-connected: true, public-body: true, is: koseki'))).toBe('unknown')
  })

  test('not on the Internet: a document says so, and is not too old', () => {
    const content = party(`internet-connected: false, ${EVIDENCE}`)
    expect(ask('counterparty', content)[0]).toMatchObject({ outcome: 'proved', ground: 'attested', assumes: [{ key: 'party:asp/internet-connected' }, { key: 'evidence:party:asp' }] })
    for (const stale of [party('internet-connected: false'), party(`internet-connected: false, ${OLD}`)]) {
      expect([outcome(stale), missing(stale), isolated(stale)]).toEqual(['unknown', ['party:asp/evidence'], true])
    }
  })

  test('nothing declared: unknown, and its entry permits', () => {
    expect([outcome(party('')), missing(party('')), isolated(party(''))]).toEqual(['unknown', ['party:asp/internet-connected'], true])
  })
})

describe('a zone says something of the parties in it', () => {
  const closed = (zone: string, facts = ''): string => edited(party(facts), 'lgwan: { tier: lgwan-network,', `lgwan: { ${zone},`)

  test('that it is not on the Internet, with a document', () => {
    const content = closed(`tier: party, internet-connected: false, ${EVIDENCE}`)
    expect(ask('counterparty', content)[0]!.assumes.map(({ key }) => key)).toEqual(['zone:lgwan/internet-connected', 'evidence:zone:lgwan'])
    expect(missing(closed('tier: party, internet-connected: false'))).toEqual(['party:asp/evidence'])
    expect(outcome(closed(`tier: party, internet-connected: false, ${EVIDENCE}`, 'internet-connected: true'))).toBe('refuted')
  })

  test('that it is the Internet side: nothing declared of the party helps', () => {
    for (const tier of ['public', 'security-cloud', 'internet']) {
      const content = edited(closed(`tier: ${tier}`, `internet-connected: false, ${EVIDENCE}`), ', addresses: [198.51.100.0/24]', tier === 'public' ? '' : ', addresses: [198.51.100.0/24]')
      expect(outcome(content)).toBe('refuted')
    }
  })

  test('an accepted system is accepted through LGWAN alone', () => {
    expect(outcome(closed('tier: party', 'is: eltax, internet-connected: true, public-body: true'))).toBe('refuted')
    expect(outcome(closed('tier: party', `is: eltax, internet-connected: false, ${EVIDENCE}`))).toBe('refuted')
    expect(outcome(closed('tier: party', 'title: eLTAX'))).toBe('unknown')
  })
})

test('on the Internet, and in no catalogue: who runs it is asked for, not which system of the list it is', () => {
  const { outcome: is, missing } = ask('counterparty', party('internet-connected: true'))[0]!
  expect(is).toBe('unknown')
  expect(missing[0]).toMatchObject({ key: 'party:asp/is', yaml: expect.stringMatching(/^parties:\n {2}asp:\n {4}operator: .*\n {4}public-body: .*\n {4}# is: /) })
})

describe('a system of the catalogue', () => {
  test('accepted: its name is enough, and is printed', () => {
    const [verdict] = ask('counterparty', SMALL)
    expect(verdict).toMatchObject({ outcome: 'proved', assumes: [{ key: 'catalogue:eltax' }] })
    expect(outcome(edited(SMALL, 'public-body: true', 'public-body: false, internet-connected: true'))).toBe('refuted')
  })

  test('not on the Internet: its name is enough, unless a document that is declared is no longer in date', () => {
    const named = (facts: string): string => party(`title: 証明書交付センター（LGWAN中間サーバー）${facts}`)
    expect(ask('counterparty', named(''))[0]).toMatchObject({ outcome: 'proved', assumes: [{ key: 'catalogue:asp' }] })
    expect(ask('counterparty', named(`, internet-connected: false, ${EVIDENCE}`))[0]!.assumes.map(({ key }) => key)).toEqual(['evidence:party:asp'])
    expect(outcome(named(`, internet-connected: false, ${OLD}`))).toBe('unknown')
    expect(outcome(named(', internet-connected: true, public-body: true'))).toBe('unknown')
  })

  test('is: counts before the names, and is listed where the names do not say the same', () => {
    expect(ask('counterparty', party('is: juki-net'))[0]!.assumes.map(({ key }) => key)).toEqual(['catalogue:asp', 'party:asp/is'])
    expect(outcome(party('is: koseki, title: eLTAX'))).toBe('unknown')
  })

  test('is: names one that there is', () => {
    const { problems } = resultOf(party('is: eltaxx'), AS_OF)
    expect(problems.map(({ code, message }) => `${code} ${message.en}`)).toEqual(['unknown-name the catalogue of parties has no "eltaxx"; did you mean "eltax"?'])
  })

  const named = (title: string): string | undefined => catalogued({ id: 'x', title } as Party, Object.fromEntries(Object.entries(USUAL_PARTIES).map(([id, { value }]) => [id, value])))?.id
  test.each([
    ['住基ネット コミュニケーションサーバー', 'juki-net'], ['住基ﾈｯﾄ', 'juki-net'], ['証明書交付センター（LGWAN中間サーバ）', 'cert-center'], ['ｅＬＴＡＸ', 'eltax'],
    ['ぴったりサービス（マイナポータル）', 'mynaportal'], ['自治体情報セキュリティ向上プラットフォーム', 'update-platform'], ['中間サーバー・プラットフォーム', 'relay-platform'],
    ['LGWAN 時刻サーバー', 'lgwan-ntp'], ['eLTAX 保守業者', undefined], ['住基ネット接続支援サービス', undefined], ['自社クラウド', undefined],
  ])('%s is %s', (title, id) => expect(named(title)).toBe(id))
})

test('hosts of our own are no parties; an entry that has expired is not asked about', () => {
  const own = edited(edited(SMALL, 'to: { party: eltax }', 'to: { host: other }'), 'parties:', '  other: { role: server, attach: [{ segment: lg-srv, address: 10.20.10.9 }] }\nparties:')
  expect(brief(ask('counterparty', own))).toEqual(['vacuous nothing'])
  expect(brief(ask('counterparty', edited(party('internet-connected: true'), 'expires: 2027-03-31', 'expires: 2026-03-31')))).toEqual(['vacuous nothing'])
})

test('a town with eLTAX, Mynaportal, the update platform and Juki-net is not refuted, whatever it leaves undeclared', () => {
  const parties = ['juki-cs', 'eltax', 'pittari', 'update-platform']
  const content = `${SMALL.slice(0, SMALL.indexOf('parties:'))}parties:
${parties.map((id, index) => `  ${id}: { zone: lgwan, addresses: [198.51.100.${50 + index}] }`).join('\n')}
flows:
${parties.map((id) => `  F-${id}: { kind: specific, from: { host: tax }, to: { party: ${id} }, service: tcp/443, purpose: 連携, approved: { by: CISO, on: 2025-04-01 }, expires: 2027-03-31 }`).join('\n')}
`
  expect(brief(ask('counterparty', content))).toEqual(parties.map((id) => `proved ${id}`))
  expect(isolated(content)).toBe(true)
})

describe('an end outside that is called by its address, or is a host', () => {
  const to = (end: string, hosts = '', parties = 'eltax: { zone: lgwan, addresses: [198.51.100.50], public-body: true }') =>
    edited(edited(edited(SMALL, 'eltax: { zone: lgwan, addresses: [198.51.100.50], public-body: true }', parties), 'hosts:\n', `hosts:\n${hosts}`), 'to: { party: eltax }', `to: ${end}`)

  test.each([
    ['an address', '{ zone: lgwan, addresses: [198.51.100.77] }', ''],
    ['an address without its zone', '{ addresses: [198.51.100.77] }', ''],
    ['a host', '{ host: asp }', '  asp: { role: server, attach: [{ zone: lgwan, address: 198.51.100.77 }] }\n'],
  ])('%s is somebody\'s system, too', (_, end, host) => {
    expect(ask('counterparty', to(end, host))).toMatchObject([{ outcome: 'unknown', severity: 'error', missing: [{ yaml: expect.stringContaining('addresses: [198.51.100.77]') }] }])
  })

  test('the address of a party is that party, whatever it is called by', () => {
    expect(brief(ask('counterparty', to('{ zone: lgwan, addresses: [198.51.100.50] }')))).toEqual(['proved eltax'])
    expect(brief(ask('counterparty', to('{ zone: lgwan, addresses: [198.51.100.50] }', '', 'asp: { zone: lgwan, addresses: [198.51.100.50], public-body: false, internet-connected: true }').replace('destination: eltax', 'destination: asp')))).toEqual(['refuted error asp'])
  })
})
