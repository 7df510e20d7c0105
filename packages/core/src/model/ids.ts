import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import { parseText } from './parse/parse-text.js'

/** The id of a SageMaker domain, `d-` and 1 to 61 lower-case letters, digits and hyphens. */
export type DomainId = Brand<string, 'DomainId'>

const domainIdRule = {
  // The service's own pattern, d-(-*[a-z0-9]){1,61}, written so that it cannot backtrack.
  pattern: /^d-[-a-z0-9]*[a-z0-9]$/,
  min: 3,
  max: 63,
  allowed: 'a SageMaker domain id such as d-abcdefghijkl (d-, then lower-case letters, digits and hyphens)',
}

/** Parses the id of a SageMaker domain: `d-` and up to 61 lower-case letters, digits and hyphens. */
export function parseDomainId(value: unknown, field = 'domainId'): Result<DomainId, InvalidInputError> {
  return parseText(value, field, domainIdRule).map((text) => text as DomainId)
}

/** The ARN of an IAM role, 20 to 2,048 characters. */
export type ExecutionRoleArn = Brand<string, 'ExecutionRoleArn'>

const executionRoleRule = {
  pattern: /^arn:aws[-a-z]*:iam::\d{12}:role\/?[-\w+=,.@/]+$/,
  min: 20,
  max: 2048,
  allowed: 'the ARN of an IAM role such as arn:aws:iam::111122223333:role/Studio',
}

/** Parses the ARN of an IAM role. */
export function parseExecutionRole(
  value: unknown,
  field = 'executionRole',
): Result<ExecutionRoleArn, InvalidInputError> {
  return parseText(value, field, executionRoleRule).map((text) => text as ExecutionRoleArn)
}

/** The id of an Amazon EFS file system that SageMaker accepts: `fs-` and 8 to 18 hexadecimal digits. */
export type FileSystemId = Brand<string, 'FileSystemId'>

const fileSystemIdRule = {
  pattern: /^fs-[0-9a-f]{8,}$/,
  min: 11,
  max: 21,
  allowed: 'an EFS file-system id such as fs-0123456789abcdef0 (fs- and 8 to 18 hexadecimal digits)',
}

/** Parses the id of an EFS file system: `fs-` and 8 to 18 hexadecimal digits. */
export function parseFileSystemId(value: unknown, field = 'fileSystemId'): Result<FileSystemId, InvalidInputError> {
  return parseText(value, field, fileSystemIdRule).map((text) => text as FileSystemId)
}

const fileSystemNameRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
  min: 1,
  max: 256,
  allowed: '1 to 256 letters, digits, spaces and _ . : / = + - @',
}

/** Accepts the value of a file system's `Name` tag. */
export function parseFileSystemName(value: unknown, field = 'name'): Result<string, InvalidInputError> {
  return parseText(value, field, fileSystemNameRule)
}

/** A Lambda function: its name or ARN, optionally with `:version` or `:alias`. */
export type FunctionName = Brand<string, 'FunctionName'>

const functionNameRule = {
  pattern: /^(?:arn:[-a-z0-9]+:lambda:[-a-z0-9]+:\d{12}:function:)?[-\w]{1,64}(?::[-$\w]{1,129})?$/,
  min: 1,
  max: 256,
  allowed: 'the name or the ARN of a Lambda function, with :version or :alias behind it if wanted',
}

/** Parses the name or ARN of a Lambda function, with or without a qualifier. */
export function parseFunctionName(value: unknown, field = 'functionName'): Result<FunctionName, InvalidInputError> {
  return parseText(value, field, functionNameRule).map((text) => text as FunctionName)
}

/** A KMS key as EFS takes it: an id, an alias, or the ARN of either. */
export type KmsKeyId = Brand<string, 'KmsKeyId'>

const ID = '(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})'
const ALIAS = 'alias/[a-zA-Z0-9/_-]+'

const kmsKeyIdRule = {
  // EFS's own pattern.
  pattern: new RegExp(`^(?:${ID}|${ALIAS}|arn:aws[-a-z]*:kms:[a-z0-9-]+:\\d{12}:(?:key/${ID}|${ALIAS}))$`),
  min: 1,
  max: 2048,
  allowed: 'a KMS key id, alias (alias/name) or ARN of a symmetric key in the same Region',
}

export function parseKmsKeyId(value: unknown, field = 'kmsKeyId'): Result<KmsKeyId, InvalidInputError> {
  return parseText(value, field, kmsKeyIdRule).map((text) => text as KmsKeyId)
}

/** Compares a key with the ARN that EFS reports. Undefined for an alias: only KMS knows its key. */
export function isSameKey(asked: KmsKeyId, reported: string | undefined): boolean | undefined {
  if (/(?:^|:)alias\//.test(asked)) return undefined
  const idOf = (key: string) => key.slice(key.lastIndexOf('/') + 1)
  return reported !== undefined && idOf(reported) === idOf(asked)
}

/** The name of a user profile: 1 to 63 letters, digits and hyphens, a letter or digit first and last. */
export type UserProfileName = Brand<string, 'UserProfileName'>

const userProfileNameRule = {
  // The service's own pattern is [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}.
  pattern: /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
  min: 1,
  max: 63,
  allowed: '1 to 63 letters, digits and hyphens, beginning and ending with a letter or digit',
}

/** Parses the name of a user profile: up to 63 letters, digits and hyphens, no hyphen at either end. */
export function parseUserProfileName(
  value: unknown,
  field = 'userProfileName',
): Result<UserProfileName, InvalidInputError> {
  return parseText(value, field, userProfileNameRule).map((text) => text as UserProfileName)
}

/** Identifies a user profile: the same name in two domains is two people. */
export interface UserProfileRef {
  readonly domainId: DomainId
  readonly userProfileName: UserProfileName
}

/** Equal for two spellings of one profile: profile names are not case-sensitive. */
export function userProfileKey(ref: UserProfileRef): string {
  return `${ref.domainId}/${ref.userProfileName.toLowerCase()}`
}

/** The name of a space, as SageMaker stores it. */
export type SpaceName = Brand<string, 'SpaceName'>

/** Accepts a space's name, which has the shape of a profile's. */
export function parseSpaceName(value: unknown, field = 'spaceName'): Result<SpaceName, InvalidInputError> {
  return parseText(value, field, userProfileNameRule).map((text) => text as SpaceName)
}

/** Identifies a space. */
export interface SpaceRef {
  readonly domainId: DomainId
  readonly spaceName: SpaceName
}

/** Equal for two spellings of one space. */
export function spaceKey({ domainId, spaceName }: SpaceRef): string {
  return `${domainId}/${spaceName.toLowerCase()}`
}
