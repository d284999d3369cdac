import { describe, expect, test } from 'vitest'
import { HIDDEN } from '../../../src/config/secrets.ts'
import { decoded, prepared } from '../../../src/config/text.ts'

describe('the text of a configuration', () => {
  test('a pager leaves nothing behind, and no line moves', () => {
    const captured = 'interface Gi1\r\n --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b ip address 10.0.0.1 255.0.0.0\r\n---つづく---\r            \rip route default gateway 10.0.0.2\r\n<--- More --->\r              \rend\n'
    expect(prepared(captured).split('\n')).toEqual([
      'interface Gi1', ' ip address 10.0.0.1 255.0.0.0', 'ip route default gateway 10.0.0.2', 'end', ''])
  })

  test('terminal sequences and byte order marks go', () => {
    expect(prepared('\ufeff\x1b[1;31mhostname\x1b[0m fw1\n')).toBe('hostname fw1\n')
  })

  test.each([
    ['UTF-8', new TextEncoder().encode('description 庁内LAN\n')],
    ['Shift_JIS', Uint8Array.from([...Buffer.from('description '), 0x92, 0xa1, 0x93, 0xe0, ...Buffer.from('LAN\n')])],
    ['EUC-JP', Uint8Array.from([...Buffer.from('description '), 0xc4, 0xa3, 0xc6, 0xe2, ...Buffer.from('LAN\n')])],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, ...Buffer.from('description 庁内LAN\n', 'utf16le')])],
  ])('%s is read', (_, bytes) => expect(decoded(bytes)).toBe('description 庁内LAN\n'))

  test('bytes of no encoding are read as far as they go', () => {
    expect(decoded(Uint8Array.from([...Buffer.from('hostname a'), 0xff, 0xff, 0x0a]))).toMatch(/^hostname a.*\n$/)
  })
})

const SECRET = 'Tanuki4Kitsune'

describe('no secret is left', () => {
  test.each([
    `enable secret 5 ${SECRET}`, `enable password ${SECRET}`, ` password 7 ${SECRET}`, `username admin privilege 15 secret 9 ${SECRET}`, `username admin password 0 ${SECRET}`,
    `snmp-server community ${SECRET} RO 10`, `snmp-server host 10.0.0.1 version 2c ${SECRET}`, `crypto isakmp key ${SECRET} address 203.0.113.1`, ` pre-shared-key address 0.0.0.0 0.0.0.0 key ${SECRET}`,
    `tacacs-server host 10.0.0.1 key ${SECRET}`, `radius-server key 7 ${SECRET}`, ` key 7 ${SECRET}`, ` key-string ${SECRET}`, ` key ${SECRET}`, ` ppp chap password 0 ${SECRET}`, ` standby 1 authentication ${SECRET}`,
    ` ip ospf message-digest-key 1 md5 7 ${SECRET}`, ` ip ospf authentication-key ${SECRET}`, `ntp authentication-key 1 md5 ${SECRET}`, ` neighbor 10.0.0.1 password ${SECRET}`, ` pre-shared-key local ${SECRET}`,
    ` wpa-psk ascii 0 ${SECRET}`, ` ip nhrp authentication ${SECRET}`, `aaa server radius x\n server-private 10.0.0.1 key ${SECRET}`,
    `        set psksecret ENC ${SECRET}`, `        set password ENC ${SECRET}`, `        set passwd "${SECRET} with \\" quotes"`, `    set passphrase ${SECRET}`, `  set auth-pwd ENC ${SECRET}`, ` set secret "${SECRET}"`,
    ` set key "${SECRET}"`, ` set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----\n${SECRET}\n-----END ENCRYPTED PRIVATE KEY-----"`, ` set ppp-passwd ${SECRET}`, ` set wpa-passphrase ${SECRET}`, ` set api-key ${SECRET}`,
    `pp auth myname user ${SECRET}`, `pp auth username user ${SECRET}`, `ipsec ike pre-shared-key 1 text ${SECRET}`, `login password ${SECRET}`, `administrator password encrypted ${SECRET}`, `login user admin ${SECRET}`,
    ` pp auth username user1 ${SECRET}`, `l2tp tunnel auth on name ${SECRET}`, `snmp community read-only ${SECRET}`, `snmpv2c community read-only ${SECRET}`, 'snmp trap community ' + SECRET,
    `"CustomerGatewayConfiguration": "<vpn><pre_shared_key>${SECRET}</pre_shared_key></vpn>"`,
  ])('%s', (line) => {
    const shown = prepared(line)
    expect(shown).not.toContain(SECRET)
    expect(shown).toContain(HIDDEN)
    expect(shown.split('\n')).toHaveLength(line.split('\n').length)
    expect([...shown].filter((one) => one === '"').length % 2).toBe([...line.replaceAll('\\"', '')].filter((one) => one === '"').length % 2)
  })

  test.each([
    'ip access-list extended KEY-SERVERS', ' permit tcp any host 10.0.0.1 eq 443', 'crypto key generate rsa', 'key chain OSPF', ' key 1', 'service password-encryption', '    set srcaddr "key-server"',
    'ip filter 1 pass * 10.0.0.1 tcp * www', '-A INPUT -p tcp --dport 22 -m comment --comment "password login" -j ACCEPT', '    set service "PASSWORD-PORTAL"', ' set keylife 86400', 'crypto ikev2 keyring KEYS', ' set nat enable',
  ])('what is none stays: %s', (line) => expect(prepared(line)).toBe(line))
})
