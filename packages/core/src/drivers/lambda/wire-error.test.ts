import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { InvalidInputError } from '../../errors.js'
import * as errors from '../directory-error.js'
import { AttributesNotKeptError, DirectoryIoError, NotADirectoryError } from '../directory-error.js'
import * as lambdaErrors from './directory-function-error.js'
import { encodeError, parseError } from './wire-error.js'

const every: readonly errors.DirectoryError[] = [
  new InvalidInputError({ field: 'path', allowed: 'an absolute path', received: '"alice"' }),
  new errors.MountPathMissingError('/mnt/efs'),
  new errors.NotMountedError('/mnt/efs'),
  new errors.UnsupportedPlatformError('darwin'),
  new NotADirectoryError('/team/alice', '/team', 'symbolic link'),
  new DirectoryIoError('/alice', 'chown', 'EPERM', { retryable: false, hint: 'Root is nobody here.' }),
  new DirectoryIoError('/alice', 'open', 'EIO', { retryable: true }),
  new AttributesNotKeptError('/alice', { uid: 1, gid: 2, mode: 0o2770 }, { uid: 0, gid: 0, mode: 0o755 }),
  new lambdaErrors.OutsideRootError('/alice', '/studio'),
  new lambdaErrors.FileSystemMountError('f', 'EFSMountTimeoutException'),
  new lambdaErrors.DirectoryFunctionError('f', 'Sandbox.Timedout', 'Task timed out after 3.00 seconds'),
  new lambdaErrors.DirectoryFunctionError('f', undefined, 'no message'),
  new lambdaErrors.DirectoryReplyError('f', { field: 'results', allowed: 'a list of 2', received: 'a list of 1' }),
  new lambdaErrors.DirectoryFunctionUnavailableError('f', 'ThrottledError', { retryable: true }),
]

test.each(every.map((error) => [error.name, error] as const))(
  'a %s comes out of the wire as it went in',
  (_, error) => {
    const crossed = assertOk(parseError(JSON.parse(JSON.stringify(encodeError(error))), 'error'))
    expect(crossed).toBeInstanceOf(error.constructor)
    expect({ ...crossed, message: crossed.message }).toEqual({ ...error, message: error.message })
  },
)

test('the list above is of every error that a driver can give', () => {
  const classes = [...Object.values(errors), ...Object.values(lambdaErrors), InvalidInputError]
  const names = classes.filter((one) => /^class /.test(String(one))).map((one) => one.name)
  expect([...new Set(every.map(({ name }) => name))].sort()).toEqual(names.sort())
})

test('a cause stays where it is', () => {
  const cause = new Error('EPERM: operation not permitted')
  const error = new DirectoryIoError('/alice', 'chown', 'EPERM', { retryable: false, cause })
  expect(JSON.stringify(encodeError(error))).not.toContain('operation not permitted')
})

test('a text that is too long is refused', () => {
  const long = { name: 'NotMountedError', mountPath: `/${'x'.repeat(1000)}` }
  expect(assertErr(parseError(long, 'error')).field).toBe('mountPath')
})
