import { chromium } from 'playwright-core'
import { findChromium } from './chromium.js'
import { serveSite } from './site-server.js'
const s = await serveSite(new URL('../../docs/.vitepress/dist', import.meta.url).pathname, '/')
const b = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] })
for (const path of process.argv.slice(2)) for (const [w, scheme] of [[1280,'light'],[360,'dark']] as const) {
  const c = await b.newContext({ viewport: { width: w, height: w > 500 ? 900 : 740 }, colorScheme: scheme, reducedMotion: 'reduce' })
  const p = await c.newPage(); await p.goto(s.address + path); await p.waitForTimeout(600)
  await p.screenshot({ path: `/tmp/shots/${path.replaceAll(/[\/.@]/g,'_')}-${w}-${scheme}.png` }); await c.close()
}
await b.close(); s.close()
