// Compiles and runs the code of the pages about the CDK, and the example for one domain and for five, against the built
// package: `npx tsx scripts/check-cdk.ts`. aws-cdk-lib validates the templates that the example synthesises.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSnippets } from './snippets.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const example = join(root, 'examples/cdk')
// Inside the example, so that the code resolves its imports as an application does.
const scratch = mkdtempSync(join(example, 'node_modules/.check-'))

const FIVE_DOMAINS = ['a', 'b', 'c', 'd', 'e'].map((letter) => `d-${letter.repeat(12)}`)
const OPTIONS = { target: 'ES2022', strict: true, types: ['node'], skipLibCheck: true, noEmit: true }
const NODE_NEXT = { module: 'NodeNext', moduleResolution: 'NodeNext' }

function passes(title: string, args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv = {}): boolean {
  const options = { cwd, encoding: 'utf8', env: { ...process.env, ...environment } } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  // Findings of the validation are warnings, and leave the status at 0.
  const passed = status === 0 && !/validation found|^Error/m.test(stderr)
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${title}`)
  if (!passed) console.error(stdout, stderr)
  return passed
}

function writeSnippets(): readonly string[] {
  mkdirSync(join(scratch, 'src'))
  writeFileSync(join(scratch, 'package.json'), JSON.stringify({ type: 'module' }))
  return readSnippets()
    .filter(({ place, code }) => place.includes('.md:') && code.includes("'@studio-efs/cdk'"))
    .map(({ place, code }) => {
      const file = join(scratch, 'src', `${place.replaceAll(/[^\w-]/g, '-')}.ts`)
      writeFileSync(file, `${code}\napp.synth()\n`)
      return file
    })
}

try {
  const files = writeSnippets()
  // A CommonJS file finds the types of the CommonJS build.
  const required = join(scratch, 'src/required.cts')
  writeFileSync(required, "import cdk = require('@studio-efs/cdk')\nconsole.log(typeof cdk.StudioEfs)\n")
  const config = { compilerOptions: { ...OPTIONS, ...NODE_NEXT }, files: [...files, required] }
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
  const withoutValidation = { CDK_VALIDATION: 'false' }
  const tsx = ['--import', 'tsx']
  const passed = [
    passes('the code of the pages compiles', [join(root, 'node_modules/typescript/bin/tsc'), '-p', scratch], root),
    ...[...files, required].map((file) => passes(relative(scratch, file), [...tsx, file], example, withoutValidation)),
    passes('the example for one domain', [...tsx, 'src/main.ts'], example),
    passes('the example for five domains', [...tsx, 'src/main.ts', ...FIVE_DOMAINS], example),
  ]
  if (!passed.every(Boolean)) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
