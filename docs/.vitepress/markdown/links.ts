// Links of the pages: files outside docs/ are on the repository's host, and code that names an export
// leads to the API, once in a section.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MarkdownRenderer } from 'vitepress'

type Token = ReturnType<MarkdownRenderer['parse']>[number]

const docs = fileURLToPath(new URL('../../', import.meta.url))

export interface LinkOptions {
  /** Address of the repository; links that leave docs/ are plain text without one. */
  readonly repository: string
  /** Address in the site of the page of each exported name. */
  readonly api: ReadonlyMap<string, string>
}

/** Path of the API page of each exported name, such as `/api/@studio-efs/core/functions/onboardProfile.md`. */
export function apiPages(): ReadonlyMap<string, string> {
  const paths = apiFiles().filter((path) => !path.endsWith('/index.md'))
  return new Map(
    paths
      .toSorted((a, b) => b.length - a.length)
      .map((path) => [path.slice(path.lastIndexOf('/') + 1, -'.md'.length), `/api/${path}`]),
  )
}

/** Entry points that the API reference describes, as they are imported. */
export function apiModules(): readonly string[] {
  return apiFiles()
    .filter((path) => path.endsWith('/index.md'))
    .map((path) => path.slice(0, -'/index.md'.length))
    .sort()
}

/** Empty until the API reference is made. */
function apiFiles(): readonly string[] {
  if (!existsSync(`${docs}api`)) return []
  return readdirSync(`${docs}api`, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.includes('/') && path.endsWith('.md'))
}

export function links(md: MarkdownRenderer, options: LinkOptions): void {
  md.core.ruler.push('studio-efs-links', (state) => {
    const page: string = state.env.relativePath ?? ''
    const linked = new Set<string>()
    const own = page.slice(page.lastIndexOf('/') + 1, -'.md'.length)
    let heading = false
    for (const token of state.tokens) {
      if (token.type === 'heading_open') {
        heading = true
        linked.clear()
        linked.add(own)
      }
      if (token.type === 'heading_close') heading = false
      if (token.type !== 'inline' || token.children === null) continue
      const children = leaveDocs(token.children, page, options)
      token.children =
        heading || page.startsWith('decisions/') ? children : nameExports(children, options.api, linked, state.Token)
    }
  })
}

/** Sends links that leave docs/ to the repository, or unwraps them if there is none. */
function leaveDocs(tokens: Token[], page: string, { repository }: LinkOptions): Token[] {
  let dropped = false
  return tokens.filter((token) => {
    if (token.type === 'link_close' && dropped) {
      dropped = false
      return false
    }
    if (token.type !== 'link_open') return true
    const href = token.attrGet('href') ?? ''
    const path = outsidePath(page, href)
    if (path === undefined) {
      token.attrSet('href', href.replace(/(^|\/)README\.md(?=#|$)/, '$1index.md'))
      return true
    }
    if (repository !== '') token.attrSet('href', `${repository}/blob/HEAD/${path}`)
    dropped = repository === ''
    return !dropped
  })
}

/** Path from the root of the repository, for a relative link that leaves docs/. */
export function outsidePath(page: string, href: string): string | undefined {
  if (/^([a-z]+:|#|\/)/.test(href)) return undefined
  const { pathname, hash } = new URL(href, `file:///repository/docs/${page}`)
  const path = pathname.replace('/repository/', '')
  return path.startsWith('docs/') ? undefined : `${path}${hash}`
}

function nameExports(
  tokens: Token[],
  pages: ReadonlyMap<string, string>,
  linked: Set<string>,
  TokenClass: new (type: string, tag: string, nesting: 1 | 0 | -1) => Token,
): Token[] {
  let depth = 0
  return tokens.flatMap((token) => {
    depth += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0
    const path = token.type === 'code_inline' && depth === 0 ? pages.get(token.content) : undefined
    if (path === undefined || linked.has(token.content)) return [token]
    linked.add(token.content)
    const open = new TokenClass('link_open', 'a', 1)
    open.attrs = [
      ['href', path],
      ['class', 'to-api'],
    ]
    return [open, token, new TokenClass('link_close', 'a', -1)]
  })
}
