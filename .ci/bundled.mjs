/** What `dist` is made of besides our own code: its notices, and a bill of materials that is the same bytes for the same lock file. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library'
import { PackageURL } from 'packageurl-js'

/** The packages that any line of these inputs (paths as esbuild's metafile has them) comes from: `{ folder, name, version, license }`, by name. */
export function packagesOf(root, inputs) {
  const folders = new Set(inputs.map((input) => /^(?:generated:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean))
  return [...folders].sort().map((folder) => ({ folder, ...JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
}

/** What is bundled keeps its notices: the licence text of every package. */
export const licences = (root, packages) => packages.map(({ folder, name, version, license }) => {
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry))
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(root, folder, file), 'utf8').trim() : ''}\n`
}).join(`${'-'.repeat(80)}\n`)

/**
 * CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/. `npm sbom` would list nothing: what runs has no dependency, since it is bundled.
 * Neither time nor serial number is in it. The hashes are those of the packages' tarballs in the lock file.
 */
export function billOfMaterials(root, packages) {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: component(Enums.ComponentType.Application, own) }) })
  for (const bundled of packages) {
    const part = component(Enums.ComponentType.Library, bundled, hashOf(locked[bundled.folder].integrity))
    bom.components.add(part)
    bom.metadata.component.dependencies.add(part.bomRef)
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`
}

function component(type, { name: fullName, version, license, description }, hashes) {
  const [name, group] = fullName.split('/').reverse()
  const purl = new PackageURL('npm', group, name, version).toString()
  return new Models.Component(type, name, {
    group, version, description, hashes, purl, bomRef: purl,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(license)]),
  })
}

/** Subresource Integrity (`sha512-` and base64) as the lock file has it. */
function hashOf(integrity) {
  const [algorithm, digest] = integrity.split('-')
  if (algorithm !== 'sha512') throw new Error(`not a SHA-512: ${integrity}`)
  return new Models.HashDictionary([[Enums.HashAlgorithm['SHA-512'], Buffer.from(digest, 'base64').toString('hex')]])
}
