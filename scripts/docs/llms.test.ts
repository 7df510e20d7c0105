import { expect, test } from 'vitest'
import { navigation } from '../../docs/.vitepress/navigation.js'
import { llmsFullText, llmsText } from './llms.js'

const NOWHERE = { repository: '', homepage: '' }

test('llms.txt has a title, a summary, and a line with a sentence for every page of the navigation', () => {
  const text = llmsText(NOWHERE)
  expect(text).toMatch(/^# studio-efs\n\n> \S.+\n\n## Start\n/)
  const lines = text.split('\n').filter((line) => line.startsWith('- '))
  const pages = navigation.flatMap((section) => section.pages)
  expect(lines).toHaveLength(pages.length + 1)
  expect(lines.filter((line) => !/^- \[[^\]]+\]\(\/\S+\.md\): \S.{19,}\.$/.test(line))).toEqual([])
})

test('links of llms.txt are absolute when the site has an address', () => {
  const text = llmsText({ repository: '', homepage: 'https://docs.example.com/studio' })
  expect(text).toContain('](https://docs.example.com/studio/troubleshooting.md):')
  expect(text).toContain('](https://docs.example.com/studio/functions/index.md):')
})

test('llms-full.txt holds every guide once, each below its address', () => {
  const text = llmsFullText()
  const addresses = [...text.matchAll(/^<!-- (\/\S+\.md) -->$/gm)].map(([, address]) => address)
  expect(addresses).toHaveLength(navigation.flatMap((section) => section.pages).length)
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(text).toContain('\n# My user does not see the file system\n')
})
