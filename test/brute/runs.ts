/** Which seeds a run takes: as many as it is worth in the default suite, or as many as were wished for, from where they were. */

/** Named in steps, so that a run that takes long says where it is. */
const STEP = 500

/** What judges the tests themselves needs no readable answer. */
export const SHRINKS = process.env['SANSO_BRUTE_SHRINK'] !== 'no'

export const runs = (usual: number): { readonly first: number; readonly last: number }[] => {
  const networks = Number(process.env['SANSO_BRUTE_NETWORKS'] ?? usual)
  const start = Number(process.env['SANSO_BRUTE_SEED'] ?? 0)
  return Array.from({ length: Math.ceil(networks / STEP) }, (_, index) =>
    ({ first: start + index * STEP, last: start + Math.min(networks, (index + 1) * STEP) - 1 }))
}
