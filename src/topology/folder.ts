/** Names of files with `/`, without a file system: folders end in `/`, the empty folder is where one stands. */

export const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)

/** `path`, typed in a file of `folder`, from the outermost folder; undefined where it is absolute or leaves that folder. */
export function inside(folder: string, path: string): string | undefined {
  if (path === '' || /^(?:\/|[a-z]:)|\\/i.test(path)) return undefined
  const steps: string[] = []
  for (const step of `${folder}${path}`.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) return undefined
  }
  return steps.length === 0 ? undefined : steps.join('/')
}

/** What `name` is called inside `folder`, both named by whoever asks; undefined where it does not lie there. */
export function below(folder: string, name: string): string | undefined {
  const home = steps(folder)
  const path = steps(name)
  return home.every((step, i) => path[i] === step) ? inside('', path.slice(home.length).join('/')) : undefined
}

const steps = (name: string): string[] => name.split('/').filter(step => step !== '' && step !== '.')
