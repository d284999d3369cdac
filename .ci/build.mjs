/**
 * Builds `dist`, which needs nothing else at run time: `index.js` is the library (no Node in it), `main.js` what starts a command
 * and watches it, `command.js` the commands, `thread.js` the thread that one runs in, `worker.js` what checks one network beside others, `sbom.cdx.json` and `THIRD-PARTY-LICENSES.txt` what of others is in them.
 * `node .ci/build.mjs [outdir] [module to stand for src/verify.ts]`; tests use the second argument to provoke every exit code.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { billOfMaterials, licences, packagesOf } from './bundled.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [outdir = join(root, 'dist'), verify] = process.argv.slice(2).map((path) => resolve(path))

const SCHEMAS = ['topology', 'profile', 'config'].map((name) => JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8')))

/** Puts validators generated ahead of time in the place of those that compile a schema at every start. */
const generatedValidator = {
  name: 'generated-validator',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/]src[\\/]topology[\\/]schema\.ts$/ }, () => ({
      contents: [
        ...SCHEMAS.map((_, index) => `import check${index} from 'generated:validator/${index}'`),
        `const checks = { ${SCHEMAS.map(({ $id }, index) => `${JSON.stringify($id)}: check${index}`).join(', ')} }`,
        'export const validate = ({ $id }, value) => (checks[$id](value) ? [] : checks[$id].errors ?? [])',
      ].join('\n'),
    }))
    onResolve({ filter: /^generated:validator\// }, ({ path }) => ({ path, namespace: 'generated' }))
    onLoad({ filter: /.*/, namespace: 'generated' }, async ({ path }) => ({ contents: await validatorCode(SCHEMAS[Number(path.split('/')[1])]), resolveDir: root }))
  },
}

async function validatorCode(schema) {
  const { AJV_OPTIONS } = await evaluated('src/topology/schema.ts')
  const ajv = new Ajv2020({ ...AJV_OPTIONS, code: { source: true, esm: true } })
  return standalone.default(ajv, ajv.compile(schema))
}

/** The exports of a TypeScript module, without leaving a file behind. */
async function evaluated(module) {
  const { outputFiles } = await build({ absWorkingDir: root, entryPoints: [module], bundle: true, format: 'esm', platform: 'node', write: false })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}

/** The commands see the library from outside, as any other user of it does: it stays one file that loads when it is used. */
const libraryOutside = {
  name: 'library-outside',
  setup({ onResolve }) {
    onResolve({ filter: /[\\/]index\.ts$/ }, ({ importer }) =>
      /[\\/]src[\\/]commands[\\/]/.test(importer) ? { path: './index.js', external: true } : undefined)
  },
}

const otherVerify = {
  name: 'other-verify',
  setup({ onResolve }) {
    if (verify) onResolve({ filter: /^\.\/verify\.ts$/ }, () => ({ path: verify }))
  },
}

const shared = { absWorkingDir: root, bundle: true, format: 'esm', splitting: true, minify: true, target: 'node20', outdir, legalComments: 'none', charset: 'utf8', metafile: true, logLevel: 'warning' }

rmSync(outdir, { recursive: true, force: true })
const built = await Promise.all([
  build({ ...shared, entryPoints: ['src/index.ts'], platform: 'neutral', mainFields: ['module', 'main'], chunkNames: 'library-[hash]', plugins: [generatedValidator, otherVerify] }),
  build({
    ...shared,
    entryPoints: ['main', 'command', 'thread', 'worker'].map((name) => `src/commands/${name}.ts`),
    platform: 'node',
    chunkNames: 'commands-[hash]',
    plugins: [libraryOutside],
    // CommonJS packages find these three in any module of their own. Long names: minified ones are short.
    banner: {
      js: [
        "import { createRequire as bundledCreateRequire } from 'node:module'",
        "import { dirname as bundledDirname } from 'node:path'",
        "import { fileURLToPath as bundledFileURLToPath } from 'node:url'",
        'const require = bundledCreateRequire(import.meta.url)',
        'const __filename = bundledFileURLToPath(import.meta.url)',
        'const __dirname = bundledDirname(__filename)',
      ].join('\n'),
    },
  }),
])
const packages = packagesOf(root, built.flatMap(({ metafile }) => Object.keys(metafile.inputs)))
writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences(root, packages))
writeFileSync(join(outdir, 'sbom.cdx.json'), billOfMaterials(root, packages))
