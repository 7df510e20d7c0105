import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { errorsPage, errorsText } from './api-docs.js'
import { readExports } from './api-exports.js'
import { languageServiceOf } from './language-service.js'
import { createModules, readSnippets, type Snippet } from './snippets.js'

const { parseAllDocuments } = createRequire(new URL('../packages/lambda-handlers/package.json', import.meta.url))(
  'yaml',
)
const snippets = readSnippets()
const moduleFor = createModules()
const isCode = ({ language }: Snippet) => /^(ts|typescript|js|javascript|mjs)$/.test(language)
/** scripts/check-cdk.ts compiles and runs these: the types of aws-cdk-lib take longer than all others together. */
const isForCdk = ({ place, code }: Snippet) => place.startsWith('packages/cdk/') || code.includes("'@studio-efs/cdk'")
const modules = new Map(
  snippets
    .filter((snippet) => isCode(snippet) && !snippet.isExempt && !isForCdk(snippet))
    .map((snippet, index) => [`docs/snippet-${index}.ts`, { ...snippet, ...moduleFor(snippet) }]),
)

const PAGE = 'docs/hover.ts'
const hover = `import type { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { createStudioEfs } from '@studio-efs/core'
declare const sagemaker: SageMakerClient
declare const directories: DirectoryDriver
const studioEfs = createStudioEfs({ sagemaker, directories })
const throwing = createStudioEfs({ sagemaker }, { errors: 'throw' })
studioEfs.onboardProfile
throwing.attachToProfile
throwing.removeFileSystem
studioEfs.removeFileSystem({ fileSystemId: 'fs-0123456789abcdef0' })
createStudioEfs({ sagemaker, loger: console })
createStudioEfs({ /* here */ })
`

const LOST = 'docs/lost.ts'
const lost = `import { attachToProfile, backfillProfiles, type StudioEfsContext } from '@studio-efs/core'
declare const context: StudioEfsContext
const input = { domainId: 'd-abc', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/a' }
await attachToProfile(context, input)
attachToProfile(context, input)
const result = await attachToProfile(context, input)
const summary = await backfillProfiles(context, input).summary()
const seen = await attachToProfile(context, input)
console.log(seen)
`

// One program for all, also for the exports of core: reading the declarations of the AWS SDK takes most of the time.
const editor = languageServiceOf(
  new Map([[PAGE, hover], [LOST, lost], ...[...modules].map(([path, { text }]) => [path, text] as const)]),
  {
    noUnusedLocals: false,
    noUnusedParameters: false,
    verbatimModuleSyntax: false,
    declaration: false,
    paths: {
      '@aws-sdk/*': ['packages/core/node_modules/@aws-sdk/*'],
      '@aws-lambda-powertools/*': ['packages/lambda-handlers/node_modules/@aws-lambda-powertools/*'],
      neverthrow: ['packages/core/node_modules/neverthrow'],
      pino: ['packages/core/node_modules/pino'],
    },
  },
)
const TIMEOUT_MS = 180_000

// First: the compiler prints the members of a union in the order in which it met them.
beforeAll(() => void readExports(editor.program()), TIMEOUT_MS)

/** The lines of all snippets, by the place that they have on their page. */
function everywhere(problemsOf: (path: string) => readonly string[]): readonly string[] {
  return [...modules].flatMap(([path, { place, offset }]) =>
    problemsOf(path).map((problem) => {
      const line = Number.parseInt(problem, 10) - offset
      return `${place}, line ${line}${problem.slice(problem.indexOf(':'))}`
    }),
  )
}

