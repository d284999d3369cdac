/** Lines that make `iptables-restore` refuse the whole file: [code, what, line, lines put into a filter table]. */
export const REFUSED: readonly (readonly [code: string, what: string, line: number, lines: readonly string[]])[] = [
  ['undefined-chain', 'a jump to nowhere', 5, ['-A FORWARD -j nowhere']],
  ['undefined-chain', 'a goto to a target', 5, ['-A FORWARD -g ACCEPT']],
  ['undefined-chain', 'a jump to a built-in chain', 5, ['-A FORWARD -j INPUT']],
  ['undefined-chain', 'a rule in a chain that is not there', 5, ['-A nowhere -j DROP']],
  ['undefined-chain', 'a jump from a chain that nothing calls', 6, [':alone -', '-A alone -j nowhere']],
  ['chain-loop', 'a chain that calls itself', 6, [':a -', '-A a -j a', '-A FORWARD -j a']],
  ['chain-loop', 'chains in a circle', 8, [':a -', ':b -', '-A a -j b', '-A b -j a', '-A FORWARD -j a']],
  ['duplicate-chain', 'the same chain twice', 6, [':a -', ':a -']],
  ['chain-policy', 'a policy on a user chain', 5, [':a DROP']],
]
