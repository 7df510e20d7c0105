// Looks at pages in Chromium as a reader does: on a phone, in the light and in the dark theme.
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'

/** Width of a small phone, in CSS pixels. */
const PHONE = { width: 360, height: 740 }
/** Plain JavaScript that runs in the page. */
const IN_PAGE = fileURLToPath(new URL('in-page.js', import.meta.url))
const SCHEMES = ['light', 'dark'] as const

export interface LookOptions {
  /** Address of the site, without a slash at the end. */
  readonly address: string
  /** Paths of the pages, with a slash at the front. */
  readonly paths: readonly string[]
}

/** One line per problem: a page wider than a phone, text that is hard to read, a diagram that is not drawn, a script error. */
export async function lookAtPages(browser: Browser, { address, paths }: LookOptions): Promise<readonly string[]> {
  const context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' })
  await context.addInitScript({ path: IN_PAGE })
  const page = await context.newPage()
  const problems: string[] = []
  let at = ''
  page.on('pageerror', (error) => problems.push(`${at}: script error: ${error.message}`))
  for (const path of paths) {
    at = path
    await page.goto(`${address}${path}`, { waitUntil: 'load' })
    for (const problem of await page.evaluate<string[]>('layoutProblems()')) problems.push(`${path}: ${problem}`)
    for (const scheme of SCHEMES) {
      await page.evaluate(`document.documentElement.classList.toggle('dark', ${scheme === 'dark'})`)
      for (const problem of await page.evaluate<string[]>('contrastProblems()'))
        problems.push(`${path} (${scheme}): ${problem}`)
    }
  }
  await context.close()
  return problems
}

/** Types a query into the search box. Returns the titles of the results. */
export async function searchFor(browser: Browser, address: string, query: string): Promise<readonly string[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${address}/`, { waitUntil: 'load' })
  await openSearch(page)
  await page.fill('.VPLocalSearchBox input', query)
  await page.waitForSelector('.VPLocalSearchBox .result', { timeout: 10_000 }).catch(() => undefined)
  const titles = await page.$$eval('.VPLocalSearchBox .result', (results) =>
    results.map((each) => each.textContent ?? ''),
  )
  await context.close()
  return titles.map((title) => title.replaceAll(/\s+/g, ' ').trim())
}

/** The button works only when the page's script has run. */
async function openSearch(page: Page): Promise<void> {
  for (let tries = 0; tries < 50 && (await page.$('.VPLocalSearchBox input')) === null; tries += 1) {
    await page.click('.VPNavBarSearch button')
    await page.waitForTimeout(100)
  }
}
