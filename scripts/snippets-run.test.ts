import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@studio-efs/core'
import { memoryDirectoryDriver, readyStudio } from '@studio-efs/testing'
import { afterAll, expect, test, vi } from 'vitest'
import { createModules, readSnippets } from './snippets.js'

// Beside core's tests, so that the snippets resolve their imports.
const folder = mkdtempSync(fileURLToPath(new URL('../packages/core/test/docs-', import.meta.url)))
afterAll(() => rmSync(folder, { recursive: true }))

const DOMAIN = 'd-abcdefghijkl'
const FILE_SYSTEM = 'fs-0123456789abcdef0'
const VPC = 'vpc-0123456789abcdef0'
const NO_DELAYS = {
  createUserProfile: 0,
  updateUserProfile: 0,
  updateDomain: 0,
  createFileSystem: 0,
  createMountTarget: 0,
  deleteMountTarget: 0,
  createAccessPoint: 0,
  deleteAccessPoint: 0,
  deleteFileSystem: 0,
}

const clientNames = {
  sagemaker: 'SageMakerClient',
  efs: 'EFSClient',
  ec2: 'EC2Client',
  lambda: 'LambdaClient',
  s3: 'S3Client',
  cloudformation: 'CloudFormationClient',
  cloudtrail: 'CloudTrailClient',
  iam: 'IAMClient',
  kms: 'KMSClient',
  cloudwatch: 'CloudWatchClient',
  'cloudwatch-logs': 'CloudWatchLogsClient',
  backup: 'BackupClient',
}

writeFileSync(join(folder, 'world.ts'), 'export const world: Record<string, never> = {}\n')
writeFileSync(
  join(folder, 'posix.ts'),
  "import { world } from './world.ts'\nexport const posixDirectoryDriver = () => world['directories']\n",
)
for (const [service, name] of Object.entries(clientNames))
  writeFileSync(
    join(folder, `${service}.ts`),
    `import { ${name} as Real } from '@aws-sdk/client-${service}'
import { world } from './world.ts'
export * from '@aws-sdk/client-${service}'
export class ${name} extends Real {
  constructor(config: object = {}) {
    super(('requestHandler' in config ? config : world['config']) as never)
  }
}
`,
  )

/** Takes clients and the driver of the mount from the fake, and the names that its page introduces. */
function runnable(text: string, vpcId: string): string {
  return text
    .replaceAll(/from '@aws-sdk\/client-([\w-]+)'/g, "from '../$1.ts'")
    .replaceAll("from '@studio-efs/core/posix'", "from '../posix.ts'")
    .replaceAll(/^declare const (\w+): .*$/gm, "import { world as $1_ } from '../world.ts'\nconst $1 = $1_['$1']")
    .replaceAll(VPC, vpcId)
}

/** A line that waits for an operation, or for its outcomes. */
const WAITS = /^ *(?:const .* = )?await |^for await /m

const moduleFor = createModules()
/** Pages whose code another test runs, or that write to the disk. */
const others = /^docs\/(test-kit|writing-a-driver)\.md|^docs\/decisions\//
const snippets = readSnippets().filter(
  ({ place, language, code, isExempt }) =>
    /\.md:/.test(place) &&
    /^(ts|js|mjs)$/.test(language) &&
    code.includes("'@studio-efs/core") &&
    !isExempt &&
    !others.test(place) &&
    !/node:fs|directoryDriverSuite|lambda-powertools|import type/.test(code),
)

test('most pages of operations have code that runs', () => {
  expect(snippets.length).toBeGreaterThan(18)
})

test.each(snippets)('the code of $place runs on the fake', { timeout: 60_000 }, async (snippet) => {
  const ready = readyStudio({
    clock: systemClock,
    delays: NO_DELAYS,
    domain: {
      DomainId: DOMAIN,
      DefaultSpaceSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/SharedSpaces' },
    },
    fileSystem: { FileSystemId: FILE_SYSTEM },
  })
  const { fake, vpcId } = ready
  const directories = memoryDirectoryDriver()
  const reads = (['listArchives', 'listKnownDirectories'] as const).map((verb) => vi.spyOn(directories, verb))
  const { world } = await import(join(folder, 'world.ts'))
  Object.assign(world, { config: fake.clientConfig(), directories, fileSystemId: FILE_SYSTEM, domainIds: [DOMAIN] })
  const clients = await Promise.all(
    Object.entries(clientNames).map(async ([service, name]) => [
      service,
      new (await import(join(folder, `${service}.ts`)))[name](),
    ]),
  )
  world.context = { ...Object.fromEntries(clients), directories }
  const path = join(folder, 'snippets', `${snippet.place.replaceAll(/[^\w.-]/g, '-')}.ts`)
  mkdirSync(join(folder, 'snippets'), { recursive: true })
  writeFileSync(path, runnable(moduleFor(snippet).text, vpcId))
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined)
  const table = vi.spyOn(console, 'table').mockReturnValue(undefined)
  const before = process.listeners('SIGINT')
  const { argv } = process
  process.argv = [...argv.slice(0, 2), FILE_SYSTEM, DOMAIN]
  await import(path)
  process.argv = argv
  log.mockRestore()
  table.mockRestore()
  for (const listener of process.listeners('SIGINT')) if (!before.includes(listener)) process.off('SIGINT', listener)
  const read = reads.flatMap(({ mock }) => mock.calls).length
  if (WAITS.test(snippet.code)) expect(fake.calls.length + directories.entries().length + read).toBeGreaterThan(0)
  await fake.close()
})
