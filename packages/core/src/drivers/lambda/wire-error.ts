import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../errors.js'
import {
  type FieldParser,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseSwitch,
} from '../../model/parse/parse-input.js'
import { show } from '../../model/parse/parse-text.js'
import { parseAttributes } from '../attributes.js'
import {
  AttributesNotKeptError,
  type DirectoryError,
  DirectoryIoError,
  MountPathMissingError,
  NotADirectoryError,
  NotMountedError,
  UnsupportedPlatformError,
} from '../directory-error.js'
import {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './directory-function-error.js'

/** An error as it crosses the wire: its name, and the data that it is rebuilt from. Causes and stacks stay behind. */
export interface WireError {
  readonly name: DirectoryError['name']
  readonly [field: string]: unknown
}

interface Crossing {
  readonly fields: readonly string[]
  rebuild(fields: unknown): Result<DirectoryError, InvalidInputError>
}

const MAX_TEXT = 1000

const text: FieldParser<string> = (value, field) =>
  typeof value === 'string' && value.length <= MAX_TEXT
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: `a text of at most ${MAX_TEXT} characters`, received: show(value) }))
const maybe = optional(text, undefined)
const obstacle = oneOf('symbolic link', 'file', 'socket', 'named pipe', 'device')

function crossing<Fields extends Record<string, FieldParser<unknown>>>(
  fields: Fields,
  rebuild: (fields: ParsedFields<Fields>) => DirectoryError,
): Crossing {
  return { fields: Object.keys(fields), rebuild: (value) => parseInput(value, fields).map(rebuild) }
}

/** Every error that a driver can give, so that each comes out of the wire as what went in. */
const CROSSINGS: Readonly<Record<DirectoryError['name'], Crossing>> = {
  InvalidInputError: crossing(
    { field: text, allowed: text, received: text },
    ({ field, allowed, received }) => new InvalidInputError({ field, allowed, received }),
  ),
  MountPathMissingError: crossing({ mountPath: text }, ({ mountPath }) => new MountPathMissingError(mountPath)),
  NotMountedError: crossing({ mountPath: text }, ({ mountPath }) => new NotMountedError(mountPath)),
  UnsupportedPlatformError: crossing({ platform: text }, ({ platform }) => new UnsupportedPlatformError(platform)),
  NotADirectoryError: crossing(
    { path: text, component: text, found: obstacle },
    ({ path, component, found }) => new NotADirectoryError(path, component, found),
  ),
  DirectoryIoError: crossing(
    { path: text, operation: text, code: text, retryable: parseSwitch, hint: maybe },
    ({ path, operation, code, retryable, hint }) =>
      new DirectoryIoError(path, operation, code, { retryable, ...(hint === undefined ? {} : { hint }) }),
  ),
  AttributesNotKeptError: crossing(
    { path: text, wanted: parseAttributes, found: parseAttributes },
    ({ path, wanted, found }) => new AttributesNotKeptError(path, wanted, found),
  ),
  OutsideRootError: crossing({ path: text, root: text }, ({ path, root }) => new OutsideRootError(path, root)),
  FileSystemMountError: crossing(
    { functionName: text, code: text },
    ({ functionName, code }) => new FileSystemMountError(functionName, code),
  ),
  DirectoryFunctionError: crossing(
    { functionName: text, errorType: maybe, said: text },
    ({ functionName, errorType, said }) => new DirectoryFunctionError(functionName, errorType, said),
  ),
  DirectoryReplyError: crossing(
    { functionName: text, field: text, allowed: text, received: text },
    ({ functionName, ...what }) => new DirectoryReplyError(functionName, what),
  ),
  DirectoryFunctionUnavailableError: crossing(
    { functionName: text, reason: text, retryable: parseSwitch },
    ({ functionName, reason, retryable }) => new DirectoryFunctionUnavailableError(functionName, reason, { retryable }),
  ),
}

export function encodeError(error: DirectoryError): WireError {
  const data = error as unknown as Readonly<Record<string, unknown>>
  const fields = CROSSINGS[error.name].fields.map((field) => [field, data[field]])
  return { name: error.name, ...Object.fromEntries(fields) }
}

/** The typed error again; whatever is not one of ours is refused. */
export function parseError(value: unknown, field: string): Result<DirectoryError, InvalidInputError> {
  const { name, ...fields } = (value ?? {}) as Readonly<Record<string, unknown>>
  const known = typeof name === 'string' && Object.hasOwn(CROSSINGS, name)
  if (!known)
    return err(
      new InvalidInputError({
        field: `${field}.name`,
        allowed: Object.keys(CROSSINGS).join(', '),
        received: show(name),
      }),
    )
  return CROSSINGS[name as DirectoryError['name']].rebuild(fields)
}