describe('the code in the pages and doc comments', () => {
  test('compiles', { timeout: TIMEOUT_MS }, () => {
    expect(modules.size).toBeGreaterThan(40)
    expect(everywhere(editor.problems)).toEqual([])
  })

  test('looks at every Result, without _unsafeUnwrap', { timeout: TIMEOUT_MS }, () => {
    expect(everywhere(editor.lostResults)).toEqual([])
    expect(snippets.filter(({ code }) => code.includes('_unsafeUnwrap')).map(({ place }) => place)).toEqual([])
  })

  test('is seen to lose a Result in a statement, and in a name that is not used again', { timeout: TIMEOUT_MS }, () => {
    expect(editor.lostResults(LOST).map((each) => Number.parseInt(each, 10))).toEqual([4, 5, 6, 7])
  })

  test('declares its names, or its page introduces them', () => {
    const strangers = [...modules.values()].flatMap(({ place, strangers }) =>
      strangers.map((name) => `${place}: ${name}`),
    )
    expect(strangers).toEqual([])
  })

  test('is marked where it is not to be compiled, which is rare', () => {
    const exempt = snippets.filter(({ isExempt }) => isExempt).map(({ place }) => place.replace(/:\d+$/, ''))
    expect(exempt).toEqual(['docs/posix-driver.md', ...Array(3).fill('docs/test-kit.md')])
  })

  test('is JSON, YAML and shell where it says so', () => {
    const broken = snippets.filter((snippet) => !snippet.isExempt && !isCode(snippet) && !parses(snippet))
    expect(broken.map(({ place }) => place)).toEqual([])
  })
})

function parses({ language, code }: Snippet): boolean {
  if (language === 'sh' || language === 'bash') return spawnSync('bash', ['-n'], { input: code }).status === 0
  if (language !== 'json')
    return parseAllDocuments(code).every(({ errors }: { errors: readonly unknown[] }) => errors.length === 0)
  return isJson(code) || code.trim().split('\n').every(isJson)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const documentationOf = (text: string) => editor.documentationOf(PAGE, `${text}\n`)

describe('an editor on createStudioEfs', () => {
  test('hovering over a method shows its documentation, with either kind of errors and without its client', () => {
    expect(documentationOf('onboardProfile')).toMatch(/^The profile has its own directory and lists it/)
    expect(documentationOf('attachToProfile')).toMatch(
      /^The profile's `CustomFileSystemConfigs` hold the file system once/,
    )
    expect(documentationOf('removeFileSystem')).toMatch(/^Nothing mounts the file system any more/)
  })

  test('the keys of the context are offered', () => {
    const offered = editor.completionsAfter(PAGE, 'createStudioEfs({ ')
    expect(offered).toEqual(expect.arrayContaining(['sagemaker', 'efs', 'ec2', 'logger', 'clock', 'domainCache']))
  })

  test('the compiler says which client is missing, and which key is unknown', () => {
    const [missing, unknown, ...more] = editor.problems(PAGE)
    expect(missing).toContain(
      `'ContextLacks<"efs: an EFSClient of @aws-sdk/client-efs" | "ec2: an EC2Client of @aws-sdk/client-ec2">' has no call`,
    )
    expect(unknown).toContain('"loger is no part of the context"')
    expect(more).toEqual([])
  })
})

describe('the exports of core', () => {
  test('are on the page of errors as the sources say now (npx tsx scripts/api-docs.ts)', {
    timeout: TIMEOUT_MS,
  }, () => {
    expect(readFileSync(errorsPage, 'utf8')).toBe(errorsText())
  })

  test('have a row for each operation on the page of all operations', { timeout: TIMEOUT_MS }, () => {
    const page = readFileSync(new URL('../docs/reference.md', import.meta.url), 'utf8')
    const rows = page.match(/^\| \[.*$/gm)?.join('\n')
    const { operations } = readExports()
    expect(operations.filter(({ name }) => rows?.includes(`\`${name}\``) !== true).map(({ name }) => name)).toEqual([])
  })

  test('include every error that an operation returns', { timeout: TIMEOUT_MS }, () => {
    const { operations, errors } = readExports()
    const names = errors.map(({ name }) => name)
    const missing = operations.flatMap((operation) => operation.errors.filter((error) => !names.includes(error)))
    expect([...new Set(missing)]).toEqual([])
  })

  test('say what they are, and every operation what it takes', { timeout: TIMEOUT_MS }, () => {
    const { operations, errors } = readExports()
    expect(operations.length).toBeGreaterThanOrEqual(14)
    expect([...operations, ...errors].filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([])
    expect(operations.filter(({ input }) => input.length === 0).map(({ name }) => name)).toEqual([])
  })
})
