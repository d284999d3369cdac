/**
 * Passwords, keys and community strings, in the words of every syntax. They are taken out before a reader sees a file, so that
 * no output, message or error can show one. No packet is decided by them.
 */

/** Each matches up to where the secret begins; the rest of the line is hidden. At most one of them applies to a line. */
const BEFORE_SECRET: readonly RegExp[] = [
  // FortiOS
  /^\s*set [\w-]*(?:passw(?:or)?d|passphrase|secret|psk|pwd|community|[^\w]key|(?:sae|enc|auth|private|api|access|license|preshared|encrypt)[\w-]*key|token|cookie|ddns-sn)[\w-]*\s+(?=\S)/i,
  /^\s*set [\w-]+\s+ENC\s+/,
  /^\s*set key\s+/,
  /^\s*set name "[^"]*" secret\s+/,
  // Cisco IOS
  /^.*?(?:^|\s)(?:password|secret|key-string|pre-shared-key|authentication-key|passphrase)\s+(?:(?:address|hostname)\s+\S+(?:\s+\d+\.\S+)?\s+key\s+|local\s+|remote\s+)?(?:\d{1,3}\s+)?(?=\S)/i,
  /^\s*snmp-server\s+(?:community|user)\s+/i,
  /^\s*snmp-server\s+host\s+\S+\s+/i,
  /^\s*crypto isakmp key\s+/i,
  /^\s*(?:(?:tacacs|radius)-server|server-private|server)\s.*?\bkey\s+/i,
  /^\s*(?:radius-)?key\s+\d\s+/i,
  /^\s*(?:standby|vrrp|glbp)\s.*?\bauthentication\s+/i,
  /^\s*(?:ip ospf|area)\s.*?\bmessage-digest-key\s+\d+\s+md5\s+/i,
  /^\s*ntp authentication-key\s+/i,
  /^\s*wpa-psk\s+/i,
  /^\s*ip nhrp authentication\s+/i,
  /^\s*key\s+(?!chain|config-key|generate|\d+\s*$)(?=\S)/i,
  // YAMAHA RTX
  /^\s*pp auth (?:myname|username)\s+/i,
  /^\s*(?:ipsec ike pre-shared-key|ipsec ike eap myname)\s+\d+\s+/i,
  /^\s*(?:login|administrator) (?:user|password)\s+/i,
  /^\s*(?:l2tp tunnel auth|tunnel auth)\s+/i,
  /^\s*snmp(?:v2c)? (?:community|trap community)\s+/i,
  /^\s*snmpv3 usm user\s+/i,
  /^\s*sshd host key generate\s+/i,
  /^\s*set \w+=/,
  /^\s*auth user \d+\s+/i,
  /^\s*ipsec ike (?:xauth|eap) (?:myname|request)\s+/i,
  /^\s*wan\d+ auth myname\s+/i,
  /^\s*mail server (?:smtp|pop)\s+/i,
  /^\s*mobile pin code\s+/i,
  /^\s*ip(?:v6)? \S+ vrrp \d+ .*?auth=/i,
  /^\s*ip(?:v6)? \S+ ospf area .*?(?:authkey|md5key)=/i,
  /^\s*ip \S+ rip auth key\s+/i,
  /^\s*heartbeat2 (?:transmit|receive)\s+/i,
  /^\s*(?:external-memory|usbhost) (?:config|syslog) filename\s+/i,
  /^\s*(?:netvolante-dns|dns) auth\s+/i,
]
/** Of JSON, which is one value: only what stands in the string is hidden, so that it stays JSON. An escaped quote does not end it. */
const IN_JSON = /("(?:[\w-]*(?:passw(?:or)?d|passphrase|secret|presharedkey|pre_shared_key|privatekey|private_key|token|userdata|snmpcommunity|authkey)[\w-]*|CustomerGatewayConfiguration)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*/gi
const IS_JSON = /^\s*[[{]\s*["[\]{}]/
const IN_XML = /(pre_shared_key>)[^<]*/g
const KEY_BLOCK = /^.*-----BEGIN [A-Z ]*PRIVATE KEY-----/
const KEY_END = /-----END [A-Z ]*PRIVATE KEY-----/

export const HIDDEN = '********'

export function masked(content: string): string {
  if (IS_JSON.test(content)) return content.replace(IN_JSON, `$1${HIDDEN}`)
  let inKey = false
  return content.split('\n').map((line) => {
    if (inKey) {
      inKey = !KEY_END.test(line)
      return inKey ? HIDDEN : line
    }
    inKey = KEY_BLOCK.test(line) && !KEY_END.test(line)
    if (inKey) return line
    const before = BEFORE_SECRET.find((pattern) => pattern.test(line))?.exec(line)?.[0]
    const shown = before === undefined ? line : before + hidden(line.slice(before.length))
    return shown.replace(IN_XML, `$1${HIDDEN}`)
  }).join('\n')
}

/** Quotes stay, so that a value over several lines still ends where it ended. */
const hidden = (secret: string): string => secret.replace(/(?:\\.|[^"\s\\])+/g, HIDDEN)
