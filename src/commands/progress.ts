/** How far a long run is: on a terminal alone, and only once it has taken a second. */
import { isatty } from 'node:tty'

const SILENT_MS = 1000

export interface Progress { readonly done: () => void; readonly end: () => void }

export function progress(total: number): Progress {
  const { stderr } = process
  if (!isatty(2) || total < 2) return { done: () => undefined, end: () => undefined }
  let count = 0
  const show = (): void => { stderr.write(`\r\u001b[K${count}/${total}`) }
  const started = performance.now()
  const timer = setTimeout(show, SILENT_MS)
  return {
    done: () => {
      count++
      if (performance.now() - started >= SILENT_MS) show()
    },
    end: () => {
      clearTimeout(timer)
      if (performance.now() - started >= SILENT_MS) stderr.write('\r\u001b[K')
    },
  }
}
