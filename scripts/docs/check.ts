// Builds the site and checks it: no dead link; with Chromium also that every guide fits a phone, is readable in both
// themes and has its diagrams, and that the search finds. Says what was skipped where there is no Chromium.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { basePath, readPublisher } from '../../docs/.vitepress/publisher.js'
import { buildSite, siteFolder } from './build.js'
import { findChromium } from './chromium.js'
import { lookAtPages, searchFor } from './site-browser.js'
import { deadLinks, htmlFiles } from './site-links.js'
import { serveSite } from './site-server.js'

/** Of the pages of the API reference, which are alike, only the largest are looked at. */
const API_PAGES = 15
const QUERIES = [
  ['onboardProfile', /onboardProfile/],
  ['does not see the file system', /does not see/],
  ['NAT gateway', /NAT/],
] as const

const started = performance.now()
const base = basePath(readPublisher())
const documented = await buildSite()
const problems = documented > 0 ? [`${documented} problems in the doc comments of the exports; see above`] : []
problems.push(...deadLinks(siteFolder, base).map((link) => `dead link: ${link}`))
const pages = htmlFiles(siteFolder)
const executablePath = findChromium()
if (executablePath === undefined)
  console.log('SKIPPED: the look at the pages in a browser. Install Chromium, or set CHROMIUM_PATH.')
else problems.push(...(await look(executablePath)))

for (const problem of problems) console.error(problem)
const seconds = Math.round((performance.now() - started) / 1000)
console.log(`site: ${pages.length} pages, ${problems.length} problems, ${seconds} s`)
process.exit(problems.length > 0 ? 1 : 0)

async function look(executablePath: string): Promise<readonly string[]> {
  const server = await serveSite(siteFolder, base)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const guides = pages.filter((path) => !path.startsWith('/api/') && !path.startsWith('/decisions/0'))
    const found = await lookAtPages(browser, { address: server.address, paths: [...guides, ...largestApiPages()] })
    const lost: string[] = []
    for (const [query, wanted] of QUERIES) {
      const titles = await searchFor(browser, server.address, query)
      if (!titles.some((title) => wanted.test(title)))
        lost.push(`search for "${query}" finds ${JSON.stringify(titles)}`)
    }
    return [...found, ...lost]
  } finally {
    await browser.close()
    server.close()
  }
}

function largestApiPages(): readonly string[] {
  const size = (path: string) => statSync(join(siteFolder, path)).size
  return pages
    .filter((path) => path.startsWith('/api/'))
    .sort((a, b) => size(b) - size(a))
    .slice(0, API_PAGES)
}
