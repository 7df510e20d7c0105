import { chromium } from 'playwright-core'
import { findChromium } from './chromium.js'
import { lookAtPages, searchFor } from './site-browser.js'
import { deadLinks, htmlFiles } from './site-links.js'
import { serveSite } from './site-server.js'

const site = new URL('../../docs/.vitepress/dist', import.meta.url).pathname
let t = performance.now()
console.log(deadLinks(site, '/').slice(0, 40), performance.now() - t)
t = performance.now()
const s = await serveSite(site, '/')
const b = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] })
const shots = process.argv.slice(2)
if (shots[0] === 'check') {
  const paths = htmlFiles(site).filter((p) => !p.startsWith('/api/') && !p.startsWith('/decisions/0'))
  console.log(paths.length, await lookAtPages(b, { address: s.address, paths }), performance.now() - t)
  t = performance.now()
  for (const q of ['onboardProfile', 'does not see the file system', 'NAT gateway'])
    console.log(q, (await searchFor(b, s.address, q)).slice(0, 4), performance.now() - t)
}
for (const path of shots.filter((x) => x.startsWith('/')))
  for (const [w, scheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'dark'],
  ] as const) {
    const c = await b.newContext({
      viewport: { width: w, height: w > 500 ? 900 : 740 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
    })
    const p = await c.newPage()
    await p.goto(s.address + path)
    await p.waitForTimeout(400)
    await p.screenshot({
      path: `/tmp/shots/${path.replaceAll(/[/.@#]/g, '_')}-${w}-${scheme}.png`,
      fullPage: path === '/' && w === 360,
    })
    await c.close()
  }
await b.close()
s.close()
