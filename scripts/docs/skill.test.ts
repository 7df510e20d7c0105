import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const skills = new URL('../../packages/core/skills/', import.meta.url)
const names = readdirSync(skills)
const read = (name: string) => readFileSync(new URL(`${name}/SKILL.md`, skills), 'utf8')

test('the package of core ships the skills', () => {
  const { files } = JSON.parse(readFileSync(new URL('../package.json', skills), 'utf8'))
  expect(files).toContain('skills')
  expect(names).toContain('diagnose-studio-file-system')
})

test.each(names)('%s has the front matter that assistants look for', (name) => {
  expect(existsSync(new URL(`${name}/SKILL.md`, skills))).toBe(true)
  const [, head = ''] = /^---\n([\s\S]*?)\n---\n/.exec(read(name)) ?? []
  expect(head).toContain(`name: ${name}\n`)
  expect(/^description: (.+)$/m.exec(head)?.[1]?.length).toBeGreaterThan(100)
  expect(/^description: (.+)$/m.exec(head)?.[1]?.length).toBeLessThanOrEqual(1024)
})

test.each(names)('%s runs only commands that read', (name) => {
  const blocks = [...read(name).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)
  const commands = blocks.flatMap((block) => block.trim().split('\n'))
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.filter((line) => !/^(aws [a-z0-9-]+ (describe|list|get)-|stat )/.test(line))).toEqual([])
})

test('the page of troubleshooting runs only commands that read', () => {
  const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8')
  const commands = [...page.matchAll(/\baws [a-z]+ ([a-z-]+)/g)].map(([, command]) => command ?? '')
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.filter((command) => !/^(describe|list|get)-/.test(command))).toEqual([])
})
