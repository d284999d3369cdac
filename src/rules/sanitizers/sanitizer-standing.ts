/** When a sanitizer's declaration is one of the methods and fails closed: only then does it cut what passes through it. */
import { openingsOf, REDIRECTIONS } from './fail-closed.ts'
import type { Sanitizer } from '../../topology/model.ts'

/** The three methods of 無害化通信 (第２条第12号; domain: mail to text, screen transfer, file sanitising) and the facts that make each one. */
const COMPLETE: Readonly<Record<Sanitizer['method'], (sanitizer: Sanitizer) => boolean>> = {
  'mail-text': ({ stripAttachments, htmlToText }) => stripAttachments === true && htmlToText === true,
  'screen-transfer': ({ redirection }) => REDIRECTIONS.every((one) => redirection?.[one] === false) && Object.values(redirection!).every((on) => !on),
  file: ({ mode }) => mode !== undefined,
}

function failsClosed(sanitizer: Sanitizer): boolean {
  const { open, undeclared } = openingsOf(sanitizer)
  return open.length === 0 && undeclared.length === 0
}

export const isComplete = (sanitizer: Sanitizer): boolean => COMPLETE[sanitizer.method](sanitizer)

export const isValid = (sanitizer: Sanitizer): boolean => isComplete(sanitizer) && failsClosed(sanitizer)

/** Nothing that is declared speaks against it: it may be valid, once the rest is declared. */
export function mayBeValid(sanitizer: Sanitizer): boolean {
  const { stripAttachments, htmlToText, redirection } = sanitizer
  const denied = stripAttachments === false || htmlToText === false || Object.values(redirection ?? {}).includes(true)
  return !denied && openingsOf(sanitizer).open.length === 0
}
