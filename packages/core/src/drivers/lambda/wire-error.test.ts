import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { InvalidInputError } from '../../studio-efs-error.js'
import * as errors from '../directory-error.js'
import { AttributesNotKeptError, DirectoryIoError, NotADirectoryError } from '../directory-error.js'
import * as lambdaErrors from './directory-function-error.js'
import { encodeError } from './encode-error.js'
import { parseError } from './wire-error.js'

const chown = { path: '/alice', operation: 'chown' }

const every: readonly errors.DirectoryError[] = [
  new InvalidInputError({ field: 'path', allowed: 'an absolute path', received: '"alice"' }),
  new errors.MountPathMissingError({ mountPath: '/mnt/efs' }),
  new errors.NotMountedError({ mountPath: '/mnt/efs' }),
  new errors.UnsupportedPlatformError({ platform: 'darwin' }),
  new NotADirectoryError({ path: '/team/alice', component: '/team', found: 'symbolic link' }),
  new errors.DirectoryTakenError({ path: '/data', owner: { uid: 33, gid: 4_294_967_295 }, mode: '0040' }),
  new errors.NestedMountError({ path: '/team/alice', component: '/team' }),
  new DirectoryIoError({ ...chown, code: 'EPERM', retryable: false, hint: 'Root is nobody here.' }),
  new DirectoryIoError({ path: '/alice', operation: 'open', code: 'EIO', retryable: true }),
  new AttributesNotKeptError({
    path: '/alice',
    wanted: { uid: 1, gid: 2, mode: '2770' },
    found: { uid: 0, gid: 0, mode: '0755' },
  }),
  new lambdaErrors.OutsideRootError({ path: '/alice', root: '/studio' }),
  new lambdaErrors.FileSystemMountError({ functionName: 'f', code: 'EFSMountTimeoutException' }),
  new lambdaErrors.DirectoryFunctionError({
    functionName: 'f',
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Task timed out after 3.00 seconds',
  }),
  new lambdaErrors.DirectoryFunctionError({ functionName: 'f', errorType: undefined, errorMessage: 'no message' }),
  new lambdaErrors.DirectoryReplyError({
    functionName: 'f',
    field: 'results',
    allowed: 'a list of 2',
    received: 'a list of 1',
  }),
  new lambdaErrors.DirectoryFunctionUnavailableError({ functionName: 'f', reason: 'ThrottledError', retryable: true }),
]

test.each(every.map((error) => [error.name, error] as const))('a %s survives encoding and parsing', (_, error) => {
  const parsed = assertOk(parseError(JSON.parse(JSON.stringify(encodeError(error))), 'error'))
  expect(parsed).toBeInstanceOf(error.constructor)
  expect({ ...parsed, message: parsed.message }).toEqual({ ...error, message: error.message })
})

test('the list above has every error that a driver can give', () => {
  const classes = [...Object.values(errors), ...Object.values(lambdaErrors), InvalidInputError]
  const names = classes.filter((one) => /^class /.test(String(one))).map((one) => one.name)
  expect([...new Set(every.map(({ name }) => name))].sort()).toEqual(names.sort())
})

test('a cause is not encoded', () => {
  const cause = new Error('EPERM: operation not permitted')
  const error = new DirectoryIoError({ ...chown, code: 'EPERM', retryable: false, cause })
  expect(JSON.stringify(encodeError(error))).not.toContain('operation not permitted')
})

test('a text that is too long is refused', () => {
  const long = { name: 'NotMountedError', mountPath: `/${'x'.repeat(1000)}` }
  expect(assertErr(parseError(long, 'error')).field).toBe('mountPath')
})
