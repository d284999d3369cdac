/** The router itself: who may use its services, and those by which it passes on what it gets. */
import { TCP, UDP } from '../../net/header.ts'
import type { Condition, Rule, Step } from '../../topology/model.ts'
import type { RunningService } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, any, not, unknown } from '../conditions.ts'
import { addressSet } from './conditions.ts'
import { doubt } from './filters.ts'
import { FACE } from './grammar.ts'
import type { Statement } from './statements.ts'

const PORTS: Readonly<Record<string, readonly [protocols: readonly number[], port: number]>> = {
  dns: [[TCP, UDP], 53], httpd: [[TCP], 80], telnetd: [[TCP], 23], sshd: [[TCP], 22], sftpd: [[TCP], 22], tftp: [[UDP], 69], snmp: [[UDP], 161], snmpv2c: [[UDP], 161], sntpd: [[UDP], 123],
}

/** `httpd host lan1`, `dns host 192.168.0.1-192.168.0.100`, `sshd host any`: everyone else gets no answer. */
export function hostsSteps(statements: readonly Statement[]): Step[] {
  const rules = statements.flatMap((statement): Rule[] => {
    const { key, rest, at } = statement
    const service = PORTS[key[0]!]
    if (!service || rest[0] === 'any' || rest.length === 0) return []
    // SFTP comes by the port of SSH, which has a command of its own.
    if (key[0] === 'sftpd' || key[0] === 'snmpv2c') return []
    const [protocols, port] = service
    const allowed = allowedBy(statement)
    return allowed === 'anyone' ? [] : [{
      at, action: { do: 'deny' },
      when: all([{ test: 'protocol', set: protocols.map((one) => [one, one] as const) }, { test: 'destination-port', set: [[port, port]] }, not(allowed)]),
    }]
  })
  return rules.length === 0 ? [] : [{ kind: 'filter', chain: { name: 'host', at: rules[0]!.at, rules, otherwise: 'permit' } }]
}

function allowedBy(statement: Statement): Condition | 'anyone' {
  const words = statement.rest.filter((word) => !word.startsWith('-'))
  const parts = words.flatMap((word): Condition[] => {
    if (word === 'none') return []
    if (word === 'lan') return [{ test: 'in', names: ['lan+', 'vlan+', 'bridge+', 'wlan+'] }]
    if (FACE.test(word)) return [{ test: 'in', names: [word] }]
    const set = addressSet(word, word.includes(':') ? 6 : 4)
    return set ? [{ test: 'source', set }] : (doubt(statement), [unknown(word)])
  })
  return words.includes('any') ? 'anyone' : any(parts)
}

/**
 * The router answers DNS for everybody and asks elsewhere, unless told otherwise: command reference, `dns service` (recursive),
 * `dns host` (any).
 */
export function runsOf(of: ReadonlyMap<Statement['kind'], readonly Statement[]>, at: At): { readonly service: RunningService; readonly at: At }[] {
  const last = (kind: Statement['kind']): Statement | undefined => of.get(kind)?.at(-1)
  const dns = last('dns')
  const isRefused = (of.get('host') ?? []).some(({ key, rest }) => key[0] === 'dns' && rest[0] === 'none')
  const [dhcp, sntp] = [(of.get('dhcp') ?? []).find(({ rest }) => rest[0] === 'relay'), last('sntp')]
  return [
    ...(dns?.rest[0] === 'off' || isRefused ? [] : [{ service: 'dns' as const, at: dns?.at ?? at }]),
    ...(dhcp ? [{ service: 'dhcp' as const, at: dhcp.at }] : []),
    ...(sntp?.rest[0] === 'on' ? [{ service: 'ntp' as const, at: sntp.at }] : []),
  ]
}
