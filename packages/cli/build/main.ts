// Writes dist/studio-efs.mjs with THIRD-PARTY-NOTICES, and copies the templates with the code of their functions, which
// lambda-handlers has built before.
import { cpSync, existsSync } from 'node:fs'
import { writeProgram } from './bundle.js'

const handlers = '../lambda-handlers'

if (!existsSync(`${handlers}/dist/bundles`))
  throw new Error("The functions are not built yet: run pnpm --filter 'studio-efs...' build, which builds them first.")

await writeProgram('dist')
cpSync(`${handlers}/cloudformation`, 'cloudformation', { recursive: true })
cpSync(`${handlers}/dist/bundles`, 'dist/bundles', { recursive: true, filter: (path) => !path.endsWith('index.mjs') })
