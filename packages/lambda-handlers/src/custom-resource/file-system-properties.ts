import { InvalidInputError } from '@studio-efs/core/driver-kit'
import { err, ok, type Result } from 'neverthrow'

/** What the template may say of the file system; CloudFormation makes strings of everything. */
export interface FileSystemProperties {
  readonly domainId: string
  /** One that is there already, which is never deleted. */
  readonly fileSystemId: string | undefined
  readonly name: string | undefined
  readonly kmsKeyId: string | undefined
  readonly missingSecurityGroup: 'fail' | 'create'
  /** What becomes of the data when the resource is deleted. */
  readonly dataOnDelete: 'keep' | 'delete'
  /** What the domain's shared spaces get for a role when they have none. */
  readonly executionRole: string | undefined
  /** Whether a domain whose shared spaces have no role, and get none, is refused. */
  readonly spaceRole: 'optional' | 'required'
}

const TEXTS = ['DomainId', 'FileSystemId', 'Name', 'KmsKeyId', 'ExecutionRole'] as const
/** The first one is the default. */
const CHOICES = {
  MissingSecurityGroup: ['fail', 'create'],
  DataOnDelete: ['keep', 'delete'],
  SpaceRole: ['optional', 'required'],
} as const
const KNOWN: readonly string[] = [...TEXTS, ...Object.keys(CHOICES)]
const CLOUD_FORMATION_S = ['ServiceToken', 'ServiceTimeout']

/** An empty string is as good as none: it is what an optional parameter of a template gives. */
export function parseFileSystemProperties(properties: unknown): Result<FileSystemProperties, InvalidInputError> {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    return err(new InvalidInputError('ResourceProperties', 'an object', typeof properties))
  const given = properties as Readonly<Record<string, unknown>>
  const wrong = wrongIn(given)
  if (wrong !== undefined) return err(wrong)
  const text = (name: (typeof TEXTS)[number]) => (given[name] === '' ? undefined : (given[name] as string | undefined))
  const choice = <Name extends keyof typeof CHOICES>(name: Name) =>
    (given[name] || CHOICES[name][0]) as (typeof CHOICES)[Name][number]
  return ok({
    domainId: text('DomainId') ?? '',
    fileSystemId: text('FileSystemId'),
    name: text('Name'),
    kmsKeyId: text('KmsKeyId'),
    missingSecurityGroup: choice('MissingSecurityGroup'),
    dataOnDelete: choice('DataOnDelete'),
    executionRole: text('ExecutionRole'),
    spaceRole: choice('SpaceRole'),
  })
}

function wrongIn(given: Readonly<Record<string, unknown>>): InvalidInputError | undefined {
  for (const [name, value] of Object.entries(given)) {
    if (CLOUD_FORMATION_S.includes(name)) continue
    if (!KNOWN.includes(name)) return new InvalidInputError(name, `one of ${KNOWN.join(', ')}`, 'unknown')
    if (typeof value !== 'string') return new InvalidInputError(name, 'a text', typeof value)
    const choices: readonly string[] | undefined = Object.entries(CHOICES).find(([choice]) => choice === name)?.[1]
    if (value !== '' && choices?.includes(value) === false)
      return new InvalidInputError(name, choices.join(' or '), value.slice(0, 80))
  }
  return undefined
}
