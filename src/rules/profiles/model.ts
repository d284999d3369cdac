/** The models of the three tiers (三層の対策), which differ in where the terminals stand and what may leave directly. */

export const MODELS = ['alpha', 'alpha-prime', 'beta', 'beta-prime'] as const
export type Model = (typeof MODELS)[number]

/** As people type them: the letter or its name, with any of the marks that stand for a prime. */
const SPELLINGS: ReadonlyMap<string, Model> = new Map(([['alpha', 'α'], ['beta', 'β']] as const).flatMap(([name, letter]) => [
  ...[name, letter].map((one) => [one, name] as const),
  ...[name, letter].flatMap((one) => ['′', '´', '’', "'", '-prime', '-dash', 'ダッシュ'].map((prime) => [one + prime, `${name}-prime`] as const)),
]))

/** β and β´: the business terminals stand in the Internet tier, and view what stays behind by screen transfer. */
export const isBeta = (model: Model): boolean => model === 'beta' || model === 'beta-prime'

export const modelOf = (typed: string): Model | undefined => SPELLINGS.get(typed.normalize('NFC').toLowerCase())

export const MODEL_SPELLINGS: readonly string[] = [...SPELLINGS.keys()]
