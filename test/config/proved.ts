/** What was proved of the real dumps, and which sources stand behind which interface there. */
import { hasAddress, parseAddresses } from '../../src/net/address.ts'

/**
 * The proofs replaced an incoming interface by the sources that stand behind it. An interface here is a name and its sources,
 * first match; what stands behind no interface of the list comes in by one that no rule names.
 */
export type Behind = readonly (readonly [name: string, sources: string])[]

const HOME_VLANS = [10, 11, 12, 13, 14, 19, 20, 21, 22, 23, 24, 50]
const PRIVATE: Behind = [['tun9', '10.0.0.0/8'], ['tun9', '172.16.0.0/12'], ['tun9', '192.168.0.0/16']]
const LOOPBACK = ['lo', '127.0.0.0/8'] as const
const REST = ['ppp0', '0.0.0.0/0'] as const

export const PROVED: readonly { dump: string; hook: 'forward' | 'input'; bounds: string; behind: Behind; outs: readonly string[] }[] = [
  {
    dump: 'config_home_user/typical_home_user_iptables-save', hook: 'forward', bounds: 'config_home_user/typical_home_user.Ln.FWD',
    behind: [...HOME_VLANS.map((n) => [`eth0.${n}`, `192.168.${n}.0/24`] as const), LOOPBACK, ...PRIVATE, ['eth1', '0.0.0.0/0']],
    outs: ['eth0.10', 'eth0.11', 'eth0.13', 'eth1', 'tun0', 'eth7'],
  },
  { dump: 'config_memphis_testbed/iptables-save', hook: 'forward', bounds: 'config_memphis_testbed/iptables.Ln.FWD', behind: [], outs: ['eth0'] },
  { dump: 'linux.gda.pl/firewallp.txt', hook: 'forward', bounds: 'linux.gda.pl/firewallp.txt.Ln.FWD', behind: [], outs: ['eth0'] },
  {
    dump: 'medium-sized-company/iptables-save', hook: 'forward', bounds: 'medium-sized-company/iptables-save.Ln.FWD',
    behind: [['eth0', '172.16.2.0/24'], LOOPBACK, REST], outs: ['eth0', 'ppp0'],
  },
  { dump: 'medium-sized-company/iptables-save', hook: 'input', bounds: 'medium-sized-company/iptables-save.Ln.INP', behind: [['eth0', '172.16.2.0/24'], LOOPBACK, REST], outs: ['-'] },
  { dump: 'openvpn.eu/iptables-save', hook: 'forward', bounds: 'openvpn.eu/iptables-save.Ln.FWD', behind: [['eth0', '192.168.0.0/24'], ['eth1', '192.168.2.0/24']], outs: ['eth0', 'eth1'] },
  { dump: 'rlworkman.net/iptables-save', hook: 'input', bounds: 'rlworkman.net/iptables-save.Ln.INP', behind: [['eth0', '192.168.13.0/24'], LOOPBACK, REST], outs: ['-'] },
]

export const interfaceOf = (behind: Behind, source: bigint): string =>
  behind.find(([, sources]) => hasAddress(parseAddresses(sources)!, { family: 4, value: source }))?.[0] ?? 'eth9'
