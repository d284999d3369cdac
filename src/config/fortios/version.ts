/** FortiOS as the first line names it: `#config-version=FGT60F-7.2.8-FW-build1639-…`, `#config-version=FortiGate-VM64 v6.2.3,build1066,…`. */

export interface Version { readonly major: number; readonly minor: number; readonly patch: number }

export function versionOf(header: string | undefined): Version | undefined {
  const [, major, minor, patch] = /^#config-version=[^:]{1,40}?[-\s]v?(\d{1,2})\.(\d{1,2})\.(\d{1,2})[-,\s]/.exec(header ?? '') ?? []
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch) }
}

/** Whether this version is at least that one; undefined where the file does not tell. */
export const atLeast = (version: Version | undefined, major: number, minor: number, patch = 0): boolean | undefined =>
  version && (version.major !== major ? version.major > major : version.minor !== minor ? version.minor > minor : version.patch >= patch)
