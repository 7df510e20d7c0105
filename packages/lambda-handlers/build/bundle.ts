// Writes dist/bundles/<name>/index.mjs and <name>.zip beside it; the same sources give the same bytes.
import { writeFile } from 'node:fs/promises'
import { bundleNames, writeBundle, zipOf } from './bundles.js'

for (const name of bundleNames) {
  const folder = `dist/bundles/${name}`
  const code = await writeBundle(name, folder)
  await writeFile(`${folder}/${name}.zip`, zipOf(code))
  console.log(`${folder}/index.mjs  ${Math.ceil(code.length / 1000)} KB`)
}
