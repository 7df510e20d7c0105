import { LambdaClient } from '@aws-sdk/client-lambda'
import { backfillProfiles, setDomainDefault } from '@studio-efs/core'
import { type DirectoryDriver, type FileSystemPath, ROOT_PATH, systemClock } from '@studio-efs/core/directories'
import { StudioEfsError } from '@studio-efs/core/errors'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import {
  assertErr,
  assertOk,
  createFakeAws,
  type DirectoryDriverFixture,
  directoryDriverSuite,
  memoryDirectoryDriver,
  posixDriverFixture,
} from '@studio-efs/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, studioWithFileSystem as studio } from '../test/studio.js'
import { jsonLogger } from './handler/json-logger.js'
import { createProvisionDirectories } from './provision-directories.js'

const NAME = 'studio-efs-directories'
const PATIENCE_MS = 60_000
const silent = jsonLogger(() => {})
const owner = { uid: 200_001, gid: 1001 }
const alice = { path: '/alice', owner, mode: '0700' }

/** The function in a fake Lambda, and the driver that invokes it over the SDK's own wire. */
function through(directories: DirectoryDriver): DirectoryDriver {
  const fake = createFakeAws({ clock: systemClock })
  fake.functions.register(NAME, createProvisionDirectories({ context: { directories, logger: silent } }))
  const lambda = new LambdaClient({ ...fake.clientConfig(), maxAttempts: 1 })
  return lambdaDirectoryDriver({ lambda, functionName: NAME, maxItemsPerInvocation: 200 })
}

const posixFixture = posixDriverFixture({ directory: process.env['STUDIO_EFS_TEST_DIRECTORY'] })

const fixture: DirectoryDriverFixture = {
  capabilities: { ...posixFixture.capabilities, root: 'fixed' },
  async create(mount) {
    const subject = await posixFixture.create(mount)
    return { ...subject, driver: through(subject.driver) }
  },
}

directoryDriverSuite({
  test: Object.assign((name: string, run: () => Promise<void>) => test(name, run, PATIENCE_MS), { skip: test.skip }),
  fixture,
})

function deployed(root?: FileSystemPath) {
  const directories = memoryDirectoryDriver()
  const records: Record<string, unknown>[] = []
  const handler = createProvisionDirectories({
    context: { directories, logger: jsonLogger((line) => records.push(JSON.parse(line))) },
    ...(root === undefined ? {} : { root }),
  })
  return { directories, records, handler }
}

test('writes one record per invocation: how many of what', async () => {
  const { handler, records, directories } = deployed('/studio' as FileSystemPath)
  directories.plant('/studio/bob', 'file')
  const specs = ['/studio/alice', '/studio/alice', '/studio/bob', '/etc'].map((path) => ({ ...alice, path }))
  await handler({ version: 2, ensureDirectories: specs }, { awsRequestId: 'request-1' })
  await handler({ version: 2, inspectDirectories: ['/studio'] })
  expect(records).toMatchObject([
    {
      level: 'warn',
      message: 'partial',
      handler: 'provision-directories',
      requestId: 'request-1',
      results: { created: 1, unchanged: 1, NotADirectoryError: 1, OutsideRootError: 1 },
      durationMs: expect.any(Number),
    },
    { level: 'info', message: 'done', results: { seen: 1 } },
  ])
})

test('a request that is none is thrown by its name, and recorded', async () => {
  const { handler, records } = deployed()
  await expect(handler({ ensureDirectories: [alice] })).rejects.toMatchObject({ name: 'InvalidInputError' })
  expect(records).toMatchObject([{ level: 'error', message: 'failed', error: { name: 'InvalidInputError' } }])
})

