import { text } from '../../verdict.ts'
import type { ControlsDocument, CoverageDocument } from '../document.ts'
import type { Controls, Coverage } from '../model.ts'
import { field, optional, type Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'
import { buildEvidence } from './evidence.ts'

export function buildControls(typed: Placed<ControlsDocument> | undefined, mistakes: Mistakes): Controls | undefined {
  if (!typed) return undefined
  const { value } = typed
  const register = field(typed, 'media-register')
  if (register && value['removable-media'] !== 'allowlist') mistakes.say('controls', { ...register.at, on: 'key' }, text(
    '「media-register」は removable-media: allowlist のときにだけ書けます', '"media-register" is only for removable-media: allowlist'))
  return {
    at: typed.at,
    ...optional('authentication', value.authentication),
    ...optional('removableMedia', value['removable-media']),
    ...optional('mediaRegister', register && { ...register.value, at: register.at }),
    ...optional('bluetooth', value.bluetooth),
    ...optional('tethering', value.tethering),
    ...optional('redirection', value.redirection),
    coverage: buildCoverage(field(typed, 'coverage'), mistakes),
    ...optional('edr', counted(field(typed, 'edr'), mistakes)),
    ...optional('perAssetAccess', value['per-asset-access']),
    ...buildEvidence(typed),
  }
}

/** One count is said of every control. */
function buildCoverage(typed: Placed<string | CoverageDocument> | undefined, mistakes: Mistakes): Controls['coverage'] {
  if (!typed) return {}
  const { value, at } = typed
  if (typeof value === 'string') {
    const all = counted({ value, at }, mistakes)
    return { ...optional('authentication', all), ...optional('removableMedia', all) }
  }
  const byControl = { value, at }
  return {
    ...optional('authentication', counted(field(byControl, 'authentication'), mistakes)),
    ...optional('removableMedia', counted(field(byControl, 'removable-media'), mistakes)),
  }
}

function counted(typed: Placed<string> | undefined, mistakes: Mistakes): Coverage | undefined {
  if (!typed) return undefined
  const [, covered, of] = /^(\d{1,9})\/(\d{1,9})$/.exec(typed.value) ?? []
  if (of !== undefined && Number(covered) <= Number(of) && Number(of) > 0) return { covered: Number(covered), of: Number(of), at: typed.at }
  mistakes.say('coverage', typed.at, text(
    `「${typed.value}」は台数／総数（118/130 など）として読めません`, `"${typed.value}" is not "covered/all", such as 118/130`))
  return undefined
}
