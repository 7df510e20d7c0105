// Writes the badges into README.md, as publisher.json makes them: `npx tsx scripts/publishing/readme-badges.ts`. A test
// fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicFolders, workspaceRoot } from './pack.js'
import { badgesOf } from './published.js'
import { type Publisher, readPublisher } from './publisher.js'

const BLOCK = /<!-- badges -->[\s\S]*?<!-- \/badges -->/
export const rootReadme = join(workspaceRoot, 'README.md')

/** README.md with the badges of this publisher between the two comments; none without a repository. */
export function withBadges(text: string, publisher: Publisher): string {
  if (!BLOCK.test(text)) throw new Error('README.md has lost its <!-- badges --> and <!-- /badges -->.')
  const names = publicFolders().map((folder) => `@studio-efs/${folder.replace('packages/', '')}`)
  const badges = badgesOf(publisher, names)
  return text.replace(BLOCK, ['<!-- badges -->', badges, '<!-- /badges -->'].join(badges === '' ? '' : '\n'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(rootReadme, withBadges(readFileSync(rootReadme, 'utf8'), readPublisher()))
}
