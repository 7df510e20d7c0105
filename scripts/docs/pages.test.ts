// What every page of the site has: a place in the navigation, and an opening with its purpose, its time and an example.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { slug } from 'github-slugger'
import { expect, test } from 'vitest'
import { pageText } from '../../docs/.vitepress/markdown/page-text.js'
import { navigation } from '../../docs/.vitepress/navigation.js'

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && !/^(\.vitepress|api)\//.test(path) && !/^decisions\/\d/.test(path))
  .map((path) => path.replace(/\.md$/, ''))
  .sort()
const read = (page: string) => readFileSync(`${docs}${page}.md`, 'utf8')

test('every page is once in the navigation, and the front page is in none of its sections', () => {
  const listed = navigation.flatMap((section) => section.pages.map(([, path]) => path)).sort()
  expect(listed).toEqual(pages.filter((page) => page !== 'index'))
})

test.each(pages)('%s opens with what it is for, when to use it, and an example', (page) => {
  const [opening = ''] = read(page).split(/^## /m)
  const beforeSecondHeading = read(page).split(/^## /m).slice(0, 2).join('## ')
  expect(pageText(read(page)).summary).toMatch(/^.{20,300}\.$/)
  expect(opening.replaceAll(/\s+/g, ' ')).toMatch(
    /\b(Use|Read) (\S+ )*?(when|if|before|after|while|for|to|once|instead|with|in|first)\b/,
  )
  expect(beforeSecondHeading).toContain('\n```')
})

test.each(pages)('every heading that %s links to is there', (page) => {
  const links = [...read(page).matchAll(/\]\(((?!https?:)[^)#\s]*)#([^)\s]+)\)/g)]
  const dead = links.filter(([, path = '', anchor = '']) => {
    const target = path === '' ? page : new URL(path, `file:///${page}`).pathname.slice(1).replace(/\.md$/, '')
    return pages.includes(target) && !anchors(target).includes(anchor)
  })
  expect(dead.map(([link]) => link)).toEqual([])
})

function anchors(page: string): readonly string[] {
  return [
    ...read(page)
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, heading = '']) => slug(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '')))
}
