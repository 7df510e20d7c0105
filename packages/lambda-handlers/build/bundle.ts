// Writes dist/bundles/<name>/index.mjs, files that it loads later, THIRD-PARTY-NOTICES and <name>.zip; the same sources give the same bytes.
// Copies the Terraform modules to dist/terraform, where they find the zips and the templates.
import { cp, rm, writeFile } from 'node:fs/promises'
import { bundleNames, bytesOf, writeBundle, zipOf } from './bundles.js'

for (const name of bundleNames) {
  const folder = `dist/bundles/${name}`
  const bundle = await writeBundle(name, folder)
  await writeFile(`${folder}/${name}.zip`, zipOf(bundle))
  const [atStart, later] = Object.values(bytesOf(bundle)).map((bytes) => Math.ceil(bytes / 1000))
  console.log(`${folder}/index.mjs  ${atStart} KB${later === 0 ? '' : `, and later ${later} KB`}`)
}

await rm('dist/terraform', { recursive: true, force: true })
await cp('../../terraform', 'dist/terraform', { recursive: true, filter: (path) => !/[\\/]\.terraform/.test(path) })
