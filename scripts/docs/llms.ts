// llms.txt, an index of the pages for language models, and llms-full.txt, all guides in one file (https://llmstxt.org).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pageText, withoutFrontMatter } from '../../docs/.vitepress/markdown/page-text.js'
import { navigation, siteLink } from '../../docs/.vitepress/navigation.js'
import { type Publisher, readPublisher } from '../../docs/.vitepress/publisher.js'

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
const skill = new URL('../../packages/core/skills/diagnose-studio-file-system/SKILL.md', import.meta.url)
const SKILL_PATH = '/skills/diagnose-studio-file-system/SKILL.md'
const ABOUT =
  'Gives every user of Amazon SageMaker Studio a directory on a custom Amazon EFS file system, and keeps it right: typed operations (`@studio-efs/core`), Lambda functions and a CloudFormation template (`@studio-efs/lambda-handlers`), a fake AWS for tests (`@studio-efs/testing`).'

interface Guide {
  readonly section: string
  readonly path: string
  readonly markdown: string
}

function guides(): readonly Guide[] {
  return navigation.flatMap(({ title, pages }) =>
    pages.map(([, path]) => ({ section: title, path, markdown: readFileSync(`${docs}${path}.md`, 'utf8') })),
  )
}

export function llmsText({ homepage }: Publisher): string {
  const all = guides()
  const address = (path: string) =>
    homepage === '' ? path : new URL(`.${path}`, `${homepage.replace(/\/*$/, '')}/`).href
  const sections = navigation.map(({ title }) => {
    const lines = all
      .filter(({ section }) => section === title)
      .map(({ path, markdown }) => {
        const page = pageText(markdown)
        return `- [${page.title}](${address(markdownLink(path))}): ${page.summary}`
      })
    return `## ${title}\n\n${lines.join('\n')}`
  })
  const skillLine = `## Skills\n\n- [diagnose-studio-file-system](${address(SKILL_PATH)}): Finds why a user of Studio does not see the file system, reading first.`
  return `${['# studio-efs', `> ${ABOUT}`, ...sections, skillLine].join('\n\n')}\n`
}

/** All guides in the order of the navigation, each below its address. */
export function llmsFullText(): string {
  const parts = guides().map(
    ({ path, markdown }) => `<!-- ${markdownLink(path)} -->\n\n${withoutFrontMatter(markdown).trim()}`,
  )
  return `${parts.join('\n\n---\n\n')}\n`
}

/** Address of the Markdown of a page: `/functions/index.md` for `functions/README`. */
function markdownLink(path: string): string {
  const link = siteLink(path)
  return link.endsWith('/') ? `${link}index.md` : `${link}.md`
}

/** Writes both files, the Markdown of each page, and the skill into the built site. */
export function writeLlms(site: string): void {
  write(`${site}/llms.txt`, llmsText(readPublisher()))
  write(`${site}/llms-full.txt`, llmsFullText())
  write(`${site}${SKILL_PATH}`, readFileSync(skill, 'utf8'))
  for (const { path, markdown } of guides()) write(`${site}${markdownLink(path)}`, markdown)
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
