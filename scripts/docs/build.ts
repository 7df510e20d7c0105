// Builds the site into docs/.vitepress/dist: the API reference, the pages, and the files for language models.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { writeApi } from './api-reference.js'
import { writeLlms } from './llms.js'

export const siteFolder = fileURLToPath(new URL('../../docs/.vitepress/dist', import.meta.url))

/** Returns the number of problems in doc comments. Throws if a page cannot be built or links to a page that is not there. */
export async function buildSite(): Promise<number> {
  rmSync(siteFolder, { recursive: true, force: true })
  const problems = await writeApi()
  await build(fileURLToPath(new URL('../../docs', import.meta.url)))
  writeLlms(siteFolder)
  return problems
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await buildSite()
  if (problems > 0) console.error(`${problems} problems in the doc comments of the exports; see above.`)
  process.exitCode = problems > 0 ? 1 : 0
}
