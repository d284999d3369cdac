/** What every paper of a dossier is: a pure function from it to the text of a file. */
import type { Dossier } from './dossier.ts'
import type { Pen } from './pen.ts'

/** SHA-256. The library has no cryptography of its own: whoever calls brings it. */
export type Digest = (content: Uint8Array) => Uint8Array

export type Paper = (dossier: Dossier, pen: Pen, digest: Digest) => string
