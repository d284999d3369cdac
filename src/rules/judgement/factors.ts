/** Factors of authentication: two of one kind are one. */
import { text, type Text } from '../../verdict.ts'

const KINDS: Readonly<Record<string, Text>> = {
  knowledge: text('知識', 'knowledge'),
  possession: text('所持', 'possession'),
  inherence: text('存在（生体）', 'inherence'),
}

export const kindsOf = (factors: readonly string[]): string[] => [...new Set(factors)]

export function namesOf(factors: readonly string[]): Text {
  const names = kindsOf(factors).map((factor) => KINDS[factor] ?? text(factor, factor))
  return names.length === 0 ? text('なし', 'none') : text(names.map(({ ja }) => ja).join('・'), names.map(({ en }) => en).join(' and '))
}

/** Undefined: at least two kinds. */
export function tooFewKinds(factors: readonly string[]): Text | undefined {
  const kinds = kindsOf(factors)
  if (kinds.length >= 2) return undefined
  const name = namesOf(factors)
  return kinds.length === 0
    ? text('利用者の認証が設定されていない', 'there is no authentication of the user')
    : text(`認証の要素が一種類（${name.ja}）しかない。知識・所持・存在（生体）のうち異なる二種類以上が必要`, `its factors of authentication are of one kind (${name.en}); two of knowledge, possession and inherence are needed`)
}
