/** Rules that stand in the model and in nobody's configuration: they keep a list from packets that it does not concern. */
import type { Rule } from '../topology/model.ts'

/** Passes what enters (or leaves) by an interface that does not use the list, or is of the other family. */
export const isGuard = ({ id, when, action }: Rule): boolean => id === undefined && action.do === 'permit'
  && (when.test === 'family' || (when.test === 'not' && (when.of.test === 'in' || when.of.test === 'out')))
