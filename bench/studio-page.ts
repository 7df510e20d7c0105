// Time until a browser has drawn the page of `studio-efs report`, by the number of profiles. Needs Chromium, as the page's test
// does: npx tsx bench/studio-page.ts [profiles] [runs]. To compare two trees, run both under the same load, one after the other.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { renderStudioPage } from '../packages/cli/src/report/render-studio-page.js'
import { earlierStatus, sampleStatus } from '../packages/cli/test/report/sample-status.js'
import { findChromium } from '../scripts/docs/chromium.js'

const [profiles = 5000, runs = 7] = process.argv.slice(2).map(Number)
const executablePath = findChromium()
if (executablePath === undefined) throw new Error('There is no Chromium here: install it, or set CHROMIUM_PATH.')

/** Milliseconds from the start of the navigation, and CPU time of the page's process. */
interface Paint {
  readonly firstPaint: number
  readonly ready: number
  readonly cpu: number
}

async function paintOf(browser: Browser, url: string): Promise<Paint> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await page.goto(url)
  await page.locator('#count', { hasText: `of ${profiles}` }).waitFor()
  const firstPaint: number = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)
  const ready: number = await page.evaluate(
    `performance.getEntriesByName('rows-ready')[0]?.startTime ?? performance.now()`,
  )
  const { metrics } = await session.send('Performance.getMetrics')
  const cpu = 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  await page.close()
  return { firstPaint, ready, cpu }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const folder = mkdtempSync(join(tmpdir(), 'studio-efs-page-'))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const file = join(folder, 'studio.html')
  const status = sampleStatus(profiles)
  const from = process.cpuUsage().user
  const page = renderStudioPage(status, { earlier: [3, 9].map((day) => earlierStatus(status, day)) })
  const rendering = (process.cpuUsage().user - from) / 1000
  writeFileSync(file, page)
  const paints: Paint[] = []
  await paintOf(browser, pathToFileURL(file).href)
  for (let run = 0; run < runs; run += 1) paints.push(await paintOf(browser, pathToFileURL(file).href))
  const figures = (['firstPaint', 'ready', 'cpu'] as const).map((key) => {
    const values = paints.map((paint) => paint[key])
    return `${key} ${Math.round(median(values))} ms (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`
  })
  console.log(
    `${profiles} profiles, ${(page.length / 1e6).toFixed(1)} MB, rendered in ${Math.round(rendering)} ms of CPU`,
  )
  console.log(figures.join(', '))
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
