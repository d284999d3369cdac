/** Files that could not be read, said at the line that names them. */
import { text, type Text } from '../verdict.ts'

/** Why something that may well be there was not read; undefined: there is nothing more to say. Names nothing of the user's. */
export type Why = (name: string) => Text | undefined

export const NO_REASON: Why = () => undefined

export const withReason = ({ ja, en }: Text, reason: Text | undefined): Text => (reason ? text(`${ja}：${reason.ja}`, `${en}: ${reason.en}`) : text(ja, en))

export const unread = (file: string, why: Why): Text => withReason(text(`${file} を読めません`, `cannot read ${file}`), why(file))

/** `reason`: why it was not looked for everywhere. */
export const noMatch = (pattern: string, reason: Text | undefined): Text => withReason(text(`「${pattern}」に合うファイルがありません`, `no file matches "${pattern}"`), reason)
