/** Every rule, in the order of the documentation. */
import { mynumberIsolation } from './mynumber-isolation.ts'
import type { Rule } from './rule.ts'

export const RULES: readonly Rule[] = [mynumberIsolation]
