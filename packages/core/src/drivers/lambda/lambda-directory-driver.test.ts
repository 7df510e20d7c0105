import { assertErr, directoryDriverSuite, memoryDirectoryDriver } from '@studio-efs/testing'
import { ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { directoryFunction, type Instead } from '../../../test/directory-function.js'
import { AccessDeniedError, RequestRefusedError, ThrottledError } from '../../aws/call/aws-error.js'
import type { FunctionAnswer } from '../../aws/lambda.js'
import { DEFAULT_POSIX_OWNER, type DirectorySpec, type FileSystemPath, PRIVATE_MODE } from '../../directories.js'
import { DeadlineExceededError } from '../../studio-efs-error.js'
import { lambdaDirectoryDriverOn } from './lambda-directory-driver.js'

const at = (path: string) => path as FileSystemPath
const spec = (path: string): DirectorySpec => ({ path: at(path), owner: DEFAULT_POSIX_OWNER, mode: PRIVATE_MODE })
const users = (count: number) => Array.from({ length: count }, (_, n) => spec(`/user-${n}`))
const timedOut: FunctionAnswer = { kind: 'failed', errorType: 'Sandbox.Timedout', message: 'Task timed out' }
const request = { service: 'lambda', operation: 'Invoke', resource: 'function f' } as const
const failure = (code: string, retryable = false) => ({ request, reply: { code, message: 'no' }, retryable })

for (const maxItems of [500, 3]) {
  directoryDriverSuite({
    test: Object.assign(
      (name: string, run: () => Promise<void>) => test(`${maxItems} in an invocation: ${name}`, run),
      {
        skip: test.skip,
      },
    ),
    fixture: {
      capabilities: {
        claims: 'kept',
        identities: 'kept',
        archives: 'kept',
        removals: 'possible',
        usage: 'measured',
        owners: 'any',
        obstacles: ['symbolic link', 'file', 'named pipe', 'socket', 'device'],
        brokenMounts: ['missing', 'not-mounted'],
        root: 'fixed',
      },
      async create(mount) {
        const directories = memoryDirectoryDriver({ mount })
        return {
          driver: lambdaDirectoryDriverOn({ ...directoryFunction(directories).target, maxItems }),
          plant: async (path, obstacle) => directories.plant(path, obstacle),
          remove: async (path) => directories.remove(path),
          entryKindAt: async (path) => directories.entries().find((entry) => entry.path === path)?.kind ?? 'nothing',
        }
      },
    },
  })
}

function invoking(instead: Instead, maxItems = 8) {
  const directories = memoryDirectoryDriver()
  const { target, invocations } = directoryFunction(directories, instead)
  return { driver: lambdaDirectoryDriverOn({ ...target, maxItems }), invocations, directories }
}

test('each batch takes one invocation, and no directories take none', async () => {
  const { driver, invocations } = invoking(() => undefined)
  await driver.ensureDirectories(users(20))
  expect(invocations.map((paths) => paths.length)).toEqual([8, 8, 4])
  await driver.inspectDirectories([])
  expect(invocations).toHaveLength(3)
})

test('an item that overloads the function is found, and its neighbours are made', async () => {
  const { driver, invocations, directories } = invoking((paths) => (paths.includes('/user-5') ? timedOut : undefined))
  const results = await driver.ensureDirectories(users(20))
  const failed = results.flatMap((result, index) => (result.isErr() ? [[index, result.error.name]] : []))
  expect(failed).toEqual([[5, 'DirectoryFunctionError']])
  expect(directories.entries()).toHaveLength(19)
  expect(invocations.length).toBe(3 + 2 * Math.log2(8))
})

test('a function that fails every time is given up after a few invocations, and every item has its error', async () => {
  const { driver, invocations } = invoking(() => timedOut)
  const results = await driver.ensureDirectories(users(200))
  expect(results).toHaveLength(200)
  for (const result of results) expect(assertErr(result, 'DirectoryFunctionError').errorType).toBe('Sandbox.Timedout')
  expect(invocations.length).toBeLessThan(12)
})

test.each<[string, Instead, Record<string, unknown>]>([
  [
    'a mount target that cannot be reached',
    () => new RequestRefusedError(failure('EFSMountConnectivityException')),
    { name: 'FileSystemMountError', code: 'EFSMountConnectivityException', retryable: true },
  ],
  [
    'a mount that times out',
    () => new RequestRefusedError(failure('EFSMountTimeoutException')),
    { name: 'FileSystemMountError', code: 'EFSMountTimeoutException', retryable: true },
  ],
  [
    'an access point that is not there',
    () => new RequestRefusedError(failure('EFSMountFailureException')),
    { name: 'FileSystemMountError', code: 'EFSMountFailureException', retryable: false },
  ],
  [
    'a file system over its limits',
    () => new RequestRefusedError(failure('EFSIOException')),
    { name: 'FileSystemMountError', code: 'EFSIOException', retryable: true },
  ],
  [
    'a throttle',
    () => new ThrottledError(failure('TooManyRequestsException', true)),
    { name: 'DirectoryFunctionUnavailableError', reason: 'ThrottledError', retryable: true },
  ],
  [
    'a denial',
    () => new AccessDeniedError(failure('AccessDeniedException')),
    { name: 'DirectoryFunctionUnavailableError', reason: 'AccessDeniedError', retryable: false },
  ],
  [
    'a function with a wrong environment',
    () => ({ kind: 'failed', errorType: 'InvalidConfigurationError', message: 'no root' }),
    { name: 'DirectoryFunctionError', errorType: 'InvalidConfigurationError', retryable: false },
  ],
])('%s fails every item with a typed error after one invocation', async (_, instead, expected) => {
  const { driver, invocations } = invoking(instead)
  const results = await driver.ensureDirectories(users(20))
  expect(results).toHaveLength(20)
  for (const result of results) expect(assertErr(result)).toMatchObject(expected)
  expect(invocations).toHaveLength(1)
})

test('the error of the invocation is the cause', async () => {
  const reason = new ThrottledError(failure('TooManyRequestsException', true))
  const { driver } = invoking(() => reason)
  const [result] = await driver.inspectDirectories([at('/alice')])
  expect(result && assertErr(result).cause).toBe(reason)
})

test('the advice on a denial is that of the denial, not a guess', async () => {
  const hint = 'A service control policy of the organization denies lambda:InvokeFunction.'
  const { driver } = invoking(() => new AccessDeniedError({ ...failure('AccessDeniedException'), hint }))
  const [result] = await driver.inspectDirectories([at('/alice')])
  expect(result && assertErr(result).hint).toBe(hint)
})

test('an invocation that never ends fails when its time is up', async () => {
  const { target } = directoryFunction(memoryDirectoryDriver())
  const never = lambdaDirectoryDriverOn({
    ...target,
    timeoutMs: 20,
    invoke: (call) =>
      ResultAsync.fromPromise(
        new Promise<never>((_resolve, reject) => call.signal.addEventListener('abort', reject)),
        () => new DeadlineExceededError({ pending: 'waiting for Invoke' }),
      ),
  })
  const [result] = await never.inspectDirectories([at('/alice')])
  expect(result && assertErr(result)).toMatchObject({
    name: 'DirectoryFunctionUnavailableError',
    reason: 'DeadlineExceededError',
  })
})
