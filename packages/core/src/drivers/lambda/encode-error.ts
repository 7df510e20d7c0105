import type { DirectoryError } from '../directory-error.js'

/** An error in JSON: its name and its data fields, without cause and stack. */
export interface WireError {
  readonly name: DirectoryError['name']
  readonly [field: string]: unknown
}

/** The data fields of each error, in the order in which JSON has them. The reader of a reply has a parser for each. */
export const errorFields = {
  InvalidInputError: ['field', 'allowed', 'received'],
  MountPathMissingError: ['mountPath'],
  NotMountedError: ['mountPath'],
  UnsupportedPlatformError: ['platform'],
  NotADirectoryError: ['path', 'component', 'found'],
  DirectoryIoError: ['path', 'operation', 'code', 'retryable', 'hint'],
  AttributesNotKeptError: ['path', 'wanted', 'found'],
  DirectoryTakenError: ['path', 'owner', 'mode'],
  NestedMountError: ['path', 'component'],
  DirectoryClaimedError: ['path', 'claim'],
  ClaimOverlapError: ['path', 'relation', 'other', 'claim'],
  ClaimBusyError: ['path'],
  ArchiveBusyError: ['archive'],
  ArchiveFullError: ['path', 'generation'],
  UnsafeClaimStoreError: ['found'],
  UnreadableClaimError: ['path', 'received'],
  IdentityRangeFullError: ['first', 'last'],
  OutsideRootError: ['path', 'root'],
  FileSystemMountError: ['functionName', 'code'],
  DirectoryFunctionError: ['functionName', 'errorType', 'errorMessage'],
  DirectoryReplyError: ['functionName', 'field', 'allowed', 'received'],
  DirectoryFunctionUnavailableError: ['functionName', 'reason', 'retryable'],
} as const satisfies Readonly<Record<DirectoryError['name'], readonly string[]>>

/** Stands in a file without the parsers: the directory function, which is to start quickly, encodes errors only. */
export function encodeError(error: DirectoryError): WireError {
  const data = error as unknown as Readonly<Record<string, unknown>>
  const fields = errorFields[error.name].map((field) => [field, data[field]])
  return { name: error.name, ...Object.fromEntries(fields) }
}
