/** The device itself: VDOMs, interfaces, routes, what it takes and what it passes on. */
import { describe, expect, test } from 'vitest'
import { BASE, fate, HEADER, lab, policy, readText, table } from './lab.ts'

const LAN = '10.1.1.10'
const WAN = '203.0.113.10'
const OPEN = table('firewall policy', policy(1, 'any', 'any'))
const faces = (content: string, context?: string) => readText(content, context).faces!.map(({ name }) => name)

describe('VDOMs', () => {
  const config = `${HEADER}config vdom\nedit root\nnext\nedit branch\nnext\nend\nconfig global\nconfig system global\nset hostname "fw9"\nend\n${table('system interface',
    'lan | set vdom "root" | set ip 10.1.1.1 255.255.255.0', 'dmz | set vdom "branch" | set ip 10.2.2.1 255.255.255.0', 'wan | set vdom "root" | set ip 203.0.113.1 255.255.255.0')}end
config vdom\nedit root\n${OPEN}end\nconfig vdom\nedit branch\nconfig system settings\nset asymroute enable\nend\nend\n`

  test('the one that is asked for has its own interfaces, policies and settings', () => {
    const root = readText(config, 'root')
    expect(root.faces!.map(({ name }) => name)).toEqual(['lan', 'wan'])
    expect(root.gaps).toEqual([])
    expect(root.contexts).toEqual(['root', 'branch'])
    expect(root.hostname?.name).toBe('fw9')
    expect(faces(config, 'branch')).toEqual(['dmz'])
    expect(readText(config, 'branch').gaps.map(({ what }) => what)).toEqual(['set asymroute enable'])
    expect(fate(lab(config, undefined, 'root'), { from: LAN, to: WAN, service: 'tcp 80' })).toBe('passes')
  })

  test.each([undefined, 'nowhere'])('context %s: a problem that names them, and nothing is certain', (context) => {
    const { problems, gaps, lines } = readText(config, context)
    expect(problems.map(({ code, message }) => [code, message.en.includes('root, branch')])).toEqual([['config-context', true]])
    expect(gaps.map(({ touches }) => touches)).toEqual(['filters', 'forwarding'])
    expect(lines).toHaveLength(config.split('\n').length - 1)
  })
})

describe('interfaces', () => {
  test('sub-interfaces, second addresses, members, what is down and what is a tunnel', () => {
    const { faces = [], down } = readText(HEADER + table('system interface',
      'port1 | set ip 10.0.0.1 255.255.255.0 | set secondary-IP enable | config secondaryip | edit 1 | set ip 10.0.1.1 255.255.255.0 | next | end',
      'v20 | set ip 10.0.20.1 255.255.255.0 | set interface "port1" | set vlanid 20', 'agg | set type aggregate | set member "port2" "port3" | set ip 10.0.3.1/24',
      'port2', 'port3', 'port4 | set status down | set ip 10.0.4.1 255.255.255.0', 'port5 | set mode dhcp | set ip 192.0.2.1 255.255.255.0 | set vrf 5',
      'lo | set type loopback | set ip 10.255.0.1 255.255.255.255', 'tun | set type tunnel | set ip 10.8.0.1 255.255.255.255 | set remote-ip 10.8.0.2 255.255.255.252 | set src-check disable'))
    expect(faces.map(({ name, addresses, vlan, port, vrf, reversePath }) => [name, addresses.map(({ length }) => length), vlan, port, vrf, reversePath])).toEqual([
      ['port1', [24, 24], undefined, undefined, 'default', 'feasible'], ['v20', [24], 20, 'port1', 'default', 'feasible'], ['agg', [24], undefined, undefined, 'default', 'feasible'],
      ['port5', [24], undefined, undefined, '5', 'feasible'], ['lo', [32], undefined, undefined, 'default', 'feasible'], ['tun', [30], undefined, undefined, 'default', 'none'],
    ])
    expect([...down!.keys()]).toEqual(['port2', 'port3', 'port4'])
  })

  test.each([['set l2forward enable', true], ['set vlanforward enable', false], ['set role lan', false], ['set never-heard-of yes', true], ['set trunk enable', true]])('%s: %s', (line, isGap) => {
    const { gaps } = readText(BASE + table('system interface', `lan | ${line}`))
    expect(gaps.some(({ touches }) => touches === 'forwarding')).toBe(isGap)
  })
})

