// Writes dist/assets: the template in JSON, and the deployment packages of its functions, which lambda-handlers has built
// before. The same sources give the same bytes.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { handlerOf } from '../src/template/handler-of.js'
import { shippedTemplate } from './template.js'

const bundles = new URL('../../lambda-handlers/dist/bundles/', import.meta.url)
const assets = new URL('../dist/assets/', import.meta.url)
const template = shippedTemplate()

mkdirSync(assets, { recursive: true })
writeFileSync(new URL('template.json', assets), JSON.stringify(template))
for (const resource of Object.values(template.Resources)) {
  const handler = handlerOf(resource)
  if (handler !== undefined)
    copyFileSync(new URL(`${handler}/${handler}.zip`, bundles), new URL(`${handler}.zip`, assets))
}
