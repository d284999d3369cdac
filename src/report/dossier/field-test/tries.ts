/** What somebody types at a terminal to try a packet, and what should happen. */
import type { FieldTest } from '../dossier.ts'
import type { Pen } from '../pen.ts'

export const service = ({ protocol, port }: FieldTest): string => (port === undefined ? protocol : `${protocol}/${port}`)

/** For Linux and macOS, and for Windows. UDP has no answer of its own: only a service that answers shows that it arrived. */
export function commands({ protocol, port, to: { address } }: FieldTest): readonly string[] {
  if (protocol === 'icmp') return [`ping -c 3 ${address}`, `ping -n 3 ${address}`]
  if (protocol === 'udp') return [`nc -vzu -w 3 ${address} ${port}`]
  return [`nc -vz -w 3 ${address} ${port}`, `Test-NetConnection ${address} -Port ${port}`]
}

export function expectation({ expected, protocol }: FieldTest, pen: Pen): string {
  if (expected === 'arrives') return protocol === 'tcp' ? pen.t('つながる（宛先からの「接続拒否」も、届いたことを示す）', 'connects (a refusal by the target shows as well that it arrived)')
    : protocol === 'udp' ? pen.t('届く（応答するサービスか、宛先での捕捉で確認する）', 'arrives (shown by a service that answers, or by a capture at the target)') : pen.t('応答がある', 'is answered')
  return protocol === 'tcp' ? pen.t('つながらない（時間切れ。宛先からの「接続拒否」は、届いたことを示すので不適合）', 'does not connect (times out; a refusal by the target would show that it arrived)')
    : protocol === 'udp' ? pen.t('届かない（宛先での捕捉で確認する）', 'does not arrive (shown by a capture at the target)') : pen.t('応答がない', 'is not answered')
}
