// Writes dist/bundles/<name>/index.mjs, THIRD-PARTY-NOTICES and <name>.zip; the same sources give the same bytes.
import { writeFile } from 'node:fs/promises'
import { bundleNames, writeBundle, zipOf } from './bundles.js'

for (const name of bundleNames) {
  const folder = `dist/bundles/${name}`
  const bundle = await writeBundle(name, folder)
  await writeFile(`${folder}/${name}.zip`, zipOf(bundle))
  console.log(`${folder}/index.mjs  ${Math.ceil(bundle.code.length / 1000)} KB`)
}
