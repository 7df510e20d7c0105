// Run after the build of core: lets its declarations be checked without the clients that are optional peers. The compiler
// reports a module that it does not find, except on a line after @ts-ignore; the client's type is `any` then, and nothing
// that needs the client can be called without it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const { peerDependenciesMeta } = JSON.parse(readFileSync('package.json', 'utf8'))
const optional = Object.keys(peerDependenciesMeta).join('|')
const bare = new RegExp(`^import ['"](?:${optional})['"];?\\n`, 'gm')
const named = new RegExp(`^import (?:type )?\\{[^}\\n]*\\} from ['"](?:${optional})['"];?$`, 'gm')

for (const name of readdirSync('dist')) {
  if (!name.endsWith('.d.ts')) continue
  const path = join('dist', name)
  const text = readFileSync(path, 'utf8')
  const checked = text.replaceAll(bare, '').replaceAll(named, (line) => `// @ts-ignore: an optional peer\n${line}`)
  if (checked !== text) writeFileSync(path, checked)
}
