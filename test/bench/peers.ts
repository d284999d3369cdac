/** What others take, from the README of the workloads: CPU seconds, medians, same kind of machine. "Cold" is the whole process. */
export const PEERS: Readonly<Record<string, string>> = {
  'acl-pool-1000': 'Batfish warm 0.14 s, cold 2.8 s / 217 MiB; box subtraction 0.08 s',
  'acl-uniform-1000': 'Batfish warm 0.15 s, cold 2.9 s / 220 MiB; box subtraction 0.08 s',
  'acl-pool-10000': 'Batfish warm 5.8 s, cold 14.2 s / 491 MiB; box subtraction 1.1 s',
  'acl-uniform-10000': 'Batfish warm 5.9 s, cold 15.8 s / 460 MiB; box subtraction 1.0 s',
  'acl1_1k': 'BuDDy 0.04 s, JDD 0.34 s, z3 0.54 s (shadowed only)',
  'fw1_1k': 'BuDDy 0.45 s, JDD 1.55 s, z3 0.50 s (shadowed only)',
  'acl1_10k': 'BuDDy 0.98 s, JDD 2.6 s, z3 26.7 s (shadowed only)',
  'fw1_10k': 'BuDDy unfinished after 220 s, z3 69.5 s (shadowed only)',
  'net-star-10-r100': 'Batfish warm 0.16 s, cold 11 s / 583 MiB; box subtraction 0.16 s (yes or no)',
  'net-star-50-r100': 'Batfish warm 1.0 s, cold 22 s / 1287 MiB; box subtraction 0.39 s (yes or no)',
  'net-star-200-r100': 'Batfish warm 4.5 s, cold 55 s / 3656 MiB; box subtraction 1.5 s (yes or no)',
  'net-chain-10-r100': 'Batfish warm 0.33 s, cold 15 s / 910 MiB; box subtraction 0.22 s (yes or no)',
  'net-chain-50-r100': 'Batfish warm 2.9 s, cold 38 s / 2713 MiB; box subtraction 0.95 s (yes or no)',
  'net-chain-200-r100': 'Batfish warm 21.9 s, cold 117 s / 4846 MiB; box subtraction 16.5 s (yes or no)',
  stanford: 'APKeep (incremental, 9,052 updates) 5.0 s / 2.6 GB; hassel-c, loops from 30 ports, 5.4 s',
}