describe('settings', () => {
  test.each([
    ['set asymroute enable', 'filters 4'], ['set asymroute6 enable', 'filters 6'], ['set opmode transparent', 'forwarding 4,6'], ['set ngfw-mode policy-based', 'filters 4,6'],
    ['set some-new-thing enable', 'forwarding 4,6'], ['set gui-ztna enable', ''], ['set asymroute disable', ''],
  ])('%s: %s', (line, expected) => {
    const { gaps } = readText(`${BASE}config system settings\n    ${line}\nend\n`)
    expect(gaps.map(({ touches, families }) => `${touches} ${families.join(',')}`).join()).toBe(expected)
  })

  test('strict reverse paths, and routing that is not symmetric', () => {
    const check = (line: string) => readText(`${BASE}config system settings\n${line}\nend\n`).faces![0]!.reversePath
    expect(check('set strict-src-check enable')).toBe('strict')
    expect(check('set asymroute enable')).toBe('none')
  })

  test.each([
    ['config router ospf\n    config area\n        edit 0.0.0.0\n        next\n    end\nend\n', ['routes']], ['config router bgp\n    config redistribute "connected"\n    end\nend\n', []],
    ['config router bgp\n    set as 65000\nend\n', []], ['config router bgp\n    set as 65000\n    config neighbor\n        edit 192.0.2.1\n        next\n    end\nend\n', ['routes']],
    ['config system modem\n    set status disable\n    set phone1 "0"\nend\n', []], ['config system modem\n    set status enable\nend\n', ['forwarding']], ['config system virtual-wire-pair\n    edit "x"\n        set member "lan" "dmz"\n    next\nend\n', ['forwarding']],
    ['config application list\n    edit "x"\n        set anything at-all\n    next\nend\n', []], ['config brand new-thing\n    set x y\nend\n', ['forwarding']], ['config brand new-thing\nend\n', []],
    ['config firewall multicast-policy\n    edit 1\n        set srcintf "lan"\n    next\nend\n', ['forwarding']],
  ])('%j: %j', (text, touches) => {
    expect(readText(BASE + text).gaps.map((gap) => gap.touches)).toEqual(touches)
  })
})

describe('routes', () => {
  const through = (...routes: readonly string[]) => {
    const { routes: known = [], gaps } = readText(BASE + table('router static', ...routes))
    return { known: known.map(({ distance, next, to }) => [to.length, Math.floor(distance), next.kind]), gaps: gaps.map(({ touches }) => touches) }
  }

  test('destinations, gateways, devices and distances', () => {
    expect(through('1 | set gateway 203.0.113.254 | set device "wan"')).toEqual({ known: [[0, 10, 'via']], gaps: [] })
    expect(through('1 | set dst 10.9.9.0 255.255.255.0 | set device "dmz" | set distance 5')).toEqual({ known: [[24, 5, 'interface']], gaps: [] })
    expect(through('1 | set dst 10.9.9.0/24 | set blackhole enable')).toEqual({ known: [[24, 10, 'null']], gaps: [] })
    expect(through('1 | set status disable | set gateway 203.0.113.254')).toEqual({ known: [], gaps: [] })
    expect(through('1 | set internet-service 65537 | set device "wan"').gaps).toEqual(['routes'])
    expect(through('1 | set gateway nonsense | set device "wan"').gaps).toEqual(['routes'])
    expect(through('1 | set new-option yes | set device "wan"').gaps).toEqual(['routes'])
  })

  test('of routes of one distance the lower priority counts', () => {
    const [low, high] = readText(BASE + table('router static', '1 | set device "wan"', '2 | set device "dmz" | set priority 10')).routes!
    expect(low!.distance).toBeLessThan(high!.distance)
    expect(Math.floor(high!.distance)).toBe(10)
  })

  test('policy routes', () => {
    const { policyRoutes, gaps } = readText(BASE + table('router policy', '1 | set input-device "lan" | set src "10.1.1.0/255.255.255.0" | set protocol 6 | set start-port 80 | set end-port 80 | set gateway 10.2.2.254 | set output-device "dmz"',
      '2 | set action deny | set dst "10.9.9.0/24"', '3 | set status disable'))
    expect(policyRoutes!.map(({ next }) => next.kind)).toEqual(['via', 'table'])
    expect(JSON.stringify(policyRoutes![0]!.when, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))).not.toContain('unknown')
    expect(gaps).toEqual([])
  })

  test('SD-WAN leads out of every member', () => {
    const sdwan = `config system sdwan\nset status enable\nconfig zone\nedit "virtual-wan-link"\nnext\nend\n${table('members', '1 | set interface "wan" | set gateway 203.0.113.254', '2 | set interface "dmz" | set gateway 10.2.2.254')}end\n`
    const { routes, gaps } = readText(BASE + sdwan + table('router static', '1 | set sdwan-zone "virtual-wan-link"'))
    expect(routes!.map(({ next }) => ('interface' in next ? next.interface : ''))).toEqual(['wan', 'dmz'])
    expect(gaps).toEqual([])
    expect(fate(lab(BASE + sdwan + table('firewall policy', policy(1, 'lan', '"virtual-wan-link"'))), { from: LAN, to: WAN, service: 'tcp 80' })).toBe('passes')
  })
})

