import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { findChromium } from '../../../../scripts/docs/chromium.js'
import { escapeText } from '../../src/report/escape.js'
import { ago, formatBytes } from '../../src/report/format.js'
import { renderStudioPage } from '../../src/report/render-studio-page.js'
import { usageHistoryOf } from '../../src/report/usage-history.js'
import { earlierStatus, sampleStatus } from './sample-status.js'

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

const hostile = (kind: string, index: number) =>
  `${kind}-${index}"><script>alert(1)</script><img src=x onerror=alert(2)>'\u202e</style></script><!--`

test('the page is one file that loads nothing from outside', () => {
  const page = renderStudioPage(sampleStatus(20))
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  expect(page).not.toMatch(/(?:src|href)="(?!#)|url\(|@import|https?:/)
  expect(page).toContain("default-src 'none'")
})

test('names from outside stay text, wherever they are', () => {
  const page = renderStudioPage(sampleStatus(12, hostile), { earlier: [earlierStatus(sampleStatus(12, hostile), 9)] })
  expect(page.match(/<script>/g)).toHaveLength(1)
  expect(page).not.toContain('<img')
  expect(page).not.toContain('\u202e')
  expect(page.match(/<\/style>/g)).toHaveLength(1)
  expect(escapeText('a\u0000\n<b>&"\'\u2066')).toBe('a[U+0000][U+000A]&lt;b&gt;&amp;&quot;&#39;[U+2066]')
})

test('the page has every profile with directory, owner, spaces, usage over time, and archives with their age', () => {
  const status = sampleStatus(10)
  const page = renderStudioPage(status, { earlier: [3, 9].map((day) => earlierStatus(status, day)) })
  for (const { userProfileName } of status.profiles) expect(page).toContain(`<b>${userProfileName}</b>`)
  for (const text of [
    '200001:1001 0700',
    '(acts as 200001:1001)',
    'mounts nothing',
    'not measured',
    'claimed as shared',
  ])
    expect(page).toContain(text)
  expect(page.match(/<polyline/g)).toHaveLength(8)
  expect(page).toContain('<td data-label="Archived">14 days ago<br>')
  expect(page).toContain('<td data-label="State"><span class="warning">being purged</span></td>')
  expect(page).toContain('<b>Cause</b>: cause-4<br><b>Remedy:</b> remedy-4')
  expect(page).toContain('mount targets in 3 zones')
})

test('counts have their nouns, and times of today are hours', () => {
  const status = sampleStatus(1)
  const [profile] = status.profiles
  const [fileSystem] = status.fileSystems
  if (profile?.directory?.usage === undefined || fileSystem === undefined) throw new Error('The sample has both.')
  const measuredAt = new Date(Date.parse(status.takenAt) - 3 * 3_600_000).toISOString()
  const usage = { ...profile.directory.usage, entries: 1, measuredAt }
  const page = renderStudioPage({
    ...status,
    fileSystems: [{ ...fileSystem, mountTargets: (fileSystem.mountTargets ?? []).slice(0, 1) }],
    domains: status.domains.slice(0, 1),
    profiles: [{ ...profile, directory: { ...profile.directory, usage } }],
    directories: [],
    archives: (status.archives ?? []).slice(0, 1),
    findings: [],
  })
  for (const text of [
    ...['<b>1</b>profile<', '<b>1</b>domain<', '<b>1</b>file system,', 'in 1 measured directory<'],
    ...['<b>1</b>archive of', '<b class="dim">0</b>errors, 0 other findings', 'mount targets in 1 zone"'],
    '1 entry, measured 3 hours ago<',
  ])
    expect(page).toContain(text)
  expect(page).not.toMatch(
    /\b1<\/b>(?:profiles|domains|file systems|archives|errors)|\b1 (?:entries|zones|directories)/,
  )
})

test('every finding that is counted is shown: at its profile, or above where no row is its profile’s', () => {
  const status = sampleStatus(10)
  const [first] = status.profiles
  const of = (message: string, userProfileName?: string) => ({
    ...({ kind: 'claim-of-a-profile-that-is-gone', level: 'note', message } as const),
    ...(userProfileName !== undefined && { domainId: 'd-domain0', userProfileName }),
  })
  const page = renderStudioPage({
    ...status,
    findings: [of('of all'), of('of one that is gone', 'nobody'), of('of a row', first?.userProfileName)],
  })
  const [, above = ''] = /id="findings-title">Findings<\/h2>([\s\S]*?)<\/section>/.exec(page) ?? []
  expect(above.match(/<li>/g)).toHaveLength(2)
  expect(above).toContain('of one that is gone')
  expect(above).toContain('1 more finding of single profiles')
  expect(page.match(/of a row/g)).toHaveLength(1)
})

test('a reader of the page has commands, and no operations', () => {
  const status = sampleStatus(10)
  const messages = ['createUserProfile gives it an id.', "run onboardProfile with previousOwner: 'adopt'"]
  const general = { kind: 'shared-identity', level: 'note' } as const
  const page = renderStudioPage({ ...status, findings: messages.map((message) => ({ ...general, message })) })
  expect(page).toContain('studio-efs create-user gives it an id.')
  expect(page).toContain('run studio-efs onboard with --previous-owner adopt')
})

test('a status with nothing in it makes a page', () => {
  const empty = {
    schemaVersion: 1,
    takenAt: 'never',
    fileSystems: [],
    domains: [],
    profiles: [],
    directories: [],
    findings: [],
  } as const
  expect(renderStudioPage(empty)).toContain('<b>0</b>profiles')
})

test('figures are for people, and one measurement in several reports is one point', () => {
  expect([0, 1023, 1536, 5e12].map(formatBytes)).toEqual(['0 B', '1023 B', '1.5 KiB', '4.5 TiB'])
  const ages = ['2026-11-01T00:00:00Z', '2026-11-24T20:00:00Z', '2026-11-25T22:00:00Z', '2026-11-25T23:59:00Z', 'never']
  expect(ages.map((each) => ago(each, '2026-11-26T00:00:00Z'))).toEqual([
    ...['25 days ago', '1 day ago', '2 hours ago', 'less than an hour ago', 'never'],
  ])
  const status = sampleStatus(1)
  const history = usageHistoryOf([status, earlierStatus(status, 3), status])
  expect(history.get('/user-0')).toHaveLength(2)
})

const executablePath = findChromium()

test.skipIf(executablePath === undefined)(
  'in Chromium: axe finds no fault by light and in the dark, and the keyboard reaches everything (skipped without Chromium)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'studio-efs-page-'))
    const browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] })
    try {
      const file = join(folder, 'studio.html')
      const status = sampleStatus(30)
      writeFileSync(file, renderStudioPage(status, { earlier: [earlierStatus(status, 3)] }))
      // Lines of a sentence that have another left edge than its first one.
      const ragged = `[...document.querySelectorAll('.findings li')].filter((li) => {
        const range = document.createRange()
        range.selectNodeContents(li.lastChild)
        return new Set([...range.getClientRects()].map(({ left }) => Math.round(left))).size !== 1
      }).length`
      for (const [colorScheme, width] of [
        ['light', 1280],
        ['dark', 360],
      ] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
        await page.goto(pathToFileURL(file).href)
        expect([
          await page.evaluate("document.querySelectorAll('.findings li').length > 2"),
          await page.evaluate(ragged),
        ]).toEqual([true, 0])
        await page.evaluate(axe.source)
        const { violations }: AxeResult = await page.evaluate('axe.run()')
        expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html).slice(0, 3)])).toEqual([])
        await page.close()
      }
      const page = await browser.newPage()
      await page.goto(pathToFileURL(file).href)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('profiles-title')
      const reached: string[] = []
      for (let presses = 0; presses < 10; presses += 1) {
        await page.keyboard.press('Tab')
        reached.push(await page.evaluate('document.activeElement.id || document.activeElement.textContent'))
      }
      expect(reached.filter((name) => name !== 'wide')).toEqual(
        expect.arrayContaining(['search', 'domain', 'only', 'Profile', 'Usage', 'Findings']),
      )
    } finally {
      await browser.close()
      rmSync(folder, { recursive: true })
    }
  },
  60_000,
)

