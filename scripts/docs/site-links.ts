// Finds links of a built site that lead nowhere: to a page, a file or a heading that is not there.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Page {
  /** Path in the site, with a slash at the front: `/functions/index.html`. */
  readonly path: string
  readonly links: readonly string[]
  readonly ids: ReadonlySet<string>
}

/** One line per dead link, `page → link`. `base` is the path of the site on its host. */
export function deadLinks(site: string, base: string): readonly string[] {
  const pages = new Map(htmlFiles(site).map((path) => [path, readPage(site, path)]))
  return [...pages.values()].flatMap((page) =>
    page.links.filter((link) => !isAlive(link, page, pages, site, base)).map((link) => `${page.path} → ${link}`),
  )
}

export function htmlFiles(site: string): readonly string[] {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .map((path) => `/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.html'))
    .sort()
}

function readPage(site: string, path: string): Page {
  const html = readFileSync(join(site, path), 'utf8')
  return {
    path,
    links: [
      ...new Set([...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'))),
    ],
    ids: new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)),
  }
}

function isAlive(link: string, from: Page, pages: ReadonlyMap<string, Page>, site: string, base: string): boolean {
  if (/^(https?:|mailto:|data:)/.test(link) || link === '') return true
  const { pathname, hash } = new URL(link, `http://site${base.replace(/\/$/, '')}${from.path}`)
  if (!pathname.startsWith(base)) return false
  const path = decodeURIComponent(`/${pathname.slice(base.length)}`)
  const page = pages.get(path.endsWith('/') ? `${path}index.html` : path)
  if (page === undefined) return hash === '' && existsSync(join(site, path))
  return hash === '' || page.ids.has(decodeURIComponent(hash.slice(1)))
}
