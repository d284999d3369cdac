/** A path as reports and topologies write it, on every system. */
export const slashes = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path)
