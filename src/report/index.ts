/** Formats by name. Each is loaded when it is asked for: start-up pays for one, not for all. */
import type { Renderer } from './renderer.ts'

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

const LOADERS: Readonly<Record<Format, () => Promise<Renderer>>> = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  markdown: async () => (await import('./markdown.ts')).markdown,
}

export const renderer = (format: Format): Promise<Renderer> => LOADERS[format]()
