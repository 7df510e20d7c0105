import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Template } from './template/template.js'

const folder = new URL('./assets/', import.meta.url)

/** The shipped template, in JSON. */
export function packagedTemplate(): Template {
  return JSON.parse(readFileSync(new URL('template.json', folder), 'utf8')) as Template
}

/** Path of the deployment package of a function, by the name of its handler: `onboard-batch`. */
export function packagedZip(handler: string): string {
  return fileURLToPath(new URL(`${handler}.zip`, folder))
}