test.skipIf(executablePath === undefined)(
  'in Chromium: no script of a name runs, rows are searched and sorted, on a phone and in the dark',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'studio-efs-page-'))
    const browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] })
    try {
      const file = join(folder, 'studio.html')
      writeFileSync(file, renderStudioPage(sampleStatus(450, hostile)))
      const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
      const heard: string[] = []
      page.on('console', (message) => heard.push(message.text()))
      page.on('dialog', (dialog) => {
        heard.push('dialog')
        dialog.dismiss().catch(() => undefined)
      })
      await page.goto(pathToFileURL(file).href)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
      const drawn = page.locator('#profiles tbody tr:visible')
      expect(await drawn.count()).toBe(200)
      await page.fill('#search', 'user-444')
      await page.locator('#count', { hasText: '1 of 450' }).waitFor()
      expect(await drawn.count()).toBe(1)
      await page.fill('#search', '')
      await page.setViewportSize({ width: 1200, height: 800 })
      await page.locator('#count', { hasText: '450 of 450' }).waitFor()
      await page.getByRole('button', { name: 'Usage' }).press('Enter')
      await page.getByRole('button', { name: 'Usage' }).press('Enter')
      expect(await page.locator('th[aria-sort=descending]').textContent()).toBe('Usage')
      expect(await drawn.first().getAttribute('data-bytes')).toBe('9700000000')
      await page.getByRole('button', { name: 'Show more profiles' }).press('Enter')
      expect(await drawn.count()).toBe(400)
      await page.selectOption('#only', 'findings')
      await page.locator('#count', { hasText: '50 of 450 profiles' }).waitFor()
      await page.selectOption('#only', '')
      await page.emulateMedia({ media: 'print' })
      await page.evaluate("dispatchEvent(new Event('beforeprint'))")
      expect([await page.locator('#search').isVisible(), await drawn.count()]).toEqual([false, 450])
      expect(heard).toEqual([])
    } finally {
      await browser.close()
      rmSync(folder, { recursive: true })
    }
  },
  60_000,
)
