import { createMarkdownRenderer } from 'vitepress'
import { expect, test } from 'vitest'
import { diagrams } from '../../docs/.vitepress/markdown/diagrams.js'
import { links, outsidePath } from '../../docs/.vitepress/markdown/links.js'

// VitePress keeps one renderer for each process, so the tests change its options.
const options = { repository: '', api: new Map([['go', '/api/go.md']]) }
const md = await createMarkdownRenderer('.', {
  config: (renderer) => {
    diagrams(renderer)
    links(renderer, options)
  },
})

function rendered(markdown: string, repository = ''): string {
  options.repository = repository
  return md.render(markdown, {
    relativePath: 'functions/README.md',
    path: '/docs/functions/README.md',
    cleanUrls: false,
  })
}

test('a relative link leaves docs/ when its path does', () => {
  expect(outsidePath('a.md', '../CHANGELOG.md#x')).toBe('CHANGELOG.md#x')
  expect(outsidePath('functions/README.md', '../../packages/core')).toBe('packages/core')
  expect(outsidePath('functions/README.md', '../deployment.md')).toBeUndefined()
  expect(outsidePath('a.md', 'https://example.com')).toBeUndefined()
  expect(outsidePath('a.md', '#here')).toBeUndefined()
})

test('links that leave docs/ lead to the repository, and are plain text as long as there is none', () => {
  const markdown = 'See [the laws](../../AGENTS.md), [below](#x).'
  expect(rendered(markdown, 'https://example.com/r')).toContain('href="https://example.com/r/blob/HEAD/AGENTS.md"')
  expect(rendered(markdown)).toContain('See the laws, <a href="#x"')
})

test('the name of an export leads to its page once in a section, and never within a link or a heading', () => {
  const markdown = '## `go`\n\n`go` and `go`, [`go`](#x)\n\n## Next\n\n`go`, `stay`'
  const html = rendered(markdown)
  expect(html.match(/href="\/api\/go.html"/g)).toHaveLength(2)
})

test('a diagram is drawn when the page is built, without a script, a style or another host', () => {
  const html = rendered('```mermaid\nflowchart LR\n  A["one<br/>line"] --> B["the user\'s"]\n```')
  expect(html).toMatch(/^<div class="diagram"[^>]*><svg [^>]*>\s*<defs>/)
  expect(html).not.toMatch(/<script|<style|@import|https?:\/\/(?!www\.w3\.org)/)
})

test('a diagram that would lose a label fails the build', () => {
  const late = '```mermaid\nflowchart LR\n  A["one"] --> B\n  B["two"]\n```'
  expect(() => rendered(late)).toThrow('The diagram lacks two')
})