test('rules of SD-WAN may take any member, and clients of the web portal stand behind its tunnel', () => {
  const rules = `config system sdwan\nset status enable\n${table('members', '1 | set interface "wan" | set gateway 203.0.113.254', '2 | set interface "dmz" | set gateway 10.2.2.254')}`
    + `${table('service', '1 | set mode sla | set dst "all" | set src "all" | set health-check "x" | set priority-members 2 1')}end\n`
  const { policyRoutes, gaps } = readText(BASE + rules)
  expect(policyRoutes!.map(({ next }) => ('interface' in next ? next.interface : ''))).toEqual(['wan', 'dmz'])
  expect(gaps).toEqual([])
  const portal = table('firewall address', 'pool | set type iprange | set start-ip 10.212.134.200 | set end-ip 10.212.134.210') + table('system interface', 'ssl.root | set type tunnel')
  const { routes } = readText(`${BASE}${portal}config vpn ssl settings\nset source-interface "wan"\nset tunnel-ip-pools "pool"\nend\n`)
  expect(routes!.map(({ to, next }) => [to.length, 'interface' in next && next.interface])).toEqual([[29, 'ssl.root'], [31, 'ssl.root'], [32, 'ssl.root']])
})

describe('the device itself', () => {
  const at = (service: string, to = '10.1.1.1', config = BASE) => fate(lab(config), { from: LAN, to, service }, 'device')

  test('takes what an interface is open for, and nothing else', () => {
    expect(at('tcp 443')).toBe('passes')
    expect(at('icmp 8')).toBe('passes')
    expect(at('tcp 22')).toBe('dropped')
    expect(at('udp 161')).toBe('dropped')
    // At the address of another interface it is not known whose access counts.
    expect(at('tcp 443', '203.0.113.1')).toBe('unknown')
    expect(at('tcp 22', '203.0.113.1')).toBe('dropped')
  })

  test('ports of its own, and hosts it trusts', () => {
    const moved = `${BASE}config system global\nset admin-sport 8443\nend\n`
    expect(at('tcp 8443', '10.1.1.1', moved)).toBe('passes')
    expect(at('tcp 443', '10.1.1.1', moved)).toBe('dropped')
    const trusting = (host: string): string => BASE + table('system admin', `admin | set trusthost1 ${host} 255.255.255.0`)
    expect(at('tcp 443', '10.1.1.1', trusting('10.1.1.0'))).toBe('passes')
    expect(at('tcp 443', '10.1.1.1', trusting('10.7.7.0'))).toBe('dropped')
  })

  test('local-in policies come first', () => {
    const deny = table('firewall local-in-policy', '1 | set intf "lan" | set srcaddr "all" | set dstaddr "all" | set service "HTTPS" | set schedule "always"')
    expect(at('tcp 443', '10.1.1.1', BASE + deny)).toBe('dropped')
    expect(at('icmp 8', '10.1.1.1', BASE + deny)).toBe('passes')
  })

  test('passes on what it relays', () => {
    const running = (text: string) => readText(BASE + text).runs!.map(({ service }) => service)
    expect(running('')).toEqual([])
    expect(running(table('system dns-server', 'lan'))).toEqual(['dns'])
    expect(running(table('system dns-server', 'lan | set mode non-recursive'))).toEqual([])
    expect(running(table('system interface', 'lan | set dhcp-relay-service enable | set dhcp-relay-ip 10.2.2.5'))).toEqual(['dhcp'])
    expect(running('config web-proxy explicit\nset status enable\nend\n')).toEqual(['proxy'])
    expect(running('config vpn ssl settings\nset source-interface "wan"\nend\n')).toEqual(['proxy'])
    expect(running('config system ntp\nset server-mode enable\nset interface "lan"\nend\n')).toEqual(['ntp'])
  })
})
