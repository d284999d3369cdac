/** What is written beside, before it takes its place; and what runs that were killed left there. */
import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isThere } from './look.ts'

const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** Says whose it is, so that no run takes away what another is writing. */
const mark = (): string => `sanso-${HOST}-${process.pid}-${randomBytes(4).toString('hex')}`
const MARK = /sanso-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}/

/** Hidden, so that no pattern finds it; short, however long the name that it will have. */
export const beside = (target: string): string => join(dirname(target), `.${mark()}.tmp`)
const TEMPORARY = new RegExp(`^\\.${MARK.source}\\.tmp$`)

/** Where a folder stands while another takes its place. */
export const aside = (target: string): string => `${target}.${mark()}.old`
const SET_ASIDE = new RegExp(`^\\.${MARK.source}\\.old$`)

const DAY = 86_400_000

/** Takes away what nobody is writing any more, and puts back what was set aside when nothing came to take its place. */
export function tidied(target: string): void {
  const folder = dirname(target)
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    const old = name.startsWith(basename(target)) ? SET_ASIDE.exec(name.slice(basename(target).length)) : null
    const [, host, pid] = old ?? TEMPORARY.exec(name) ?? []
    if (host === undefined || isAtWork(path, host, Number(pid))) continue
    if (old && !isThere(target)) renameSync(path, target)
    else rmSync(path, { recursive: true, force: true })
  }
}

/** A folder that cannot be listed can still be written to. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Nobody can tell which processes another machine runs: what it wrote is left alone for a day. */
function isAtWork(path: string, host: string, pid: number): boolean {
  if (host !== HOST) return Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < DAY
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
