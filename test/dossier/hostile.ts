/** Networks with names that would do harm if they were anything but text, and one that is large. */
import { SMALL } from '../rules/asking.ts'
import { HOSTILE } from './bundled.ts'

const name = JSON.stringify(HOSTILE)
/** Ids are one word. */
const id = JSON.stringify('<script>alert(2)</script>"\'&lt;')

/** `SMALL` with such a name wherever people may write one, and a filter that lets everything through. */
export const hostile = SMALL
  .replace('network: small', `network: small\ntitle: ${name}\nscope: { bodies: [${name}], sites: [${name}] }`)
  .replace('mn: { tier: mynumber }', `mn: { tier: mynumber, title: ${name} }`)
  .replace('mn-srv: { zone: mn,', `? ${id}\n  : { zone: mn, subnets: [10.10.11.0/24], title: ${name} }\n  mn-srv: { zone: mn, title: ${name},`)
  .replace(/filter:[^]*?(?=\nhosts:|\n {4}\w)/, `filter: [{ id: ${name}, action: permit }]`)
  .replace('hosts:', `hosts:\n  ? ${id}\n  : { role: terminal, title: ${name}, attach: [{ segment: mn-srv, address: 10.10.10.77 }] }`)
  + `exceptions:\n  ? ${id}\n  : { rules: [mynumber-isolation], from: { host: tax }, to: { party: eltax }, service: tcp/22, reason: ${name}, approver: ${name}, ticket: ${name}, measures: ${name}, issued: 2026-04-01, expires: 2027-03-31 }\n`

/** Ten thousand hosts on two hundred segments. */
export function large(count = 200, each = 50): string {
  const segments = Array.from({ length: count }, (_, index) => index)
  const prefix = (index: number): string => `10.${10 + (index % 3)}.${Math.floor(index / 3)}`
  const zone = (index: number): string => ['mn', 'lg', 'in'][index % 3]!
  return `sanso: 1
network: large
policy: { profile: saikai-2024, model: alpha }
zones: { mn: { tier: mynumber }, lg: { tier: lgwan }, in: { tier: internet } }
segments:
${segments.map((index) => `  s${index}: { zone: ${zone(index)}, subnets: [${prefix(index)}.0/24] }`).join('\n')}
devices:
${[0, 1, 2, 3, 4].map((device) => `  fw${device}:\n    kind: firewall\n    stateful: true\n    interfaces:\n${segments.filter((index) => index % 5 === device).map((index) => `      i${index}: { address: ${prefix(index)}.1/24 }`).join('\n')}\n    filter: []`).join('\n')}
hosts:
${segments.flatMap((index) => Array.from({ length: each }, (_, host) => `  h${index}-${host}: { role: terminal, attach: [{ address: ${prefix(index)}.${10 + host} }] }`)).join('\n')}
`
}
