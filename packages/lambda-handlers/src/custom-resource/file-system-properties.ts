import type { EnsureFileSystemForDomainInput, FileSystemPolicy } from '@studio-efs/core'
import { boundedText, quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import { splitAtCommas, tagsIn } from '../settings/tag-text.js'

/** Properties of the resource in the template. CloudFormation turns every value into a string. */
export interface FileSystemProperties {
  readonly domainId: string
  /** An existing file system, which is never deleted. */
  readonly fileSystemId: string | undefined
  readonly name: string | undefined
  readonly kmsKeyId: string | undefined
  readonly missingSecurityGroup: 'fail' | 'create'
  /** Policy of a new file system. */
  readonly fileSystemPolicy: FileSystemPolicy
  /** Applies when the resource is deleted. */
  readonly dataOnDelete: 'keep' | 'delete'
  /** Tags of everything that is made. */
  readonly tags: Tags
  /** Subnets and zone ids where the directory function is not put. */
  readonly lambdaExclusions: readonly string[]
  /** Role for the domain's shared spaces if they have none. */
  readonly executionRole: string | undefined
  /** `required` refuses a domain whose shared spaces have no role and get none. */
  readonly spaceRole: 'optional' | 'required'
}

const TEXTS = ['DomainId', 'FileSystemId', 'Name', 'KmsKeyId', 'ExecutionRole', 'LambdaExclusions'] as const
/** Tags as CloudFormation writes them. */
type TagList = readonly { readonly Key: string; readonly Value: string }[]
type Tags = Readonly<Record<string, string>>

/** Allowed values; the first one is the default. */
const CHOICES = {
  MissingSecurityGroup: ['fail', 'create'],
  FileSystemPolicy: ['none', 'deny-anonymous-root', 'require-tls'],
  DataOnDelete: ['keep', 'delete'],
  SpaceRole: ['optional', 'required'],
} as const
const KNOWN: readonly string[] = [...TEXTS, ...Object.keys(CHOICES), 'Tags']
const TAGS_ALLOWED = 'a list of { Key, Value } or key=value,…'
const CLOUDFORMATION_KEYS = ['ServiceToken', 'ServiceTimeout']

/** Takes an empty string, which an optional parameter of a template gives, for an absent property. */
export function parseFileSystemProperties(properties: unknown): Result<FileSystemProperties, InvalidInputError> {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    return err(
      new InvalidInputError({ field: 'ResourceProperties', allowed: 'an object', received: typeof properties }),
    )
  const given = properties as Readonly<Record<string, unknown>>
  const problem = problemIn(given)
  if (problem !== undefined) return err(problem)
  const text = (name: (typeof TEXTS)[number]) => (given[name] === '' ? undefined : (given[name] as string | undefined))
  const choice = <Name extends keyof typeof CHOICES>(name: Name) =>
    (given[name] || CHOICES[name][0]) as (typeof CHOICES)[Name][number]
  return ok({
    domainId: text('DomainId') ?? '',
    fileSystemId: text('FileSystemId'),
    name: text('Name'),
    kmsKeyId: text('KmsKeyId'),
    missingSecurityGroup: choice('MissingSecurityGroup'),
    fileSystemPolicy: choice('FileSystemPolicy'),
    dataOnDelete: choice('DataOnDelete'),
    tags: tagsOf(given['Tags']),
    lambdaExclusions: splitAtCommas(text('LambdaExclusions') ?? ''),
    executionRole: text('ExecutionRole'),
    spaceRole: choice('SpaceRole'),
  })
}

/** The properties in the words of the operation. */
export function ensureInput({
  domainId,
  fileSystemId,
  name,
  kmsKeyId,
  missingSecurityGroup,
  fileSystemPolicy,
  tags,
  lambdaExclusions,
}: FileSystemProperties): EnsureFileSystemForDomainInput {
  return {
    domainId,
    missingSecurityGroup,
    fileSystemPolicy,
    tags,
    lambdaExclusions,
    ...(fileSystemId !== undefined && { fileSystemId }),
    ...(name !== undefined && { name }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  }
}

/** A list, or a text as in a parameter of a template, empty for none. */
function areTags(value: unknown): value is TagList | string {
  if (typeof value === 'string') return splitAtCommas(value).every((tag) => tag.indexOf('=') > 0)
  return (
    Array.isArray(value) &&
    value.every((tag) => typeof tag === 'object' && typeof tag?.Key === 'string' && typeof tag?.Value === 'string')
  )
}

function tagsOf(value: unknown): Tags {
  if (typeof value === 'string') return tagsIn(value)
  const list: TagList = Array.isArray(value) ? value : []
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]))
}

function problemIn(given: Readonly<Record<string, unknown>>): InvalidInputError | undefined {
  for (const [name, value] of Object.entries(given)) {
    if (CLOUDFORMATION_KEYS.includes(name)) continue
    if (!KNOWN.includes(name))
      return new InvalidInputError({
        field: boundedText(name, 80),
        allowed: `one of ${KNOWN.join(', ')}`,
        received: 'unknown',
      })
    if (name === 'Tags') {
      if (areTags(value)) continue
      return new InvalidInputError({ field: name, allowed: TAGS_ALLOWED, received: typeof value })
    }
    if (typeof value !== 'string')
      return new InvalidInputError({ field: name, allowed: 'a text', received: typeof value })
    const choices: readonly string[] | undefined = Object.entries(CHOICES).find(([choice]) => choice === name)?.[1]
    if (value !== '' && choices?.includes(value) === false)
      return new InvalidInputError({ field: name, allowed: choices.join(' or '), received: quoteForMessage(value) })
  }
  return undefined
}
