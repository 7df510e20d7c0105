import { err, ok, type Result } from 'neverthrow'
import { parseClaim } from '../../model/claim.js'
import {
  type FieldParser,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseSwitch,
} from '../../model/parse/parse-input.js'
import { quoteForMessage } from '../../model/parse/parse-text.js'
import { parsePosixId } from '../../model/posix-owner.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import { parseAnyMode, parseAnyOwner, parseAttributes } from '../attributes.js'
import {
  ArchiveBusyError,
  ClaimBusyError,
  ClaimOverlapError,
  DirectoryClaimedError,
  UnreadableClaimError,
  UnsafeClaimStoreError,
} from '../claim-error.js'
import {
  AttributesNotKeptError,
  type DirectoryError,
  DirectoryIoError,
  DirectoryTakenError,
  MountPathMissingError,
  NestedMountError,
  NotADirectoryError,
  NotMountedError,
  UnsupportedPlatformError,
} from '../directory-error.js'
import { IdentityRangeFullError } from '../identities/identity-error.js'
import {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './directory-function-error.js'

/** An error in JSON: its name and its data fields, without cause and stack. */
export interface WireError {
  readonly name: DirectoryError['name']
  readonly [field: string]: unknown
}

interface ErrorCodec {
  readonly fields: readonly string[]
  decode(fields: unknown): Result<DirectoryError, InvalidInputError>
}

const MAX_CHARACTERS = 1000

const text: FieldParser<string> = (value, field) =>
  typeof value === 'string' && value.length <= MAX_CHARACTERS
    ? ok(value)
    : err(
        new InvalidInputError({
          field,
          allowed: `a text of at most ${MAX_CHARACTERS} characters`,
          received: quoteForMessage(value),
        }),
      )
const optionalText = optional(text, undefined)
const obstacle = oneOf('symbolic link', 'file', 'socket', 'named pipe', 'device')

/** Decodes by passing the parsed fields to the constructor. */
function codec<Fields extends Record<string, FieldParser<unknown>>>(
  DecodedError: new (fields: ParsedFields<Fields>) => DirectoryError,
  fields: Fields,
): ErrorCodec {
  return {
    fields: Object.keys(fields),
    decode: (value) => parseInput(value, fields).map((parsed) => new DecodedError(parsed)),
  }
}

const errorCodecs: Readonly<Record<DirectoryError['name'], ErrorCodec>> = {
  InvalidInputError: codec(InvalidInputError, { field: text, allowed: text, received: text }),
  MountPathMissingError: codec(MountPathMissingError, { mountPath: text }),
  NotMountedError: codec(NotMountedError, { mountPath: text }),
  UnsupportedPlatformError: codec(UnsupportedPlatformError, { platform: text }),
  NotADirectoryError: codec(NotADirectoryError, { path: text, component: text, found: obstacle }),
  DirectoryIoError: codec(DirectoryIoError, {
    path: text,
    operation: text,
    code: text,
    retryable: parseSwitch,
    hint: optionalText,
  }),
  AttributesNotKeptError: codec(AttributesNotKeptError, {
    path: text,
    wanted: parseAttributes,
    found: parseAttributes,
  }),
  DirectoryTakenError: codec(DirectoryTakenError, { path: text, owner: parseAnyOwner, mode: parseAnyMode }),
  NestedMountError: codec(NestedMountError, { path: text, component: text }),
  DirectoryClaimedError: codec(DirectoryClaimedError, { path: text, claim: parseClaim }),
  ClaimOverlapError: codec(ClaimOverlapError, {
    path: text,
    relation: oneOf<ClaimOverlapError['relation']>('holds', 'lies inside'),
    other: text,
    claim: parseClaim,
  }),
  ClaimBusyError: codec(ClaimBusyError, { path: text }),
  ArchiveBusyError: codec(ArchiveBusyError, { archive: text }),
  UnsafeClaimStoreError: codec(UnsafeClaimStoreError, { found: parseAttributes }),
  UnreadableClaimError: codec(UnreadableClaimError, { path: text, received: text }),
  IdentityRangeFullError: codec(IdentityRangeFullError, { first: parsePosixId, last: parsePosixId }),
  OutsideRootError: codec(OutsideRootError, { path: text, root: text }),
  FileSystemMountError: codec(FileSystemMountError, { functionName: text, code: text }),
  DirectoryFunctionError: codec(DirectoryFunctionError, {
    functionName: text,
    errorType: optionalText,
    errorMessage: text,
  }),
  DirectoryReplyError: codec(DirectoryReplyError, { functionName: text, field: text, allowed: text, received: text }),
  DirectoryFunctionUnavailableError: codec(DirectoryFunctionUnavailableError, {
    functionName: text,
    reason: text,
    retryable: parseSwitch,
  }),
}

export function encodeError(error: DirectoryError): WireError {
  const data = error as unknown as Readonly<Record<string, unknown>>
  const fields = errorCodecs[error.name].fields.map((field) => [field, data[field]])
  return { name: error.name, ...Object.fromEntries(fields) }
}

export function parseError(value: unknown, field: string): Result<DirectoryError, InvalidInputError> {
  const { name, ...fields } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (isErrorName(name)) return errorCodecs[name].decode(fields)
  const allowed = Object.keys(errorCodecs).join(', ')
  return err(new InvalidInputError({ field: `${field}.name`, allowed, received: quoteForMessage(name) }))
}

function isErrorName(name: unknown): name is DirectoryError['name'] {
  return typeof name === 'string' && Object.hasOwn(errorCodecs, name)
}
