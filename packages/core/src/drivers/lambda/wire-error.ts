import { err, ok, type Result } from 'neverthrow'
import { parseClaim, parseGeneration } from '../../model/claim.js'
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
  ArchiveFullError,
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
import type { errorFields } from './encode-error.js'

interface ErrorDecoder<Field extends string> {
  readonly fields: Readonly<Record<Field, FieldParser<unknown>>>
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
function decoder<Fields extends Record<string, FieldParser<unknown>>>(
  DecodedError: new (fields: ParsedFields<Fields>) => DirectoryError,
  fields: Fields,
): ErrorDecoder<keyof Fields & string> {
  return {
    fields,
    decode: (value) => parseInput(value, fields).map((parsed) => new DecodedError(parsed)),
  }
}

const errorDecoders: { readonly [Name in DirectoryError['name']]: ErrorDecoder<(typeof errorFields)[Name][number]> } = {
  InvalidInputError: decoder(InvalidInputError, { field: text, allowed: text, received: text }),
  MountPathMissingError: decoder(MountPathMissingError, { mountPath: text }),
  NotMountedError: decoder(NotMountedError, { mountPath: text }),
  UnsupportedPlatformError: decoder(UnsupportedPlatformError, { platform: text }),
  NotADirectoryError: decoder(NotADirectoryError, { path: text, component: text, found: obstacle }),
  DirectoryIoError: decoder(DirectoryIoError, {
    path: text,
    operation: text,
    code: text,
    retryable: parseSwitch,
    hint: optionalText,
  }),
  AttributesNotKeptError: decoder(AttributesNotKeptError, {
    path: text,
    wanted: parseAttributes,
    found: parseAttributes,
  }),
  DirectoryTakenError: decoder(DirectoryTakenError, { path: text, owner: parseAnyOwner, mode: parseAnyMode }),
  NestedMountError: decoder(NestedMountError, { path: text, component: text }),
  DirectoryClaimedError: decoder(DirectoryClaimedError, { path: text, claim: parseClaim }),
  ClaimOverlapError: decoder(ClaimOverlapError, {
    path: text,
    relation: oneOf<ClaimOverlapError['relation']>('holds', 'lies inside'),
    other: text,
    claim: parseClaim,
  }),
  ClaimBusyError: decoder(ClaimBusyError, { path: text }),
  ArchiveBusyError: decoder(ArchiveBusyError, { archive: text }),
  ArchiveFullError: decoder(ArchiveFullError, { path: text, generation: parseGeneration }),
  UnsafeClaimStoreError: decoder(UnsafeClaimStoreError, { found: parseAttributes }),
  UnreadableClaimError: decoder(UnreadableClaimError, { path: text, received: text }),
  IdentityRangeFullError: decoder(IdentityRangeFullError, { first: parsePosixId, last: parsePosixId }),
  OutsideRootError: decoder(OutsideRootError, { path: text, root: text }),
  FileSystemMountError: decoder(FileSystemMountError, { functionName: text, code: text }),
  DirectoryFunctionError: decoder(DirectoryFunctionError, {
    functionName: text,
    errorType: optionalText,
    errorMessage: text,
  }),
  DirectoryReplyError: decoder(DirectoryReplyError, { functionName: text, field: text, allowed: text, received: text }),
  DirectoryFunctionUnavailableError: decoder(DirectoryFunctionUnavailableError, {
    functionName: text,
    reason: text,
    retryable: parseSwitch,
  }),
}

export function parseError(value: unknown, field: string): Result<DirectoryError, InvalidInputError> {
  const { name, ...fields } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (isErrorName(name)) return errorDecoders[name].decode(fields)
  const allowed = Object.keys(errorDecoders).join(', ')
  return err(new InvalidInputError({ field: `${field}.name`, allowed, received: quoteForMessage(name) }))
}

function isErrorName(name: unknown): name is DirectoryError['name'] {
  return typeof name === 'string' && Object.hasOwn(errorDecoders, name)
}
