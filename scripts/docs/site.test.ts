import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { basePath } from '../../docs/.vitepress/publisher.js'
import { findChromium } from './chromium.js'
import { lookAtPages } from './site-browser.js'
import { deadLinks } from './site-links.js'
import { serveSite } from './site-server.js'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function site(pages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-efs-site-'))
  folders.push(folder)
  for (const [path, html] of Object.entries(pages)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), html)
  }
  return folder
}

test('finds links to a page, a heading and a file that are not there', () => {
  const folder = site({
    'index.html':
      '<a href="/guide/a.html#there"></a><a href="./guide/"></a><a href="/gone.html"></a><img src="/gone.svg">',
    'guide/index.html': '<a href="../index.html"></a><a href="a.html#gone"></a><a href="https://example.com/x"></a>',
    'guide/a.html': '<h2 id="there"></h2><a href="#gone"></a><a href="/logo.svg"></a>',
    'logo.svg': '<svg/>',
  })
  expect(deadLinks(folder, '/')).toEqual([
    '/guide/a.html → #gone',
    '/guide/index.html → a.html#gone',
    '/index.html → /gone.html',
    '/index.html → /gone.svg',
  ])
})

test('a site below a path has no link outside it', () => {
  const folder = site({ 'index.html': '<a href="/docs/a.html"></a><a href="/a.html"></a>', 'a.html': '' })
  expect(deadLinks(folder, '/docs/')).toEqual(['/index.html → /a.html'])
})

test('the base of the site is the path of its homepage, and / without one', () => {
  const base = (homepage: string) => basePath({ repository: '', homepage })
  expect(['', 'https://example.com', 'https://example.com/studio', 'https://example.com/a/b/'].map(base)).toEqual([
    '/',
    '/',
    '/studio/',
    '/a/b/',
  ])
})

const executablePath = findChromium()

test.skipIf(executablePath === undefined)(
  'in a browser: reports a page that is too wide, text without contrast, and a diagram that is not drawn',
  async () => {
    const page = (body: string) => `<!doctype html><style>body{margin:0;background:#fff}</style><h1>x</h1>${body}`
    const folder = site({
      'good.html': page('<div class="diagram"><svg width="90" height="90"><text>a</text></svg></div>'),
      'wide.html': page('<div style="width:700px">x</div>'),
      'pale.html': page('<p style="color:#bbb">pale</p><p style="color:rgba(0,0,0,.9)">dark</p>'),
      'blank.html': page('<div class="diagram"></div>'),
      'broken.html': page('<script>throw new Error("oh")</script>'),
    })
    const server = await serveSite(folder, '/')
    const browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] })
    const paths = ['/good.html', '/wide.html', '/pale.html', '/blank.html', '/broken.html']
    const problems = await lookAtPages(browser, { address: server.address, paths })
    await browser.close()
    server.close()
    expect(problems).toEqual([
      '/wide.html: is 700 pixels wide on a phone of 360',
      expect.stringMatching(/^\/pale\.html \(light\): contrast 1\.\d of "pale"/),
      expect.stringMatching(/^\/pale\.html \(dark\): contrast 1\.\d of "pale"/),
      '/blank.html: has a diagram that is not drawn',
      '/broken.html: script error: oh',
    ])
  },
)

test('the server answers 404 for what is not in the folder', async () => {
  const server = await serveSite(site({ 'index.html': 'front' }), '/docs/')
  const get = async (path: string) => {
    const response = await fetch(`${server.address}${path}`)
    return [response.status, await response.text()]
  }
  expect(await get('/')).toEqual([200, 'front'])
  expect(await get('/..%2f..%2fetc%2fpasswd')).toEqual([404, ''])
  server.close()
})