test('any JSON is answered or refused by a typed error', async () => {
  const { handler, directories } = deployed('/studio' as FileSystemPath)
  const item = fc.oneof(fc.jsonValue(), fc.record({ path: fc.string(), owner: fc.constant(owner), mode: fc.nat() }))
  const event = fc.oneof(
    fc.jsonValue(),
    fc.record({ version: fc.constant(1), ensureDirectories: fc.array(item) }),
    fc.record({ version: fc.constant(1), inspectDirectories: fc.array(fc.jsonValue()) }),
  )
  await fc.assert(
    fc.asyncProperty(event, async (json) => {
      try {
        for (const result of (await handler(json)).results) expect(Object.keys(result)).toHaveLength(1)
      } catch (error) {
        if (!(error instanceof StudioEfsError)) throw error
        expect(error.name).toBe('InvalidInputError')
      }
      expect(directories.entries().filter(({ path }) => !path.startsWith('/studio'))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['EFSMountConnectivityException', 408, 'FileSystemMountError', true],
  ['EFSMountFailureException', 403, 'FileSystemMountError', false],
  ['EFSIOException', 410, 'FileSystemMountError', true],
  ['ResourceConflictException', 409, 'DirectoryFunctionUnavailableError', true],
  ['AccessDeniedException', 403, 'DirectoryFunctionUnavailableError', false],
])('%s of Lambda is a typed error of the driver', async (code, status, name, retryable) => {
  const fake = createFakeAws({ clock: systemClock })
  fake.functions.register(NAME, deployed().handler)
  fake.inject({ service: 'lambda', when: 'next', fault: { kind: 'error', code, status } })
  const lambda = new LambdaClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const driver = lambdaDirectoryDriver({ lambda, functionName: NAME })
  const [failed] = await driver.inspectDirectories(['/alice'] as FileSystemPath[])
  expect(failed && assertErr(failed)).toMatchObject({ name, retryable, functionName: NAME })
  const [seen] = await driver.inspectDirectories(['/alice'] as FileSystemPath[])
  expect(seen && assertOk(seen)).toEqual({ path: '/alice', exists: false })
})

test('a throttled invocation is sent again until Lambda takes it', async () => {
  const fake = createFakeAws({ clock: systemClock })
  fake.functions.register(NAME, deployed().handler)
  const fault = { kind: 'error', code: 'TooManyRequestsException', status: 429 } as const
  fake.inject({ service: 'lambda', when: 'next', fault })
  const lambda = new LambdaClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const driver = lambdaDirectoryDriver({ lambda, functionName: NAME })
  const [seen] = await driver.inspectDirectories(['/alice'] as FileSystemPath[])
  expect(seen && assertOk(seen)).toEqual({ path: '/alice', exists: false })
  expect(fake.calls.map(({ operation }) => operation)).toEqual(['Invoke', 'Invoke'])
})

test('the root of the file system is never given another owner or mode, whoever asks', async () => {
  const { handler, directories } = deployed()
  const { results } = await handler({ version: 2, ensureDirectories: [{ ...alice, path: '/', mode: '0777' }] })
  expect(results).toMatchObject([{ error: { name: 'OutsideRootError', path: '/', root: '/' } }])
  expect(assertOk((await directories.inspectDirectories([ROOT_PATH]))[0] as never)).toMatchObject({
    uid: 0,
    mode: '0755',
  })
})

test('a backfill works through a function whose root is below the root of the file system', async () => {
  const world = studio()
  for (const name of ['alice', 'bob']) world.profile(name)
  const root = '/users' as FileSystemPath
  world.fake.functions.register(NAME, createProvisionDirectories({ context: world.context, root }))
  const lambda = new LambdaClient(world.fake.clientConfig())
  const directories = lambdaDirectoryDriver({ lambda, functionName: NAME, clock: world.fake.clock })
  const layout = '/users/{userProfileName}'
  const run = backfillProfiles({ ...world.context, directories }, { domainIds: [domainId], fileSystemId, layout })
  expect(assertOk(await run.summary())).toMatchObject({ onboarded: 2, failed: 0 })
  expect(world.pathsOf()).toEqual(['/users', '/users/alice', '/users/bob'])
})

test('a domain default of the root is refused while it is to be provisioned, with a hint, and set as it is', async () => {
  const world = studio()
  const { handler } = deployed()
  world.fake.functions.register(NAME, handler)
  const lambda = new LambdaClient(world.fake.clientConfig())
  const context = {
    ...world.context,
    directories: lambdaDirectoryDriver({ lambda, functionName: NAME, clock: world.fake.clock }),
  }
  const input = { domainId, fileSystemId, fileSystemPath: '/' }
  const refused = await setDomainDefault(context, { ...input, directory: 'provision' })
  expect(assertErr(refused)).toMatchObject({ name: 'OutsideRootError', hint: expect.stringContaining("'as-is'") })
  expect(assertOk(await setDomainDefault(context, input)).changes).toHaveLength(2)
})

test('a directory outside the root is refused to the caller as what it is', async () => {
  const fake = createFakeAws({ clock: systemClock })
  const { handler } = deployed('/studio' as FileSystemPath)
  fake.functions.register(NAME, handler)
  const driver = lambdaDirectoryDriver({ lambda: new LambdaClient(fake.clientConfig()), functionName: NAME })
  const [outside, inside] = await driver.inspectDirectories(['/alice', '/studio/alice'] as FileSystemPath[])
  expect(outside && assertErr(outside)).toMatchObject({ name: 'OutsideRootError', root: '/studio' })
  expect(inside && assertOk(inside)).toEqual({ path: '/studio/alice', exists: false })
})
