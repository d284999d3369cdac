/** My Number, LGWAN with its network, and everything else: between these nothing is let through but by the register. */
import type { Tier } from '../../topology/model.ts'

const REALM: Readonly<Partial<Record<Tier, string>>> = { mynumber: 'mynumber', lgwan: 'lgwan', 'lgwan-network': 'lgwan' }

export const crossesRealms = (a: Tier, b: Tier): boolean => REALM[a] !== REALM[b]

/** LGWAN and what is connected to it are one to each other; else every tier is another. */
export const isOtherTier = (a: Tier, b: Tier): boolean => a !== b && (REALM[a] === undefined || crossesRealms(a, b))

/** Networks for the public and for schools have lines of their own, and rules about them that let everybody out. */
export const isOwnTier = (tier: Tier): boolean => tier !== 'guest' && tier !== 'school'
