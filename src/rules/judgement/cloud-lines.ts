/** The circuits and tunnels by which a cloud is joined to the town hall: dedicated or closed ones. */
import type { Line, Tunnel, Zone } from '../../topology/model.ts'
import { text, type Cause } from '../../verdict.ts'
import type { Answer } from '../rule.ts'
import type { runsOver } from './cloud.ts'
import type { Judgement } from './judgement.ts'

type About = Omit<Answer, 'outcome' | 'message'>

export const linesInto = ({ topology }: Judgement, zone: Zone): Line[] => [...topology.lines.values()].filter(({ to, beyond }) => to === zone.id || beyond.includes(zone.id))

const CLOSED_LINES: readonly string[] = ['dedicated', 'closed', 'lgwan', 'jukinet', 'ngn']

export function dedicated(line: Line, about: About): Answer {
  if (CLOSED_LINES.includes(line.kind)) return { ...about, outcome: 'proved', message: text(`専用線または閉域網でつながっている（${line.id}）`, `joined by a dedicated or closed line (${line.id})`) }
  return {
    ...about, outcome: 'refuted', cause: lineCause(line),
    fix: text('専用線または閉域網に切り替えてください。', 'Replace it by a dedicated or closed line.'),
    message: text(`専用線でも閉域網でもない回線（${line.kind}）でつながっている`, `joined by a line that is neither dedicated nor closed (${line.kind})`),
  }
}

/** A tunnel is as closed as what it runs over. */
export function closed(tunnel: Tunnel, over: ReturnType<typeof runsOver>, zone: Zone, about: About): Answer {
  switch (over) {
    case 'closed': return { ...about, outcome: 'proved', message: text(`閉域網の上のトンネルでつながっている（${tunnel.id}）`, `joined by a tunnel over a closed network (${tunnel.id})`) }
    case 'internet': return {
      ...about, outcome: 'refuted', cause: { key: `tunnel:${tunnel.id}`, at: tunnel.at, title: text(`トンネル ${tunnel.id}`, `tunnel ${tunnel.id}`) },
      fix: text('専用線または閉域網に切り替えてください。', 'Replace it by a dedicated or closed line.'),
      message: text('インターネット側を通るトンネルでつながっている', 'joined by a tunnel that runs over the Internet side'),
    }
    case undefined: return {
      ...about, outcome: 'unknown', message: text('トンネルが何の上を通るかが申告されていない', 'what the tunnel runs over is not declared'),
      missing: [{
        key: `tunnel:${tunnel.id}/address`, at: tunnel.at, text: text(`トンネル ${tunnel.id} の相手側の外側アドレス（どの領域にあるか）`, `the outer address of the far end of the tunnel ${tunnel.id}, in a zone that holds it`),
        yaml: `tunnels:\n  ${tunnel.id}:\n    ends: [..., { zone: ${zone.id}, address: ADDRESS }]`,
      }],
    }
  }
}

export const lineCause = ({ id, at }: Line): Cause => ({ key: `line:${id}`, at, title: text(`回線 ${id}`, `line ${id}`) })
